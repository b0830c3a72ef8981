/**
 * What a reader of an evaluation must not overlook (提示): each flag with its reasons.
 */

import { DECREE_493 } from '../regulations/accident-grades.ts'
import { RELATIVELY_SERIOUS_DANGER } from '../regulations/accident-reports.ts'
import type { Citation, Day, Reason } from '../regulations/citation.ts'
import { GRAVE_WARNING, WARNING_LEVELS } from '../regulations/decided-levels.ts'
import { HAZARD_BY_CODE, MAIN_HAZARD } from '../regulations/hazards.ts'
import { LHASA_RELIEF, MAY_BE_LOWERED, NATIONAL_RELIEF } from '../regulations/relief.ts'
import { ACCIDENT_NOT_COVERED } from '../regulations/severity-ladders.ts'
import { RELIEF_REGULATION_EDITIONS } from '../regulations/special-reports.ts'
import { FIRST_REPORT_EDITIONS, NOT_BOUND_BY_GRADE } from '../regulations/statistics-editions.ts'
import { type JudgedFacts, meets } from './conditions.ts'
import { inForce, isInForce, reasonFor } from './editions.ts'
import { isOutsideAccidentRegulation } from './ladders.ts'
import { severityRank } from './severity-rank.ts'
import type { ChainItem, Evaluation, Facts, Flag, FlagCode, ReliefAnswer } from './types.ts'

type Judged = Facts & JudgedFacts

interface Answers {
  severity: Evaluation['severity']
  relief: readonly ReliefAnswer[]
  chain: readonly ChainItem[]
  /** what it was told as: a danger with casualties is judged as another */
  told: Judged['kind']
}

const PLACEHOLDER = LHASA_RELIEF.editions[0]?.citation.instrumentZh

/** Tibet is a minority and a border area. */
const MINORITY_AREA = '54'

/** The editions by which each kind is first reported at all. */
const CHAIN_EDITIONS: Readonly<Record<Judged['kind'], readonly { citation: Citation }[]>> = {
  natural_disaster: FIRST_REPORT_EDITIONS,
  danger: [{ citation: NOT_BOUND_BY_GRADE }],
  accident: [{ citation: DECREE_493 }],
}

/**
 * Every flag that these facts raise.
 */
export function flagsOf(facts: Judged, onDay: Day, { severity, relief, chain, told }: Answers): Flag[] {
  const found: [FlagCode, Reason[]][] = [
    ['still_to_be_reported', severity.level === null ? severity.because : []],
    ['direct_report', reasonsOf(chain, 'direct_report')],
    ['daily_follow_up', reasonsOf(chain, 'daily_follow_up')],
    ['relatively_serious_danger', relativelySeriousDanger({ ...facts, kind: told }, onDay)],
    ['placeholder_thresholds', placeholderThresholds(relief)],
    ['not_bound_by_grade', sensitive(facts)],
    ['thresholds_may_be_lowered', mayBeLowered(facts, relief, onDay)],
    ['not_covered', notCovered(facts)],
    ['subhazard_needed', subhazardNeeded(facts)],
    ['main_hazard', mainHazard(facts)],
    ['grave_warning', graveWarning(facts, onDay)],
    ['may_report_to_state_council', mayReportToStateCouncil(facts, onDay)],
    ['no_edition_in_force', noEdition({ kind: told }, onDay)],
  ]
  return found.flatMap(([flag, because]) => (because.length === 0 ? [] : [{ flag, because }]))
}

/** The reasons of every item that owes a duty, each once. */
function reasonsOf(chain: readonly ChainItem[], duty: string): Reason[] {
  const all = chain.filter((item) => item.duty === duty).flatMap(({ because }) => because)
  return [...new Map(all.map((reason) => [`${reason.rule} ${reason.figure ?? ''}`, reason])).values()]
}

/** A threshold that a local rule has set is no placeholder any more. */
function placeholderThresholds(relief: readonly ReliefAnswer[]): Reason[] {
  return relief.flatMap(({ plan, level, because }) =>
    plan === LHASA_RELIEF.id && level !== null
      ? because.filter(({ instrument }) => instrument === PLACEHOLDER)
      : [],
  )
}

