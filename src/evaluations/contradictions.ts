/**
 * Facts that contradict themselves, or that no rule can read, are not judged: the answer names the fact and the rule.
 */

import { boundOf } from '../regulations/bounds.ts'
import { CALENDARS } from '../regulations/calendar.ts'
import { CRITERION_CODES } from '../regulations/criteria.ts'
import { HAZARD_BY_CODE, HAZARD_OF_SUBHAZARD } from '../regulations/hazards.ts'
import { SECTOR_CODES } from '../regulations/sectors.ts'
import { KINDS, RESPONSE_LEVEL_NUMBERS, WARNING_COLOURS } from '../regulations/vocabulary.ts'
import type { Circumstances, Facts } from './types.ts'

/** Thrown by `evaluate` for facts it cannot judge. `fact` is a JSON pointer. */
export class UnjudgeableError extends Error {
  override readonly name = 'UnjudgeableError'
  readonly fact: string
  readonly rule: string
  readonly textZh: string

  constructor(fact: string, rule: string, textEn: string, textZh: string) {
    super(textEn)
    this.fact = fact
    this.rule = rule
    this.textZh = textZh
  }
}

const NUMERIC = [
  'burnedAreaM2',
  'openFlameHours',
  'peopleInDanger',
  'peopleToMove',
  'possibleLossYuan',
  'trapped',
  'evacuated',
  'railCutHours',
  'roadCutHours',
  'acutePoisoned',
  'foundAlive',
] as const satisfies (keyof Circumstances)[]

/** Counted in wholes: people, square metres, yuan. */
const WHOLE: ReadonlySet<keyof Circumstances> = new Set([
  'burnedAreaM2',
  'peopleInDanger',
  'peopleToMove',
  'possibleLossYuan',
  'trapped',
  'evacuated',
  'acutePoisoned',
  'foundAlive',
])

/** A report before the occurrence is a violation (C20); `asOf` may choose any edition, and `now` any moment. */
const MAY_LIE_BEFORE: ReadonlySet<string> = new Set(['asOf', 'reportedAt', 'now'])

const EARLIEST = Date.UTC(1900)
const LATEST = Date.UTC(2200)

/** The strongest earthquake ever measured was 9.5. */
const STRONGEST_MAGNITUDE = 10

/**
 * Refuses facts that cannot be judged.
 *
 * @throws UnjudgeableError naming the fact and the rule
 */
export function refuseContradictions(facts: Facts): void {
  if (!KINDS.includes(facts.kind))
    refuse('/kind', 'kind.known', `unknown kind ${facts.kind}`, '未知的事件类别')
  if (!/^\d{2,12}$/.test(facts.regionCode)) {
    refuse('/regionCode', 'region.digits', 'regionCode is up to 12 digits', '区划代码应为数字')
  }
  refuseHazards(facts)
  refuseInstants(facts)
  refuseCalendar(facts)
  refuseCircumstances(facts.facts ?? {})
  refuseDecisions(facts.facts ?? {})
  refuseCounts(facts)
}

function refuseHazards({ kind, hazard, subhazard, sector }: Facts): void {
  if (kind === 'accident' && hazard !== undefined) {
    refuse(
      '/hazard',
      'hazard.of_natural_disaster',
      'an accident has a sector, not a hazard',
      '事故不填自然灾害灾种',
    )
  }
  if (kind !== 'accident' && kind !== 'danger' && hazard === undefined) {
    refuse('/hazard', 'hazard.given', 'a natural disaster needs its hazard', '自然灾害应填灾种')
  }
  if (hazard !== undefined && !HAZARD_BY_CODE.has(hazard)) {
    refuse('/hazard', 'hazard.known', `unknown hazard ${hazard}`, '未知的灾种')
  }
  if (subhazard !== undefined && (hazard === undefined || HAZARD_OF_SUBHAZARD.get(subhazard) !== hazard)) {
    refuse(
      '/subhazard',
      'subhazard.of_hazard',
      hazard === undefined
        ? `${subhazard} is given without its hazard`
        : `${subhazard} is not a sub-hazard of ${hazard}`,
      hazard === undefined ? '填了亚灾种而未填灾种' : '亚灾种不属于该灾种',
    )
  }
  if (sector !== undefined && !SECTOR_CODES.includes(sector)) {
    refuse('/sector', 'sector.known', `unknown sector ${sector}`, '未知的行业')
  }
  if (sector !== undefined && kind === 'natural_disaster') {
    refuse(
      '/sector',
      'sector.of_accident',
      'a natural disaster has a hazard, not a sector',
      '自然灾害不填事故行业',
    )
  }
}

