/** A unit that reported to two events that are one: the chain that counts is the one it goes on with, in every way. */
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import {
  type Accepted,
  aFollowUp,
  aReport,
  CITY,
  COUNTY,
  FAR_VILLAGE,
  minutesAfter,
  NOON,
  type ProblemBody,
  startApi,
  VILLAGE,
} from '../api.ts'
import { aKey, totalsOf, valuesOf } from '../totals/bureau.ts'
import { orphans } from './rows.ts'

interface Event {
  chains: { regionCode: string; headVersionId: string; isWithdrawn: boolean }[]
  open: { unreviewed: number }
}

const api = await startApi(t)
const city = await api.hire('duty_officer', CITY)
const village = await api.hire('officer', VILLAGE)
const reviewer = await api.hire('reviewer', COUNTY)
const reason = { reason: '核实后认定。' }
const VERIFIED = { affected_pop: 9, dead: 0, missing: 0, loss_total: 0 }
let day = 0

const dead = async (eventId: string, query: object = {}) =>
  valuesOf(await totalsOf(city, eventId, { regionCode: CITY, ...query })).dead
const withdraw = (version: Accepted) =>
  village.post(
    `/v1/reports/${version.versionId}/withdrawal`,
    { id: uuidv7(), reason: '误报,现场核实无人遇难。' },
    aKey(),
  )
const giveBack = (version: Accepted) =>
  reviewer.post(`/v1/reports/${version.versionId}/review`, {
    outcome: 'returned',
    reasonCode: 'figures_contradict',
    fields: ['/figures/dead'],
  })
const nilReport = (eventId: string) =>
  village.post(`/v1/events/${eventId}/nil-reports`, { id: uuidv7(), regionCode: VILLAGE }, aKey())
const chainOf = async (eventId: string) =>
  (await city.get(`/v1/events/${eventId}`))
    .json<Event>()
    .chains.filter(({ regionCode }) => regionCode === VILLAGE)
const ids = (items: readonly { versionId: string }[]) => items.map(({ versionId }) => versionId)
const openCorrections = async () =>
  api.rows(
    `select subject_id from deadlines where duty = 'correction' and met_at is null and replaced_at is null`,
  )

/** Nine dead in one event, later two in another, and one merged into the other: two count. */
async function merged(isLaterParked: boolean) {
  day += 10
  const at = (days: number) => minutesAfter(NOON, -days * 1_440).toISOString()
  const event = (days: number) => ({ hazard: 'earthquake', occurredAt: at(days) }) as const
  const nine = await village.report(aReport({ event: event(day), figures: { dead: 9 } }))
  day += 10
  await api.minutesLater(day)
  const two = await village.report(aReport({ event: event(day), figures: { dead: 2 } }))
  const [into, from] = isLaterParked ? [nine, two] : [two, nine]
  const answer = await city.post(`/v1/events/${into.eventId}/merges`, {
    fromEventId: from.eventId,
    acceptsFalls: true,
    ...reason,
  })
  if (answer.status !== 201) throw new Error(answer.text)
  t.equal(await dead(into.eventId), 2)
  return { nine, two, eventId: into.eventId, actId: answer.json<{ id: string }>().id }
}