function sensitive({ facts }: Judged): Reason[] {
  if (!facts?.sensitive) return []
  return [reasonFor('report.not_bound_by_grade', NOT_BOUND_BY_GRADE, { figure: 'sensitive', value: true })]
}

/** Below every national threshold, the plan lets it be lowered for minority and border areas and sensitive times. */
function mayBeLowered(facts: Judged, relief: readonly ReliefAnswer[], onDay: Day): Reason[] {
  const isReached = relief.some(({ plan, level }) => plan === NATIONAL_RELIEF.id && level !== null)
  if (facts.kind !== 'natural_disaster' || isReached || !isInForce(MAY_BE_LOWERED, onDay)) return []
  const met = facts.facts?.sensitive
    ? { figure: 'sensitive', value: true }
    : { figure: 'regionCode', value: facts.regionCode }
  if (!facts.facts?.sensitive && !facts.regionCode.startsWith(MINORITY_AREA)) return []
  return [reasonFor('relief.may_be_lowered', MAY_BE_LOWERED, met)]
}

function relativelySeriousDanger(facts: Judged, onDay: Day): Reason[] {
  const { rule, when, citation } = RELATIVELY_SERIOUS_DANGER
  if (facts.hazard !== undefined || !isInForce(citation, onDay)) return []
  const verdict = meets(when, facts)
  return verdict.matched ? verdict.triggers.map((met) => reasonFor(rule, citation, met)) : []
}

function notCovered(facts: Judged): Reason[] {
  return isOutsideAccidentRegulation(facts) ? [reasonFor('accident.not_covered', ACCIDENT_NOT_COVERED)] : []
}

/** Without its sub-hazard a forest or grassland fire is judged by both ladders, and the most severe stands. */
function subhazardNeeded({ kind, hazard, subhazard }: Judged): Reason[] {
  if (kind === 'accident' || hazard === undefined || subhazard !== undefined) return []
  const row = HAZARD_BY_CODE.get(hazard)
  if (!row || row.subhazards.length === 0) return []
  return [reasonFor('hazard.subhazard_needed', row.citation, { figure: 'hazard', value: hazard })]
}

/** Several hazards at once are counted under the main one. */
function mainHazard({ hazard, facts }: Judged): Reason[] {
  if (hazard === undefined || !facts?.concurrentHazards?.length) return []
  return [reasonFor(MAIN_HAZARD.rule, MAIN_HAZARD.citation, { figure: 'hazard', value: hazard })]
}

function graveWarning({ facts }: Judged, onDay: Day): Reason[] {
  const colour = facts?.warningColour
  if (!colour || WARNING_LEVELS.levelOf[colour] > GRAVE_WARNING.upTo) return []
  const edition = inForce(GRAVE_WARNING.editions, onDay)
  if (!edition) return []
  return [reasonFor(GRAVE_WARNING.rule, edition.citation, { figure: 'warningColour', value: colour })]
}

/** Serious and graver losses may be reported straight to the State Council (自然灾害救助条例第十六条). */
function mayReportToStateCouncil({ kind, severity }: Judged, onDay: Day): Reason[] {
  if (kind !== 'natural_disaster' || severityRank(severity) < severityRank('serious')) return []
  const citation = RELIEF_REGULATION_EDITIONS.find((one) => isInForce(one, onDay))
  if (!citation || severity === null) return []
  return [reasonFor('relief_regulation.state_council', citation, { figure: 'severity', value: severity })]
}

/** Before the first edition that says who reports what, no duty of the chain is known. */
function noEdition({ kind }: Pick<Judged, 'kind'>, onDay: Day): Reason[] {
  const editions = CHAIN_EDITIONS[kind]
  const first = editions[0]
  if (!first || inForce(editions, onDay)) return []
  return [reasonFor('first_report.no_edition_in_force', first.citation)]
}
