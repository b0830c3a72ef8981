/** Everything is withdrawn, and comes back: what was owed ends with the one, and is asked for again with the other. */
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import {
  type Accepted,
  aFollowUp,
  aReport,
  CITY,
  type Client,
  COUNTY,
  minutesAfter,
  NEXT_VILLAGE,
  NOON,
  startApi,
  TOWNSHIP,
  VILLAGE,
} from '../api.ts'

interface Owed {
  event_id: string
  region_code: string
  duty: string
  subject_id: string
  due_at: Date
  missed_at: Date | null
}

const api = await startApi(t, { environment: { REFRESH_TOKEN_DAYS: '365' } })
const village = api.as('officer', VILLAGE)
const neighbour = await api.hire('officer', NEXT_VILLAGE)
const township = api.as('officer', TOWNSHIP)
const [countyDesk, desk] = [await api.hire('duty_officer', COUNTY), await api.hire('duty_officer', CITY)]
const DEAD = { dead: 12 }
const FOUR = [
  ...[`${COUNTY} direct_report`, `${COUNTY} direct_report`],
  ...[`${COUNTY} first_report`, `${TOWNSHIP} first_report`],
]
let days = 0

/** A day of its own for each story; `later` tells of minutes after its event. */
async function aDay() {
  days += 15
  const noon = minutesAfter(NOON, days * 24 * 60)
  const later = (minutes: number) => api.setNow(minutesAfter(noon, minutes))
  await later(1)
  return { noon, later, event: { hazard: 'earthquake', occurredAt: noon.toISOString() } as const }
}

async function withdraw(who: Client, { versionId }: Pick<Accepted, 'versionId'>): Promise<Accepted> {
  const id = uuidv7()
  const answer = await who.post(
    `/v1/reports/${versionId}/withdrawal`,
    { id, reason: '误报' },
    { 'idempotency-key': id },
  )
  if (answer.status !== 201) throw new Error(answer.text)
  return answer.json<Accepted>()
}

/** First and direct reports that are owed now, whether or not they are overdue. */
const owedIn = (...eventIds: string[]) =>
  api.rows<Owed>(
    `select event_id, region_code, duty, subject_id, due_at, missed_at from deadlines
     where event_id = any ($1) and duty in ('first_report', 'direct_report') and met_at is null and replaced_at is null
     order by region_code, duty, due_at`,
    [eventIds],
  )
const named = (rows: Owed[]) => rows.map(({ region_code, duty }) => `${region_code} ${duty}`)

const ofDuty = (name: string, duties: { duty: string }[]) =>
  duties.filter(({ duty }) => duty === name).map(({ duty }) => duty)

/** Misses that were passed upward. */
const missedIn = async (...eventIds: string[]) =>
  (
    await api.rows<{ duty: string; region_code: string }>(
      `select d.region_code, d.duty from escalations x join deadlines d on d.id = x.cause_id
       where x.event_id = any ($1) and x.cause_kind = 'deadline_missed' and d.duty in ('first_report', 'direct_report')
       order by 1, 2`,
      [eventIds],
    )
  ).map(({ region_code, duty }) => `${region_code} ${duty}`)

t.test('twelve dead that come back are reported directly, with the time that a new word gives', async (t) => {
  const { later, noon, event } = await aDay()
  const first = await village.report(aReport({ event, figures: DEAD }))
  const { eventId } = first
  t.same(named(await owedIn(eventId)), FOUR)
  await later(2)
  const gone = await withdraw(village, first)
  t.same(await owedIn(eventId), [])
  await later(60)
  const back = await village.report(aFollowUp(gone, { figures: DEAD }))
  t.same(
    back.escalations.filter(({ causeKind }) => causeKind === 'direct_report').map(({ toTier }) => toTier),
    ['autonomous_region', 'ministry'],
    'the desk of the city has not resolved it yet',
  )
  const owed = await owedIn(eventId)
  t.same(named(owed), FOUR)
  for (const { duty, due_at } of owed) {
    t.ok(due_at > minutesAfter(noon, 60), `${duty} counts from what brings it back`)
    if (duty === 'direct_report') t.same(due_at, minutesAfter(noon, 60 + 120))
  }
  await village.report(aFollowUp(back, { figures: DEAD }))
  t.same(await owedIn(eventId), owed, 'asked for once')
  await later(179)
  await api.runDue()
  t.notMatch(await missedIn(eventId), [`${COUNTY} direct_report`])
  await later(181)
  await api.runDue()
  t.same(await missedIn(eventId), FOUR, 'once each')
})

