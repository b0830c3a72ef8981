/** The whole course of the events (灾害过程): reports, acts upon them, verification tier by tier, and what comes too late. */
import { covers, tierOf } from '../src/regions/codes.ts'
import type { Figures } from '../src/regulations/indicators.ts'
import {
  type Chain,
  chainOf,
  type Device,
  type Part,
  type Pen,
  type RegisterRow,
  saidLast,
  stands,
  type Written,
  write,
  writeReports,
} from './world.ts'

export interface World {
  devices: readonly Device[]
  parts: readonly Part[]
  chains: ReadonlyMap<string, Chain>
  registers: readonly RegisterRow[]
}

const CITY = '540100000000'
const TIERS = ['village', 'township', 'county', 'city'] as const
const FIRST_PART = 0.8
/** How many chains begin the second part with each act, and how many of those that were withdrawn stay so. */
const [WITHDRAWN, CONFIRMED, SILENT] = [0.2, 0.2, 0.4]
/** How many chains go on after the closing, and how many events are described once more. */
const [STRAGGLING, DESCRIBED_ANEW] = [0.2, 0.5]

/**
 * Writes a story: everything that devices send, and where each thing must end.
 *
 * @param units codes of units, none of them a city: the city's own device is added
 * @param size how many reports until stability, and of how many devices
 */
export function makeWorld(
  seed: number,
  units: readonly string[],
  size: { reports: number; devices: number },
): World {
  const early = Math.max(size.devices, Math.round(size.reports * FIRST_PART))
  const { pen, written } = writeReports(seed, units, { ...size, reports: early })
  const parts: Part[] = [{ title: 'reports', opensWith: null, written }]
  parts.push({ title: 'acts', opensWith: null, written: writeActs(pen, size.reports - early) })
  const registers: RegisterRow[] = []
  for (const tier of TIERS) {
    const verified = writeVerified(pen, tier, parts.length, registers)
    parts.push({
      title: `verified by the ${tier}`,
      opensWith: tier === 'village' ? 'stability' : null,
      written: verified,
    })
  }
  parts.push({ title: 'stragglers', opensWith: 'closing', written: writeStragglers(pen, parts.length) })
  return { devices: pen.devices, parts, chains: pen.chains, registers }
}

/**
 * Withdrawals (撤回) and nil reports (零报告) act upon what stands, so that each comes first of what its chain goes on
 * with; what follows it is written without a network again. In each event one unit never withdraws: an event whose
 * reports are all withdrawn is nobody's any more, and when that is so would tell the order of arrival.
 */
function writeActs(pen: Pen, reports: number): Written[] {
  const { random } = pen
  const part = 1
  const chains = [...pen.chains.values()]
  const events = new Map(chains.toReversed().map((chain) => [chain.event, chain]))
  const silent = new Set<Chain>()
  const acts = chains.flatMap((chain): Written[] => {
    if (events.get(chain.event) !== chain && random.chance(WITHDRAWN)) {
      if (random.chance(SILENT)) silent.add(chain)
      return [write(pen, chain, { part, as: 'withdrawal', figures: {} })]
    }
    if (!random.chance(CONFIRMED)) return []
    return [write(pen, chain, { part, as: 'nil_report', names: chain.event, figures: saidLast(chain) })]
  })
  const speaking = chains.filter((chain) => !silent.has(chain))
  const followUps = Array.from({ length: Math.max(0, reports - acts.length) }, () =>
    write(pen, random.pick(speaking), { part }),
  )
  return [...acts, ...writeCity(pen, part, [...events.values()]), ...followUps]
}

/** The city reports to the event of each county, which it names: it could not describe whose of them it means. */
function writeCity(pen: Pen, part: number, events: readonly Chain[]): Written[] {
  const device = pen.devices.length
  pen.devices = [...pen.devices, { login: `chaos-${CITY}`, regionCode: CITY }]
  return events.map(({ event, process }) => {
    const chain: Chain = { event, process, regionCode: CITY, device, written: [] }
    pen.chains.set(`${event} ${CITY}`, chain)
    return write(pen, chain, { part, names: event, figures: { affected_pop: 1_000, dead: 0, injured: 1 } })
  })
}

