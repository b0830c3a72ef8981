/** What was handed out or signed of two events that are one: one disaster is signed for once, and two again when they are two. */
import t from 'tap'
import { type Accepted, aReport, CITY, minutesAfter, NOON, startApi, VILLAGE } from '../api.ts'
import { draft, sign } from '../reviews/people.ts'

interface Act {
  id: string
  reportsToReview: { versionId: string; regionCode: string; eventId: string }[]
}
interface Handed {
  id: string
  event_id: string
  code: string
  state: string
  due_at: Date | null
}

const OTHER_VILLAGE = '540121100201'
const api = await startApi(t, { environment: { REFRESH_TOKEN_DAYS: '365' } })
const city = await api.hire('duty_officer', CITY)
const leader = await api.hire('duty_leader', CITY)
const clerk = await api.hire('section_clerk', CITY, { binding: { sectionCode: 'DZDZ' } })
const village = await api.hire('officer', VILLAGE)
const other = await api.hire('officer', OTHER_VILLAGE)
const reason = { reason: '核实后认定。' }
let days = 0

/** Two events of one quake, handed out ten minutes apart. */
async function twoEvents(dead = 1): Promise<{ now: Date; one: Accepted; two: Accepted }> {
  days += 6
  const now = minutesAfter(NOON, days * 24 * 60)
  const event = { hazard: 'earthquake', occurredAt: minutesAfter(now, -20).toISOString() } as const
  await api.setNow(minutesAfter(now, -10))
  const two = await other.report(aReport({ regionCode: OTHER_VILLAGE, event, figures: { dead } }))
  await api.setNow(now)
  const one = await village.report(aReport({ event, figures: { dead: 2 } }))
  if (one.eventId === two.eventId) throw new Error('they were to be two events')
  return { now, one, two }
}
const decided = async (path: string, body: object = {}) => {
  const answer = await city.post(path, { ...body, ...reason })
  if (answer.status !== 201) throw new Error(`not decided: ${answer.text}`)
  return answer.json<Act>()
}
const merge = (into: Accepted, from: Accepted) =>
  decided(`/v1/events/${into.eventId}/merges`, { fromEventId: from.eventId })
const undo = ({ id }: Act) => decided(`/v1/identity-acts/${id}/undoing`)
/** What was handed out of some events, with the instant by which it is to be signed for, where that is owed by itself. */
const handed = (...events: Accepted[]) =>
  api.rows<Handed>(
    `select f.id, f.event_id, f.recipient_code as code, f.state, d.due_at
     from forwardings f
     left join deadlines d on d.subject_id = f.id and d.replaced_at is null and d.met_at is null
     where f.event_id = any ($1) and f.returns_id is null
     order by f.recipient_code, f.forwarded_at, f.id`,
    [events.map(({ eventId }) => eventId)],
  )
const waiting = (rows: readonly Handed[]) => rows.filter(({ due_at }) => due_at !== null)
const codes = (rows: readonly Handed[]) => new Set(rows.map(({ code }) => code))

t.test(
  'after a merge one signature is owed of each recipient, by the earlier instant; two again when it is undone',
  async (t) => {
    const { one, two } = await twoEvents()
    const before = await handed(one, two)
    t.ok(waiting(before).length > codes(before).size, 'most were handed both')
    const act = await merge(one, two)
    const after = waiting(await handed(one, two))
    t.equal(after.length, codes(before).size, 'once each')
    const earliest = (code: string) =>
      Math.min(...before.filter((row) => row.code === code).map((row) => +(row.due_at ?? 0)))
    t.same(
      after.map(({ code, due_at }) => [code, +(due_at ?? 0)]),
      after.map(({ code }) => [code, earliest(code)]),
    )
    await undo(act)
    t.same(await handed(one, two), before, 'as it was')
  },
)

t.test('what nobody signs for is missed and goes to the command centre once', async (t) => {
  const { now, one, two } = await twoEvents()
  await merge(one, two)
  await api.setNow(minutesAfter(now, 24 * 60))
  await api.runDue()
  await api.runDue()
  const events = [[one.eventId, two.eventId]]
  const [returned] = await api.rows<{ most: number }>(
    `select max(n)::int as most from (
       select count(*) as n from forwardings r join forwardings f on f.id = r.returns_id
       where r.event_id = any ($1) group by f.recipient_kind, f.recipient_code) as each`,
    events,
  )
  t.equal(returned?.most, 1)
})