function refuseInstants({ occurredAt, asOf, received, stableAt, reportedAt, now }: Facts): void {
  const instants = { asOf, stableAt, reportedAt, now, ...received }
  if (!isOfOurTime(occurredAt)) {
    refuse('/occurredAt', 'instant.valid', 'occurredAt is no instant', '发生时间无效')
  }
  for (const [name, instant] of Object.entries(instants)) {
    if (instant === undefined) continue
    const pointer = received && name in received ? `/received/${name}` : `/${name}`
    if (!isOfOurTime(instant)) refuse(pointer, 'instant.valid', `${name} is no instant`, '时间无效')
    if (MAY_LIE_BEFORE.has(name) || instant >= occurredAt) continue
    refuse(
      pointer,
      'instant.not_before_occurrence',
      `${name} lies before the occurrence`,
      '时间早于灾害发生时间',
    )
  }
}

function refuseCalendar({ calendar }: Facts): void {
  if (typeof calendar !== 'string' || CALENDARS.some(({ id }) => id === calendar)) return
  refuse('/calendar', 'calendar.known', `unknown calendar ${calendar}`, '未知的工作日历')
}

/** Days outside are written with more than ten characters, and no limit could be counted from them. */
function isOfOurTime(instant: Date): boolean {
  return instant.getTime() >= EARLIEST && instant.getTime() < LATEST
}

function refuseCircumstances(circumstances: Circumstances): void {
  const { magnitude, shares, criteria } = circumstances
  for (const name of NUMERIC) {
    const value = circumstances[name]
    if (value !== undefined) refuseNumber(name, value)
  }
  if (magnitude !== undefined && !(magnitude >= -2 && magnitude <= STRONGEST_MAGNITUDE)) {
    refuse('/facts/magnitude', 'magnitude.possible', `no earthquake has magnitude ${magnitude}`, '震级不可能')
  }
  for (const [name, share] of Object.entries(shares ?? {})) {
    if (share === undefined || (share >= 0 && share <= 1)) continue
    refuse(
      `/facts/shares/${name}`,
      'share.part_of_one',
      `${name} is a part of one, 0 to 1`,
      '比例应在0至1之间',
    )
  }
  for (const [index, code] of (criteria ?? []).entries()) {
    if (CRITERION_CODES.includes(code)) continue
    refuse(`/facts/criteria/${index}`, 'criterion.known', `unknown criterion ${code}`, '未知的定性标准')
  }
}

function refuseNumber(name: (typeof NUMERIC)[number], value: number): void {
  const fact = `/facts/${name}`
  if (!(Number.isFinite(value) && value >= 0)) {
    refuse(fact, 'circumstance.not_negative', `${name} is a number not below 0`, '应为不小于0的数')
  }
  if (WHOLE.has(name) && !Number.isSafeInteger(value)) {
    refuse(fact, 'circumstance.whole', `${name} is a whole number`, '应为整数')
  }
  if (!WHOLE.has(name) && value > (boundOf(name) ?? value)) {
    refuse(fact, 'circumstance.possible', `${name} of ${value} cannot be`, '小时数过大')
  }
}

function refuseDecisions({
  responseLevel,
  neighbourReliefLevel,
  warningColour,
  concurrentHazards,
}: Circumstances): void {
  for (const [name, level] of Object.entries({ responseLevel, neighbourReliefLevel })) {
    if (level === undefined || RESPONSE_LEVEL_NUMBERS.includes(level)) continue
    refuse(`/facts/${name}`, 'response.known', `${name} is 1, 2, 3 or 4`, '响应级别应为1至4')
  }
  if (warningColour !== undefined && !WARNING_COLOURS.includes(warningColour)) {
    refuse('/facts/warningColour', 'warning.known', `unknown colour ${warningColour}`, '未知的预警颜色')
  }
  for (const [index, code] of (concurrentHazards ?? []).entries()) {
    if (HAZARD_BY_CODE.has(code)) continue
    refuse(`/facts/concurrentHazards/${index}`, 'hazard.known', `unknown hazard ${code}`, '未知的灾种')
  }
}

/** What the figures are compared with. The figures themselves are a violation (C01), not a contradiction. */
function refuseCounts({ previous, registers, population, children, ownAdditional }: Facts): void {
  refuseFractions('/previous', previous)
  refuseFractions('', { population })
  refuseFractions('/registers', registers)
  refuseFractions('/ownAdditional', ownAdditional)
  for (const [index, figures] of (children ?? []).entries()) refuseFractions(`/children/${index}`, figures)
}

function refuseFractions(within: string, counts: Readonly<Record<string, number | undefined>> = {}): void {
  for (const [name, count] of Object.entries(counts)) {
    if (count === undefined || (Number.isSafeInteger(count) && count >= 0)) continue
    refuse(
      `${within}/${name}`,
      'count.whole_number',
      `${name} is a whole number not below 0`,
      '应为不小于0的整数',
    )
  }
}

function refuse(fact: string, rule: string, textEn: string, textZh: string): never {
  throw new UnjudgeableError(fact, rule, textEn, textZh)
}
