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
export function naiveChain(facts: Facts, rules: RuleSet): NaiveItem[] {
  const severity = levelOf(facts.figures, rules.ladders[0]?.editions[0]?.bands)
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
    const item = naiveItem(duty, edition, facts, severity)
    if (duty.duty === 'verified_report') return facts.stableAt ? [item] : []
    if (!facts.stableAt || !(duty.onlyDaily || duty.untilStable)) return [item]
    return item.dueAt !== null && item.dueAt <= Number(facts.stableAt) ? [item] : []
  })
}

function naiveItem(
  duty: ReportingDuty,
  edition: DutyEdition,
  facts: Facts,
  severity: SeverityLevel | null,
): NaiveItem {
  const { previous, reportedAt } = facts
  const isCrossed =
    duty.duty === 'direct_report' && previous && reportedAt && !holds(duty.when, facts, previous, severity)
  const countsFrom = isCrossed ? 'crossing' : (edition.countsFrom ?? duty.countsFrom)
  const start = naiveStart(countsFrom, edition.receiver ?? duty.receiver, facts)
  return {
    rule: duty.rule,
    from: duty.from,
    to: duty.to,
    dueAt: start === null ? null : naiveDue(edition.limit, start, facts),
    limit: edition.limit,
    countsFrom,
    edition: edition.citation.edition,
  }
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
  const { now, asOf, reportedAt, stableAt } = facts
  const moment = Number(now ?? asOf ?? reportedAt ?? stableAt ?? 0)
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
