import type { UnjudgeableError } from '../evaluations/evaluate.ts'
import { Problem } from '../problems/problem.ts'

/**
 * What is answered to facts that the judge cannot judge.
 *
 * @param eventAt where in the body the event is described, to which the judge's facts of it belong
 */
export function unjudgeable(error: UnjudgeableError, eventAt: string): Problem {
  const pointer = /^\/(hazard|subhazard|occurredAt)$/.test(error.fact)
    ? `${eventAt}${error.fact}`
    : error.fact
  return new Problem('unjudgeable-facts', `${error.message}.`, {
    errors: [{ pointer, code: error.rule, detail: error.message }],
    rule: error.rule,
    textZh: error.textZh,
  })
}
