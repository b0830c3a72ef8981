/** One disaster is first reported once: what becomes of first reports that are owed when events are merged, split, or are two again. */
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { wasMetBy } from '../../src/event-identity/first-reports.ts'
import {
  type Accepted,
  aFollowUp,
  aReport,
  CITY,
  COUNTY,
  FAR_VILLAGE,
  minutesAfter,
  NEXT_VILLAGE,
  NOON,
  startApi,
  TOWNSHIP,
  VILLAGE,
} from '../api.ts'

interface Act {
  id: string
  intoEventId: string
}
interface Duty {
  event_id: string
  region_code: string
  due_at: Date
}

const OTHER_VILLAGE = '540121100201'
const FAR_TOWNSHIP = `${FAR_VILLAGE.slice(0, 9)}000`
const api = await startApi(t, { environment: { REFRESH_TOKEN_DAYS: '365' } })
const city = await api.hire('duty_officer', CITY)
const [village, next, far, other, township, county] = [
  await api.hire('officer', VILLAGE),
  await api.hire('officer', NEXT_VILLAGE),
  await api.hire('officer', FAR_VILLAGE),
  await api.hire('officer', OTHER_VILLAGE),
  await api.hire('officer', TOWNSHIP),
  await api.hire('officer', COUNTY),
]
const reason = { reason: '核实后认定。' }
let days = 0

const decided = async (path: string, body: object = {}) => {
  const answer = await city.post(path, { ...body, ...reason })
  if (answer.status !== 201) throw new Error(`not decided: ${answer.text}`)
  return answer.json<Act>()
}
const merge = (into: Accepted, from: Accepted) =>
  decided(`/v1/events/${into.eventId}/merges`, { fromEventId: from.eventId })
const split = ({ eventId }: Accepted, ...regionCodes: string[]) =>
  decided(`/v1/events/${eventId}/splits`, { regionCodes })
const undo = ({ id }: Act) => decided(`/v1/identity-acts/${id}/undoing`)

/** Minutes after noon of a day of its own, far from the others. */
async function aDay() {
  days += 20
  const noon = minutesAfter(NOON, days * 1_440)
  await api.setNow(noon)
  return { at: (minutes: number) => minutesAfter(noon, minutes) }
}
const slide = (at: Date) =>
  ({ hazard: 'geological', subhazard: 'landslide', occurredAt: at.toISOString() }) as const
const quake = (at: Date) => ({ hazard: 'earthquake', occurredAt: at.toISOString() }) as const
/** First reports that are owed of some events, with the event by which they are. */
const owed = (...events: Pick<Accepted, 'eventId'>[]) =>
  api.rows<Duty>(
    `select event_id, region_code, due_at from deadlines
     where duty = 'first_report' and event_id = any ($1) and met_at is null and replaced_at is null
     order by region_code, due_at`,
    [events.map(({ eventId }) => eventId)],
  )
const codes = (duties: readonly Duty[]) => duties.map(({ region_code }) => region_code)
const missed = async (...events: Pick<Accepted, 'eventId'>[]) => {
  await api.runDue()
  return api.rows<{ region_code: string }>(
    `select region_code from deadlines
     where duty = 'first_report' and event_id = any ($1) and missed_at is not null order by region_code`,
    [events.map(({ eventId }) => eventId)],
  )
}
const reasons = (...events: Pick<Accepted, 'eventId'>[]) =>
  api.rows<{ region_code: string; replaced_reason: string }>(
    `select region_code, replaced_reason from deadlines
     where duty = 'first_report' and event_id = any ($1) and replaced_at is not null order by region_code`,
    [events.map(({ eventId }) => eventId)],
  )

t.test(
  'a merge waits for an engine that is just passing a duty upward, and neither stops the other',
  async (t) => {
    const { at } = await aDay()
    const event = quake(at(-10))
    const one = await village.report(aReport({ event }))
    const two = await other.report(aReport({ regionCode: OTHER_VILLAGE, event }))
    const engine = await api.db.pool.connect()
    try {
      await engine.query('begin')
      await engine.query(
        `select from deadlines where event_id = $1 and duty = 'first_report' and met_at is null for update`,
        [one.eventId],
      )
      const merging = merge(one, two)
      await someoneWaits()
      await engine.query('select from events where id = $1 for key share', [one.eventId])
      await engine.query('commit')
      t.equal((await merging).intoEventId, one.eventId)
    } finally {
      engine.release()
    }
  },
)

