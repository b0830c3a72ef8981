/** Totals of events that were merged, split, and made what they were: over random courses, to the letter. */
import fc from 'fast-check'
import t from 'tap'
import {
  type Accepted,
  aFollowUp,
  aReport,
  CITY,
  type Client,
  COUNTY,
  FAR_VILLAGE,
  minutesAfter,
  NEXT_VILLAGE,
  NOON,
  startApi,
  VILLAGE,
} from '../api.ts'
import { aKey, type Claim, type Decision, type Differences, totalsOf, valuesOf } from './bureau.ts'

const OTHER_VILLAGE = '540121100201'
const THIRD_VILLAGE = '540123204202'
const UNITS = [VILLAGE, NEXT_VILLAGE, FAR_VILLAGE, OTHER_VILLAGE, THIRD_VILLAGE]

const api = await startApi(t, { environment: { RUN: 'api' } })
const desk = api.as('duty_officer', CITY)
const officers = new Map<string, Client>()
for (const unit of UNITS) officers.set(unit, await api.hire('officer', unit))
const officerOf = (unit: string) => officers.get(unit) ?? desk

let now = NOON
const tick = async (minutes = 1) => {
  now = minutesAfter(now, minutes)
  await api.setNow(now)
  return now.toISOString()
}
const reason = { reason: '同一过程。' }
const merge = (into: string, from: string) =>
  desk.post(`/v1/events/${into}/merges`, { fromEventId: from, ...reason })
const split = (from: string, unit: string) =>
  desk.post(`/v1/events/${from}/splits`, { regionCodes: [unit], ...reason })
const undo = (act: string) => desk.post(`/v1/identity-acts/${act}/undoing`, reason)

/** An event of its own, whatever else is going on: no other one is so far away in time. */
let daysAgo = 0
async function opened(unit: string, figures: object): Promise<Accepted> {
  daysAgo += 20
  const event = { hazard: 'snow', occurredAt: minutesAfter(NOON, -60 * 24 * daysAgo).toISOString() } as const
  return officerOf(unit).report(aReport({ regionCode: unit, event, figures }))
}

t.test(
  'a merged event counts where it went, from when it was merged, and until that was taken back',
  async (t) => {
    const one = await opened(VILLAGE, { dead: 4 })
    const two = await opened(OTHER_VILLAGE, { dead: 7 })
    const before = await tick()
    await tick()
    const act = (await merge(one.eventId, two.eventId)).json<{ id: string }>()
    const between = now.toISOString()
    await tick()
    await officerOf(OTHER_VILLAGE).report(aFollowUp(two, { figures: { dead: 8 } }))
    const merged = await tick()
    const dead = async (id: string, asOf?: string) => {
      const { eventId, indicators } = await totalsOf(desk, id, asOf === undefined ? {} : { asOf })
      return [eventId === one.eventId ? 'one' : 'two', indicators[0]?.value]
    }
    t.same(
      [await dead(one.eventId), await dead(two.eventId)],
      [
        ['one', 12],
        ['one', 12],
      ],
    )
    await tick()
    t.equal((await undo(act.id)).status, 201)
    t.same(
      [await dead(one.eventId), await dead(two.eventId)],
      [
        ['one', 4],
        ['two', 8],
      ],
    )
    t.same(
      [await dead(one.eventId, before), await dead(two.eventId, before)],
      [
        ['one', 4],
        ['two', 7],
      ],
    )
    t.same(
      [await dead(one.eventId, between), await dead(two.eventId, between)],
      [
        ['one', 11],
        ['one', 11],
      ],
    )
    t.same(
      [await dead(one.eventId, merged), await dead(two.eventId, merged)],
      [
        ['one', 12],
        ['one', 12],
      ],
    )

    const changed = async (from: string, to: string) => {
      const query = new URLSearchParams({ from, to })
      const answer = await desk.get(`/v1/events/${one.eventId}/totals/differences?${query}`)
      return answer.json<Differences>()
    }
    const came = await changed(before, between)
    t.match(came.indicators, [{ from: 4, to: 11, units: [{ regionCode: OTHER_VILLAGE, from: null, to: 7 }] }])
    t.same(came.indicators[0]?.units[0]?.versionIds, [two.versionId], 'the version that came with the merge')
    t.match(came.versions, [{ versionId: two.versionId }])
    const left = await changed(between, now.toISOString())
    t.match(left.indicators, [{ from: 11, to: 4, units: [{ regionCode: OTHER_VILLAGE, from: 7, to: null }] }])
  },
)

