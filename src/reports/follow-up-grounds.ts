import { dailyFollowUps } from '../evaluations/chain.ts'
import type { Evaluation, Facts } from '../evaluations/types.ts'
import type { FOLLOW_UP_GROUNDS } from '../events/tables.ts'
import type { Reason } from '../regulations/citation.ts'
import type { SeverityLevel } from '../regulations/vocabulary.ts'

/** Something in the reports that asks for daily follow-ups (零报告), and why. */
export interface FollowUpGround {
  ground: (typeof FOLLOW_UP_GROUNDS)[number]
  because: readonly Reason[]
}

/**
 * What in the reports asks for daily follow-ups: the severity that stands, and figures that reach a national relief
 * response. Responses that people decided and orders are grounds of their own, and no part of it.
 */
export function groundsIn(
  facts: Facts,
  standing: SeverityLevel | null,
  relief: Evaluation['relief'],
): FollowUpGround[] {
  const bySeverity = dailyFollowUps({ ...facts, facts: {}, severity: standing }, [])
  const byFigures = dailyFollowUps({ ...facts, facts: {}, severity: null }, relief)
  return [
    ...(bySeverity ? [{ ground: 'severity' as const, because: bySeverity }] : []),
    ...(byFigures ? [{ ground: 'relief_thresholds' as const, because: byFigures }] : []),
  ]
}

/**
 * Grounds that have come or gone.
 *
 * @param before names of those that held until now
 */
export function groundChanges(
  before: readonly FollowUpGround['ground'][],
  after: readonly FollowUpGround[],
): (FollowUpGround & { isOn: boolean })[] {
  return [
    ...after.filter(({ ground }) => !before.includes(ground)).map((one) => ({ ...one, isOn: true })),
    ...before
      .filter((ground) => !after.some((one) => one.ground === ground))
      .map((ground) => ({ ground, because: [], isOn: false })),
  ]
}
