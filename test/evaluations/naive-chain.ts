/** The reporting chain as a clerk with a clock on the wall would find it: rule by rule, by looking, not by reckoning. */

import type { Facts, Figures } from '../../src/evaluations/types.ts'
import type { Alternative, Condition } from '../../src/regulations/condition.ts'
import type { DutyEdition, ReportingDuty } from '../../src/regulations/duty.ts'
import type { RuleSet } from '../../src/regulations/rule-set.ts'
import type { CountsFrom, Limit, Receiver, SeverityLevel } from '../../src/regulations/vocabulary.ts'
import {
  dateAt,
  endOfDay,
  endOfDayAfter,
  endOfPart,
  isWorked,
  MINUTE,
  pagesOf,
  whenClockShows,
} from './wall-clock.ts'

export interface NaiveItem {
  rule: string
  from: string
  to: readonly string[]
  dueAt: number | null
  limit: Limit
  countsFrom: CountsFrom
  edition: string
}

const GRAVEST_FIRST: readonly SeverityLevel[] = [
  'especially_serious',
  'serious',
  'relatively_serious',
  'ordinary',
]

/** The items of the chain, in the order of the rules. @throws NoSuchPage where the calendar has no page */
export function naiveChain(told: Facts, rules: RuleSet): NaiveItem[] {
  const facts = whatItIs(told, told.figures)
  const severity = naiveSeverity(facts.figures, rules)
  const isDaily =
    facts.kind === 'natural_disaster' &&
    (GRAVEST_FIRST.slice(0, 2).includes(severity as SeverityLevel) ||
      facts.facts?.reliefResponseOn === true ||
      facts.facts?.nilReportOrdered === true ||
      levelOf(facts.figures, rules.reliefPlans[0]?.editions[0]?.bands) !== null)
  const today = dateAt(Number(facts.asOf ?? facts.occurredAt))
  return rules.duties.flatMap((duty): NaiveItem[] => {
    if (duty.switchedBy && !rules.switches[duty.switchedBy]) return []
    if (duty.onlyDaily && !isDaily) return []
    if (!holds(duty.when, facts, facts.figures, severity)) return []
    const edition = duty.editions.find(({ citation: { inForceFrom, inForceTo } }) => {
      return asNumber(inForceFrom) <= asNumber(today) && (!inForceTo || asNumber(today) < asNumber(inForceTo))
    })
    if (!edition) return []
    const item = naiveItem(duty, edition, facts, wasOwedBefore(duty, told, rules))
    if (duty.duty === 'verified_report') return facts.stableAt ? [item] : []
    if (!facts.stableAt || !(duty.onlyDaily || duty.untilStable)) return [item]
    return item.dueAt !== null && item.dueAt <= Number(facts.stableAt) ? [item] : []
  })
}

function naiveItem(duty: ReportingDuty, edition: DutyEdition, facts: Facts, wasOwed: boolean): NaiveItem {
  const countsFrom = edition.countsFrom ?? duty.countsFrom
  const start = naiveStart(countsFrom, edition.receiver ?? duty.receiver, facts)
  const item = {
    rule: duty.rule,
    from: duty.from,
    to: duty.to,
    dueAt: start === null ? null : naiveDue(edition.limit, start, facts),
    limit: edition.limit,
    countsFrom,
    edition: edition.citation.edition,
  }
  return wasOwed ? item : countedFrom(Number(facts.reportedAt), item, duty, facts)
}

/** The figures before would have made it owed; what nobody knows of before was owed always. */
function wasOwedBefore({ when }: ReportingDuty, told: Facts, rules: RuleSet): boolean {
  const { previous, reportedAt } = told
  if (!previous || !reportedAt) return true
  return holds(when, whatItIs(told, previous), previous, naiveSeverity(previous, rules))
}

/** An item that a report at an instant has brought about. */
export function countedFrom(
  at: number,
  item: NaiveItem,
  { duty }: Pick<ReportingDuty, 'duty'>,
  facts: Facts,
): NaiveItem {
  const isOnce = ['minutes', 'days', 'workingDays'].some((name) => name in item.limit)
  const isWindow = duty === 'verified_report' || duty === 'casualty_supplement'
  if (!isOnce || isWindow || !['occurrence', 'receipt'].includes(item.countsFrom)) return item
  if (item.dueAt === null) return item
  const dueAt = naiveDue(item.limit, at, facts)
  return dueAt !== null && dueAt > item.dueAt ? { ...item, dueAt, countsFrom: 'crossing' } : item
}

