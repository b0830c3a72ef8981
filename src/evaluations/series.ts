/**
 * Judges a timeline (过程推演): what fell due, what was met, missed or still open, and what would have needed an
 * explanation, had reports come in at these instants. Limits are frozen when a duty is first set.
 */

import type { Party } from '../regulations/vocabulary.ts'
import { type EvaluateOptions, evaluate } from './evaluate.ts'
import { dueBetween, type SeriesDuty, setDuties, settle } from './series-duties.ts'
import { tierOfRegion } from './tiers.ts'
import type { Facts, Figures, SeverityLevel, Violation } from './types.ts'

export type { SeriesDuty } from './series-duties.ts'

/** One report of the timeline: what was known, when, from whom, and to whom it was sent. */
export interface SeriesItem {
  at: Date
  facts: Facts
  /** who reports; by default the tier of the unit */
  from?: Party
  /** whom it reached; by default everybody whom the reporter owed it */
  to?: readonly Party[]
}

/** What one item says, judged as it came. */
interface SeriesStep {
  at: Date
  from: Party | null
  level: SeverityLevel | null
  isLevelNew: boolean
  /** hard ones would have been refused, soft ones explained */
  violations: Violation[]
  needsExplanation: boolean
}

export interface SeriesAnswer {
  steps: SeriesStep[]
  duties: SeriesDuty[]
}

interface Known {
  figures: Map<string, Figures>
  stages: Map<string, Facts['stage']>
  received: NonNullable<Facts['received']>
  level: SeverityLevel | null
}

/**
 * Judges a timeline in the order of its instants.
 *
 * @param until the instant up to which what fell due is told; by default that of the last item
 * @throws UnjudgeableError as `evaluate`
 */
export function evaluateSeries(
  items: readonly SeriesItem[],
  until?: Date,
  options: EvaluateOptions = {},
): SeriesAnswer {
  const inOrder = items.toSorted((a, b) => a.at.getTime() - b.at.getTime())
  const known: Known = { figures: new Map(), stages: new Map(), received: {}, level: null }
  const duties = new Map<string, SeriesDuty>()
  const steps = inOrder.map((item, index): SeriesStep => {
    const from = item.from ?? tierOfRegion(item.facts.regionCode)
    const facts = factsAt(item, from, known)
    const { severity, chain, violations } = evaluate(facts, options)
    setDuties(duties, chain, item.at)
    settle(duties, { at: item.at, from, stage: facts.stage ?? 'first', to: item.to ?? null })
    const next = inOrder[index + 1]?.at ?? until ?? item.at
    dueBetween(duties, facts, item.at, next, options)
    const isLevelNew = severity.level !== known.level
    remember(known, facts, severity.level)
    const needsExplanation = violations.length > 0 && !facts.explanation?.trim()
    return { at: item.at, from, level: severity.level, isLevelNew, violations, needsExplanation }
  })
  const end = until ?? inOrder.at(-1)?.at
  return { steps, duties: end ? [...duties.values()].map((duty) => closedAt(duty, end)) : [] }
}

/** A duty whose instant has passed is missed; one that is only a window lapses. */
function closedAt(duty: SeriesDuty, end: Date): SeriesDuty {
  if (duty.state !== 'open' || duty.dueAt === null || duty.dueAt >= end) return duty
  return { ...duty, state: duty.duty === 'casualty_supplement' ? 'lapsed' : 'missed' }
}

/** The facts of an item with what the items before it tell: previous figures and stage, and who had heard by then. */
function factsAt({ at, facts }: SeriesItem, from: Party | null, known: Known): Facts {
  const previous = facts.previous ?? known.figures.get(facts.regionCode)
  const previousStage = known.stages.get(facts.regionCode)
  for (const [receiver, instant] of Object.entries(receiptBy(from, at, facts))) {
    known.received[receiver as keyof Known['received']] ??= instant
  }
  return {
    ...facts,
    reportedAt: facts.reportedAt ?? at,
    now: at,
    received: { ...known.received, ...facts.received },
    ...(previous === undefined ? {} : { previous }),
    ...(previousStage === undefined ? {} : { previousStage }),
  }
}

/** Whoever reports has heard of it, and whoever stands above hears of it by the report. */
function receiptBy(from: Party | null, at: Date, { stage }: Facts): NonNullable<Facts['received']> {
  const isVerified = stage === 'verified'
  switch (from) {
    case 'person_on_site':
      return { unitHead: at }
    case 'unit':
    case 'village':
    case 'township':
      return { county: at }
    case 'county':
      return { county: at, city: at, ...(isVerified ? { cityVerified: at } : {}) }
    case 'city':
      return { city: at, region: at, ...(isVerified ? { regionVerified: at } : {}) }
    default:
      return {}
  }
}

function remember(known: Known, facts: Facts, level: SeverityLevel | null): void {
  known.figures.set(facts.regionCode, { ...known.figures.get(facts.regionCode), ...facts.figures })
  known.stages.set(facts.regionCode, facts.stage ?? 'first')
  known.level = level
}
