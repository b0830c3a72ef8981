/**
 * Judges a timeline (过程推演): what fell due, what was met, missed or still open, and what would have needed an
 * explanation, had reports come in at these instants. A limit is frozen once its instant is known.
 */

import { NATIONAL_RULES } from '../regulations/rule-set.ts'
import type { Party } from '../regulations/vocabulary.ts'
import { type EvaluateOptions, evaluate } from './evaluate.ts'
import { closedAt, type SeriesDuty, setDuties, settle } from './series-duties.ts'
import { factsAt, hearOf, type Known, nothingKnown, remember, type Sent } from './series-known.ts'
import { callRows, endRows, noRows, type Rows, setRows } from './series-rows.ts'
import { tierOfRegion } from './tiers.ts'
import type { ChainItem, Facts, SeverityLevel, Violation } from './types.ts'

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

interface Course {
  known: Known
  rows: Rows
  duties: Map<string, SeriesDuty>
  options: EvaluateOptions
}

/** Refuses until it is explained; the other hard violations no explanation mends. */
const UNTIL_EXPLAINED: Violation['rule'] = 'C17'

/**
 * Judges a timeline in the order of its instants. What an item does not say of previous figures and stage, of who had
 * heard by then and of stability is what the items before it told; everything else is judged by what it says.
 *
 * @param until the instant at which the duties are looked at; by default that of the last item. Items after it are
 *   judged, but set and answer no duty.
 * @throws UnjudgeableError as `evaluate`
 */
export function evaluateSeries(
  items: readonly SeriesItem[],
  until?: Date,
  options: EvaluateOptions = {},
): SeriesAnswer {
  const inOrder = items.toSorted((a, b) => a.at.getTime() - b.at.getTime())
  const end = until ?? inOrder.at(-1)?.at
  if (!end) return { steps: [], duties: [] }
  const course: Course = { known: nothingKnown(), rows: noRows(), duties: new Map(), options }
  const steps = inOrder.map((item, index) => {
    const next = inOrder[index + 1]?.at ?? end
    return takeItem(item, new Date(Math.min(next.getTime(), end.getTime())), course)
  })
  return { steps, duties: [...course.duties.values()].map((duty) => closedAt(duty, end)) }
}

/** Judges one report, and unless it comes too late to count, says what becomes of the duties up to an instant. */
function takeItem({ at, facts: said, to, ...item }: SeriesItem, upTo: Date, course: Course): SeriesStep {
  const { known, options } = course
  const from = item.from ?? tierOfRegion(said.regionCode)
  const facts = factsAt({ at, from, facts: said }, known)
  const { severity, chain, violations } = evaluate(facts, options)
  const isLevelNew = severity.level !== known.level
  if (at <= upTo) follow({ at, from, facts, to: to ?? null }, chain, upTo, course)
  remember({ from, facts }, severity.level, known)
  const needsExplanation = violations.some(isExplainable) && !facts.explanation?.trim()
  return { at, from, level: severity.level, isLevelNew, violations, needsExplanation }
}

/**
 * A report brings about what it calls for and answers what is owed. Rows are answered before they are set anew:
 * an interval begins with the report that ends the one before.
 */
function follow(sent: Sent, chain: readonly ChainItem[], upTo: Date, course: Course): void {
  const { known, rows, duties, options } = course
  const rules = (options.rules ?? NATIONAL_RULES).duties
  const answered = new Set<string>()
  setDuties(duties, chain, sent.at)
  endRows(duties, known.stableAt, rules)
  settle(duties, sent, answered)
  callRows(rows, sent, chain)
  setRows(duties, rows, { from: sent.at, to: upTo, stableAt: known.stableAt }, rules)
  settle(duties, sent, answered)
  const heard = hearOf(sent, chain, known)
  if (heard) setDuties(duties, evaluate(heard, options).chain, sent.at)
}

function isExplainable({ kind, rule }: Violation): boolean {
  return kind === 'soft' || rule === UNTIL_EXPLAINED
}
