/**
 * The form of a condition, shared by duties, recipients and routing rules. Plain data: it goes into the
 * database and comes back unchanged.
 */

import type { CriterionCode } from './criteria.ts'
import type { HazardCode, SubhazardCode } from './hazards.ts'
import type { Measure } from './ladder.ts'
import type { SectorCode } from './sectors.ts'
import type { Kind, SeverityLevel } from './vocabulary.ts'

/** One of several facts of which any suffices. A `fact` is true, or given where it is no yes or no. */
export type Alternative =
  | { measure: Measure; from: number }
  | { criterion: CriterionCode }
  | { fact: 'sensitive' | 'crossesBoundary' | 'reliefResponseOn' | 'nilReportOrdered' | 'warningColour' }
  | { minSeverity: SeverityLevel }

/** All fields that are given must hold. A field that is absent excludes nothing. */
export interface Condition {
  kinds?: readonly Kind[]
  hazards?: readonly HazardCode[]
  subhazards?: readonly SubhazardCode[]
  sectors?: readonly SectorCode[]
  notSectors?: readonly SectorCode[]
  /** this severity or a graver one */
  minSeverity?: SeverityLevel
  /** less grave than this, below any grade included */
  belowSeverity?: SeverityLevel
  anyOf?: readonly Alternative[]
}
