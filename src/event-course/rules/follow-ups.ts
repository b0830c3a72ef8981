/**
 * Who owed which follow-up (续报、零报告) when: worked out from what was recorded, and from nothing else, so that it is the
 * same however late the engine looks.
 */
import { reportingChain } from '../../evaluations/chain.ts'
import { dayOfJudgement } from '../../evaluations/editions.ts'
import type { ChainItem } from '../../evaluations/types.ts'
import { ancestorsOf, covers, tierOf } from '../../regions/codes.ts'
import type { Reason } from '../../regulations/citation.ts'
import type { HazardCode } from '../../regulations/hazards.ts'
import { NATIONAL_RULES } from '../../regulations/rule-set.ts'
import { addDays, shanghaiDay, shanghaiInstant, shanghaiIso } from '../../shanghai.ts'
import type { Course, Ground, Span, Told } from './course.ts'

const DAILY = 'daily_follow_up'
const DROUGHT = 'drought_follow_up'
const RULES = {
  ...NATIONAL_RULES,
  duties: NATIONAL_RULES.duties.filter(({ duty }) => duty === DAILY || duty === DROUGHT),
}

/** One follow-up that a unit owed. */
export interface OwedFollowUp {
  regionCode: string
  duty: typeof DAILY | typeof DROUGHT
  /** when its clock started: at 00:00 of the day, or when it came to be asked for later that day */
  setAt: Date
  dueAt: Date
  limit: ChainItem['limit']
  because: readonly Reason[]
  /** the report that met it; null while none has */
  met: { at: Date; versionId: string } | null
}

/**
 * Follow-ups that fell, or will fall, due after one instant and before another.
 *
 * A unit owes them from the Shanghai day after the one on which it, or a unit below it, first reported; as long as
 * something asks for them; and up to the instant at which the disaster is declared stable: a declaration before the
 * cut-off ends that day's, one at it or after it does not.
 */
export function followUpsOwed(course: Course, from: Date, before: Date): OwedFollowUp[] {
  const owed: OwedFollowUp[] = []
  for (const regionCode of concernedUnits(course)) {
    for (let day = shanghaiDay(from); shanghaiInstant(day) < before; day = addDays(day, 1)) {
      owed.push(...dailyOf(course, regionCode, day), ...droughtOf(course, regionCode, day))
    }
  }
  return owed.filter(({ dueAt }) => dueAt > from && dueAt < before)
}

/** Why a follow-up is not owed, or no longer; for the record of its end. */
export function whyNotOwed(course: Course, regionCode: string, dueAt: Date): string {
  const pause = course.pauses.find((span) => isPaused(span, dueAt))
  if (pause) return `灾情已于${clockOf(pause.since)}宣布稳定`
  if (!isConcerned(course, regionCode, dueAt)) return '本单位及所辖单位在本过程中已无有效报告'
  return '已无须每日续报:等级、响应、要求均不再适用'
}

/** Whether anything asks for follow-ups at an instant, or may again before anybody decides so. */
export function isAskedFor({ grounds, pauses, hazard }: Course, at: Date): boolean {
  if (pauses.some(({ since, until }) => since <= at && (until === null || until > at))) return false
  return hazard === 'drought' || grounds.some(({ until }) => until === null)
}

/** Townships, counties and the city that ever reported, or lie above one that did. */
function concernedUnits({ standing }: Course): string[] {
  const codes = standing.flatMap(({ regionCode }) => [regionCode, ...ancestorsOf(regionCode)])
  return [...new Set(codes)]
    .filter((code) => tierOf(code) !== 'village' && tierOf(code) !== 'province')
    .sort()
}

function dailyOf(course: Course, regionCode: string, day: string): OwedFollowUp[] {
  const item = itemOf(course, regionCode, DAILY, { now: shanghaiInstant(day), because: [] })
  if (!item?.dueAt || shanghaiDay(item.dueAt) !== day || !isOwed(course, regionCode, item.dueAt)) return []
  const { dueAt } = item
  const asking = course.grounds.filter((one) => binds(one, regionCode) && holdsAt(one, dueAt))
  if (asking.length === 0) return []
  const because = asking.flatMap((one) => one.because)
  const since = Math.min(...asking.map((one) => one.since.getTime()))
  const met = course.reports.find((one) => one.regionCode === regionCode && one.day === day)
  const reasons = [...item.because, ...because]
  return [owedBy(course, { regionCode, duty: DAILY, item, dueAt, since, because: reasons, met })]
}

