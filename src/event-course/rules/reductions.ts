/** When a proposal to lower a severity (降级) still waits for its answer. */
import type { SeverityLevel } from '../../regulations/vocabulary.ts'

interface Proposed {
  reduction: { fromLevel: SeverityLevel; proposedAt: Date }
  answer: object | null
}

/** A proposal waits until it is answered, or the severity has become another one since. */
export function isWaiting(
  { reduction, answer }: Proposed,
  event: { severity: SeverityLevel | null; severitySince: Date | null },
): boolean {
  const isSame = event.severity === reduction.fromLevel
  const stood = event.severitySince === null || event.severitySince <= reduction.proposedAt
  return answer === null && isSame && stood
}
