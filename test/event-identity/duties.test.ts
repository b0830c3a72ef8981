/** Duties of an event that covers several counties, or is merged, split, and both taken back: asked once, of those concerned. */
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import {
  type Accepted,
  aFollowUp,
  aReport,
  CITY,
  type Client,
  COUNTY,
  FAR_VILLAGE,
  minutesAfter,
  NOON,
  OTHER_COUNTY,
  startApi,
  VILLAGE,
} from '../api.ts'
import { giveBack } from '../reviews/people.ts'

interface Act {
  id: string
  intoEventId: string
}
interface Duty {
  event_id: string
  region_code: string
  to_tier: string
  due_at: Date
  replaced_at: Date | null
}

const OTHER_VILLAGE = '540121100201'
const api = await startApi(t, { environment: { REFRESH_TOKEN_DAYS: '365' } })
const city = await api.hire('duty_officer', CITY)
const [village, far, other] = [
  await api.hire('officer', VILLAGE),
  await api.hire('officer', FAR_VILLAGE),
  await api.hire('officer', OTHER_VILLAGE),
]
const reason = { reason: '核实后认定。' }
let hours = 0

/** A new hour for each test, far from the others', so that nothing of one is due in another. */
async function aTime(): Promise<Date> {
  hours += 24 * 6
  const now = minutesAfter(NOON, hours * 60)
  await api.setNow(now)
  return now
}
const aQuake = (now: Date) =>
  ({ hazard: 'earthquake', occurredAt: minutesAfter(now, -10).toISOString() }) as const
const opened = (client: Client, regionCode: string, now: Date, figures: object) =>
  client.report(aReport({ regionCode, event: aQuake(now), figures }))
const joined = (client: Client, regionCode: string, { eventId }: Accepted, more: object) =>
  client.report(aReport({ regionCode, eventId, ...more }))
const extend = async ({ eventId }: Accepted) => {
  const answer = await city.post(`/v1/events/${eventId}/regions`, { regionCode: OTHER_COUNTY })
  if (answer.status >= 300) throw new Error(`not extended: ${answer.text}`)
}
const decided = async (path: string, body: object = {}) => {
  const answer = await city.post(path, { ...body, ...reason })
  if (answer.status !== 201) throw new Error(`not decided: ${answer.text}`)
  return answer.json<Act & Record<string, unknown>>()
}
const merge = (into: Accepted, from: Accepted) =>
  decided(`/v1/events/${into.eventId}/merges`, { fromEventId: from.eventId })
const undo = ({ id }: Act) => decided(`/v1/identity-acts/${id}/undoing`)
/** Direct reports that were asked of a county, with the tier that each goes to. */
const direct = (county: string, ...events: Pick<Accepted, 'eventId'>[]) =>
  api.rows<Duty>(
    `select d.event_id, d.region_code, x.to_tier, d.due_at, d.replaced_at
     from deadlines d join escalations x on x.id = d.subject_id
     where d.duty = 'direct_report' and d.region_code = $1 and d.event_id = any ($2)
     order by d.set_at, x.to_tier`,
    [county, events.map(({ eventId }) => eventId)],
  )
const tiers = (duties: readonly Duty[]) => duties.map(({ to_tier }) => to_tier)
const upward = ({ escalations }: Accepted) =>
  escalations.filter(({ causeKind }) => causeKind === 'direct_report').map(({ toTier }) => toTier)
const ALL = ['autonomous_region', 'ministry']

t.test('a county without dead of its own owes no direct report of an event that has ten', async (t) => {
  const now = await aTime()
  const ten = await opened(village, VILLAGE, now, { dead: 10 })
  await extend(ten)
  const none = await joined(other, OTHER_VILLAGE, ten, { figures: { dead: 0, missing: 0, injured: 3 } })
  t.equal(none.eventId, ten.eventId)
  t.same([upward(none), await direct(OTHER_COUNTY, ten)], [[], []])
  t.same(tiers(await direct(COUNTY, ten)), ALL)

  await api.setNow(minutesAfter(now, 300))
  const first = await other.report(aFollowUp(none, { figures: { dead: 0, missing: 1, injured: 3 } }))
  t.same(upward(first), ALL, 'the city knows; its first missing is one of more than ten')
  const owed = await direct(OTHER_COUNTY, ten)
  t.same(
    owed.map(({ due_at }) => due_at),
    [minutesAfter(now, 420), minutesAfter(now, 420)],
    'two hours from the report that made it owe them, and not from the occurrence',
  )
  const again = await other.report(aFollowUp(first, { figures: { dead: 2, missing: 1, injured: 3 } }))
  t.same(upward(again), [], 'once')
})

