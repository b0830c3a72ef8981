/**
 * The one judge (研判): facts in, no trace left, every answer with its reasons. Submissions, dry runs and drills ask it.
 */

import { INVESTIGATIONS } from '../regulations/accident-grades.ts'
import { RELATIVELY_SERIOUS_DANGER } from '../regulations/accident-reports.ts'
import type { Day, Reason } from '../regulations/citation.ts'
import { HAZARD_BY_CODE } from '../regulations/hazards.ts'
import type { LocalRule } from '../regulations/local-rule.ts'
import { LHASA_RELIEF, MAY_BE_LOWERED } from '../regulations/relief.ts'
import { ROUTING_RULES, type RoutingRule } from '../regulations/routing.ts'
import { NATIONAL_RULES, type RuleSet } from '../regulations/rule-set.ts'
import { ACCIDENT_NOT_COVERED } from '../regulations/severity-ladders.ts'
import { FIRST_REPORT_EDITIONS, NOT_BOUND_BY_GRADE } from '../regulations/statistics-editions.ts'
import { shanghaiDay } from '../shanghai.ts'
import { dailyFollowUps, reportingChain, type Switches } from './chain.ts'
import { checkFigures } from './checks.ts'
import { type JudgedFacts, meets } from './conditions.ts'
import { refuseContradictions } from './contradictions.ts'
import { dayOfJudgement, inForce, isInForce, reasonFor } from './editions.ts'
import { gradeSeverity, isOutsideAccidentRegulation, mostSevere } from './ladders.ts'
import { rulesFor, withSwitches } from './local-rules.ts'
import { reliefLevels } from './relief.ts'
import { routeEvent, type TraceItem, whoMustBeTold } from './route.ts'
import type { ChainItem, Evaluation, Facts, Flag, FlagCode, ReliefAnswer } from './types.ts'

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

const PLACEHOLDER = LHASA_RELIEF.editions[0]?.citation.instrumentZh

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
  const ladders = gradeSeverity(facts, onDay, rules)
  const severity = mostSevere(ladders)
  const judged: Judged = { ...facts, severity: severity.level }
  const relief = reliefLevels(facts, onDay, rules)
  const daily = dailyFollowUps(judged, relief)
  const chain = reportingChain(judged, onDay, daily, rules)
  const routingDay = shanghaiDay(facts.reportedAt ?? facts.asOf ?? facts.occurredAt)
  const { recipients, trace } = routeEvent(options.routingRules ?? ROUTING_RULES, {
    ...judged,
    onDay: routingDay,
  })
  const evaluation: Evaluation & { trace: TraceItem[] } = {
    severity,
    ladders,
    relief,
    chain,
    mustTell: whoMustBeTold(judged, onDay),
    recipients,
    violations: checkFigures(facts, rules),
    flags: flagsOf(judged, onDay, { severity, relief, chain, daily }),
    trace,
  }
  const investigation = investigatedBy(judged, onDay)
  return investigation ? { ...evaluation, investigation } : evaluation
}

function rulesOf(options: EvaluateOptions, onDay: Day, regionCode: string): RuleSet {
  const { rules = NATIONAL_RULES, switches, localRules = [] } = options
  return rulesFor(withSwitches(rules, switches), localRules, onDay, regionCode)
}

interface Answers {
  severity: Evaluation['severity']
  relief: readonly ReliefAnswer[]
  chain: readonly ChainItem[]
  daily: Reason[] | null
}

function flagsOf(facts: Judged, onDay: Day, { severity, relief, chain, daily }: Answers): Flag[] {
  const flags: Flag[] = []
  const raise = (flag: FlagCode, because: Reason[]) => flags.push({ flag, because })
  const direct = chain.filter(({ duty }) => duty === 'direct_report')
  if (severity.level === null) raise('still_to_be_reported', severity.because)
  if (direct.length > 0)
    raise(
      'direct_report',
      direct.flatMap(({ because }) => because),
    )
  if (daily && !facts.stableAt) raise('daily_follow_up', daily)
  const danger = relativelySeriousDanger(facts, onDay)
  if (danger) raise('relatively_serious_danger', danger)
  for (const { plan, because } of relief.filter(({ level }) => level !== null)) {
    if (plan !== LHASA_RELIEF.id) continue
    // a threshold that a local rule has set is no placeholder any more
    const assumed = because.filter(({ instrument }) => instrument === PLACEHOLDER)
    if (assumed.length > 0) raise('placeholder_thresholds', assumed)
  }
  if (facts.facts?.sensitive) raiseSensitive(onDay, raise)
  if (isOutsideAccidentRegulation(facts)) {
    raise('not_covered', [reasonFor('accident.not_covered', ACCIDENT_NOT_COVERED)])
  }
  const subhazard = subhazardNeeded(facts)
  if (subhazard) raise('subhazard_needed', subhazard)
  if (facts.kind === 'natural_disaster' && !inForce(FIRST_REPORT_EDITIONS, onDay)) {
    raise('no_edition_in_force', firstEdition())
  }
  return flags
}

function raiseSensitive(onDay: Day, raise: (flag: FlagCode, because: Reason[]) => void): void {
  const met = { figure: 'sensitive', value: true }
  raise('not_bound_by_grade', [reasonFor('report.not_bound_by_grade', NOT_BOUND_BY_GRADE, met)])
  if (!isInForce(MAY_BE_LOWERED, onDay)) return
  raise('thresholds_may_be_lowered', [reasonFor('relief.may_be_lowered', MAY_BE_LOWERED, met)])
}

function relativelySeriousDanger(facts: Judged, onDay: Day): Reason[] | null {
  const { rule, when, citation } = RELATIVELY_SERIOUS_DANGER
  if (facts.hazard !== undefined || !isInForce(citation, onDay)) return null
  const verdict = meets(when, facts)
  if (!verdict.matched) return null
  return verdict.triggers.map((met) => reasonFor(rule, citation, met))
}

/** Without its sub-hazard a forest or grassland fire is judged by both ladders, and the most severe stands. */
function subhazardNeeded({ kind, hazard, subhazard }: Judged): Reason[] | null {
  if (kind === 'accident' || hazard === undefined || subhazard !== undefined) return null
  const row = HAZARD_BY_CODE.get(hazard)
  if (!row || row.subhazards.length === 0) return null
  return [reasonFor('hazard.subhazard_needed', row.citation, { figure: 'hazard', value: hazard })]
}

function firstEdition(): Reason[] {
  const first = FIRST_REPORT_EDITIONS[0]
  return first ? [reasonFor('first_report.no_edition_in_force', first.citation)] : []
}

function investigatedBy({ kind, severity }: Judged, onDay: Day): Evaluation['investigation'] | null {
  const { citation, by } = INVESTIGATIONS
  if (kind !== 'accident' || severity === null || !isInForce(citation, onDay)) return null
  return {
    by: by[severity],
    because: [reasonFor('accident.investigation', citation, { figure: 'severity', value: severity })],
  }
}
