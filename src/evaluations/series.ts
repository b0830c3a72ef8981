/**
 * Judges a timeline (过程推演): what fell due, what was met, missed or still open, and what would have needed an
 * explanation, had reports come in at these instants. A limit is frozen once its instant is known.
 */

import { NATIONAL_RULES } from '../regulations/rule-set.ts'
import type { Party } from '../regulations/vocabulary.ts'
import { type EvaluateOptions, evaluate, UnjudgeableError } from './evaluate.ts'
import { refusalsOf } from './refusals.ts'
import { closedAt, endReplaced, type SeriesDuty, setDuties, settle } from './series-duties.ts'
import { factsAt, hearOf, type Known, nothingKnown, remember, type Sent } from './series-known.ts'
import { callRows, endRows, noRows, type Rows, setRows } from './series-rows.ts'
import { tierOfRegion } from './tiers.ts'
import type { Evaluation, Facts, SeverityLevel, Violation } from './types.ts'

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
 *   judged, but set and answer no duty. A report that would be refused answers none, and nothing of it is remembered.
 * @throws UnjudgeableError as `evaluate`, its fact a pointer into the list of items: `/1/facts/calendar`
 */
export function evaluateSeries(
  items: readonly SeriesItem[],
  until?: Date,
  options: EvaluateOptions = {},
): SeriesAnswer {
  const walk = walkSeries(items, until, options)
  for (;;) {
    const { done, value } = walk.next()
    if (done) return value
  }
}

/**
 * The same, item by item: whoever has others waiting lets them in between two.
 *
 * @throws UnjudgeableError as `evaluateSeries`
 */
export function* walkSeries(
  items: readonly SeriesItem[],
  until?: Date,
  options: EvaluateOptions = {},
): Generator<SeriesStep, SeriesAnswer> {
  const inOrder = [...items.entries()].sort(([, a], [, b]) => a.at.getTime() - b.at.getTime())
  const end = until ?? inOrder.at(-1)?.[1].at
  if (!end) return { steps: [], duties: [] }
  const course: Course = { known: nothingKnown(), rows: noRows(), duties: new Map(), options }
  const steps: SeriesStep[] = []
  for (const [place, [index, item]] of inOrder.entries()) {
    const next = inOrder[place + 1]?.[1].at ?? end
    const upTo = new Date(Math.min(next.getTime(), end.getTime()))
    const step = named(index, () => takeItem(item, upTo, course))
    steps.push(step)
    yield step
  }
  return { steps, duties: [...course.duties.values()].map((duty) => closedAt(duty, end)) }
}

/** Says of a fact that cannot be judged in which item it stands. */
function named(index: number, take: () => SeriesStep): SeriesStep {
  try {
    return take()
  } catch (error) {
    if (!(error instanceof UnjudgeableError)) throw error
    const { fact, rule, message, textZh } = error
    throw new UnjudgeableError(`/${index}/facts${fact}`, rule, message, textZh)
  }
}

/** Judges one report, and unless it comes too late to count, says what becomes of the duties up to an instant. */
function takeItem({ at, facts: said, to, ...item }: SeriesItem, upTo: Date, course: Course): SeriesStep {
  const { known, options } = course
  const from = item.from ?? tierOfRegion(said.regionCode)
  const before = { ...known, received: { ...known.received } }
  const facts = factsAt({ at, from, facts: said }, known)
  const { severity, chain, violations } = evaluate(facts, options)
  const isLevelNew = severity.level !== known.level
  if (refusalsOf(violations, facts).length > 0) {
    Object.assign(known, { stableAt: undefined, ...before })
    if (at <= upTo) goOn(facts, chain, { at, upTo }, course)
  } else {
    if (at <= upTo) follow({ at, from, facts, to: to ?? null }, { severity, chain }, upTo, course)
    remember({ from, facts }, severity.level, known)
  }
  const needsExplanation = violations.some(isExplainable) && !facts.explanation?.trim()
  return { at, from, level: severity.level, isLevelNew, violations, needsExplanation }
}

/**
 * A report brings about what it calls for and answers what is owed. Rows are answered before they are set anew:
 * an interval begins with the report that ends the one before.
 */
function follow(
  sent: Sent,
  { severity, chain }: Pick<Evaluation, 'severity' | 'chain'>,
  upTo: Date,
  course: Course,
): void {
  const { known, rows, duties, options } = course
  const rules = (options.rules ?? NATIONAL_RULES).duties
  const answered = new Set<string>()
  const born = rows.sent.length > 0 ? sent.facts : null
  setDuties(duties, chain, sent.at, born)
  endRows(duties, known.stableAt, rules)
  settle(duties, sent, answered)
  callRows(rows, sent, chain)
  setRows(duties, rows, { from: sent.at, to: upTo, stableAt: known.stableAt }, rules)
  settle(duties, sent, answered)
  endReplaced(duties, severity.level, sent.at, rules)
  const heard = hearOf(sent, chain, known)
  if (heard) setDuties(duties, evaluate(heard, options).chain, sent.at, born)
}

/** Nobody has a report that is turned away: what it would have brought about is owed, and rows go on as they were. */
function goOn(
  facts: Facts,
  chain: Evaluation['chain'],
  { at, upTo }: { at: Date; upTo: Date },
  course: Course,
): void {
  const { known, rows, duties, options } = course
  setDuties(duties, chain, at, rows.sent.length > 0 ? facts : null)
  const rules = (options.rules ?? NATIONAL_RULES).duties
  setRows(duties, rows, { from: at, to: upTo, stableAt: known.stableAt }, rules)
}

function isExplainable({ kind, rule }: Violation): boolean {
  return kind === 'soft' || rule === UNTIL_EXPLAINED
}
