/**
 * Checks figures against each other, the previous report and the event (校验). A check runs only when every figure
 * it names is given: not given is not zero.
 */

import {
  type AtLeast,
  type EqualsSum,
  HARD_RELATIONS,
  HOMES,
  NOT_IN_DROUGHT,
  ONLY_IN_DROUGHT,
  VERIFIED_FIGURES,
} from '../regulations/checks.ts'
import { HAZARD_BY_CODE } from '../regulations/hazards.ts'
import { INDICATOR_BY_KEY, type IndicatorKey } from '../regulations/indicators.ts'
import { NATIONAL_RULES, type RuleSet } from '../regulations/rule-set.ts'
import { shanghaiIso } from '../shanghai.ts'
import { checkChanges } from './change-checks.ts'
import { tierOfRegion } from './tiers.ts'
import type { Facts, Figures, Violation } from './types.ts'
import { inChinese, inEnglish, spoken, violation } from './violations.ts'

export { addsDeathsOrMissing } from './change-checks.ts'

/** What the checks read. */
export type CheckedFacts = Pick<Facts, 'figures'> & Partial<Facts>

/**
 * Every check that these facts do not pass: hard ones refuse, soft ones ask for a written explanation.
 */
export function checkFigures(
  facts: CheckedFacts,
  { sharpRises }: Pick<RuleSet, 'sharpRises'> = NATIONAL_RULES,
): Violation[] {
  const malformed = checkNumbers(facts.figures)
  if (malformed.length > 0) return malformed
  return [
    ...checkRelations(facts.figures),
    ...checkHomes(facts.figures),
    ...checkSites(facts.figures),
    ...checkHazardFigures(facts),
    ...checkChanges(facts, sharpRises),
    ...checkSequence(facts),
    ...checkSubhazard(facts),
    ...checkVerified(facts),
  ]
}

function checkNumbers(figures: Figures): Violation[] {
  const violations: Violation[] = []
  for (const key of Object.keys(figures) as IndicatorKey[]) {
    const value = figures[key]
    if (value === undefined || (Number.isSafeInteger(value) && value >= 0)) continue
    const label = INDICATOR_BY_KEY[key]
    violations.push(
      violation('C01', 'hard', [key], {
        observed: `${key} = ${value}`,
        expected: `${key} is a whole number of ${label?.base ?? 'base units'}, not below 0`,
        textZh: `${label?.zh ?? key}应为不小于0的整数,现为${value}`,
        textEn: `${label?.en ?? key} must be a whole number not below 0, and is ${value}`,
      }),
    )
  }
  return violations
}

function checkRelations(figures: Figures): Violation[] {
  const violations: Violation[] = []
  for (const relation of HARD_RELATIONS) {
    const left = figures[relation.left]
    if (left === undefined) continue
    const right = sumWhereAllGiven(relation.right, figures)
    if (right === null) continue
    const found =
      relation.form === 'at_least' ? tooSmall(relation, left, right, figures) : unequal(relation, left, right)
    if (found) violations.push(found)
  }
  return violations
}

function sumWhereAllGiven(keys: readonly IndicatorKey[], figures: Figures): number | null {
  let sum = 0
  for (const key of keys) {
    const value = figures[key]
    if (value === undefined) return null
    sum += value
  }
  return sum
}

function tooSmall(check: AtLeast, left: number, right: number, figures: Figures): Violation | null {
  if (left >= right || (check.unlessGiven && figures[check.unlessGiven] !== undefined)) return null
  return violation(check.id, 'hard', [check.left, ...check.right], {
    observed: `${check.left} = ${left}, ${check.right.join(' + ')} = ${right}`,
    expected: `${check.left} >= ${check.right.join(' + ')}`,
    textZh: `${inChinese([check.left])}${spoken(check.left, left)}应不小于${inChinese(check.right)}${spoken(check.left, right)}`,
    textEn: `${inEnglish([check.left])} (${left}) must not be below ${inEnglish(check.right)} (${right})`,
  })
}

function unequal(check: EqualsSum, left: number, right: number): Violation | null {
  if (Math.abs(left - right) <= check.tolerance) return null
  return violation(check.id, 'hard', [check.left, ...check.right], {
    observed: `${check.left} = ${left}, ${check.right.join(' + ')} = ${right}`,
    expected: `${check.left} = ${check.right.join(' + ')}${check.tolerance > 0 ? ` (within ${check.tolerance})` : ''}`,
    textZh: `${inChinese([check.left])}${spoken(check.left, left)}应等于${inChinese(check.right)}之和${spoken(check.left, right)}`,
    textEn: `${inEnglish([check.left])} (${left}) must equal ${inEnglish(check.right)} (${right})`,
  })
}

