/**
 * The rules that the judge reads, as one value: what the national texts and Lhasa's defaults say. Rules of the
 * bureau's own (local rules) are laid over it and give another value of the same form.
 */

import { ACCIDENT_FOLLOW_UPS } from './accident-follow-ups.ts'
import { ACCIDENT_DUTIES } from './accident-reports.ts'
import { SHARP_RISES, type SharpRise } from './checks.ts'
import type { Citation } from './citation.ts'
import { DEFAULT_DESK_PROFILE, DESK_PROFILES, type DeskProfile, type DeskProfileId } from './desk-profiles.ts'
import { DEFAULT_SWITCHES, type ReportingDuty, type SwitchName } from './duty.ts'
import type { Ladder } from './ladder.ts'
import { RELIEF_PLANS } from './relief.ts'
import { SEVERITY_LADDERS } from './severity-ladders.ts'
import { SPECIAL_DUTIES } from './special-reports.ts'
import { STATISTICS_DUTIES } from './statistics-system.ts'
import type { LadderId, ReliefPlan, ResponseLevel, SeverityLevel } from './vocabulary.ts'

export interface RuleSet {
  ladders: readonly Ladder<LadderId, SeverityLevel>[]
  reliefPlans: readonly Ladder<ReliefPlan, ResponseLevel>[]
  duties: readonly ReportingDuty[]
  switches: Readonly<Record<SwitchName, boolean>>
  deskProfiles: readonly DeskProfile[]
  /** the profile that holds, and the local rule that chose it, or null */
  deskProfile: { id: DeskProfileId; citation: Citation | null }
  sharpRises: readonly SharpRise[]
}

/** What holds where no local rule does. */
export const NATIONAL_RULES: RuleSet = {
  ladders: SEVERITY_LADDERS,
  reliefPlans: RELIEF_PLANS,
  duties: [...STATISTICS_DUTIES, ...SPECIAL_DUTIES, ...ACCIDENT_DUTIES, ...ACCIDENT_FOLLOW_UPS],
  switches: DEFAULT_SWITCHES,
  deskProfiles: DESK_PROFILES,
  deskProfile: { id: DEFAULT_DESK_PROFILE, citation: null },
  sharpRises: SHARP_RISES,
}