/** Until a transaction of this database waits for the row of another one. */
async function someoneWaits(): Promise<void> {
  const waiting = `select pid from pg_stat_activity
    where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0`
  for (let triesLeft = 1_000; triesLeft > 0; triesLeft -= 1) {
    if ((await api.rows(waiting)).length > 0) return
    await sleep(5)
  }
  throw new Error('nobody waited')
}

t.test(
  'who has reported in one of two events owes no first report in the other, once they are one',
  async (t) => {
    const { at } = await aDay()
    const one = await village.report(aReport({ event: quake(at(-10)), figures: { injured: 1 } }))
    await township.report(aReport({ regionCode: TOWNSHIP, eventId: one.eventId, figures: { injured: 1 } }))
    const two = await next.report(
      aReport({ regionCode: NEXT_VILLAGE, event: slide(at(-20)), figures: { injured: 2 } }),
    )
    await county.report(aReport({ regionCode: COUNTY, eventId: two.eventId, figures: { injured: 2 } }))
    const before = await owed(one, two)
    t.same(
      before.map(({ event_id, region_code }) => [event_id, region_code]),
      [
        [two.eventId, CITY],
        [one.eventId, COUNTY],
        [two.eventId, TOWNSHIP],
      ],
    )
    const act = await merge(one, two)
    t.same(codes(await owed(one, two)), [CITY])
    const reason = '已在汇拢的另一过程首报'
    t.same(await reasons(one, two), [
      { region_code: COUNTY, replaced_reason: reason },
      { region_code: TOWNSHIP, replaced_reason: reason },
    ])
    await api.setNow(at(30))
    const follow = await township.report(
      aReport({ regionCode: TOWNSHIP, eventId: one.eventId, figures: { injured: 3 } }),
    )
    t.equal(follow.isLate, false)
    await undo(act)
    t.same(await owed(one, two), before, 'two again, each by itself and by its old instant')
    await api.setNow(at(50))
    t.same(await missed(one, two), [{ region_code: TOWNSHIP }])
  },
)

t.test('nobody who has reported misses it, and the unit above hears of no miss', async (t) => {
  const { at } = await aDay()
  const one = await village.report(aReport({ event: quake(at(-10)), figures: { injured: 1 } }))
  await township.report(aReport({ regionCode: TOWNSHIP, eventId: one.eventId, figures: { injured: 1 } }))
  const two = await next.report(
    aReport({ regionCode: NEXT_VILLAGE, event: slide(at(-20)), figures: { injured: 2 } }),
  )
  await merge(one, two)
  await api.setNow(at(60))
  t.same(await missed(one, two), [])
})

t.test('of two first reports that one unit owes of one disaster that stays which is due first', async (t) => {
  const { at } = await aDay()
  const one = await village.report(aReport({ event: quake(at(-10)), figures: { injured: 1 } }))
  const two = await next.report(
    aReport({ regionCode: NEXT_VILLAGE, event: slide(at(-20)), figures: { injured: 2 } }),
  )
  const before = await owed(one, two)
  t.same(codes(before), [COUNTY, COUNTY, TOWNSHIP, TOWNSHIP])
  const act = await merge(two, one)
  t.same(
    await owed(one, two),
    before.filter(({ event_id }) => event_id === two.eventId),
  )
  const reason = '两起过程已汇拢,同一单位只报一次初报'
  t.same(await reasons(one), [
    { region_code: COUNTY, replaced_reason: reason },
    { region_code: TOWNSHIP, replaced_reason: reason },
  ])
  await township.report(aReport({ regionCode: TOWNSHIP, eventId: one.eventId, figures: { injured: 3 } }))
  t.same(codes(await owed(one, two)), [COUNTY])
  await undo(act)
  t.same(
    await owed(one, two),
    before.filter(({ region_code }) => region_code === COUNTY),
    'what was first reported while they were one is good for both',
  )
})