/** Whoever reported verifies (核报), the lowest tier first; the registers get a row for each of the dead. */
function writeVerified(
  pen: Pen,
  tier: (typeof TIERS)[number],
  part: number,
  registers: RegisterRow[],
): Written[] {
  const standing = [...pen.chains.values()].filter(stands)
  return standing
    .filter(({ regionCode }) => tierOf(regionCode) === tier)
    .map((chain) => {
      const { event, regionCode } = chain
      const below = nextBelow(chain, standing).map(saidLast)
      const figures = verifiedFigures(saidLast(chain), below)
      for (let dead = sum(below, 'dead'); dead < (figures.dead ?? 0); dead++) {
        registers.push({ id: pen.random.id(Date.UTC(2026, 6, 1)), event, regionCode })
      }
      return write(pen, chain, { part, stage: 'verified', figures })
    })
}

/** The units below one that reported, without those below these. */
function nextBelow({ event, regionCode }: Chain, standing: readonly Chain[]): Chain[] {
  const isBelow = (one: Chain, code: string) => one.regionCode !== code && covers(code, one.regionCode)
  const below = standing.filter((one) => one.event === event && isBelow(one, regionCode))
  return below.filter((one) => !below.some((other) => isBelow(one, other.regionCode)))
}

/** As it said last, and no less than those below it say together. */
function verifiedFigures(own: Figures, below: readonly Figures[]): Figures {
  const largest = (key: keyof Figures, mine = own[key] ?? 0) => Math.max(mine, sum(below, key))
  return {
    ...own,
    affected_pop: largest('affected_pop'),
    dead: largest('dead'),
    missing: 0,
    loss_total: largest('loss_total', own.loss_home ?? 0),
  }
}

function sum(all: readonly Figures[], key: keyof Figures): number {
  return all.reduce((total, figures) => total + (figures[key] ?? 0), 0)
}

/**
 * What comes after the closing: more of a chain, which is refused and kept, and what follows that, which waits until the
 * engine puts it beside the other; acts, which are refused; and the word of a unit that had said nothing, for which there is a new event.
 */
function writeStragglers(pen: Pen, part: number): Written[] {
  const { random } = pen
  const late = [...pen.chains.values()]
    .filter((chain) => stands(chain) && random.chance(STRAGGLING))
    .flatMap((chain): Written[] => {
      if (random.chance(0.2))
        return [write(pen, chain, { part, as: 'withdrawal', figures: {}, ends: 'answered' })]
      if (random.chance(0.2)) {
        return [
          write(pen, chain, { part, as: 'nil_report', names: chain.event, figures: {}, ends: 'answered' }),
        ]
      }
      const stage = random.chance(0.3) ? 'verified' : 'follow_up'
      const first = write(pen, chain, { part, stage, ends: 'quarantined' })
      if (random.chance(0.5)) return [first]
      return [first, write(pen, chain, { part, after: first, ends: 'waits' })]
    })
  return [...late, ...writeAnew(pen, part)]
}

function writeAnew(pen: Pen, part: number): Written[] {
  const { random, devices, chains } = pen
  const known = new Map([...chains.values()].map((chain) => [chain.event, chain]))
  return [...known.values()]
    .filter(() => random.chance(DESCRIBED_ANEW))
    .flatMap(({ event, process }) => {
      const county = event.slice(-12)
      const strangers = devices.flatMap(({ regionCode }, device) =>
        covers(county, regionCode) && !chains.has(`${event} ${regionCode}`) ? [device] : [],
      )
      return random
        .shuffled(strangers)
        .slice(0, 2)
        .map((device) => write(pen, chainOf(pen, device, process, ' (2)'), { part }))
    })
}
