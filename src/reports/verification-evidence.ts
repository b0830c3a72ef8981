/**
 * What a verified report (核报) is checked against besides its own figures: the registers (一览表) and the photos. Other
 * modules count them; until one does, this part is not checked, and whoever looks at the verification is told so.
 */
import { checkEvidence, type EvidenceCounts } from '../evaluations/evidence-checks.ts'
import type { Figures, Violation } from '../evaluations/types.ts'
import type { EventState } from './state.ts'
import type { Submission } from './submission.ts'

export interface VerificationEvidence {
  /** which counts are given at all */
  readonly isChecked: Readonly<Record<keyof EvidenceCounts, boolean>>
  /**
   * What was counted for a unit of an event, from what READ_STATE read with the event: the lane decides without I/O.
   * Null for what nobody counts.
   */
  countsFor(event: EventState, regionCode: string): EvidenceCounts
}

/** Nobody counts registers or photos yet. */
export const NOT_CHECKED: VerificationEvidence = {
  isChecked: { people: false, homes: false, photos: false },
  countsFor: () => ({ people: null, homes: null, photos: null }),
}

/** The checks of a verified report against what was counted. Photos are asked for while a response is on. */
export function checkAgainstEvidence(
  evidence: VerificationEvidence,
  event: EventState,
  { figures, regionCode }: Submission['report'],
): Violation[] {
  const { reliefResponseOn, responseLevel } = event.course.decided
  const isResponseOn = reliefResponseOn === true || responseLevel !== undefined
  return checkEvidence(figures as Figures, evidence.countsFor(event, regionCode), isResponseOn)
}