/** At least every ten days from the county's last report, as it stood when the day began. */
function droughtOf(course: Course, regionCode: string, day: string): OwedFollowUp[] {
  if (course.hazard !== 'drought') return []
  const start = shanghaiInstant(day)
  const own = course.reports.filter((one) => one.regionCode === regionCode)
  const before = own.map(({ toldAt }) => toldAt.getTime()).filter((ms) => ms < start.getTime())
  const reportedAt = before.length === 0 ? undefined : new Date(Math.max(...before))
  const item = itemOf(course, regionCode, DROUGHT, { now: start, because: null, reportedAt })
  if (!item?.dueAt || shanghaiDay(item.dueAt) !== day || !isOwed(course, regionCode, item.dueAt)) return []
  const { dueAt, because } = item
  const met = own.find(({ toldAt }) => toldAt >= start)
  return [owedBy(course, { regionCode, duty: DROUGHT, item, dueAt, since: start.getTime(), because, met })]
}

interface Found {
  regionCode: string
  duty: OwedFollowUp['duty']
  item: ChainItem
  dueAt: Date
  since: number
  because: readonly Reason[]
  met: Told | undefined
}

function owedBy(
  { pauses }: Course,
  { regionCode, duty, item, dueAt, since, because, met }: Found,
): OwedFollowUp {
  const reopened = pauses.map(({ until }) => until?.getTime() ?? 0).filter((ms) => ms <= dueAt.getTime())
  const startMs = shanghaiInstant(shanghaiDay(dueAt)).getTime()
  return {
    regionCode,
    duty,
    setAt: new Date(Math.max(startMs, since, ...reopened)),
    dueAt,
    limit: item.limit,
    because,
    met: met ? { at: met.toldAt, versionId: met.versionId } : null,
  }
}

/** The judge's word on a duty of one unit, by the edition of the day on which the disaster happened. */
function itemOf(
  { hazard, occurredAt }: Course,
  regionCode: string,
  duty: OwedFollowUp['duty'],
  { now, because, reportedAt }: { now: Date; because: Reason[] | null; reportedAt?: Date | undefined },
): ChainItem | undefined {
  const facts = {
    kind: 'natural_disaster' as const,
    hazard: hazard as HazardCode,
    regionCode,
    occurredAt,
    figures: {},
    severity: null,
    now,
    ...(reportedAt ? { reportedAt } : {}),
  }
  const tier = tierOf(regionCode)
  return reportingChain(facts, dayOfJudgement(facts), { daily: because, before: null }, RULES).find(
    (item) => item.duty === duty && item.from === tier,
  )
}

function isOwed(course: Course, regionCode: string, dueAt: Date): boolean {
  return !course.pauses.some((pause) => isPaused(pause, dueAt)) && isConcerned(course, regionCode, dueAt)
}

/** Met at its instant: what is declared at the cut-off no longer ends it, what is opened again at it asks for it. */
function isPaused({ since, until }: Span, dueAt: Date): boolean {
  return since < dueAt && (until === null || until > dueAt)
}

/** Whether the unit, or one below it, had a report standing since before the day began. */
function isConcerned({ standing }: Course, regionCode: string, dueAt: Date): boolean {
  const dayStart = shanghaiInstant(shanghaiDay(dueAt))
  return standing.some((one) => covers(regionCode, one.regionCode) && one.since < dayStart)
}

function binds({ place, reaches }: Ground, regionCode: string): boolean {
  if (place === null || covers(place, regionCode)) return true
  return reaches === 'chain' && covers(regionCode, place)
}

function holdsAt({ since, until }: Span, at: Date): boolean {
  return since <= at && (until === null || until >= at)
}

function clockOf(instant: Date): string {
  return shanghaiIso(instant).slice(0, 16).replace('T', ' ')
}