t.test(
  'what was missed before a merge stays missed, whenever the unit reported in the other event',
  async (t) => {
    const { at } = await aDay()
    const one = await village.report(aReport({ event: quake(at(-10)), figures: { injured: 1 } }))
    await api.setNow(at(300))
    t.same(codes((await missed(one)) as Duty[]).includes(TOWNSHIP), true)
    const old = await other.report(
      aReport({ regionCode: OTHER_VILLAGE, event: quake(at(290)), figures: { injured: 1 } }),
    )
    await city.post(`/v1/events/${old.eventId}/regions`, { regionCode: COUNTY })
    await township.report(aReport({ regionCode: TOWNSHIP, eventId: old.eventId, figures: { injured: 1 } }))
    await merge(old, one)
    t.ok(codes(await owed(one)).includes(TOWNSHIP), 'it was passed on, and is owed')

    const { at: later } = await aDay()
    const two = await village.report(aReport({ event: quake(later(-10)), figures: { injured: 1 } }))
    const slid = await next.report(
      aReport({ regionCode: NEXT_VILLAGE, event: slide(later(-10)), figures: { injured: 1 } }),
    )
    await township.report(aReport({ regionCode: TOWNSHIP, eventId: slid.eventId, figures: { injured: 1 } }))
    await api.setNow(later(300))
    t.ok(codes((await missed(two)) as Duty[]).includes(TOWNSHIP))
    await merge(slid, two)
    t.ok(codes(await owed(two)).includes(TOWNSHIP), 'whoever was late by then')
  },
)

t.test('first reports of units above leave with the chains of a split, and come back', async (t) => {
  const { at } = await aDay()
  const one = await village.report(aReport({ event: quake(at(-10)), figures: { injured: 1 } }))
  const parted = await far.report(
    aReport({ regionCode: FAR_VILLAGE, eventId: one.eventId, figures: { injured: 2 } }),
  )
  const before = await owed(one)
  const dueOf = (code: string) => before.find(({ region_code }) => region_code === code)?.due_at
  t.same(codes(before), [COUNTY, FAR_TOWNSHIP, TOWNSHIP])
  const act = await split(one, FAR_VILLAGE)
  const fresh = { eventId: act.intoEventId }
  t.same(await owed(fresh), [
    { event_id: fresh.eventId, region_code: FAR_TOWNSHIP, due_at: dueOf(FAR_TOWNSHIP) },
  ])
  t.same(codes(await owed(one)), [COUNTY, TOWNSHIP], 'there villages stay')
  await undo(act)
  t.same(await owed(one, fresh), before, 'as it was')

  const again = await split(one, FAR_VILLAGE)
  await api.setNow(at(400))
  const following = await far.report(aFollowUp(parted, { eventId: undefined, figures: { injured: 3 } }))
  t.equal(following.eventId, again.intoEventId)
  t.equal(following.isLate, false, 'who reported before the split is not late by it')
  t.notOk(
    codes((await missed(one)) as Duty[]).includes(FAR_TOWNSHIP),
    'not missed where nobody tells it anything',
  )
  t.ok(codes((await missed({ eventId: again.intoEventId })) as Duty[]).includes(FAR_TOWNSHIP))
})

t.test(
  'a report in the other event meets a first report in time, or before that was asked for',
  async (t) => {
    const at = (minutes: number) => minutesAfter(NOON, minutes)
    for (const [set, due, said, missed, isMet] of [
      [0, 60, 60, false, true],
      [0, 60, 61, false, false],
      [0, 60, 10, true, false],
      [90, 60, 90, false, true],
      [90, 60, 91, false, false],
    ] as const) {
      const duty = { setAt: at(set), dueAt: at(due), missedAt: missed ? at(due + 1) : null }
      t.equal(wasMetBy(duty, at(said)), isMet, `set ${set}, due ${due}, said ${said}, missed ${missed}`)
    }
  },
)