t.test(
  'of two chains of one unit the later heard of counts, and one that is withdrawn gives way',
  async (t) => {
    const one = await opened(VILLAGE, { dead: 2 })
    await tick()
    const two = await opened(VILLAGE, { dead: 3 })
    await tick()
    t.equal((await merge(one.eventId, two.eventId)).status, 201)
    const lineage = async (query: object = {}) => {
      const totals = await totalsOf(desk, one.eventId, { lineage: 'true', ...query })
      return [valuesOf(totals).dead ?? null, totals.versions?.map(({ versionId }) => versionId)]
    }
    t.same(await lineage(), [3, [two.versionId]], 'not five')
    await tick()
    const next = await officerOf(VILLAGE).report(aFollowUp(two, { figures: { dead: 4 } }))
    t.same(await lineage(), [4, [next.versionId]])
    await tick()
    const withdrawal = await officerOf(VILLAGE).post(
      `/v1/reports/${next.versionId}/withdrawal`,
      { id: '01a21300-0000-7000-8000-000000000001', reason: '重复报送。' },
      { 'idempotency-key': '01a21300-0000-7000-8000-000000000001' },
    )
    t.equal(withdrawal.status, 201, withdrawal.text)
    const live = await lineage()
    t.same(live, [2, [one.versionId]], 'what nobody has withdrawn counts again')
    t.same(await lineage({ asOf: now.toISOString() }), live)
  },
)

t.test(
  'claims and decisions go with their event, and a retry that comes after the merge makes nothing twice',
  async (t) => {
    const leader = await api.hire('duty_leader', CITY)
    const one = await opened(VILLAGE, { dead: 4 })
    const two = await opened(OTHER_VILLAGE, { dead: 7 })
    const said = {
      indicator: 'dead',
      regionCode: CITY,
      value: 12,
      source: { departmentCode: 'seismology' },
      saidAt: now.toISOString(),
    }
    const key = aKey()
    const claims = `/v1/events/${two.eventId}/claims`
    const claim = (await desk.post(claims, said, key)).json<Claim>()
    await tick()
    t.equal((await merge(one.eventId, two.eventId)).status, 201)
    const retry = await desk.post(claims, said, key)
    t.same(retry.json(), claim)
    t.match((await totalsOf(desk, one.eventId)).indicators, [
      { value: 11, claims: [{ id: claim.id, value: 12, total: 11, differs: true }] },
    ])
    const decision = {
      indicator: 'dead',
      regionCode: CITY,
      value: 11,
      participants: ['seismology', 'civil_affairs'],
      method: 'full',
      conclusion: '以应急部门核定数为准。',
      claimIds: [claim.id],
    }
    const recorded = await leader.post(`/v1/events/${one.eventId}/joint-decisions`, decision, aKey())
    t.equal(recorded.status, 201, recorded.text)
    const second = await api.hire('duty_leader', CITY)
    const { id } = recorded.json<Decision>()
    t.equal((await second.post(`/v1/joint-decisions/${id}/confirmation`, {})).status, 200)
    t.match((await totalsOf(desk, one.eventId)).indicators, [
      { value: 11, claims: [], decision: { id, value: 11, differs: false } },
    ])
  },
)

/** What may happen next to three events. */
const step = fc.record({
  kind: fc.constantFrom('report', 'report', 'withdraw', 'merge', 'merge', 'split', 'split', 'undo'),
  unit: fc.constantFrom(...UNITS),
  event: fc.nat({ max: 9 }),
  other: fc.nat({ max: 9 }),
  dead: fc.nat({ max: 9 }),
})
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never

