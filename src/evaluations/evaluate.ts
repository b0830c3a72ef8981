/**
 * The one judge (研判): facts in, no trace left, every answer with its reasons. Submissions, dry runs and drills ask it.
 */

import { INVESTIGATIONS } from '../regulations/accident-grades.ts'
import type { Day } from '../regulations/citation.ts'
import type { LocalRule } from '../regulations/local-rule.ts'
import { ROUTING_RULES, type RoutingRule } from '../regulations/routing.ts'
import { NATIONAL_RULES, type RuleSet } from '../regulations/rule-set.ts'
import { shanghaiDay } from '../shanghai.ts'
import { dailyFollowUps, reportingChain, type Switches } from './chain.ts'
import { checkFigures, checksOf } from './checks.ts'
import type { JudgedFacts } from './conditions.ts'
import { consequencesOf } from './consequences.ts'
import { refuseContradictions } from './contradictions.ts'
import { asTheyAre } from './dangers.ts'
import { decidedResponse, decidedWarning } from './decided-levels.ts'
import { deskLimits } from './desk.ts'
import { dayOfJudgement, isInForce, reasonFor } from './editions.ts'
import { flagsOf } from './flags.ts'
import { gradeSeverity, mostSevere } from './ladders.ts'
import { rulesFor, withSwitches } from './local-rules.ts'
import { gradedFacts, regraded } from './regrading.ts'
import { reliefLevels } from './relief.ts'
import { routeEvent, type TraceItem, whoMustBeTold } from './route.ts'
import type { Evaluation, Facts } from './types.ts'

export { UnjudgeableError } from './contradictions.ts'

export interface EvaluateOptions {
  /** the seeded rules, where they are not given */
  routingRules?: readonly RoutingRule[]
  /** laid over those of the rule set */
  switches?: Switches
  /** the national texts and Lhasa's defaults, where they are not given */
  rules?: RuleSet
  /** the bureau's own, whatever their days and places: those of the event's day and of the unit's place are laid over */
  localRules?: readonly LocalRule[]
}

type Judged = Facts & JudgedFacts

/**
 * Judges facts: severity by every ladder, relief levels, the reporting chain, who must be told, recipients, violations.
 *
 * @returns every answer with its reasons, and the routing trace beside them
 * @throws UnjudgeableError where facts contradict themselves or name what does not exist
 */
export function evaluate(facts: Facts, options: EvaluateOptions = {}): Evaluation & { trace: TraceItem[] } {
  refuseContradictions(facts)
  const onDay = dayOfJudgement(facts)
  const rules = rulesOf(options, onDay, facts.regionCode)
  const taken = asTheyAre(facts)
  const { graded, late } = gradedFacts(taken.facts, onDay, options.rules ?? NATIONAL_RULES)
  const ladders = gradeSeverity(graded, onDay, rules)
  const severity = mostSevere(ladders)
  const judged: Judged = { ...taken.facts, severity: severity.level }
  const relief = reliefLevels(judged, onDay, rules)
  const knowledge = { daily: dailyFollowUps(judged, relief), before: judgedBefore(facts, onDay, rules) }
  const chain = reportingChain(judged, onDay, knowledge, rules)
  const routingDay = shanghaiDay(facts.reportedAt ?? facts.asOf ?? facts.occurredAt)
  const { recipients, trace } = routeEvent(options.routingRules ?? ROUTING_RULES, {
    ...judged,
    onDay: routingDay,
  })
  const lifted = regraded(graded, onDay, rules)
  return {
    severity,
    ladders,
    relief,
    ...decidedResponse(facts, onDay),
    ...decidedWarning(facts, onDay),
    chain,
    desk: deskLimits(severity.level, facts.deskProfile ?? null, rules),
    mustTell: whoMustBeTold(judged, onDay),
    recipients,
    violations: checkFigures(facts, checksOf(rules)),
    flags: [
      ...taken.flags,
      ...flagsOf(judged, onDay, { severity, relief, chain, told: facts.kind }),
      ...consequencesOf(judged, onDay),
      ...late,
      ...(lifted ? [lifted] : []),
    ],
    ...investigatedBy(judged, onDay),
    trace,
  }
}

/** What was judged when the report before this one was all that was known; null where nothing says so. */
function judgedBefore(facts: Facts, onDay: Day, rules: RuleSet): Judged | null {
  const { previous, reportedAt } = facts
  if (!previous || !reportedAt) return null
  const before = asTheyAre({ ...facts, figures: previous }).facts
  return { ...before, severity: mostSevere(gradeSeverity(before, onDay, rules)).level }
}

function rulesOf(options: EvaluateOptions, onDay: Day, regionCode: string): RuleSet {
  const { rules = NATIONAL_RULES, switches, localRules = [] } = options
  return rulesFor(withSwitches(rules, switches), localRules, onDay, regionCode)
}

function investigatedBy({ kind, severity }: Judged, onDay: Day): Pick<Evaluation, 'investigation'> {
  const { citation, by } = INVESTIGATIONS
  if (kind !== 'accident' || severity === null || !isInForce(citation, onDay)) return {}
  const because = [reasonFor('accident.investigation', citation, { figure: 'severity', value: severity })]
  return { investigation: { by: by[severity], because } }
}
