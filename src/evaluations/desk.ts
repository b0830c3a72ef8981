/**
 * By when the duty desk must act on something (值班时限), and how far up an event goes at once.
 */

import type { Day, Reason } from '../regulations/citation.ts'
import {
  DEFAULT_DESK_PROFILE,
  DESK_ACTS,
  type DeskAct,
  type DeskProfileId,
} from '../regulations/desk-profiles.ts'
import type { LocalRule } from '../regulations/local-rule.ts'
import { NATIONAL_RULES, type RuleSet } from '../regulations/rule-set.ts'
import { SEVERITY_PASSES_TO } from '../regulations/severity-passes-to.ts'
import type { Kind, SeverityLevel, Tier, TierAbove } from '../regulations/vocabulary.ts'
import { reasonFor } from './editions.ts'
import { rulesFor } from './local-rules.ts'
import { severityRank } from './severity-rank.ts'
import type { DeskAnswer } from './types.ts'

export interface DeskLimit {
  minutes: number
  because: Reason[]
}

/** The limit of an act that a unit's desk owes on an event; null where none is set. */
export type DeskLimits = (
  act: DeskAct,
  severity: SeverityLevel | null,
  owed: { eventId: string; regionCode: string },
) => DeskLimit | null

/**
 * The limits of the desks for some events, by the rules of the day on which each happened: one event, one set of rules.
 *
 * @param dayOf the Shanghai day of an event
 */
export function deskLimitsFor(localRules: readonly LocalRule[], dayOf: (eventId: string) => Day): DeskLimits {
  return (act, severity, { eventId, regionCode }) =>
    deskLimit(act, severity, null, rulesFor(NATIONAL_RULES, localRules, dayOf(eventId), regionCode))
}

/**
 * The limit for an act on an event of a severity: the strictest of those that bind. What the profile that a local rule
 * chose says nothing about, the default says.
 *
 * @param profileId the profile to ask; the one that holds, where it is null
 * @returns null where the profile sets none
 */
export function deskLimit(
  act: DeskAct,
  severity: SeverityLevel | null,
  profileId: DeskProfileId | null = null,
  rules: Pick<RuleSet, 'deskProfiles' | 'deskProfile'> = NATIONAL_RULES,
): DeskLimit | null {
  if (profileId) return limitOf(act, severity, profileId, rules)
  const { id, citation } = rules.deskProfile
  const chosen = limitOf(act, severity, id, rules)
  if (!chosen) return limitOf(act, severity, DEFAULT_DESK_PROFILE, rules)
  return citation ? { ...chosen, because: [...chosen.because, reasonFor('desk.profile', citation)] } : chosen
}

function limitOf(
  act: DeskAct,
  severity: SeverityLevel | null,
  profileId: DeskProfileId,
  { deskProfiles }: Pick<RuleSet, 'deskProfiles'>,
): DeskLimit | null {
  const profile = deskProfiles.find(({ id }) => id === profileId)
  const [strictest] = (profile?.limits ?? [])
    .filter((limit) => limit.act === act && severityRank(severity) >= severityRank(limit.minSeverity ?? null))
    .toSorted((a, b) => a.minutes - b.minutes)
  if (!profile || !strictest) return null
  const { minutes, citation = profile.citation } = strictest
  return { minutes, because: [reasonFor(`desk.${profileId}.${act}`, citation)] }
}

/**
 * Every limit of a profile that binds for a severity (值班时限): of each act the strictest.
 */
export function deskLimits(
  severity: SeverityLevel | null,
  profileId: DeskProfileId | null = null,
  rules: Pick<RuleSet, 'deskProfiles' | 'deskProfile'> = NATIONAL_RULES,
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
