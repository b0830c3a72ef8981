/**
 * Which level of relief response (自然灾害救助应急响应) the figures reach, by each plan. Starting one is a decision
 * of people; this only says what the thresholds say.
 */

import type { Day } from '../regulations/citation.ts'
import { NATIONAL_RELIEF, NEIGHBOUR_JOINS } from '../regulations/relief.ts'
import { NATIONAL_RULES, type RuleSet } from '../regulations/rule-set.ts'
import { isInForce, reasonFor } from './editions.ts'
import { climb, isInScope } from './ladders.ts'
import { measure } from './measures.ts'
import type { Facts, ReliefAnswer } from './types.ts'

/**
 * The answer of each relief plan that applies. Figures of drought only count in a drought.
 *
 * @returns empty for accidents and dangers: the plans are for natural disasters
 */
export function reliefLevels(
  facts: Facts,
  onDay: Day,
  { reliefPlans }: Pick<RuleSet, 'reliefPlans'> = NATIONAL_RULES,
): ReliefAnswer[] {
  const counted = facts.hazard === 'drought' ? facts : withoutDrought(facts)
  const answers: ReliefAnswer[] = []
  for (const plan of reliefPlans) {
    if (!isInScope(plan.scope, counted)) continue
    const answer = climb(plan, counted, onDay)
    if (!answer) continue
    const joined = plan.id === NATIONAL_RELIEF.id ? joinsNeighbour(counted, onDay, answer.level) : null
    answers.push(joined ?? { plan: plan.id, ...answer })
  }
  return answers
}

function joinsNeighbour(facts: Facts, onDay: Day, own: ReliefAnswer['level']): ReliefAnswer | null {
  const started = facts.facts?.neighbourReliefLevel
  const row = NEIGHBOUR_JOINS.find(({ level }) => level === started)
  if (!row || !isInForce(row.citation, onDay) || (own !== null && own <= row.level)) return null
  const measured = measure('dead_and_missing', facts)
  if (!measured || measured.value < row.from || measured.value >= row.below) return null
  return {
    plan: 'national',
    level: row.level,
    because: [reasonFor(`national.${row.level}.neighbour`, row.citation, measured)],
  }
}

function withoutDrought(facts: Facts): Facts {
  const { drought_aid_cum: _cum, drought_aid_now: _now, ...figures } = facts.figures
  const shares = facts.facts?.shares
  if (shares?.droughtAid === undefined) return { ...facts, figures }
  const { droughtAid: _share, ...otherShares } = shares
  return { ...facts, figures, facts: { ...facts.facts, shares: otherShares } }
}
