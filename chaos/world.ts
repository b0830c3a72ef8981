/** Who reports what: devices in units of every tier, and all that they write in the course of the events, in order. */
import { ancestorAt } from '../src/regions/codes.ts'
import type { Figures } from '../src/regulations/indicators.ts'
import { minutesAfter, type NewReport, NOON } from '../test/api.ts'
import { type Random, randomOf } from './random.ts'

/** A phone with the officer who holds it. */
export interface Device {
  login: string
  regionCode: string
}

export interface Written {
  device: number
  /** what is said; of an act (撤回, 零报告) what becomes of it in the chain */
  report: NewReport
  /** acts are sent by addresses of their own, once the device has heard of what they follow */
  as: 'report' | 'withdrawal' | 'nil_report'
  /** the event that it names, whose id each database makes for itself; null where the parent or a description tells */
  names: string | null
  /** applied; kept in quarantine; refused with an answer alone, as acts are; or held for a parent that is refused, and then kept */
  ends: 'applied' | 'quarantined' | 'answered' | 'waits'
  /** place of its part in the story */
  part: number
}

/** The reports of one unit in one event, in order: what must stand in the end. */
export interface Chain {
  /** the event by what both databases know of it */
  event: string
  process: Process
  regionCode: string
  device: number
  written: Written[]
}

/** What is written between two turns that all must have heard of: in disorder within itself. */
export interface Part {
  title: string
  /** what leaders declare in all events before it */
  opensWith: 'stability' | 'closing' | null
  /** parents before their children */
  written: readonly Written[]
}

/** A dead person in a register (一览表), by nothing but the place. */
export interface RegisterRow {
  id: string
  event: string
  regionCode: string
}

export type Process = (typeof PROCESSES)[number]

/** What happened: every county has its own event of each. The two of snow lie too far apart to be one. */
const PROCESSES = [
  { hazard: 'snow', minutesAgo: 20 },
  { hazard: 'snow', minutesAgo: 12 * 24 * 60 },
  { hazard: 'flood', subhazard: 'mountain_flood', minutesAgo: 45 },
  { hazard: 'earthquake', minutesAgo: 15 },
  { hazard: 'sandstorm', minutesAgo: 90 },
  { hazard: 'low_temperature', minutesAgo: 200 },
] as const

/** The busiest device holds this part of all reports: enough to fill a whole batch. */
const BUSIEST = 0.06

/** What writing needs: chance, and all that is written so far. */
export interface Pen {
  random: Random
  devices: readonly Device[]
  chains: Map<string, Chain>
  /** reports so far */
  count: number
}

/**
 * Lets devices report what they see (初报, 续报). Each unit reports to a process from one device only: who comes first
 * where two do is decided by arrival, which is what is shuffled.
 *
 * @param units codes of units, none of them a city
 * @returns the pen, with the chains begun
 */
export function writeReports(
  seed: number,
  units: readonly string[],
  { reports, devices: count }: { reports: number; devices: number },
): { pen: Pen; written: Written[] } {
  if (units.length < count) throw new Error(`there are ${units.length} units for ${count} devices`)
  const random = randomOf(seed)
  const devices = units.slice(0, count).map((regionCode) => ({ login: `chaos-${regionCode}`, regionCode }))
  const pen: Pen = { random, devices, chains: new Map(), count: 0 }
  const processes = devices.map(() => random.shuffled(PROCESSES).slice(0, 1 + random.int(4)))
  const written = writersOf(random, count, reports).map((device) => {
    const process = random.pick(processes[device] ?? [])
    return write(pen, chainOf(pen, device, process), { part: 0, grows: true })
  })
  return { pen, written }
}

/** The chain of a device in a process, begun where there is none. */
export function chainOf(pen: Pen, device: number, process: Process, round = ''): Chain {
  const regionCode = pen.devices[device]?.regionCode ?? ''
  const at = minutesAfter(NOON, -process.minutesAgo).toISOString()
  const event = `${process.hazard} ${at} ${ancestorAt(regionCode, 'county') ?? regionCode}${round}`
  const key = chainKey({ event, regionCode })
  const chain = pen.chains.get(key) ?? { event, process, regionCode, device, written: [] }
  pen.chains.set(key, chain)
  return chain
}

