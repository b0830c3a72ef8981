/**
 * Checks figures against each other, the previous report and the event (校验). A check runs only when every figure
 * it names is given: not given is not zero. The checks are rows of data; this reads them.
 */

import type { CheckRow, Form } from '../regulations/check-row.ts'
import { CHECKS, checksWith } from '../regulations/checks.ts'
import { NATIONAL_RULES, type RuleSet } from '../regulations/rule-set.ts'
import { leftOut, missingFalls, neverFalls, sharpRise } from './change-checks.ts'
import {
  atLeast,
  equalsSum,
  given,
  notInHazard,
  onlyInHazard,
  roomsAndHouseholds,
  sitesForPeople,
  wholeNumber,
  withinBounds,
} from './figure-checks.ts'
import type { CheckedFacts, Finding, Reader } from './finding.ts'
import {
  notAfterReport,
  registerAgrees,
  sequence,
  subhazardAbsent,
  subhazardGiven,
  sumOfChildren,
  withinPopulation,
} from './report-checks.ts'
import { tierOfRegion } from './tiers.ts'
import type { Violation } from './types.ts'
import { violation } from './violations.ts'

export { addsDeathsOrMissing } from './change-checks.ts'
export type { CheckedFacts } from './finding.ts'

const READERS: { [F in Form]: Reader<F> } = {
  whole_number: wholeNumber,
  within_bounds: withinBounds,
  at_least: atLeast,
  equals_sum: equalsSum,
  rooms_and_households: roomsAndHouseholds,
  sites_for_people: sitesForPeople,
  only_in_hazard: onlyInHazard,
  not_in_hazard: notInHazard,
  never_falls: neverFalls,
  missing_falls: missingFalls,
  left_out: leftOut,
  sharp_rise: sharpRise,
  not_after_report: notAfterReport,
  sequence,
  subhazard_given: subhazardGiven,
  subhazard_absent: subhazardAbsent,
  given,
  register_agrees: registerAgrees,
  sum_of_children: sumOfChildren,
  within_population: withinPopulation,
}

const known = new WeakMap<RuleSet['sharpRises'], readonly CheckRow[]>([[NATIONAL_RULES.sharpRises, CHECKS]])

/**
 * The checks of a rule set, made once for its thresholds.
 */
export function checksOf({ sharpRises }: Pick<RuleSet, 'sharpRises'>): readonly CheckRow[] {
  const made = known.get(sharpRises) ?? checksWith(sharpRises)
  known.set(sharpRises, made)
  return made
}

/**
 * Every check that these facts do not pass: hard ones refuse, soft ones ask for a written explanation. One that is
 * soft and explained is in the answer all the same: it is stored, and passed up with its explanation.
 *
 * @param checks the table of checks in the order in which it is read; that of the regulations, where it is not given
 */
export function checkFigures(facts: CheckedFacts, checks: readonly CheckRow[] = CHECKS): Violation[] {
  const isExplained = explains(facts.explanation)
  const violations: Violation[] = []
  for (const row of checks) {
    if (!applies(row, facts)) continue
    const findings = read(row, facts)
    for (const finding of findings) violations.push(violation(row, finding, isExplained))
    if (row.stops && findings.length > 0) break
  }
  return violations
}

/**
 * Whether a written explanation says anything: at least one letter or digit of any script that can be seen. Blanks,
 * points and invisible characters explain nothing.
 */
export function explains(explanation: string | undefined): boolean {
  return explanation !== undefined && /(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}]/u.test(explanation)
}

function read<F extends Form>(row: CheckRow<F>, facts: CheckedFacts): readonly Finding[] {
  return READERS[row.form](row, facts)
}

/** A condition on a fact that is not given does not hold; an exception for it does not apply. */
function applies({ stages, tiers, exceptKinds }: CheckRow, { stage, regionCode, kind }: CheckedFacts) {
  if (stages && (stage === undefined || !stages.includes(stage))) return false
  if (exceptKinds && kind !== undefined && exceptKinds.includes(kind)) return false
  if (!tiers) return true
  const tier = regionCode === undefined ? null : tierOfRegion(regionCode)
  return tier !== null && tiers.includes(tier)
}
