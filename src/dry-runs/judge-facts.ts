import { type EvaluateOptions, evaluate, UnjudgeableError } from '../evaluations/evaluate.ts'
import { evaluateSeries, type SeriesAnswer } from '../evaluations/series.ts'
import type { Evaluation, Facts, Violation } from '../evaluations/types.ts'
import { Problem, type ProblemError } from '../problems/problem.ts'
import { DAY_MS } from '../units.ts'
import { factsFrom } from './facts-from.ts'
import type { NewEvaluation, NewSeries } from './schemas.ts'

/** The checks that every figure is a number that can be. */
const NUMBERS: ReadonlySet<string> = new Set(['C01', 'absurd_figures'])
const LONGEST_DAYS = 400

/**
 * Judges facts and leaves no trace (研判试算).
 *
 * @throws Problem unjudgeable-facts, with the fact and the rule
 */
export function judgeFacts(request: NewEvaluation, options: EvaluateOptions): Evaluation {
  return orProblem('', () => judge(factsFrom(request), options))
}

/**
 * Judges a timeline of facts and leaves no trace (过程推演).
 *
 * @throws Problem unjudgeable-facts, with the item, the fact and the rule
 */
export function judgeSeries({ timeline, until }: NewSeries, options: EvaluateOptions): SeriesAnswer {
  const items = timeline.map(({ at, from, to, facts }, index) => {
    const judged = factsFrom(facts)
    // each item by itself first, so that a refusal names the item
    orProblem(`/timeline/${index}/facts`, () => judge(judged, options))
    return { at: new Date(at), facts: judged, ...(from ? { from } : {}), ...(to ? { to } : {}) }
  })
  const instants = [...items.map(({ at }) => +at), ...(until ? [Date.parse(until)] : [])]
  refuseSpan(instants, items)
  return orProblem('/timeline', () => evaluateSeries(items, until ? new Date(until) : undefined, options))
}

function judge(facts: Facts, options: EvaluateOptions): Evaluation {
  const { trace: _trace, ...evaluation } = evaluate(facts, options)
  refuseNumbers(evaluation.violations)
  refuseNoEdition(facts, evaluation)
  return evaluation
}

/** Figures that cannot be are no facts: nothing that rests on them would be an answer. */
function refuseNumbers(violations: readonly Violation[]): void {
  const wrong = violations.find(({ rule }) => NUMBERS.has(rule))
  if (!wrong) return
  throw new UnjudgeableError(wrong.pointers[0] ?? '/figures', wrong.rule, wrong.textEn, wrong.textZh)
}

/** On a day before the first edition nobody owes anything by any text: that is said, not answered with nothing. */
function refuseNoEdition({ asOf }: Facts, { flags }: Evaluation): void {
  const none = flags.find(({ flag }) => flag === 'no_edition_in_force')
  if (!none) return
  const from = none.because.map(({ inForceFrom }) => inForceFrom).sort()[0]
  throw new UnjudgeableError(
    asOf ? '/asOf' : '/occurredAt',
    'edition.in_force',
    `no edition of the rules on reporting was in force on that day; the first is from ${from}`,
    `该日期没有生效的报送规定;最早自${from}起施行`,
  )
}

function refuseSpan(instants: readonly number[], items: readonly { at: Date; facts: Facts }[]): void {
  const spanDays = (Math.max(...instants) - Math.min(...instants)) / DAY_MS
  if (spanDays > LONGEST_DAYS) {
    throw unjudgeable('/timeline', {
      rule: 'series.span',
      message: `a timeline spans at most ${LONGEST_DAYS} days`,
      textZh: `推演时间跨度不得超过${LONGEST_DAYS}天`,
    })
  }
  const early = items.findIndex(({ at, facts }) => at < facts.occurredAt)
  if (early < 0) return
  throw unjudgeable(`/timeline/${early}/at`, {
    rule: 'instant.not_before_occurrence',
    message: 'the report lies before the occurrence',
    textZh: '报告时间早于灾害发生时间',
  })
}

function orProblem<Answer>(root: string, ask: () => Answer): Answer {
  try {
    return ask()
  } catch (error) {
    if (error instanceof UnjudgeableError) throw unjudgeable(`${root}${error.fact}`, error)
    throw error
  }
}

function unjudgeable(
  pointer: string,
  { rule, message, textZh }: Pick<UnjudgeableError, 'rule' | 'message' | 'textZh'>,
): Problem {
  const error: ProblemError = { pointer, code: rule, detail: message }
  return new Problem('unjudgeable-facts', `${pointer}: ${message}.`, { errors: [error], rule, textZh })
}