t.test(
  'of two counties with six each that which passes ten owes at once, the other at its next word',
  async (t) => {
    const now = await aTime()
    const six = await opened(village, VILLAGE, now, { dead: 6 })
    t.same(upward(six), ['city', 'autonomous_region'])
    await extend(six)
    const twelve = await joined(other, OTHER_VILLAGE, six, { figures: { dead: 6 } })
    t.same([upward(twelve), tiers(await direct(OTHER_COUNTY, six))], [['city', ...ALL], ALL])
    t.same(tiers(await direct(COUNTY, six)), ['autonomous_region'], 'nobody has heard of it since')
    await api.setNow(minutesAfter(now, 200))
    const next = await village.report(aFollowUp(six, { figures: { dead: 6, injured: 2 } }))
    t.same(upward(next), ALL)
    const owed = (await direct(COUNTY, six)).filter(({ to_tier }) => to_tier === 'ministry')
    t.same(
      owed.map(({ due_at }) => due_at),
      [minutesAfter(now, 320)],
    )
  },
)

t.test('a ticked circumstance is that of the county whose report ticks it', async (t) => {
  const now = await aTime()
  const facts = { criteria: ['massive_house_collapse'] } as const
  const ticked = await village.report(
    aReport({ event: aQuake(now), figures: { injured: 1 }, facts: { criteria: [...facts.criteria] } }),
  )
  t.same(upward(ticked), ['city', ...ALL])
  await extend(ticked)
  const silent = await joined(other, OTHER_VILLAGE, ticked, { figures: { injured: 2 } })
  t.same(upward(silent), [], 'houses fell elsewhere')
  const too = await other.report(aFollowUp(silent, { facts: { criteria: [...facts.criteria] } }))
  t.same(upward(too), ALL)
})

t.test('who takes its dead back owes nothing for those of others', async (t) => {
  const now = await aTime()
  const ten = await opened(village, VILLAGE, now, { dead: 10 })
  await extend(ten)
  const mistaken = await joined(other, OTHER_VILLAGE, ten, { figures: { injured: 1 } })
  const body = { id: uuidv7(), reason: '误报。' }
  const answer = await other.post(`/v1/reports/${mistaken.versionId}/withdrawal`, body, {
    'idempotency-key': body.id,
  })
  t.equal(answer.status, 201, answer.text)
  t.same([upward(answer.json<Accepted>()), await direct(OTHER_COUNTY, ten)], [[], []])
})

t.test(
  'a merge asks the counties that have a part in it, once, and of nobody once it is taken back',
  async (t) => {
    const now = await aTime()
    const one = await opened(village, VILLAGE, now, { dead: 6 })
    const two = await opened(other, OTHER_VILLAGE, now, { dead: 6 })
    await api.setNow(minutesAfter(now, 60))
    const act = await merge(one, two)
    for (const county of [COUNTY, OTHER_COUNTY]) {
      const owed = await direct(county, one, two)
      t.same(tiers(owed), ['autonomous_region', ...ALL], 'any death before, ten of both now')
      t.same(+(owed[2]?.due_at ?? 0), +minutesAfter(now, 180), 'two hours from the merge')
    }
    t.same(
      upward(await other.report(aFollowUp(two, { figures: { dead: 6, injured: 1 } }))),
      [],
      'asked before',
    )

    await undo(act)
    for (const county of [COUNTY, OTHER_COUNTY]) {
      const owed = await direct(county, one, two)
      t.same(
        owed.map(({ replaced_at }) => replaced_at !== null),
        [false, true, true],
        'six dead are no ten',
      )
    }
    const grown = await village.report(aFollowUp(one, { figures: { dead: 11 } }))
    t.same(upward(grown), ['city', ...ALL], 'ten of its own are asked for as if there had been no merge')
  },
)

t.test(
  'what was asked of a county before a merge is not asked again, and who has no part is not asked',
  async (t) => {
    const now = await aTime()
    const ten = await opened(village, VILLAGE, now, { dead: 10 })
    const none = await opened(other, OTHER_VILLAGE, now, { injured: 2 })
    const act = await merge(none, ten)
    t.same(upward(await village.report(aFollowUp(ten, { figures: { dead: 11 } }))), [])
    t.same(tiers(await direct(COUNTY, ten, none)), ALL)
    t.same(await direct(OTHER_COUNTY, ten, none), [])
    await undo(act)
    t.same(tiers(await direct(COUNTY, ten, none)), ALL)
  },
)

