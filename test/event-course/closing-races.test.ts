/** Engines, people and a closing at the same moment: each miss once, and nothing outlives the event. */
import t from 'tap'
import { missedStep } from '../../src/escalations/missed-step.ts'
import { unsignedStep } from '../../src/routing/unsigned-step.ts'
import { announced, DAY, escalationsOf, openOf, stableStory, unmet } from './closing-story.ts'
import type { Answer, Story } from './story.ts'

t.test('engines and a closing at the same moment: each miss once, and nothing left open', async (t) => {
  const { story, eventId, stable, close } = await stableStory(t)
  await stable()
  await story.clock(`${DAY}T23:00`)
  const run = (step: typeof missedStep) => step({ db: story.db })
  const [closed] = await Promise.all([close(), run(missedStep), run(missedStep), run(unsignedStep)])
  t.equal(closed.status, 201)
  await run(missedStep)
  await run(unsignedStep)
  const { told, once, missed } = await announced(story, eventId)
  t.ok(missed > 0)
  t.same([told, once], [missed, missed])
  t.ok((await unmet(story, eventId)).every(({ reason }) => reason !== null))
})

/** Holds a duty of an event as an engine does, and sets another one beside it, while the event is being closed. */
async function whileClosing(story: Story, eventId: string, close: () => Promise<Answer>, hold: string) {
  const engine = await story.db.pool.connect()
  await engine.query('begin')
  const { rows } = await engine.query(hold, [eventId])
  const held: string = rows[0]?.id
  await engine.query(
    `insert into deadlines (id, event_id, region_code, duty, subject_id, set_at, due_at, "limit", because)
     select gen_random_uuid(), event_id, region_code, 'acknowledge_escalation', gen_random_uuid(), judged_now(),
       judged_now() + interval '5 minutes', "limit", because
     from deadlines where id = $1`,
    [held],
  )
  const closing = close()
  await waiting(story)
  await engine.query('commit')
  engine.release()
  return { held, closed: await closing }
}

t.test('a closing waits for an engine that is just marking a miss, and ends what that sets', async (t) => {
  const { story, eventId, stable, close } = await stableStory(t)
  await stable()
  const mark = `update deadlines set missed_at = judged_now()
    where id = (select id from deadlines where event_id = $1 and due_at < judged_now() and met_at is null limit 1)
    returning id`
  const { held, closed } = await whileClosing(story, eventId, close, mark)
  t.equal(closed.status, 201)
  t.same(await openOf(story, eventId), [])
  const told = await story.rows(`select from outbox where topic = 'deadline.missed' and subject_id = $1`, [
    held,
  ])
  t.equal(told.length, 0, 'the engine says what it marked, nobody else does')
})

t.test('a closing waits for an engine that hands on what was missed before, and ends that too', async (t) => {
  const { story, eventId, stable, close } = await stableStory(t)
  await stable()
  await missedStep({ db: story.db })
  const claim = `select id from deadlines where event_id = $1 and missed_at is not null and met_at is null
    limit 1 for update`
  const { closed } = await whileClosing(story, eventId, close, claim)
  t.equal(closed.status, 201)
  t.same(await openOf(story, eventId), [])
})

t.test('who acts while the event is being closed sets nothing that would outlive it', async (t) => {
  const { story, eventId, stable } = await stableStory(t)
  const { desk } = story.people
  const [one] = await escalationsOf(story, eventId)
  await stable()
  await story.clock(`${DAY}T23:00`)
  await missedStep({ db: story.db })
  // as an earlier closing left it: the escalation has no clock of its own, and nothing to wait for but the lock
  await story.rows(
    `update deadlines set replaced_at = judged_now(), replaced_reason = '灾害过程已结束'
     where event_id = $1 and subject_id = $2`,
    [eventId, one?.id],
  )
  const closing = await story.db.pool.connect()
  await closing.query('begin')
  await closing.query('select pg_advisory_xact_lock(5401, 5401)')
  await closing.query(`update events set state = 'closed' where id = $1`, [eventId])
  await closing.query(
    `update deadlines set replaced_at = judged_now(), replaced_reason = '灾害过程已结束'
     where event_id = $1 and met_at is null and replaced_at is null`,
    [eventId],
  )
  t.equal(await unsignedStep({ db: story.db }), 0, 'what a closing holds is left to it')
  const acknowledging = desk.post(`/v1/escalations/${one?.id}/acknowledgement`, {})
  const ordering = desk.post(
    `/v1/events/${eventId}/escalations`,
    { toTier: 'autonomous_region', reason: '请求支援' },
    { 'idempotency-key': 'order-while-it-closes' },
  )
  await waiting(story, 2)
  await closing.query('commit')
  closing.release()
  t.equal((await acknowledging).status, 200)
  t.match((await ordering).json(), { type: '/problems/event-closed' })
  t.same(await openOf(story, eventId), [])
})

/** Until so many sessions wait for a lock that somebody else holds. */
async function waiting(story: Story, sessions = 1): Promise<void> {
  for (let times = 0; times < 300; times += 1) {
    const [found] = await story.rows<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    if ((found?.n ?? 0) >= sessions) return
  }
  throw new Error(`no ${sessions} wait`)
}
