/** Which violations turn a report away, and which are stored with it. */

import { addsDeathsOrMissing } from './change-checks.ts'
import type { CheckedFacts } from './finding.ts'
import type { Violation } from './types.ts'

/** What fell, or was left out, since the report before. */
const FALLS = 'C17'

/**
 * The hard violations for which a report is turned away. The others are stored with it, with a duty to correct them:
 * before verification word of more dead or missing people does not wait, and a first report that turns out to be its
 * unit's second one is not turned away for what the first one said, which its writer did not see.
 */
export function refusalsOf(
  violations: readonly Violation[],
  { stage, figures, previous }: Pick<CheckedFacts, 'stage' | 'figures' | 'previous'>,
): Violation[] {
  const hard = violations.filter(({ kind }) => kind === 'hard')
  if (stage === 'verified') return hard
  if (addsDeathsOrMissing(figures, previous)) return []
  return stage === 'first' && previous ? hard.filter(({ rule }) => rule !== FALLS) : hard
}
