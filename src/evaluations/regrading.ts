/**
 * Casualties of an accident that change after it (伤亡变化): within 30 days, or 7 for road traffic and fire, they
 * count and may lift the grade; after the window they are reported, and the grade stays (493号令第十三条、第二十条).
 */

import { OUTSIDE_WINDOW, REGRADING } from '../regulations/accident-reports.ts'
import type { Day, Reason } from '../regulations/citation.ts'
import type { RuleSet } from '../regulations/rule-set.ts'
import { meets } from './conditions.ts'
import { dueAt } from './due-at.ts'
import { inForce, reasonFor } from './editions.ts'
import { gradeSeverity, mostSevere } from './ladders.ts'
import { severityRank } from './severity-rank.ts'
import type { Evaluation, Facts, Figures, Flag } from './types.ts'

const SUPPLEMENT = 'casualty_supplement'
const CASUALTIES = ['dead', 'seriously_injured'] as const

/**
 * The facts as far as they count for the grade: casualties that changed after the window are those before.
 *
 * @returns the facts themselves where nothing lies outside the window; the flag says which figures were left out
 */
export function gradedFacts(facts: Facts, onDay: Day, rules: RuleSet): { graded: Facts; late: Flag | null } {
  const { previous } = facts
  const changed = previous ? CASUALTIES.filter((key) => rises(facts.figures, previous, key)) : []
  if (!previous || changed.length === 0 || !isOutsideWindow(facts, onDay, rules)) {
    return { graded: facts, late: null }
  }
  const figures: Figures = { ...facts.figures }
  for (const key of changed) {
    const before = previous[key]
    if (before === undefined) delete figures[key]
    else figures[key] = before
  }
  const because = changed.map((key) =>
    reasonFor(OUTSIDE_WINDOW.rule, OUTSIDE_WINDOW.citation, { figure: key, value: facts.figures[key] ?? 0 }),
  )
  return { graded: { ...facts, figures }, late: { flag: 'outside_casualty_window', because } }
}

/**
 * Whether a change since the previous report lifted the grade of an accident.
 *
 * @returns null where it did not, or where no previous report is given
 */
export function regraded(
  facts: Facts,
  severity: Evaluation['severity'],
  onDay: Day,
  rules: RuleSet,
): Flag | null {
  if (facts.kind !== 'accident' || !facts.previous) return null
  const before = mostSevere(gradeSeverity({ ...facts, figures: facts.previous }, onDay, rules)).level
  if (severityRank(severity.level) <= severityRank(before)) return null
  const met = { figure: 'severity', value: severity.level ?? 'below_any_grade' }
  const because: Reason[] = [reasonFor(REGRADING.rule, REGRADING.citation, met), ...severity.because]
  return { flag: 'regraded', because }
}

function rises(figures: Figures, previous: Figures, key: (typeof CASUALTIES)[number]): boolean {
  const now = figures[key]
  return now !== undefined && now > (previous[key] ?? 0)
}

function isOutsideWindow(facts: Facts, onDay: Day, rules: RuleSet): boolean {
  const moment = facts.reportedAt ?? facts.asOf
  if (facts.kind !== 'accident' || !moment) return false
  const supplement = rules.duties.find(
    ({ duty, when }) => duty === SUPPLEMENT && meets(when, { ...facts, severity: null }).matched,
  )
  const edition = supplement && inForce(supplement.editions, onDay)
  if (!supplement || !edition) return false
  const end = dueAt({ limit: edition.limit, countsFrom: supplement.countsFrom }, facts)
  return end !== null && moment > end
}