t.test('a signature for one is good for both, and stays good when they are two again', async (t) => {
  const { now, one, two } = await twoEvents()
  const act = await merge(one, two)
  const mine = (await handed(one, two)).filter(({ code }) => code === 'DZDZ')
  t.equal(mine.length, 2)
  const [signed] = waiting(mine)
  await api.setNow(minutesAfter(now, 1))
  const answer = await clerk.post(`/v1/forwardings/${signed?.id}/acknowledgement`, {})
  t.equal(answer.status, 200, answer.text)
  const states = async () =>
    (await handed(one, two)).filter(({ code }) => code === 'DZDZ').map(({ state }) => state)
  t.same(await states(), ['acknowledged', 'acknowledged'])
  const trail = await api.rows(
    `select subject_id from audit_entries where action = 'forwarding.acknowledged' and subject_id = any ($1)`,
    [mine.map(({ id }) => id)],
  )
  t.equal(trail.length, 2, 'each is on record')
  await undo(act)
  t.same(waiting((await handed(one, two)).filter(({ code }) => code === 'DZDZ')), [], 'nobody signs twice')
  t.same(await states(), ['acknowledged', 'acknowledged'])
})

t.test('two events that are two are signed for each by itself', async (t) => {
  const { one, two } = await twoEvents()
  const [first] = (await handed(one, two)).filter(({ code }) => code === 'DZDZ')
  t.equal((await clerk.post(`/v1/forwardings/${first?.id}/acknowledgement`, {})).status, 200)
  const left = (await handed(one, two)).filter(({ code }) => code === 'DZDZ')
  t.same(left.map(({ state }) => state).sort(), ['acknowledged', 'open'])
})

t.test(
  'who was handed the disaster before a merge is not handed it again at the same severity',
  async (t) => {
    const { one, two } = await twoEvents(12)
    await merge(one, two)
    const before = await handed(one, two)
    const twice = waiting(before).filter(({ code }) => before.filter((row) => row.code === code).length > 1)
    t.same(new Set(twice.map(({ event_id }) => event_id)), new Set([two.eventId]), 'the graver one stands')
    await village.report({
      ...aReport({ eventId: one.eventId, figures: { dead: 2, injured: 4 } }),
      parentVersionId: one.versionId,
      stage: 'follow_up',
    })
    t.same((await handed(one, two)).length, before.length)
  },
)

t.test('undoing a merge names the tier reports that rest on both events', async (t) => {
  const { one, two } = await twoEvents()
  const act = await merge(one, two)
  t.same(act.reportsToReview, [])
  const drafted = await draft(city, one.eventId, { regionCode: CITY })
  const signed = await sign(leader, drafted)
  t.equal(signed.status, 201, signed.text)
  const undone = await undo(act)
  const toReview = [{ versionId: drafted.id, regionCode: CITY, eventId: one.eventId }]
  t.same(undone.reportsToReview, toReview)
  const listed = await city.get(`/v1/events/${one.eventId}/identity-acts`)
  t.match(listed.json(), {
    items: [
      { id: undone.id, reportsToReview: toReview },
      { id: act.id, reportsToReview: [] },
    ],
  })
  const trail = await api.rows<{ detail: object }>(
    `select detail from audit_entries where action = 'event.identity_restored' and subject_id = $1`,
    [one.eventId],
  )
  t.match(trail, [{ detail: { reportsToReview: toReview } }])
})

t.test('a split names the tier reports that rest on both events', async (t) => {
  const { one, two } = await twoEvents()
  await merge(one, two)
  const signed = await sign(leader, await draft(city, one.eventId, { regionCode: CITY }))
  t.equal(signed.status, 201, signed.text)
  const alone = await decided(`/v1/events/${one.eventId}/splits`, { regionCodes: [OTHER_VILLAGE] })
  t.match(alone.reportsToReview, [{ regionCode: CITY, eventId: one.eventId }])
})