/** A chain as both databases can be asked for it. */
function chainKey({ event, regionCode }: Pick<Chain, 'event' | 'regionCode'>): string {
  return `${event} ${regionCode}`
}

/** Whose turn it is: everybody at least once, some much more often than others. */
function writersOf(random: Random, devices: number, reports: number): number[] {
  const busiest = Math.floor(reports * BUSIEST)
  const others = reports - busiest - devices
  if (others < 0) throw new Error('there are more devices than reports')
  return random.shuffled([
    ...Array.from({ length: devices }, (_, device) => device),
    ...Array.from({ length: busiest }, () => devices - 1),
    ...Array.from({ length: others }, () => Math.floor(random.next() ** 2 * devices)),
  ])
}

export interface Given extends Partial<Pick<Written, 'as' | 'names' | 'ends'>> {
  part: number
  stage?: NewReport['stage']
  /** instead of what the device makes of those it gave before */
  figures?: Figures
  /** whether what gravity is judged by may grow */
  grows?: boolean
  /** follows this one instead of the last of the chain */
  after?: Written
}

/** Writes what comes next in a chain. It belongs to the chain from then on, unless it cannot be applied. */
export function write(pen: Pen, chain: Chain, given: Given): Written {
  const { as = 'report', names = null, ends = 'applied', part } = given
  const { random } = pen
  const before = given.after ?? chain.written.at(-1)
  const { minutesAgo, ...process } = chain.process
  const event = { ...process, occurredAt: minutesAfter(NOON, -minutesAgo).toISOString() }
  // who follows a report may leave the event to it, or say it again
  const describes = names === null && (!before || random.chance(0.3))
  const report: NewReport = {
    id: random.id(NOON.getTime() - 600_000 + pen.count++),
    parentVersionId: before?.report.id ?? null,
    stage: given.stage ?? (before ? 'follow_up' : 'first'),
    regionCode: chain.regionCode,
    ...(describes ? { event } : {}),
    figures:
      given.figures ?? nextFigures(random, saidLast(chain), chain.process.hazard, given.grows ?? false),
    ...(random.chance(0.3) ? { narrative: `第${pen.count}份报告:灾情仍在核查。` } : {}),
    ...(random.chance(0.2) ? { enteredAt: minutesAfter(NOON, -random.int(10)).toISOString() } : {}),
    explanation: '核实后更正。',
  }
  const written: Written = { device: chain.device, report, as, names, ends, part }
  if (ends === 'applied') chain.written.push(written)
  return written
}

/** The figures that a unit gave last, whether it withdrew them or not. */
export function saidLast({ written }: Chain): Figures {
  return written.findLast(({ as }) => as !== 'withdrawal')?.report.figures ?? {}
}

/** Whether the last word of a chain counts. */
export function stands({ written }: Chain): boolean {
  return written.at(-1)?.as !== 'withdrawal'
}

/**
 * Each report gives again all that was given before it; running totals never fall. What gravity is judged by only grows,
 * and only until the first withdrawals, since the gravest answer ever given stands and would tell the order of arrival.
 */
function nextFigures(random: Random, before: Figures, hazard: string, grows: boolean): Figures {
  const raised = (key: keyof Figures, by: number, from = 0) => (before[key] ?? from) + by
  const grown = (key: keyof Figures, by: number, from = 0) => raised(key, grows ? by : 0, from)
  // too few, with all units together, to weigh in any grade
  const [central, dispersed] = [random.int(20), random.int(10)]
  const judged: Figures = {
    affected_pop: grown('affected_pop', random.int(40), 1_000),
    dead: grown('dead', random.chance(0.03) ? 1 : 0),
    injured: grown('injured', random.int(2), 1),
    collapsed_rooms: grown('collapsed_rooms', random.int(5)),
  }
  const free: Figures[] = [
    { central_now: central, dispersed_now: dispersed, relocated_now: central + dispersed },
    { central_sites_cum: raised('central_sites_cum', random.int(2)) },
    { general_rooms: raised('general_rooms', random.int(8)) },
    { loss_home: raised('loss_home', random.int(90)) },
    { villages_without_power: random.int(2) },
    { flooded_towns: random.int(2) },
    ...(hazard === 'snow' ? [{ snow_depth_cm: random.int(120) }] : []),
  ]
  return Object.assign({ ...before }, judged, ...free.filter(() => random.chance(0.7)))
}
