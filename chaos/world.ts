/** Who reports what: devices in units of every tier, and the reports in the order in which they were written. */
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
  report: NewReport
}

export interface World {
  devices: readonly Device[]
  /** parents before their children */
  written: readonly Written[]
  /** the reports of each unit to each process, in order: what must stand in the end */
  chains: ReadonlyMap<string, readonly NewReport[]>
}

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

/**
 * Lets devices write reports. Each unit reports to a process from one device only: who comes first where two do is
 * decided by arrival, which is what is shuffled.
 *
 * @param units codes of units, none of them a city
 */
export function makeWorld(
  seed: number,
  units: readonly string[],
  { reports, devices: count }: { reports: number; devices: number },
): World {
  if (units.length < count) throw new Error(`there are ${units.length} units for ${count} devices`)
  const random = randomOf(seed)
  const devices = units.slice(0, count).map((regionCode) => ({ login: `chaos-${regionCode}`, regionCode }))
  const processes = devices.map(() => random.shuffled(PROCESSES).slice(0, 1 + random.int(4)))
  const chains = new Map<string, NewReport[]>()
  const written = writersOf(random, count, reports).map((device, n): Written => {
    const process = random.pick(processes[device] ?? [])
    const regionCode = devices[device]?.regionCode ?? ''
    const key = chainKey(process, regionCode)
    const chain = chains.get(key) ?? []
    const report = nextReport(random, n, process, regionCode, chain.at(-1))
    chains.set(key, [...chain, report])
    return { device, report }
  })
  return { devices, written, chains }
}

/** The chain of a unit in a process, as both databases can be asked for it. */
function chainKey(process: { hazard: string; minutesAgo: number }, regionCode: string): string {
  return `${process.hazard} ${minutesAfter(NOON, -process.minutesAgo).toISOString()} ${regionCode}`
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

function nextReport(
  random: Random,
  n: number,
  { minutesAgo, ...process }: (typeof PROCESSES)[number],
  regionCode: string,
  before: NewReport | undefined,
): NewReport {
  const event = { ...process, occurredAt: minutesAfter(NOON, -minutesAgo).toISOString() }
  const figures = nextFigures(random, before?.figures ?? {}, process.hazard)
  return {
    id: random.id(NOON.getTime() - 600_000 + n),
    parentVersionId: before?.id ?? null,
    stage: before ? 'follow_up' : 'first',
    regionCode,
    // who follows a report may leave the event to it, or say it again
    ...(before && random.chance(0.7) ? {} : { event }),
    figures,
    ...(random.chance(0.3) ? { narrative: `第${n}份报告:灾情仍在核查。` } : {}),
    ...(random.chance(0.2) ? { enteredAt: minutesAfter(NOON, -random.int(10)).toISOString() } : {}),
    explanation: '核实后更正。',
  }
}

/**
 * What gravity is judged by only grows, since the gravest answer ever given stands and would tell the order of arrival.
 * All else goes up and down, and is left out at times.
 */
function nextFigures(random: Random, before: Figures, hazard: string): Figures {
  const grown = (key: keyof Figures, by: number, from = 0) => (before[key] ?? from) + by
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
    { central_sites_cum: random.int(6) },
    { general_rooms: random.int(80) },
    { loss_home: random.int(900) },
    { villages_without_power: random.int(2) },
    { flooded_towns: random.int(2) },
    ...(hazard === 'snow' ? [{ snow_depth_cm: random.int(120) }] : []),
  ]
  return Object.assign(judged, ...free.filter(() => random.chance(0.7)))
}
