/** Reports are judged anew with the responses and orders that stood when they were judged, as the judge was told of them. */
import t from 'tap'
import { readConfig } from '../../src/config.ts'
import { readPastDecisions } from '../../src/previews/decision-store.ts'
import { openPreviews } from '../../src/previews/preview-local-rule.ts'
import { eventBefore, replay } from '../../src/previews/replay.ts'
import { readPastEvents, readPastVersions } from '../../src/previews/store.ts'
import {
  type Accepted,
  aFollowUp,
  aReport,
  CITY,
  COUNTY,
  minutesAfter,
  NOON,
  startApi,
  VILLAGE,
} from '../api.ts'
import { aLocalRule } from '../evaluations/local-cases.ts'

const api = await startApi(t, { environment: { RUN: 'api' } })
const desk = await api.hire('duty_officer', CITY)
const village = api.as('officer', VILLAGE)

const quake = (days: number) =>
  ({ hazard: 'earthquake', occurredAt: minutesAfter(NOON, -days * 1_440).toISOString() }) as const
const decided = { body: 'county', name: '当雄县人民政府' }
let minute = 0

/** Five minutes later. */
async function later(): Promise<string> {
  minute += 5
  await api.setNow(minutesAfter(NOON, minute))
  return minutesAfter(NOON, minute).toISOString()
}

async function respond(
  eventId: string,
  kind: string,
  level: number | null,
  followsId?: string,
): Promise<string> {
  const body = { kind, level, followsId, regionCode: COUNTY, decidedBy: decided, basis: '预案' }
  const startedAt = await later()
  const answer = await desk.post(`/v1/events/${eventId}/responses`, { ...body, startedAt })
  if (answer.status !== 201) throw new Error(answer.text)
  return answer.json<{ id: string }>().id
}

let injured = 0
async function say(before: Accepted): Promise<Accepted> {
  await later()
  injured += 1
  return village.report(aFollowUp(before, { figures: { injured } }))
}

/** What the judge was told of decisions, version by version: as the replay has it. */
async function replayed(eventId: string): Promise<object[]> {
  const past = (await readPastEvents(api.db, minutesAfter(NOON, -60), [CITY], null, 10)).find(
    ({ id }) => id === eventId,
  )
  if (!past) throw new Error('the event was reported of')
  const decisions = await readPastDecisions(api.db, [eventId])
  let event = eventBefore(past)
  return (await readPastVersions(api.db, [eventId], null, 50)).map((version) => {
    const next = replay(event, version, decisions)
    event = next.event
    return next.facts.facts ?? {}
  })
}

t.test('each report knows the responses and orders of its instant, and no others', async (t) => {
  const first = await village.report(aReport({ event: quake(1) }))
  const { eventId } = first
  const relief = await respond(eventId, 'relief', 3)
  const second = await say(first)
  await respond(eventId, 'relief', null, relief)
  const emergency = await respond(eventId, 'emergency', 3)
  const third = await say(second)
  await respond(eventId, 'emergency', 2, emergency)
  await later()
  const order = (await desk.post(`/v1/events/${eventId}/nil-report-orders`, { reason: '逐日掌握' })).json<{
    id: string
  }>()
  const fourth = await say(third)
  await later()
  await desk.post(`/v1/events/${eventId}/nil-report-orders/${order.id}/end`, { reason: '余震减弱' })
  await say(fourth)
  const expected = [
    {},
    { reliefResponseOn: true },
    { responseLevel: 3 },
    { nilReportOrdered: true, responseLevel: 2 },
    { responseLevel: 2 },
  ]
  t.same(await replayed(eventId), expected)
})

t.test('what was decided in an event that was merged counts from the merge on', async (t) => {
  const one = await village.report(aReport({ event: quake(20) }))
  const two = await village.report(aReport({ event: quake(40) }))
  await respond(two.eventId, 'relief', 4)
  const next = await say(one)
  await later()
  const merging = { fromEventId: two.eventId, reason: '同一场地震。' }
  t.equal((await desk.post(`/v1/events/${one.eventId}/merges`, merging)).status, 201)
  await say(next)
  t.same(await replayed(one.eventId), [{}, {}, { reliefResponseOn: true }])
})

t.test('so a preview sees the daily reports that only a decision asked for', async (t) => {
  const rule = aLocalRule('time_limit', 'daily_follow_up.township', { dailyAt: '07:00' })
  const preview = await openPreviews({ db: api.db, config: readConfig({}) })({ rule, change: 'begins' })
  t.ok(preview.deadlines.moved > 0, preview.textEn)
  t.ok(preview.deadlines.examples.every(({ duty }) => duty === 'daily_follow_up'))
})
