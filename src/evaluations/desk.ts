/**
 * By when the duty desk must act on something (值班时限), and how far up an event goes at once.
 */

import type { Reason } from '../regulations/citation.ts'
import {
  DEFAULT_DESK_PROFILE,
  DESK_ACTS,
  type DeskAct,
  type DeskProfileId,
} from '../regulations/desk-profiles.ts'
import { NATIONAL_RULES, type RuleSet } from '../regulations/rule-set.ts'
import { SEVERITY_PASSES_TO } from '../regulations/severity-passes-to.ts'
import type { Kind, SeverityLevel, Tier, TierAbove } from '../regulations/vocabulary.ts'
import { reasonFor } from './editions.ts'
import { severityRank } from './severity-rank.ts'
import type { DeskAnswer } from './types.ts'

/**
 * The limit of a profile for an act on an event of a severity: the strictest of those that bind.
 *
 * @returns null where the profile sets none
 */
export function deskLimit(
  act: DeskAct,
  severity: SeverityLevel | null,
  profileId: DeskProfileId = DEFAULT_DESK_PROFILE,
  { deskProfiles }: Pick<RuleSet, 'deskProfiles'> = NATIONAL_RULES,
): { minutes: number; because: Reason[] } | null {
  const profile = deskProfiles.find(({ id }) => id === profileId)
  const binding = profile?.limits.filter(
    (limit) => limit.act === act && severityRank(severity) >= severityRank(limit.minSeverity ?? null),
  )
  if (!profile || !binding || binding.length === 0) return null
  const minutes = Math.min(...binding.map((limit) => limit.minutes))
  return { minutes, because: [reasonFor(`desk.${profileId}.${act}`, profile.citation)] }
}

/**
 * Every limit of a profile that binds for a severity (值班时限): of each act the strictest.
 */
export function deskLimits(
  severity: SeverityLevel | null,
  profileId: DeskProfileId = DEFAULT_DESK_PROFILE,
  rules: Pick<RuleSet, 'deskProfiles'> = NATIONAL_RULES,
): DeskAnswer[] {
  return DESK_ACTS.flatMap((act) => {
    const limit = deskLimit(act, severity, profileId, rules)
    return limit ? [{ act, ...limit }] : []
  })
}

/**
 * How far up an event is passed at once for its severity. Tiers above the city lie outside Fengsui.
 */
export function passesTo(
  kind: Kind,
  severity: SeverityLevel | null,
): { tier: Tier | TierAbove; because: Reason[] } {
  const { citation, belowAnyGrade, bySeverity } = SEVERITY_PASSES_TO[kind]
  const tier = severity === null ? belowAnyGrade : bySeverity[severity]
  const value = severity ?? 'below_any_grade'
  return { tier, because: [reasonFor(`passes_to.${kind}.${value}`, citation, { figure: 'severity', value })] }
}
