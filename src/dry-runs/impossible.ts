/**
 * Facts that cannot be true together, whatever happened (自相矛盾): only what is proven by the facts themselves. What may
 * have been so, such as clocks that differ by minutes or a tier that heard by a skipped step, is left alone.
 */
import { beyondBounds } from '../evaluations/beyond-bounds.ts'
import type { Facts } from '../evaluations/types.ts'
import type { FormRuleId } from '../regulations/form-rules.ts'
import { shanghaiIso } from '../shanghai.ts'
import { MINUTE_MS } from '../units.ts'

/** What cannot be, with a pointer to each of the facts. */
export interface Impossible {
  pointers: readonly string[]
  rule: FormRuleId
  textEn: string
  textZh: string
}

type Check = (facts: Facts) => Impossible | null

const CHECKS: readonly Check[] = [
  tooLarge,
  outOfOrder,
  verifiedTooEarly,
  previousOfNone,
  moreDeadThanPeople,
  severalGrades,
  burnedTooLong,
  offAndWorked,
]

/**
 * The first thing that cannot be.
 *
 * @returns null where everything can
 */
export function impossibleIn(facts: Facts): Impossible | null {
  for (const check of CHECKS) {
    const found = check(facts)
    if (found) return found
  }
  return null
}

function tooLarge(facts: Facts): Impossible | null {
  const beyond = beyondBounds(facts)
  if (!beyond) return null
  const { pointer, name, value, largest } = beyond
  return {
    pointers: [pointer],
    rule: pointer.startsWith('/facts/') ? 'circumstance.possible' : 'count.possible',
    textEn: `${name} of ${value} cannot be; ${largest} is the most`,
    textZh: `${name}为${value},超过可能的上限${largest}`,
  }
}

/** Verified reports never skip a tier; first ones may, and are not compared. */
function outOfOrder({ received = {} }: Facts): Impossible | null {
  const pairs = [
    ['city', 'cityVerified'],
    ['region', 'regionVerified'],
    ['cityVerified', 'regionVerified'],
  ] as const
  for (const [first, then] of pairs) {
    const [before, after] = [received[first], received[then]]
    if (!before || !after || after >= before) continue
    return {
      pointers: [`/received/${then}`, `/received/${first}`],
      rule: 'instant.in_order',
      textEn: `received.${then} (${shanghaiIso(after)}) lies before received.${first} (${shanghaiIso(before)})`,
      textZh: `received.${then}(${shanghaiIso(after)})早于received.${first}(${shanghaiIso(before)})`,
    }
  }
  return null
}

function verifiedTooEarly({ stage, reportedAt, stableAt, received = {} }: Facts): Impossible | null {
  if (!stableAt) return null
  const verified = [
    ['reportedAt', '/reportedAt', stage === 'verified' ? reportedAt : undefined],
    ['received.cityVerified', '/received/cityVerified', received.cityVerified],
    ['received.regionVerified', '/received/regionVerified', received.regionVerified],
  ] as const
  for (const [name, pointer, at] of verified) {
    if (!at || at >= stableAt) continue
    return {
      pointers: [pointer, '/stableAt'],
      rule: 'instant.verified_after_stability',
      textEn: `a verified report (${name}, ${shanghaiIso(at)}) lies before stableAt (${shanghaiIso(stableAt)})`,
      textZh: `核报时间${name}(${shanghaiIso(at)})早于灾情稳定时间stableAt(${shanghaiIso(stableAt)})`,
    }
  }
  return null
}

function previousOfNone({ previousStage, previous = {} }: Facts): Impossible | null {
  if (previousStage !== null || Object.keys(previous).length === 0) return null
  return {
    pointers: ['/previousStage', '/previous'],
    rule: 'previous.none',
    textEn: 'previousStage null says that there was no report before, and previous gives its figures',
    textZh: 'previousStage为null表示没有上一次报告,而previous填了上一次的数字',
  }
}

/** In an accident those who pass through may be more than those who live there. */
function moreDeadThanPeople({ kind, figures: { dead }, population }: Facts): Impossible | null {
  if (kind !== 'natural_disaster' || dead === undefined || population === undefined) return null
  if (dead <= population) return null
  return {
    pointers: ['/population', '/figures/dead'],
    rule: 'population.holds_the_dead',
    textEn: `dead (${dead}) is more than population (${population})`,
    textZh: `死亡人数(${dead})大于人口(${population})`,
  }
}

function severalGrades({ facts }: Facts): Impossible | null {
  const ticked = (facts?.criteria ?? []).flatMap((code, index) =>
    DROUGHT_GRADES.has(code) ? [{ code, index }] : [],
  )
  const [first, ...more] = ticked
  const other = more.find(({ code }) => code !== first?.code)
  if (!first || !other) return null
  return {
    pointers: [`/facts/criteria/${other.index}`, `/facts/criteria/${first.index}`],
    rule: 'criterion.one_drought_grade',
    textEn: `${first.code} and ${other.code} are two grades of one drought`,
    textZh: `${first.code}与${other.code}是同一场干旱的两个等级`,
  }
}

const DROUGHT_GRADES: ReadonlySet<string> = new Set([
  'drought_light',
  'drought_moderate',
  'drought_severe',
  'drought_extreme',
])

/** By an hour, so that times that were rounded stay. */
function burnedTooLong({ facts, occurredAt, reportedAt }: Facts): Impossible | null {
  const hours = facts?.openFlameHours
  if (hours === undefined || !reportedAt) return null
  const since = (reportedAt.getTime() - occurredAt.getTime()) / (60 * MINUTE_MS)
  if (since < 0 || hours <= since + 1) return null
  const passed = Math.round(since * 10) / 10
  return {
    pointers: ['/facts/openFlameHours', '/reportedAt'],
    rule: 'hours.since_occurrence',
    textEn: `openFlameHours is ${hours}, and reportedAt is ${passed} hours after the occurrence`,
    textZh: `openFlameHours为${hours}小时,而reportedAt距发生仅${passed}小时`,
  }
}

function offAndWorked({ calendar }: Facts): Impossible | null {
  if (typeof calendar !== 'object') return null
  const { daysOff, workedDays } = calendar
  const worked = workedDays.findIndex((day) => daysOff.includes(day))
  const day = workedDays[worked]
  if (day === undefined) return null
  return {
    pointers: [`/calendar/workedDays/${worked}`, `/calendar/daysOff/${daysOff.indexOf(day)}`],
    rule: 'calendar.off_or_worked',
    textEn: `${day} is given both as a day off and as a day worked`,
    textZh: `${day}不能既是放假日又是上班日`,
  }
}
