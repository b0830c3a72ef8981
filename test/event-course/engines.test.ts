/** Whoever runs the engine, however many, and however late: each day's duties are there, once. */
import t from 'tap'
import { openDatabase } from '../../src/db/client.ts'
import { missedStep } from '../../src/escalations/missed-step.ts'
import { FOLLOW_UPS_BATCH, followUpsStep } from '../../src/event-course/follow-ups-step.ts'
import {
  aReport,
  at,
  CITY,
  COUNTY,
  firstReports,
  quakeOn,
  SERIOUS,
  startStory,
  TOWNSHIP,
  VILLAGE,
} from './story.ts'

/** No engine of its own: each test says when which engine runs. */
const NO_ENGINE = { RUN: 'api' }

t.test('engines at the same moment open each duty of a day once', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40', NO_ENGINE)
  const { village } = story.people
  // events of one day apart from each other are not one process: many small stories on one evening
  const hazards = ['flood', 'snow', 'sandstorm', 'biological', 'low_temperature', 'hail_and_wind'] as const
  const events = []
  for (const hazard of hazards) {
    const event = { hazard, occurredAt: '2026-06-10T16:00:00+08:00' } as const
    const { eventId } = await village.report(aReport({ event, regionCode: VILLAGE }))
    await story.people.desk.post(`/v1/events/${eventId}/nil-report-orders`, { reason: '逐日掌握。' })
    events.push(eventId)
  }
  await story.clock('2026-06-11T00:00')
  const other = openDatabase({ url: story.db.url, poolSize: 4, onIdleError: (e) => t.fail(e.message) })
  t.teardown(() => other.$client.end())
  const looked = await Promise.all([story.db, other, story.db, other].map((db) => followUpsStep({ db })))
  t.ok(looked.some((count) => count > 0))
  t.ok(looked.every((count) => count <= FOLLOW_UPS_BATCH))
  for (const eventId of events) {
    t.same(await story.told(eventId), [`${COUNTY} 06-11 09:00 open`, `${TOWNSHIP} 06-11 08:00 open`])
  }
  const told = await story.rows<{ n: number }>(
    `select count(*)::int as n from outbox where topic = 'follow_ups.opened' group by event_id`,
  )
  t.same(
    told.map(({ n }) => n),
    hazards.map(() => 1),
    'and told once each',
  )
  t.equal(await followUpsStep(story), 0, 'a second run finds nothing')
})

t.test('an engine that was away for days finds every day, and those above hear of each miss', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40', NO_ENGINE)
  const { county, township } = story.people
  const { eventId } = await firstReports(story, '2026-06-10')
  await story.clock('2026-06-11T08:55')
  await story.nil(county, eventId, COUNTY)
  await story.clock('2026-06-12T09:20')
  await story.nil(county, eventId, COUNTY)
  await story.clock('2026-06-12T08:30')
  t.same(await story.told(eventId), [], 'no engine, no duty yet')

  await story.clock('2026-06-13T08:30')
  await followUpsStep(story)
  await missedStep(story)
  t.same(await story.told(eventId), [
    `${CITY} 06-11 10:00 missed`,
    `${CITY} 06-12 10:00 missed`,
    `${CITY} 06-13 10:00 open`,
    `${COUNTY} 06-11 09:00 met`,
    `${COUNTY} 06-12 09:00 late`,
    `${COUNTY} 06-13 09:00 open`,
    `${TOWNSHIP} 06-11 08:00 missed`,
    `${TOWNSHIP} 06-12 08:00 missed`,
    `${TOWNSHIP} 06-13 08:00 missed`,
  ])
  t.same((await story.escalated(eventId, 'daily_follow_up')).sort(), [
    `${CITY}>${CITY}`,
    `${CITY}>${CITY}`,
    `${COUNTY}>${CITY}`,
    `${TOWNSHIP}>${COUNTY}`,
    `${TOWNSHIP}>${COUNTY}`,
    `${TOWNSHIP}>${COUNTY}`,
  ])
  const trail = await story.rows<{ n: number }>(
    `select count(*)::int as n from audit_entries a join deadlines d on d.id::text = a.subject_id
     where a.action = 'deadline.missed' and d.event_id = $1 and d.duty = 'daily_follow_up'`,
    [eventId],
  )
  t.same(trail, [{ n: 6 }], 'each miss is in the trail once, that which was met late too')
  t.equal(await followUpsStep(story), 0)
  t.equal(await missedStep(story), 0)
  await story.clock('2026-06-13T09:00')
  await story.nil(township, eventId, TOWNSHIP, { day: '2026-06-11' })
  t.ok((await story.told(eventId)).includes(`${TOWNSHIP} 06-11 08:00 late`))
})