for (const isLaterParked of [true, false]) {
  const where = isLaterParked ? 'that is parked' : 'that stands in the event'
  t.test(`the chain ${where} is reviewed, confirmed and gone on with, if it counts`, async (t) => {
    const { nine, two, eventId } = await merged(isLaterParked)
    t.match(
      await chainOf(eventId),
      [{ headVersionId: two.versionId }],
      'the event names the head that counts',
    )
    const waiting = (await reviewer.get(`/v1/reports?review=unreviewed&eventId=${eventId}`)).json<{
      items: { versionId: string }[]
    }>()
    t.same(ids(waiting.items), [two.versionId], 'nobody is asked to review the other one')
    t.equal((await city.get(`/v1/events/${eventId}`)).json<Event>().open.unreviewed, 1)

    const other = await giveBack(nine)
    t.equal(other.status, 409, other.text)
    t.match(other.json<ProblemBody>(), {
      type: '/problems/state-conflict',
      head: { versionId: two.versionId, number: 1 },
    })
    t.same(await openCorrections(), [], 'and nothing is owed for it')

    const nil = await nilReport(eventId)
    t.equal(nil.status, 201, nil.text)
    const confirmed = nil.json<Accepted>()
    t.match(confirmed, { number: 2, eventId })
    t.equal(await dead(eventId), 2, 'two are confirmed, not nine')

    const returned = await giveBack(confirmed)
    t.equal(returned.status, 200, returned.text)
    t.match(await openCorrections(), [{ subject_id: confirmed.versionId }])
    t.equal((await nilReport(eventId)).status, 409, 'a nil report answers no return')
    const next = await village.report(aFollowUp(confirmed, { figures: { dead: 3 } }))
    t.match(next, { number: 3, eventId })
    t.same(next.violations, [], 'three are no fall from two')
    t.same(await openCorrections(), [])
    t.equal(await dead(eventId), 3)
    t.same(await orphans(api), [])
  })

  t.test(`a withdrawal of the chain ${where} lets the other one count again`, async (t) => {
    const { nine, two, eventId } = await merged(isLaterParked)
    const early = await withdraw(nine)
    t.match([early.status, early.json<ProblemBody>().head], [412, { versionId: two.versionId }])
    const gone = await withdraw(two)
    t.equal(gone.status, 201, gone.text)
    t.equal(await dead(eventId), 9, 'the unit has not taken that back')
    t.match(await chainOf(eventId), [{ headVersionId: nine.versionId, isWithdrawn: false }])
    const twice = await withdraw(gone.json<Accepted>())
    t.match(
      [twice.status, twice.json<ProblemBody>().head],
      [409, { versionId: nine.versionId }],
      'a withdrawal is not withdrawn, though another chain counts',
    )
    t.same(await orphans(api), [])

    const next = await village.report(aFollowUp(nine, { figures: { dead: 10 } }))
    t.match(next, { number: 2, eventId })
    t.equal(await dead(eventId), 10)
    t.equal((await withdraw(next)).status, 201)
    t.equal(await dead(eventId), undefined, 'both are taken back')
    for (const one of [two, next]) t.equal((await withdraw(one)).status, 409, 'once each')
    t.match(await chainOf(eventId), [{ isWithdrawn: true }])
    const again = await village.report(
      aReport({ eventId, event: undefined, regionCode: VILLAGE, figures: { dead: 1 } }),
    )
    t.equal(again.eventId, eventId)
    t.equal(await dead(eventId), 1)
    t.same(await orphans(api), [])
  })
}

t.test('what was reported in a parked chain goes back with it, and can be withdrawn there', async (t) => {
  const { nine, two, actId } = await merged(true)
  const next = await village.report(aFollowUp(two, { figures: { dead: 3 } }))
  t.equal(next.eventId, nine.eventId)
  const undone = await city.post(`/v1/identity-acts/${actId}/undoing`, reason)
  t.equal(undone.status, 201, undone.text)
  t.same([await dead(nine.eventId), await dead(two.eventId)], [9, 3])
  const gone = await withdraw(next)
  t.equal(gone.status, 201, gone.text)
  t.same([await dead(nine.eventId), await dead(two.eventId)], [9, undefined])
  t.same(await orphans(api), [])
})

t.test('a report whose chain was split off can be withdrawn where it counts', async (t) => {
  day += 10
  await api.minutesLater(day)
  const event = { hazard: 'earthquake', occurredAt: minutesAfter(NOON, -day * 1_440).toISOString() } as const
  const one = await village.report(aReport({ event, figures: { dead: 4 } }))
  const far = await api.hire('officer', FAR_VILLAGE)
  await far.report(aReport({ regionCode: FAR_VILLAGE, eventId: one.eventId, figures: { dead: 1 } }))
  const split = await city.post(`/v1/events/${one.eventId}/splits`, { regionCodes: [VILLAGE], ...reason })
  const { intoEventId } = split.json<{ intoEventId: string }>()
  const gone = await withdraw(one)
  t.equal(gone.status, 201, gone.text)
  t.same([await dead(one.eventId), await dead(intoEventId)], [1, undefined])
  t.same(await orphans(api), [])
})

t.test(
  'a unit verifies in the chain that counts, parked or not, and a reopening opens it again',
  async (t) => {
    const { two, eventId } = await merged(true)
    const leader = await api.hire('duty_leader', CITY)
    const declaredAt = minutesAfter(NOON, day).toISOString()
    const stable = await leader.post(`/v1/events/${eventId}/stability`, { declaredAt, basis: '现场核实。' })
    t.equal(stable.status, 201, stable.text)
    const blockers = async () =>
      (await leader.post(`/v1/events/${eventId}/closure`, { basis: '核报完成' }))
        .json<{ blockers: { regionCode: string }[] }>()
        .blockers.map(({ regionCode }) => regionCode)
    t.ok((await blockers()).includes(VILLAGE))
    const verified = await village.report(
      aFollowUp(two, { stage: 'verified', figures: VERIFIED, explanation: '核实无人遇难。' }),
    )
    t.notOk((await blockers()).includes(VILLAGE), 'only the city has not')
    t.equal((await leader.post(`/v1/events/${eventId}/reopening`, reason)).status, 201)
    const next = await village.report(aFollowUp(verified, { figures: { ...VERIFIED, dead: 3 } }))
    t.equal(next.eventId, eventId)
    t.equal(await dead(eventId), 3)
  },
)