t.test('a split asks at once for what its own event reaches', async (t) => {
  const now = await aTime()
  const one = await opened(village, VILLAGE, now, { injured: 1 })
  await joined(far, FAR_VILLAGE, one, { figures: { dead: 12 } })
  const act = await decided(`/v1/events/${one.eventId}/splits`, { regionCodes: [FAR_VILLAGE] })
  const owed = await direct(COUNTY, { eventId: act.intoEventId })
  t.same(tiers(owed), ALL)
  await undo(act)
  const left = await direct(COUNTY, { eventId: act.intoEventId })
  t.ok(
    left.every(({ replaced_at }) => replaced_at !== null),
    'and of nobody once it is taken back',
  )
})

t.test('an event that a split leaves without a report owes nothing', async (t) => {
  const now = await aTime()
  const one = await opened(village, VILLAGE, now, { dead: 12 })
  await joined(far, FAR_VILLAGE, one, { figures: { injured: 1 } })
  const taken = { id: uuidv7(), reason: '误报' }
  const key = { 'idempotency-key': taken.id }
  t.equal((await village.post(`/v1/reports/${one.versionId}/withdrawal`, taken, key)).status, 201)
  const { intoEventId } = await decided(`/v1/events/${one.eventId}/splits`, { regionCodes: [FAR_VILLAGE] })
  const open = `select distinct event_id from deadlines
    where event_id = any ($1) and met_at is null and replaced_at is null and duty in ('first_report', 'direct_report')`
  t.same(await api.rows(open, [[one.eventId, intoEventId]]), [{ event_id: intoEventId }])
})

t.test('a duty to correct follows its chain into the event of a split, and back', async (t) => {
  const now = await aTime()
  const one = await opened(village, VILLAGE, now, { injured: 4 })
  const parted = await joined(far, FAR_VILLAGE, one, { figures: { injured: 2 } })
  const corrections = (versionId: string) =>
    api.rows<{ event_id: string; due_at: Date; met_at: Date | null }>(
      `select event_id, due_at, met_at from deadlines
       where duty = 'correction' and subject_id = $1 and replaced_at is null`,
      [versionId],
    )
  t.equal((await giveBack(city, parted)).status, 200)
  const before = await corrections(parted.versionId)
  t.match(before, [{ event_id: one.eventId, met_at: null }])

  const split = () => decided(`/v1/events/${one.eventId}/splits`, { regionCodes: [FAR_VILLAGE] })
  const act = await split()
  const dueAt = before[0]?.due_at
  t.same(await corrections(parted.versionId), [{ event_id: act.intoEventId, due_at: dueAt, met_at: null }])
  await undo(act)
  t.same(await corrections(parted.versionId), before, 'as it was')

  await split()
  await api.setNow(minutesAfter(now, 20))
  const next = await far.report(aFollowUp(parted, { eventId: undefined, figures: { injured: 3 } }))
  t.match(await corrections(parted.versionId), [{ event_id: next.eventId, met_at: minutesAfter(now, 20) }])
  await api.setNow(minutesAfter(now, 600))
  await api.runDue()
  const missed = await api.rows(
    `select id from deadlines where duty = 'correction' and subject_id = $1 and missed_at is not null`,
    [parted.versionId],
  )
  t.same(missed, [], 'and nobody is said to have missed it')
})

t.test(
  'a correction owed of a report that came while events were one goes back with its chain',
  async (t) => {
    const now = await aTime()
    const one = await opened(village, VILLAGE, now, { injured: 1 })
    const two = await opened(other, OTHER_VILLAGE, now, { injured: 2 })
    const act = await merge(one, two)
    const meanwhile = await other.report(aFollowUp(two, { figures: { injured: 5 } }))
    t.equal((await giveBack(city, meanwhile)).status, 200)
    await undo(act)
    const next = await other.report(aFollowUp(meanwhile, { eventId: two.eventId, figures: { injured: 4 } }))
    t.equal(next.eventId, two.eventId)
    const duties = await api.rows(
      `select event_id, met_by_id from deadlines
     where duty = 'correction' and subject_id = $1 and replaced_at is null`,
      [meanwhile.versionId],
    )
    t.same(duties, [{ event_id: two.eventId, met_by_id: next.versionId }])
  },
)