/** A danger in which somebody came to harm is a disaster. */
function whatItIs(facts: Facts, { dead = 0, missing = 0 }: Figures): Facts {
  return facts.kind === 'danger' && dead + missing > 0 ? { ...facts, kind: 'natural_disaster' } : facts
}

export function naiveSeverity(figures: Figures, rules: RuleSet): SeverityLevel | null {
  return levelOf(figures, rules.ladders[0]?.editions[0]?.bands)
}

function naiveStart(countsFrom: CountsFrom, receiver: Receiver | undefined, facts: Facts): number | null {
  const starts: Record<CountsFrom, Date | undefined> = {
    occurrence: facts.occurredAt,
    day: facts.occurredAt,
    crossing: facts.reportedAt ?? facts.occurredAt,
    receipt: receiver && facts.received?.[receiver],
    stability: facts.stableAt,
  }
  return starts[countsFrom]?.getTime() ?? null
}

/** When a limit that starts at an instant is over. */
export function naiveDue(limit: Limit, start: number, facts: Facts): number | null {
  if ('atOnce' in limit) return null
  if ('minutes' in limit) return walkMinutes(start, limit.minutes)
  if ('days' in limit) return endOfDayAfter(start, limit.days, () => true)
  if ('workingDays' in limit) {
    const pages = pagesOf(facts.calendar, facts.regionCode)
    return endOfDayAfter(start, limit.workingDays, (date, noon) => isWorked(date, noon, pages))
  }
  const { now, reportedAt, stableAt } = facts
  const moment = Number(now ?? reportedAt ?? stableAt ?? 0)
  if ('everyDays' in limit) {
    let at = Number(reportedAt ?? start)
    do {
      for (let day = 0; day < limit.everyDays; day += 1) at = walkMinutes(at, 24 * 60)
    } while (at < moment)
    return at
  }
  const nextDay = endOfDay(start)
  if ('dailyAt' in limit) return whenClockShows(limit.dailyAt, Math.max(nextDay, moment))
  return endOfPart(limit.timesDaily, Math.max(nextDay + 1, moment))
}

function walkMinutes(from: number, minutes: number): number {
  let at = from
  for (let minute = 0; minute < minutes; minute += 1) at += MINUTE
  return at
}

/** The gravest band that deaths, or deaths and missing people, reach. */
function levelOf<Level>(
  figures: Figures,
  bands: readonly { level: Level; criteria: readonly { measure: string; from: number }[] }[] = [],
): Level | null {
  const reached = bands.find(({ criteria }) =>
    criteria.some(
      ({ measure, from }) => counted(measure, figures) !== null && Number(counted(measure, figures)) >= from,
    ),
  )
  return reached?.level ?? null
}

function counted(measure: string, { dead, missing }: Figures): number | null {
  if (measure === 'dead') return dead ?? null
  return dead === undefined && missing === undefined ? null : (dead ?? 0) + (missing ?? 0)
}

function holds(when: Condition, facts: Facts, figures: Figures, severity: SeverityLevel | null): boolean {
  const isAsGrave = (level: SeverityLevel) =>
    severity !== null && GRAVEST_FIRST.indexOf(severity) <= GRAVEST_FIRST.indexOf(level)
  if (when.kinds && !when.kinds.includes(facts.kind)) return false
  if (when.hazards && !when.hazards.includes(facts.hazard as never)) return false
  if (when.minSeverity && !isAsGrave(when.minSeverity)) return false
  if (when.belowSeverity && isAsGrave(when.belowSeverity)) return false
  const holdsOne = (one: Alternative) => {
    if ('measure' in one) return Number(counted(one.measure, figures) ?? Number.NaN) >= one.from
    if ('fact' in one) return facts.facts?.[one.fact] === true
    return 'minSeverity' in one ? isAsGrave(one.minSeverity) : false
  }
  return !when.anyOf || when.anyOf.some(holdsOne)
}

/** A date as a number, 20250611. */
function asNumber(date: string): number {
  return Number(date.replaceAll('-', ''))
}