interface Course {
  events: string[]
  acts: string[]
  done: Record<string, number>
}

const count = (course: Course, what: string) => {
  course.done[what] = (course.done[what] ?? 0) + 1
}

async function go({ kind, unit, event, other, dead }: Step, course: Course): Promise<void> {
  const { events, acts } = course
  const [id = '', second = ''] = [events[event % events.length], events[other % events.length]]
  const keep = (answer: { status: number; json<B>(): B }) => {
    if (answer.status !== 201) return
    const act = answer.json<{ id: string; intoEventId: string }>()
    count(course, kind)
    if (kind === 'undo') acts.pop()
    else acts.push(act.id)
    if (kind === 'split') events.push(act.intoEventId)
  }
  if (kind === 'merge') keep(await merge(id, second))
  else if (kind === 'split') keep(await split(id, unit))
  else if (kind === 'undo') keep(await undo(acts.at(-1) ?? id))
  else if (kind === 'withdraw') await withdrawLast(unit, id, course)
  else if ((await said(unit, id, dead)) === 201) count(course, kind)
}

async function headOf(unit: string, eventId: string): Promise<string | undefined> {
  const [head] = await api.rows<{ id: string }>(
    `select c.head_version_id as id from report_chains c join events e on c.event_id = coalesce(e.merged_into_id, e.id)
     where e.id = $1 and c.region_code = $2 and not c.is_withdrawn`,
    [eventId, unit],
  )
  return head?.id
}

async function said(unit: string, eventId: string, dead: number): Promise<number> {
  const head = await headOf(unit, eventId)
  const report = aReport({ regionCode: unit, eventId, figures: { dead }, explanation: '核实。' })
  const next = head ? { ...report, parentVersionId: head, stage: 'follow_up' as const } : report
  const { eventId: _, ...followUp } = next
  return (await officerOf(unit).submit(head ? followUp : next)).status
}

async function withdrawLast(unit: string, eventId: string, course: Course): Promise<void> {
  const head = await headOf(unit, eventId)
  if (!head) return
  const { id } = aReport()
  const headers = { 'idempotency-key': id }
  const path = `/v1/reports/${head}/withdrawal`
  const { status } = await officerOf(unit).post(path, { id, reason: '误报。' }, headers)
  if (status === 201) count(course, 'withdraw')
}

/** What the address of an event answers, the event it led to included. */
async function seenAt(eventId: string, query: Record<string, string>): Promise<string> {
  const { asOf: _, ...totals } = await totalsOf(desk, eventId, { lineage: 'true', ...query })
  return JSON.stringify(totals)
}

t.test(
  'over random merges, splits and their undoing: as of an instant is what was answered then',
  async (t) => {
    const done: Record<string, number> = {}
    let compared = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 16 }), async (steps) => {
        await tick()
        const events = [
          await opened(VILLAGE, { dead: 1 }),
          await opened(OTHER_VILLAGE, { dead: 2 }),
          await opened(THIRD_VILLAGE, { dead: 3 }),
        ].map(({ eventId }) => eventId)
        const course: Course = { events, acts: [], done }
        const seen: [eventId: string, at: string, live: string, far: string][] = []
        for (const one of steps) {
          const at = await tick()
          await go(one, course)
          for (const id of events) {
            seen.push([id, at, await seenAt(id, {}), await seenAt(id, { regionCode: COUNTY })])
          }
        }
        await tick()
        for (const [id, asOf, live, far] of seen) {
          compared += 1
          t.equal(await seenAt(id, { asOf }), live)
          t.equal(await seenAt(id, { asOf, regionCode: COUNTY }), far)
        }
      }),
      { seed: 20_081_006, numRuns: 12, endOnFailure: true },
    )
    t.comment(JSON.stringify({ compared, ...done }))
    for (const kind of ['report', 'withdraw', 'merge', 'split', 'undo']) t.ok((done[kind] ?? 0) > 2, kind)
  },
)
