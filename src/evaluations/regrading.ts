/**
 * Casualties of an accident that change after it (伤亡变化): within 30 days, or 7 for road traffic and fire, they
 * count and may lift the grade; after the window they are reported, and the grade stays (493号令第十三条、第二十条).
 * Only a figure that the report before gave can have changed: what nobody told before counts whenever it is told.
 */

import { COUNTED_AFTER_WINDOW, OUTSIDE_WINDOW, REGRADING } from '../regulations/accident-reports.ts'
import type { Day, Reason } from '../regulations/citation.ts'
import type { RuleSet } from '../regulations/rule-set.ts'
import { meets } from './conditions.ts'
import { dueAt } from './due-at.ts'
import { inForce, reasonFor } from './editions.ts'
import { gradeSeverity, mostSevere } from './ladders.ts'
import { severityRank } from './severity-rank.ts'
import type { Facts, Figures, Flag } from './types.ts'

const SUPPLEMENT = 'casualty_supplement'
const CASUALTIES = ['dead', 'seriously_injured'] as const
type Casualty = (typeof CASUALTIES)[number]

/**
 * The facts as far as they count for the grade: casualties that changed after the window are those before.
 *
 * @param texts the rules as the texts have them: no local rule makes the window another
 * @returns the facts themselves where nothing lies outside the window; flags say which figures were left out, and
 *   which were told after it and count
 */
export function gradedFacts(facts: Facts, onDay: Day, texts: RuleSet): { graded: Facts; late: Flag[] } {
  const { previous, figures } = facts
  if (!previous || !isOutsideWindow(facts, onDay, texts)) return { graded: facts, late: [] }
  const changed = changedSince(previous, figures)
  const told = [
    ...CASUALTIES.filter((key) => previous[key] === undefined && (figures[key] ?? 0) > 0).map((key) =>
      metBy(key, figures[key]),
    ),
    ...(facts.facts?.acutePoisoned ? [metBy('acutePoisoned', facts.facts.acutePoisoned)] : []),
  ]
  const late: Flag[] = [
    {
      flag: 'outside_casualty_window',
      because: reasons(
        OUTSIDE_WINDOW,
        changed.map((key) => metBy(key, figures[key])),
      ),
    },
    { flag: 'counted_after_casualty_window', because: reasons(COUNTED_AFTER_WINDOW, told) },
  ]
  return {
    graded: { ...facts, figures: withCasualties(figures, previous, changed) },
    late: late.filter(({ because }) => because.length > 0),
  }
}

/**
 * Whether casualties that changed since the previous report lifted the grade of an accident.
 *
 * @param graded the facts as far as they count for the grade
 * @returns null where they did not, or where no previous report is given
 */
export function regraded(graded: Facts, onDay: Day, rules: RuleSet): Flag | null {
  const { kind, previous, figures } = graded
  if (kind !== 'accident' || !previous) return null
  const changed = changedSince(previous, figures)
  if (changed.length === 0) return null
  const gradeOf = (those: Figures) => mostSevere(gradeSeverity({ ...graded, figures: those }, onDay, rules))
  const before = gradeOf(previous)
  const { level, because } = gradeOf(withCasualties(previous, figures, changed))
  if (severityRank(level) <= severityRank(before.level)) return null
  const met = { figure: 'severity', value: level ?? 'below_any_grade' }
  return { flag: 'regraded', because: [...reasons(REGRADING, [met]), ...because] }
}

/** What the report before gave, and this one gives more of. */
function changedSince(previous: Figures, figures: Figures): Casualty[] {
  return CASUALTIES.filter((key) => (figures[key] ?? 0) > (previous[key] ?? Number.POSITIVE_INFINITY))
}

function withCasualties(figures: Figures, of: Figures, keys: readonly Casualty[]): Figures {
  return { ...figures, ...Object.fromEntries(keys.map((key) => [key, of[key]])) }
}

function metBy(figure: string, value = 0) {
  return { figure, value }
}

function reasons(
  { rule, citation }: typeof REGRADING,
  met: readonly { figure: string; value: number | string }[],
): Reason[] {
  return met.map((one) => reasonFor(rule, citation, one))
}

/** `asOf` chooses editions and is no report: the window is over only for a report of which it is known when it came. */
function isOutsideWindow(facts: Facts, onDay: Day, { duties }: Pick<RuleSet, 'duties'>): boolean {
  if (facts.kind !== 'accident' || !facts.reportedAt) return false
  const supplement = duties.find(
    ({ duty, when }) => duty === SUPPLEMENT && meets(when, { ...facts, severity: null }).matched,
  )
  const edition = supplement && inForce(supplement.editions, onDay)
  if (!supplement || !edition) return false
  const end = dueAt({ limit: edition.limit, countsFrom: supplement.countsFrom }, facts)
  return end !== null && facts.reportedAt > end
}
