/** What was known at an instant: over random histories `asOf` answers what the live route answered then. */
import fc from 'fast-check'
import t, { type Test } from 'tap'
import { v7 as uuidv7 } from 'uuid'
import {
  type Accepted,
  aReport,
  CITY,
  type Client,
  COUNTY,
  FAR_VILLAGE,
  minutesAfter,
  NEXT_VILLAGE,
  NOON,
  OTHER_COUNTY,
  startApi,
  TOWNSHIP,
  VILLAGE,
} from '../api.ts'
import {
  aKey,
  type Claim,
  type Differences,
  type OutsideLoss,
  runEngine,
  totalsOf,
  valuesOf,
} from './bureau.ts'

const api = await startApi(t, { environment: { RUN: 'api' } })
const desk = api.as('duty_officer', CITY)
const UNITS = [VILLAGE, NEXT_VILLAGE, FAR_VILLAGE, TOWNSHIP, COUNTY, OTHER_COUNTY]
const officers = new Map<string, Client>(
  await Promise.all(UNITS.map(async (unit) => [unit, await api.hire('officer', unit)] as const)),
)

/** Each history is about a disaster of its own; all of them take less time than a login lasts. */
const HAZARDS = ['snow', 'sandstorm', 'earthquake', 'drought', 'biological', 'low_temperature'] as const
let now = NOON
const tick = async (seconds = 1) => {
  now = minutesAfter(now, seconds / 60)
  await api.setNow(now)
}

/** What may happen next, and to whom. */
const act = fc.record({
  kind: fc.constantFrom(
    'first',
    'first',
    'follow',
    'follow',
    'follow',
    'withdraw',
    'held',
    'outside',
    'claim',
    'close',
  ),
  unit: fc.constantFrom(...UNITS),
  figures: fc.record(
    {
      dead: fc.nat({ max: 4 }),
      trapped: fc.nat({ max: 4 }),
      relocated_now: fc.nat({ max: 9 }),
      road_cuts: fc.nat({ max: 3 }),
      snow_depth_cm: fc.nat({ max: 80 }),
    },
    { requiredKeys: [] },
  ),
})
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never

interface History {
  eventId: string
  heads: Map<string, string>
  losses: string[]
  claims: string[]
  counts: Record<string, number>
}

async function aHistory(hazard: (typeof HAZARDS)[number]): Promise<History> {
  const report = aReport({
    event: { hazard, occurredAt: minutesAfter(now, -1).toISOString() },
    figures: { dead: 1 },
  })
  const officer = officers.get(VILLAGE)
  const answer = await officer?.submit(report)
  const { eventId, versionId } = answer?.json<Accepted>() ?? { eventId: '', versionId: '' }
  return { eventId, heads: new Map([[VILLAGE, versionId]]), losses: [], claims: [], counts: {} }
}

async function perform({ kind, unit, figures }: Act, history: History): Promise<void> {
  const { eventId, heads } = history
  const officer = officers.get(unit) ?? desk
  const head = heads.get(unit)
  const explanation = '经核实更新。'
  const common = { regionCode: unit, eventId, figures, explanation }
  const next = (parentVersionId: string) =>
    aReport({ ...common, id: uuidv7(), parentVersionId, stage: 'follow_up' })
  const keep = (status: number, versionId: string, what: string = kind) => {
    if (status !== 201) return
    heads.set(unit, versionId)
    history.counts[what] = (history.counts[what] ?? 0) + 1
  }
  if (kind === 'first') {
    const report = aReport(common)
    keep((await officer.submit(report)).status, report.id)
  } else if (kind === 'follow' && head) {
    const report = next(head)
    keep((await officer.submit(report)).status, report.id)
  } else if (kind === 'withdraw' && head) {
    const id = uuidv7()
    const body = { id, reason: '误报。' }
    const { status } = await officer.post(`/v1/reports/${head}/withdrawal`, body, { 'idempotency-key': id })
    keep(status, id)
  } else if (kind === 'held' && head) {
    await performHeld(next(head), next, officer, keep)
  } else if (kind === 'outside' || kind === 'claim' || kind === 'close') {
    await performBeside(kind, history, figures.dead ?? 0, unit)
  }
}

/** The second version arrives before the first; both are looked at while one waits. */
async function performHeld(
  parent: ReturnType<typeof aReport>,
  next: (parentVersionId: string) => ReturnType<typeof aReport>,
  officer: Client,
  keep: (status: number, versionId: string, what?: string) => void,
): Promise<void> {
  const child = next(parent.id)
  if ((await officer.submit(child)).status !== 202) return
  await look()
  await tick()
  keep((await officer.submit(parent)).status, parent.id)
  await look()
  await tick()
  await runEngine(t, api)
  const [released] = await api.rows('select from report_versions where id = $1', [child.id])
  if (released) keep(201, child.id, 'released')
}

