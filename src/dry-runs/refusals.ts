/** Facts that are not judged, as the problem that their sender is told: where, which rule, and where that comes from. */
import { reasonFor } from '../evaluations/editions.ts'
import { UnjudgeableError } from '../evaluations/evaluate.ts'
import type { Reason } from '../evaluations/types.ts'
import { Problem } from '../problems/problem.ts'
import { FORM_CITATION } from '../regulations/form-rules.ts'
import type { Impossible } from './impossible.ts'

interface Refusal {
  /** the first is the fact that is refused, the others are what it contradicts */
  pointers: readonly string[]
  rule: string
  textEn: string
  textZh: string
  /** where it is a rule of a text */
  because?: readonly Reason[]
}

/**
 * The problem of facts that cannot be judged.
 */
export function unjudgeable({ pointers, rule, textEn, textZh, because }: Refusal): Problem {
  const errors = pointers.map((pointer) => ({ pointer, code: rule, detail: textEn }))
  const reasons = because ?? [reasonFor(rule, FORM_CITATION)]
  return new Problem('unjudgeable-facts', `${pointers[0]}: ${textEn}.`, {
    errors,
    rule,
    because: reasons,
    textZh,
  })
}

/** Asks the judge; what it cannot judge is told as a problem, its facts below `root`. */
export function orProblem<Answer>(root: string, ask: () => Answer): Answer {
  try {
    return ask()
  } catch (error) {
    if (!(error instanceof UnjudgeableError)) throw error
    const { fact, rule, message, textZh } = error
    throw unjudgeable({ pointers: [`${root}${fact}`], rule, textEn: message, textZh })
  }
}

/** Refuses what cannot be, its facts below `root`. */
export function refuse(found: Impossible | null, root = ''): void {
  if (!found) return
  throw unjudgeable({ ...found, pointers: found.pointers.map((pointer) => `${root}${pointer}`) })
}