t.test('a duty opened late has the same clock as one opened in time', async (t) => {
  const rows = []
  for (const opensAt of ['2026-06-11T00:00', '2026-06-11T09:30', '2026-06-14T23:00']) {
    const story = await startStory(t, '2026-06-10T16:40', NO_ENGINE)
    const { eventId } = await firstReports(story, '2026-06-10')
    await story.clock(opensAt)
    await followUpsStep(story)
    rows.push(
      await story.rows(
        `select region_code, set_at, due_at, "limit", because, subject_id = $2 as is_other from deadlines
         where event_id = $1 and duty = 'daily_follow_up' and due_at < '2026-06-12' order by region_code`,
        [eventId, eventId],
      ),
    )
    await story.stop()
  }
  t.equal(rows[0]?.length, 3)
  t.match(rows[0]?.[1], { region_code: COUNTY, set_at: at('2026-06-11'), limit: { dailyAt: '09:00' } })
  t.same(rows[1], rows[0])
  t.same(rows[2], rows[0])
})

t.test('an engine killed between opening and committing has opened nothing; the next one does', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40', NO_ENGINE)
  const { eventId } = await firstReports(story, '2026-06-10')
  await story.clock('2026-06-11T00:00')
  const dying = {
    db: {
      transaction: (run: (tx: typeof story.db) => Promise<unknown>) =>
        story.db.transaction(async (tx) => {
          await run(tx as unknown as typeof story.db)
          throw new Error('killed')
        }),
    } as unknown as typeof story.db,
  }
  await t.rejects(followUpsStep(dying), /killed/)
  t.same(await story.told(eventId), [])
  await followUpsStep(story)
  t.equal((await story.told(eventId)).length, 3)
})

t.test('a report that comes while the engine opens the day is not lost between the two', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40', NO_ENGINE)
  const { county } = story.people
  const { eventId } = await firstReports(story, '2026-06-10')
  await story.clock('2026-06-11T08:00')
  const hold = Promise.withResolvers<void>()
  const opened = Promise.withResolvers<void>()
  const slow = {
    db: {
      transaction: (run: (tx: typeof story.db) => Promise<unknown>) =>
        story.db.transaction(async (tx) => {
          const result = await run(tx as unknown as typeof story.db)
          opened.resolve()
          await hold.promise
          return result
        }),
    } as unknown as typeof story.db,
  }
  const step = followUpsStep(slow)
  await opened.promise
  const report = story.nil(county, eventId, COUNTY)
  await new Promise((resolve) => setTimeout(resolve, 200))
  hold.resolve()
  const [answer] = await Promise.all([report, step])
  t.equal(answer.status, 201)
  t.equal((await story.told(eventId))[1], `${COUNTY} 06-11 09:00 met`)
})

t.test('a unit that does not exist, or was closed, owes nothing and holds nobody up', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40', NO_ENGINE)
  const event = quakeOn('2026-06-10')
  const { eventId } = await story.people.village.report(aReport({ event, facts: SERIOUS }))
  await story.rows(`update nodes set closed_on = '2026-06-11' where region_code = $1`, [TOWNSHIP])
  await story.clock('2026-06-11T00:00')
  await followUpsStep(story)
  t.same(await story.told(eventId), [`${CITY} 06-11 10:00 open`, `${COUNTY} 06-11 09:00 open`])
})

t.test('a late report and the engine at the same moment: one miss, one escalation', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40', NO_ENGINE)
  const { county } = story.people
  const { eventId } = await firstReports(story, '2026-06-10')
  await story.clock('2026-06-11T00:00')
  await followUpsStep(story)
  await story.clock('2026-06-11T09:30')
  const hold = Promise.withResolvers<void>()
  const marked = Promise.withResolvers<void>()
  const slow = {
    db: {
      transaction: (run: (tx: typeof story.db) => Promise<unknown>) =>
        story.db.transaction(async (tx) => {
          const result = await run(tx as unknown as typeof story.db)
          marked.resolve()
          await hold.promise
          return result
        }),
    } as unknown as typeof story.db,
  }
  const step = missedStep(slow)
  await marked.promise
  const report = story.nil(county, eventId, COUNTY)
  await new Promise((resolve) => setTimeout(resolve, 200))
  hold.resolve()
  const [answer] = await Promise.all([report, step])
  t.match(answer.json(), { isLate: true, escalations: [] }, 'it was the engine’s')
  const said = await story.rows<{ n: number }>(
    `select count(*)::int as n from outbox o join deadlines d on d.id = o.subject_id
     where o.topic = 'deadline.missed' and d.region_code = $1 and d.duty = 'daily_follow_up'`,
    [COUNTY],
  )
  t.same(said, [{ n: 1 }])
  t.same(
    (await story.escalated(eventId, 'daily_follow_up')).filter((line) => line.startsWith(COUNTY)),
    [`${COUNTY}>${CITY}`],
  )
})