t.test('what was missed before stays missed and owed, and is not missed a second time', async (t) => {
  const { later, event } = await aDay()
  const first = await village.report(aReport({ event, figures: DEAD }))
  const { eventId } = first
  await later(300)
  await api.runDue()
  t.same(await missedIn(eventId), FOUR)
  const before = await owedIn(eventId)
  const gone = await withdraw(village, first)
  t.same(await owedIn(eventId), [])
  await later(310)
  let back = await village.report(aFollowUp(gone, { figures: DEAD }))
  t.same(await owedIn(eventId), before, 'as it was')
  t.same(ofDuty('direct_report', back.deadlines), ofDuty('direct_report', before))
  back = await village.report(aFollowUp(back, { figures: DEAD }))
  t.same(back.deadlines, [], 'taken up again once')
  const again = await village.report(aFollowUp(await withdraw(village, back), { figures: { injured: 1 } }))
  t.same(
    named(await owedIn(eventId)),
    FOUR.filter((one) => one.endsWith('first_report')),
    'the injured alone ask for no direct report',
  )
  await village.report(aFollowUp(again, { figures: DEAD }))
  t.same(await owedIn(eventId), before)
  await later(900)
  await api.runDue()
  await township.report(aReport({ eventId, regionCode: TOWNSHIP, figures: { injured: 1 } }))
  t.same(await missedIn(eventId), FOUR, 'once each')
  for (const { duty, subject_id } of before) {
    if (duty !== 'direct_report') continue
    t.equal((await countyDesk.post(`/v1/escalations/${subject_id}/acknowledgement`, {})).status, 200)
    const made = await countyDesk.post(`/v1/escalations/${subject_id}/resolution`, { resolution: '已直报' })
    t.equal(made.status, 200, made.text)
  }
  t.same(named(await owedIn(eventId)), [`${COUNTY} first_report`], 'late, but made')
})

t.test('who has resolved an escalation of what was withdrawn is told again', async (t) => {
  const { later, event } = await aDay()
  const first = await village.report(aReport({ event, figures: DEAD }))
  const gone = await withdraw(village, first)
  const direct = await api.rows<{ id: string; owner_code: string }>(
    `select id, owner_code from escalations where event_id = $1 and cause_kind = 'direct_report'`,
    [first.eventId],
  )
  t.equal(direct.length, 3)
  for (const { id, owner_code } of direct) {
    const who = owner_code === CITY ? desk : countyDesk
    await who.post(`/v1/escalations/${id}/acknowledgement`, {})
    const answer = await who.post(`/v1/escalations/${id}/resolution`, { resolution: '已撤回' })
    t.equal(answer.status, 200, answer.text)
  }
  await later(30)
  const back = await village.report(aFollowUp(gone, { figures: DEAD }))
  const tiers = back.escalations.flatMap((one) => (one.causeKind === 'direct_report' ? [one.toTier] : []))
  t.same(tiers.sort(), ['autonomous_region', 'city', 'ministry'])
})

t.test('direct reports that were made are made, whoever withdraws and says it again', async (t) => {
  const { later, event } = await aDay()
  const first = await village.report(aReport({ event, figures: DEAD }))
  const { eventId } = first
  for (const { duty, subject_id } of await owedIn(eventId)) {
    if (duty !== 'direct_report') continue
    await countyDesk.post(`/v1/escalations/${subject_id}/acknowledgement`, {})
    await countyDesk.post(`/v1/escalations/${subject_id}/resolution`, { resolution: '已直报' })
  }
  await later(30)
  await village.report(aFollowUp(await withdraw(village, first), { figures: DEAD }))
  t.same(
    named(await owedIn(eventId)),
    FOUR.filter((one) => one.endsWith('first_report')),
  )
})

t.test('another village that brings the event back starts the same clocks', async (t) => {
  const { later, noon, event } = await aDay()
  const first = await village.report(aReport({ event, figures: { injured: 1 } }))
  await withdraw(village, first)
  await later(200)
  const { eventId } = first
  await neighbour.report(aReport({ eventId, regionCode: NEXT_VILLAGE, figures: DEAD }))
  const owed = await owedIn(eventId)
  t.same(named(owed), FOUR)
  t.ok(owed.every(({ due_at }) => due_at > minutesAfter(noon, 200)))
})