async function performBeside(
  kind: 'outside' | 'claim' | 'close',
  history: History,
  dead: number,
  unit: string,
) {
  const { eventId, losses, claims } = history
  const at = now.toISOString()
  const last = losses.at(-1)
  const claim = claims.at(-1)
  history.counts[kind] = (history.counts[kind] ?? 0) + 1
  if (kind === 'outside') {
    const said = { place: '浪卡子县', figures: { dead }, source: '新华社', happenedAt: at }
    const path = last ? `/v1/outside-losses/${last}/correction` : `/v1/events/${eventId}/outside-losses`
    const body = last ? said : { ...said, regionCode: CITY }
    losses.push((await desk.post(path, body, aKey())).json<OutsideLoss>().id)
  } else if (kind === 'claim') {
    const body = {
      indicator: 'dead',
      regionCode: unit,
      value: 30 + dead,
      source: { text: '电话' },
      saidAt: at,
    }
    claims.push((await desk.post(`/v1/events/${eventId}/claims`, body, aKey())).json<Claim>().id)
  } else if (claim) {
    await desk.post(`/v1/claims/${claim}/closure`, { outcome: 'rumour', reason: '不实。' })
    claims.pop()
  }
}

/** What the screen showed, at each instant when somebody looked. */
let seen: { at: Date; live: string; lineage: string; far: string }[] = []
let look = async (): Promise<void> => {}

async function asked(eventId: string, query: Record<string, string>): Promise<string> {
  const { asOf: _, ...totals } = await totalsOf(desk, eventId, query)
  return JSON.stringify(totals)
}

t.test('as of an instant: what the live route answered then, to the letter', async (t) => {
  const counts: Record<string, number> = {}
  let [runs, compared] = [0, 0]
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 8, maxLength: 16 }), async (acts) => {
      const hazard = HAZARDS[runs++]
      if (!hazard) return
      const history = await aHistory(hazard)
      const { eventId } = history
      seen = []
      look = async () => {
        const [live, lineage, far] = await Promise.all([
          asked(eventId, {}),
          asked(eventId, { lineage: 'true' }),
          asked(eventId, { regionCode: COUNTY }),
        ])
        seen.push({ at: now, live, lineage, far })
      }
      await look()
      for (const one of acts) {
        await tick(3)
        await perform(one, history)
        await look()
      }
      const last = seen.at(-1)
      await tick(10)
      for (const { at, live, lineage, far } of seen) {
        const asOf = at.toISOString()
        const after = new Date(+at + 900).toISOString()
        compared += 1
        t.equal(await asked(eventId, { asOf }), live)
        t.equal(await asked(eventId, { asOf: after }), live, 'and until something else came')
        t.equal(await asked(eventId, { asOf, lineage: 'true' }), lineage)
        t.equal(await asked(eventId, { asOf, regionCode: COUNTY }), far)
      }
      t.equal(await asked(eventId, {}), last?.live, 'nothing moves by itself')
      const before = await totalsOf(desk, eventId, {
        asOf: minutesAfter(seen[0]?.at ?? NOON, -1).toISOString(),
      })
      t.same([before.indicators, before.outside], [[], []], 'before the event there was nothing')
      await compareDifferences(t, eventId)
      for (const [kind, count] of Object.entries(history.counts)) counts[kind] = (counts[kind] ?? 0) + count
    }),
    { seed: 20_081_006, numRuns: HAZARDS.length, endOnFailure: true },
  )
  t.comment(JSON.stringify({ compared, ...counts }))
  t.ok(compared > 60, `${compared} instants were compared`)
  for (const kind of ['first', 'follow', 'withdraw', 'held', 'released', 'outside', 'claim', 'close'])
    t.ok(counts[kind], kind)
})

/** The differences of any two instants lead from the one totals to the other. */
async function compareDifferences(t: Pick<Test, 'equal'>, eventId: string): Promise<void> {
  const [from, to] = [seen[Math.floor(seen.length / 3)], seen.at(-1)]
  if (!from || !to) throw new Error('nobody looked')
  const query = new URLSearchParams({ from: from.at.toISOString(), to: to.at.toISOString() })
  const answer = await desk.get(`/v1/events/${eventId}/totals/differences?${query}`)
  t.equal(answer.status, 200, answer.text)
  const { indicators } = answer.json<Differences>()
  const before = valuesOf(JSON.parse(lastSeen(from.at).live))
  const expected = { ...before }
  for (const { indicator, from: was, to: is } of indicators) {
    t.equal(before[indicator] ?? null, was, `${indicator} before`)
    expected[indicator] = is
  }
  const after = valuesOf(JSON.parse(to.live))
  for (const key of new Set([...Object.keys(after), ...Object.keys(expected)])) {
    t.equal(expected[key] ?? null, after[key] ?? null, `${key} after`)
  }
}

const lastSeen = (at: Date) => seen.findLast((one) => +one.at === +at) ?? { live: '{}' }
