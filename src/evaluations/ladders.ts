/**
 * Climbs the ladders: every ladder that applies answers for itself, and the most severe answer stands (定级).
 */

import type { Citation, Day, Reason } from '../regulations/citation.ts'
import { CRITERION_BY_CODE } from '../regulations/criteria.ts'
import type { Band, Ladder, LadderEdition, Scope } from '../regulations/ladder.ts'
import { NATIONAL_RULES, type RuleSet } from '../regulations/rule-set.ts'
import { SECTORS } from '../regulations/sectors.ts'
import { ACCIDENT_NOT_COVERED, NO_TEXT } from '../regulations/severity-ladders.ts'
import { inForce, reasonFor } from './editions.ts'
import { measure } from './measures.ts'
import { graver } from './severity-rank.ts'
import type { Evaluation, Facts, LadderAnswer } from './types.ts'

const NOT_COVERED: ReadonlySet<string> = new Set(
  SECTORS.filter((row) => !row.isCovered).map((row) => row.code),
)

/**
 * Whether a sector lies outside the regulation on accidents (国务院令第493号第二条).
 */
export function isOutsideAccidentRegulation({ kind, sector }: Pick<Facts, 'kind' | 'sector'>): boolean {
  return kind === 'accident' && sector !== undefined && NOT_COVERED.has(sector)
}

/**
 * The answer of every severity ladder that applies to these facts.
 *
 * @returns at least one answer: where no text gives bands, one with level null that says so
 */
export function gradeSeverity(
  facts: Facts,
  onDay: Day,
  { ladders }: Pick<RuleSet, 'ladders'> = NATIONAL_RULES,
): LadderAnswer[] {
  if (isOutsideAccidentRegulation(facts)) {
    return [
      { ladder: 'accident', level: null, because: [reasonFor('accident.not_covered', ACCIDENT_NOT_COVERED)] },
    ]
  }
  const answers: LadderAnswer[] = []
  for (const ladder of ladders) {
    if (!isInScope(ladder.scope, facts)) continue
    const answer = climb(ladder, facts, onDay)
    if (answer) answers.push({ ladder: ladder.id, ...answer })
  }
  if (answers.length > 0) return answers
  return [{ ladder: 'no_text', level: null, because: [reasonFor('severity.no_text_seen', NO_TEXT)] }]
}

/**
 * The severity that stands: the most severe of the ladders' answers, with the reasons of those that reach it.
 */
export function mostSevere(answers: readonly LadderAnswer[]): Evaluation['severity'] {
  const level = answers.reduce<LadderAnswer['level']>((found, answer) => graver(found, answer.level), null)
  return {
    level,
    because: answers.filter((answer) => answer.level === level).flatMap(({ because }) => because),
  }
}

/**
 * Whether a ladder speaks about these facts at all.
 */
export function isInScope(scope: Scope, { kind, hazard, subhazard, regionCode }: Facts): boolean {
  if (scope.kinds && !scope.kinds.includes(kind)) return false
  if (scope.hazards && !(hazard && scope.hazards.includes(hazard))) return false
  if (scope.subhazards && subhazard && !scope.subhazards.includes(subhazard)) return false
  return !scope.places || scope.places.some((place) => regionCode.startsWith(place))
}

/**
 * One ladder's answer by the edition in force on a day. The most severe band that any criterion reaches wins.
 *
 * @returns null where the ladder only answers when one of its figures is given, and none is
 */
export function climb<Id extends string, Level>(
  ladder: Ladder<Id, Level>,
  facts: Facts,
  onDay: Day,
): { level: Level | null; because: Reason[] } | null {
  const edition = inForce(ladder.editions, onDay)
  if (!edition) return noEdition(ladder)
  for (const band of edition.bands) {
    const because = reached(ladder.id, band, edition, facts)
    if (because.length > 0) return { level: band.level, because }
  }
  const measured = isMeasured(edition, facts)
  if (!measured && ladder.onlyWhenMeasured) return null
  const rule =
    edition.bands.length === 0 ? 'bands_not_seen' : measured ? 'below_any_grade' : 'figures_not_given'
  return { level: null, because: [reasonFor(`${ladder.id}.${rule}`, edition.citation)] }
}

function reached<Level>(
  id: string,
  band: Band<Level>,
  { citation }: LadderEdition<Level>,
  facts: Facts,
): Reason[] {
  const reasons: Reason[] = []
  for (const { measure: name, from, below, status, citation: own = citation } of band.criteria) {
    const measured = measure(name, facts)
    if (!measured || measured.value < from || (below !== null && measured.value >= below)) continue
    reasons.push(reasonFor(`${id}.${band.level}.${name}`, own, { ...measured, status: status ?? own.status }))
  }
  for (const code of band.ticked ?? []) {
    if (!facts.facts?.criteria?.includes(code)) continue
    const status = citation.status === 'inferred' ? 'inferred' : CRITERION_BY_CODE[code].citation.status
    reasons.push(
      reasonFor(`${id}.${band.level}.${code}`, citation, { figure: 'criteria', value: code, status }),
    )
  }
  return reasons
}

function isMeasured<Level>({ bands }: LadderEdition<Level>, facts: Facts): boolean {
  return bands.some(({ criteria }) => criteria.some(({ measure: name }) => measure(name, facts) !== null))
}

function noEdition<Id extends string, Level>({ id, editions, onlyWhenMeasured }: Ladder<Id, Level>) {
  const first: Citation | undefined = editions[0]?.citation
  if (!first || onlyWhenMeasured) return null
  return { level: null, because: [reasonFor(`${id}.no_edition_in_force`, first)] }
}