t.test('who reports while everything is being withdrawn has met what it owed', async (t) => {
  const { event } = await aDay()
  const first = await village.report(aReport({ event, figures: DEAD }))
  const { eventId } = first
  const holder = await api.db.pool.connect()
  t.teardown(() => holder.release())
  await holder.query('begin')
  await holder.query('select pg_advisory_xact_lock(5401, 5401)')
  const snow = { ...event, hazard: 'snow' } as const
  const sent: Promise<unknown>[] = [neighbour.report(aReport({ event: snow, regionCode: NEXT_VILLAGE }))]
  await someoneWaits()
  sent.push(withdraw(village, first))
  // what is asked after it is answered after it has come
  await village.get(`/v1/reports/${first.versionId}`)
  sent.push(township.report(aReport({ eventId, regionCode: TOWNSHIP, figures: DEAD })))
  await township.get(`/v1/events/${eventId}`)
  await holder.query('commit')
  await Promise.all(sent)
  t.same(
    named(await owedIn(eventId)),
    FOUR.filter((one) => one.startsWith(COUNTY)),
    'in one batch or in two',
  )
})

/** Until a batch waits for the lock of the city, and the next one gathers behind it. */
async function someoneWaits(): Promise<void> {
  for (let times = 0; times < 300; times += 1) {
    const [found] = await api.rows(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    if (found) return
  }
  throw new Error('nobody waits')
}

/** Two villages report what is taken for two events, and then for one. */
async function twoMerged() {
  const day = await aDay()
  const one = await village.report(aReport({ event: day.event, figures: DEAD }))
  const occurredAt = minutesAfter(day.noon, -6 * 24 * 60).toISOString()
  const two = await neighbour.report(
    aReport({ event: { ...day.event, occurredAt }, regionCode: NEXT_VILLAGE, figures: DEAD }),
  )
  if (one.eventId === two.eventId) throw new Error('two events were meant')
  const merging = { fromEventId: two.eventId, reason: '同一场地震。' }
  const merged = await desk.post(`/v1/events/${one.eventId}/merges`, merging)
  if (merged.status !== 201) throw new Error(merged.text)
  return { ...day, one, two, mergeId: merged.json<{ id: string }>().id }
}

t.test('nobody owes a report of events that are one, once all of it is withdrawn', async (t) => {
  const { later, one, two } = await twoMerged()
  await withdraw(neighbour, two)
  t.not((await owedIn(two.eventId)).length, 0, 'the other village still says so')
  await withdraw(village, one)
  t.same(await owedIn(one.eventId, two.eventId), [])
  const before = await missedIn(one.eventId, two.eventId)
  await later(1000)
  await api.runDue()
  t.same(await missedIn(one.eventId, two.eventId), before, 'nothing is missed')
})

t.test('an event whose only report was withdrawn during a merge owes nothing after it', async (t) => {
  const { one, two, mergeId } = await twoMerged()
  const gone = await withdraw(neighbour, two)
  const undone = await desk.post(`/v1/identity-acts/${mergeId}/undoing`, { reason: '两场地震。' })
  t.equal(undone.status, 201, undone.text)
  t.same(named(await owedIn(two.eventId)), [])
  t.same(named(await owedIn(one.eventId)), FOUR, 'the other one goes on')
  await neighbour.report(aFollowUp(gone, { eventId: two.eventId, figures: DEAD }))
  t.same(named(await owedIn(two.eventId)), FOUR, 'until it comes back')
})

t.test(
  'a split that is taken back ends nothing: what it had asked for is judged where it counts',
  async (t) => {
    const { event } = await aDay()
    const one = await village.report(aReport({ event, figures: { injured: 1 } }))
    const two = await neighbour.report(aReport({ event, regionCode: NEXT_VILLAGE, figures: DEAD }))
    t.equal(two.eventId, one.eventId)
    const split = await desk.post(`/v1/events/${one.eventId}/splits`, {
      ...{ regionCodes: [NEXT_VILLAGE], reason: '两场地震。' },
    })
    t.equal(split.status, 201, split.text)
    const { id, intoEventId } = split.json<{ id: string; intoEventId: string }>()
    await neighbour.report(aFollowUp(two, { eventId: intoEventId, figures: DEAD }))
    t.not((await owedIn(intoEventId)).length, 0)
    const undone = await desk.post(`/v1/identity-acts/${id}/undoing`, { reason: '一场地震。' })
    t.equal(undone.status, 201, undone.text)
    const ended = await api.rows(
      `select duty from deadlines where event_id = any ($1) and replaced_reason like 'every report%'`,
      [[one.eventId, intoEventId]],
    )
    t.same(ended, [])
  },
)
