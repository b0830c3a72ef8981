/** What each report of a timeline knows, gathered by a clerk who reads the reports in their order. */

import { checkFigures } from '../../src/evaluations/checks.ts'
import type { SeriesItem } from '../../src/evaluations/series.ts'
import type { Facts } from '../../src/evaluations/types.ts'
import type { RuleSet } from '../../src/regulations/rule-set.ts'
import type { Party, Receiver } from '../../src/regulations/vocabulary.ts'
import { type NaiveItem, naiveChain } from './naive-chain.ts'

/** One report with what it knows, and what it makes owed before and after others have heard of it. */
export interface Told {
  at: number
  from: Party
  to: readonly Party[] | null
  unit: string
  facts: Facts
  owed: NaiveItem[]
  owedOnceHeard: NaiveItem[]
  stableAt: number | null
  /** turned away: nobody has it, and what it would have brought about is owed all the same */
  isRefused: boolean
  /** how many reports before it were taken */
  index: number
}

/** Who stands above whom, and what each is called where it receives. */
const CHAIN = [
  { party: 'person_on_site', above: 'unit' },
  { party: 'unit', above: 'county', hears: 'unitHead' },
  { party: 'village', above: 'township' },
  { party: 'township', above: 'county' },
  { party: 'county', above: 'city', hears: 'county' },
  { party: 'city', above: 'autonomous_region', hears: 'city', hearsVerified: 'cityVerified' },
  { party: 'autonomous_region', above: 'ministry', hears: 'region', hearsVerified: 'regionVerified' },
] as const satisfies { party: Party; above: Party; hears?: Receiver; hearsVerified?: Receiver }[]

type Place = { party: Party; above: Party; hears?: Receiver; hearsVerified?: Receiver }
const placeOf = (party: Party): Place | undefined => CHAIN.find((place) => place.party === party)

/** Reads the reports in the order of their instants. */
export function readTimeline(items: readonly SeriesItem[], rules: RuleSet): Told[] {
  let heard: { receiver: Receiver; at: number }[] = []
  let said = new Map<Receiver, Date>()
  const read: Told[] = []
  for (const { at, from = 'village', to, facts } of [...items].sort((a, b) => Number(a.at) - Number(b.at))) {
    const unit = `${from} ${facts.regionCode}`
    const accepted = read.filter(({ isRefused }) => !isRefused)
    const before = accepted.filter((report) => report.unit === unit)
    const kept = { heard: [...heard], said: new Map(said) }
    const own = placeOf(from)?.hears
    if (own) heard.push({ receiver: own, at: Number(at) })
    for (const [receiver, instant] of Object.entries(facts.received ?? {}))
      said.set(receiver as Receiver, instant)
    const stable = facts.stableAt ?? lastSaid(accepted, ({ facts: { stableAt } }) => stableAt)
    const knows = (): Facts => ({
      ...facts,
      now: at,
      reportedAt: at,
      received: receipts(facts, heard, said),
      previous: before.at(-1)?.facts.figures,
      previousStage:
        facts.previousStage === undefined && before.length > 0
          ? (before.at(-1)?.facts.stage ?? 'first')
          : facts.previousStage,
      stableAt: stable && stable >= facts.occurredAt ? stable : undefined,
    })
    const first = knows()
    const owed = naiveChain(first, rules)
    const reached = to ?? [
      placeOf(from)?.above,
      ...owed.filter((one) => one.from === from).flatMap((one) => one.to),
    ]
    for (const party of reached) {
      const receiver = party && placeOf(party as Party)?.hears
      if (receiver) heard.push({ receiver, at: Number(at) })
    }
    const above = placeOf(from)?.above
    const verified = above && placeOf(above)?.hearsVerified
    if (facts.stage === 'verified' && verified && reached.includes(above))
      heard.push({ receiver: verified, at: Number(at) })
    const owedOnceHeard = naiveChain(knows(), rules)
    const stableAt = stable ? Number(stable) : null
    const isRefused = isTurnedAway(first)
    if (isRefused) ({ heard, said } = kept)
    read.push({
      at: Number(at),
      from,
      to: to ?? null,
      unit,
      facts: first,
      owed,
      owedOnceHeard,
      stableAt,
      isRefused,
      index: accepted.length,
    })
  }
  return read
}

/**
 * More dead or missing people are heard at any stage but the last; a second first report is heard whatever it takes
 * back; else a hard fault turns a report away.
 */
function isTurnedAway(facts: Facts): boolean {
  const { dead = 0, missing = 0 } = facts.figures
  const isGraver = dead > (facts.previous?.dead ?? 0) || missing > (facts.previous?.missing ?? 0)
  if (isGraver && facts.stage !== 'verified') return false
  const isSecond = facts.stage === 'first' && facts.previous !== undefined
  return checkFigures(facts).some(({ kind, rule }) => kind === 'hard' && !(isSecond && rule === 'C17'))
}

/** What a report says of receipts goes before what others said, and that before what was only gathered. */
function receipts(
  facts: Facts,
  heard: readonly { receiver: Receiver; at: number }[],
  said: Map<Receiver, Date>,
) {
  const gathered: Partial<Record<Receiver, Date>> = {}
  for (const { receiver, at } of heard) gathered[receiver] ??= new Date(at)
  const all = { ...gathered, ...Object.fromEntries(said) }
  const since = Object.entries(all).filter(([, at]) => at >= facts.occurredAt)
  return { ...Object.fromEntries(since), ...facts.received }
}

function lastSaid<T>(read: readonly Told[], what: (told: Told) => T | undefined): T | undefined {
  return read.map(what).findLast((one) => one !== undefined)
}