function checkHomes(figures: Figures): Violation[] {
  const violations: Violation[] = []
  for (const { rooms, households } of HOMES) {
    const roomCount = figures[rooms]
    const householdCount = figures[households]
    if (roomCount === undefined || householdCount === undefined) continue
    if (roomCount >= householdCount && roomCount > 0 === householdCount > 0) continue
    violations.push(
      violation('C11', 'soft', [rooms, households], {
        observed: `${rooms} = ${roomCount}, ${households} = ${householdCount}`,
        expected: `${rooms} >= ${households}, both 0 or neither`,
        textZh: `${inChinese([rooms])}${spoken(rooms, roomCount)}与${inChinese([households])}${spoken(households, householdCount)}不符:每户至少一间`,
        textEn: `${inEnglish([rooms])} (${roomCount}) and ${inEnglish([households])} (${householdCount}) do not fit: each household has at least one room`,
      }),
    )
  }
  return violations
}

function checkSites(figures: Figures): Violation[] {
  const { central_sites_now: sites, central_now: people } = figures
  if (sites === undefined || people === undefined || people === 0 || sites > 0) return []
  return [
    violation('C14', 'soft', ['central_sites_now', 'central_now'], {
      observed: `central_sites_now = ${sites}, central_now = ${people}`,
      expected: 'central_sites_now > 0 while central_now > 0',
      textZh: `有集中安置人口${people}人,集中安置点数量却为0`,
      textEn: `${people} people are in central sites, but there are 0 sites`,
    }),
  ]
}

function checkHazardFigures({ hazard, figures }: CheckedFacts): Violation[] {
  if (hazard === undefined) return []
  const strangers = hazard === 'drought' ? NOT_IN_DROUGHT : ONLY_IN_DROUGHT
  return strangers
    .filter((key) => (figures[key] ?? 0) > 0)
    .map((key) =>
      violation('C08', 'soft', [key], {
        observed: `${key} = ${figures[key]}, hazard = ${hazard}`,
        expected: hazard === 'drought' ? `no ${key} in a drought` : `${key} only in a drought`,
        textZh: `${inChinese([key])}${hazard === 'drought' ? '不应在旱灾中填报' : '只应在旱灾中填报'}`,
        textEn: `${inEnglish([key])} is ${hazard === 'drought' ? 'not given in a drought' : 'given in a drought only'}`,
      }),
    )
}

function checkSequence({
  occurredAt,
  reportedAt,
  stage,
  previousStage,
  correctionApproved,
}: CheckedFacts): Violation[] {
  const violations: Violation[] = []
  if (occurredAt && reportedAt && occurredAt > reportedAt) {
    violations.push({
      ...violation('C20', 'hard', [], {
        observed: `occurredAt ${shanghaiIso(occurredAt)}, reported ${shanghaiIso(reportedAt)}`,
        expected: 'occurredAt not after the report',
        textZh: '灾害发生时间不应晚于报告时间',
        textEn: 'The disaster cannot have happened after it was reported',
      }),
      pointers: ['/event/occurredAt'],
    })
  }
  const isOutOfOrder =
    (previousStage === null && stage !== undefined && stage !== 'first') ||
    (previousStage === 'verified' && stage !== undefined && stage !== 'verified' && !correctionApproved)
  if (isOutOfOrder) {
    violations.push({
      ...violation('C20', 'hard', [], {
        observed: `${stage} after ${previousStage ?? 'no report'}`,
        expected: 'first, then follow-ups, then verified; after that only an approved correction',
        textZh: '报告应按初报、续报、核报顺序;核报后只能经批准更正',
        textEn: 'Reports go first, follow-up, verified; after that only an approved correction',
      }),
      pointers: ['/stage'],
    })
  }
  return violations
}

function checkSubhazard({ kind, hazard, subhazard, regionCode }: CheckedFacts): Violation[] {
  if (kind === 'accident' || hazard === undefined || subhazard !== undefined || regionCode === undefined)
    return []
  const row = HAZARD_BY_CODE.get(hazard)
  if (!row || row.subhazards.length === 0 || tierOfRegion(regionCode) !== 'county') return []
  return [
    {
      ...violation('C22', 'hard', [], {
        observed: `hazard = ${hazard}, no subhazard`,
        expected: `subhazard is one of ${row.subhazards.map(({ code }) => code).join(', ')}`,
        textZh: `县级填报${row.zh}应填到亚灾种`,
        textEn: `A county names the sub-hazard of: ${row.en}`,
      }),
      pointers: ['/event/subhazard'],
    },
  ]
}

function checkVerified({ kind, stage, figures }: CheckedFacts): Violation[] {
  if (stage !== 'verified' || kind === 'accident') return []
  return VERIFIED_FIGURES.filter((key) => figures[key] === undefined).map((key) =>
    violation('verified_figures', 'hard', [key], {
      observed: `${key} is not given`,
      expected: `${key} is given in a verified report`,
      textZh: `核报应填报${inChinese([key])}`,
      textEn: `A verified report gives: ${inEnglish([key])}`,
    }),
  )
}
