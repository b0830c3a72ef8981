/** Lays values of local rules (本地规则) over a set of rules, each with its own citation, and leaves out what cannot stand. */

import type { Citation, Day } from '../regulations/citation.ts'
import type { DeskProfile } from '../regulations/desk-profiles.ts'
import type { ReportingDuty } from '../regulations/duty.ts'
import type { Ladder } from '../regulations/ladder.ts'
import type { LocalForm, LocalRule, LocalValue } from '../regulations/local-rule.ts'
import type { RuleSet } from '../regulations/rule-set.ts'
import { inForce } from './editions.ts'
import { effectOf, holdingOf, thresholdParts } from './local-targets.ts'
import { withThresholds } from './local-thresholds.ts'

/** Why a local rule cannot stand. */
export type LocalFault =
  | { fault: 'unknown_target' }
  | { fault: 'wrong_form'; form: LocalForm }
  | { fault: 'out_of_range'; expected: string }
  | { fault: 'loosens'; citation: Citation; value: LocalValue | null }
  | { fault: 'out_of_order'; ladder: string }

/** A local rule without effect, and why: a later edition of the text is stricter, say. */
export interface Silent {
  rule: LocalRule
  fault: LocalFault
}

/**
 * Lays local rules over others. A rule that cannot stand is left out and named, so that the text itself stands.
 *
 * @param active those of the day and place; of two for one target the later one wins
 */
export function layOver(
  base: RuleSet,
  active: readonly LocalRule[],
  onDay: Day,
): { rules: RuleSet; silent: Silent[] } {
  const silent: Silent[] = []
  const winners = [...new Map(active.map((rule) => [rule.target, rule])).values()]
  const standing = winners.filter((rule) => {
    const fault = faultOf(base, rule, onDay)
    if (fault) silent.push({ rule, fault })
    return fault === null
  })
  const ladders = <Id extends string, Level extends string | number>(all: readonly Ladder<Id, Level>[]) =>
    all.map((ladder) => laidLadder(ladder, standing, onDay, silent))
  const rules = standing.reduce((laid, rule) => withValue(laid, rule, onDay), base)
  return {
    rules: { ...rules, ladders: ladders(rules.ladders), reliefPlans: ladders(rules.reliefPlans) },
    silent,
  }
}

/**
 * Why a local rule cannot stand on a day, whatever other local rules there are.
 *
 * @returns null where it can
 */
export function faultOf(
  base: RuleSet,
  { target, kind, value }: Pick<LocalRule, 'target' | 'kind' | 'value'>,
  onDay: Day,
): LocalFault | null {
  const holding = holdingOf(base, target, onDay)
  if (!holding || holding.kind !== kind) return { fault: 'unknown_target' }
  const effect = effectOf(holding, value)
  if (effect === null) return { fault: 'wrong_form', form: holding.form }
  if (holding.measure?.endsWith('_share') && 'from' in value && value.from > 1) {
    return { fault: 'out_of_range', expected: 'a part of one, above 0 and at most 1' }
  }
  const { citation, isBinding } = holding
  if (effect !== 'loosens' || !isBinding || citation.mayBeLoosenedBy !== undefined) return null
  return { fault: 'loosens', citation, value: holding.value }
}

/** Where the bands would no longer follow each other, the rule that came last gives way. */
function laidLadder<Id extends string, Level extends string | number>(
  ladder: Ladder<Id, Level>,
  standing: readonly LocalRule[],
  onDay: Day,
  silent: Silent[],
): Ladder<Id, Level> {
  const rules = standing.filter(({ target }) => thresholdParts(target)?.ladder === ladder.id)
  for (;;) {
    const laid = withThresholds(ladder, rules, onDay)
    if (laid) return laid
    const rule = rules.pop()
    if (rule) silent.push({ rule, fault: { fault: 'out_of_order', ladder: ladder.id } })
  }
}

/** Everything but thresholds, which are laid together. */
function withValue(rules: RuleSet, { target, kind, value, citation }: LocalRule, onDay: Day): RuleSet {
  if ('on' in value) return withSwitch(rules, target, value.on, citation, onDay)
  if ('profile' in value) return { ...rules, deskProfile: { id: value.profile, citation } }
  if ('moreThan' in value) {
    const { moreThan } = value
    const sharpRises = rules.sharpRises.map((row) =>
      `sharp_rise.${row.key}` === target ? { ...row, moreThan, citation } : row,
    )
    return { ...rules, sharpRises }
  }
  if ('from' in value) return rules
  if (kind === 'desk_limit' && 'minutes' in value) {
    const deskProfiles = rules.deskProfiles.map((one) => withMinutes(one, target, value.minutes, citation))
    return { ...rules, deskProfiles }
  }
  const duties = rules.duties.map((duty) =>
    duty.rule === target ? withEdition(duty, onDay, { citation, limit: value }) : duty,
  )
  return { ...rules, duties }
}

/** What is switched on by the bureau's own text is owed by that text. A limit that has been laid already keeps its own. */
function withSwitch(rules: RuleSet, name: string, on: boolean, citation: Citation, onDay: Day): RuleSet {
  const duties = rules.duties.map((duty) =>
    duty.switchedBy === name ? withEdition(duty, onDay, { citation }) : duty,
  )
  return { ...rules, duties, switches: { ...rules.switches, [name]: on } }
}

function withEdition(
  duty: ReportingDuty,
  onDay: Day,
  change: Partial<ReportingDuty['editions'][number]>,
): ReportingDuty {
  const held = inForce(duty.editions, onDay)
  const editions = duty.editions.map((edition) => (edition === held ? { ...held, ...change } : edition))
  return { ...duty, editions }
}

function withMinutes(profile: DeskProfile, target: string, minutes: number, citation: Citation): DeskProfile {
  const limits = profile.limits.map((limit) =>
    limit.minSeverity === undefined && `desk.${profile.id}.${limit.act}` === target
      ? { ...limit, minutes, citation }
      : limit,
  )
  return { ...profile, limits }
}
