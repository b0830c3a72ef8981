import { v7 as uuidv7 } from 'uuid'
import { ancestorAt, cityOf, codeAbove, tierOf } from '../regions/codes.ts'
import type { Reason } from '../regulations/citation.ts'
import type { CAUSE_KINDS, TARGET_TIERS } from './tables.ts'

type CauseKind = (typeof CAUSE_KINDS)[number]
export type TargetTier = (typeof TARGET_TIERS)[number]

/** One passing upward (升级), ready to be written. */
export interface NewEscalation {
  id: string
  eventId: string
  fromCode: string
  toTier: TargetTier
  toCode: string | null
  ownerCode: string
  causeKind: CauseKind
  causeId: string
  step: number
  severityRank: number
  because: readonly Reason[]
  escalatedAt: Date
}

interface Cause {
  kind: CauseKind
  id: string
  because: readonly Reason[]
}

interface Passing {
  eventId: string
  severityRank: number
  /** the unit from which it goes up */
  fromCode: string
  cause: Cause
  now: Date
}

/** Tiers above a unit, lowest first, and beyond the city those outside Fengsui. */
const UPWARD: readonly TargetTier[] = [
  'township',
  'county',
  'city',
  'autonomous_region',
  'ministry',
  'state_council',
]
const OUTSIDE = new Set<TargetTier>(['autonomous_region', 'ministry', 'state_council'])

/**
 * Passes an event to every tier above a unit, up to and including the highest that must know: each at once, since
 * what is grave is not carried from desk to desk.
 *
 * @returns one escalation a tier, numbered by step; empty when the unit is itself that high
 */
export function passUpTo(highest: TargetTier, passing: Passing): NewEscalation[] {
  const from = UPWARD.indexOf(tierOf(passing.fromCode) as TargetTier)
  const tiers = UPWARD.slice(from + 1, UPWARD.indexOf(highest) + 1)
  return tiers.map((tier, i) => escalationTo(tier, i + 1, passing))
}

/** Passes an event to the given tiers and no others. */
export function passTo(tiers: readonly TargetTier[], passing: Passing): NewEscalation[] {
  return tiers
    .filter((tier) => UPWARD.indexOf(tier) > UPWARD.indexOf(tierOf(passing.fromCode) as TargetTier))
    .map((tier) => escalationTo(tier, UPWARD.indexOf(tier) + 1, passing))
}

/**
 * Passes a missed duty to the node above the one that owed it.
 *
 * @returns null at the top of the house, where only a statutory report goes on to the autonomous region
 */
export function passMissedDuty(isStatutory: boolean, passing: Passing): NewEscalation | null {
  const above = codeAbove(passing.fromCode)
  if (above !== null && tierOf(passing.fromCode) !== 'city') {
    return escalationTo(tierOf(above) as TargetTier, 1, passing)
  }
  return isStatutory ? escalationTo('autonomous_region', 1, passing) : null
}

function escalationTo(toTier: TargetTier, step: number, passing: Passing): NewEscalation {
  const { eventId, severityRank, fromCode, cause, now } = passing
  const toCode = OUTSIDE.has(toTier) ? null : nodeAt(fromCode, toTier)
  return {
    id: uuidv7(),
    eventId,
    fromCode,
    toTier,
    toCode,
    ownerCode: toCode ?? ownerOfOutside(fromCode, cause.kind),
    causeKind: cause.kind,
    causeId: cause.id,
    step,
    severityRank,
    because: cause.because,
    escalatedAt: now,
  }
}

/** A county's direct report is the county's to make; all else leaves the house through the city. */
function ownerOfOutside(fromCode: string, kind: CauseKind): string {
  const city = cityOf(fromCode) ?? fromCode
  return kind === 'direct_report' ? (ancestorAt(fromCode, 'county') ?? city) : city
}

function nodeAt(fromCode: string, tier: TargetTier): string {
  const node = tier === 'township' || tier === 'county' || tier === 'city' ? ancestorAt(fromCode, tier) : null
  if (node === null) throw new Error(`no ${tier} above ${fromCode}`)
  return node
}

/** Whether a party is a tier that an escalation can go to. */
export function isTargetTier(party: string): party is TargetTier {
  return (UPWARD as readonly string[]).includes(party)
}
