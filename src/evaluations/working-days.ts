/**
 * Working days (工作日): whether a day is one, and which day is so many of them away. A year whose arrangement
 * is not known is not guessed.
 */

import { CALENDAR_YEARS, type CalendarId, type CalendarYear } from '../regulations/calendar.ts'
import type { Day, Reason } from '../regulations/citation.ts'
import { TIBETAN_NEW_YEARS } from '../regulations/tibetan-new-years.ts'
import { addDays } from '../shanghai.ts'
import { UnjudgeableError } from './contradictions.ts'
import { reasonFor } from './editions.ts'

/** Days of one's own, laid over a named calendar: these decide first. */
export interface CustomCalendar {
  daysOff: readonly Day[]
  workedDays: readonly Day[]
  /** what they lie over; the national calendar where it is not given */
  over?: CalendarId
}

/** A calendar by its name, or one of the caller's own. */
export type Calendar = CalendarId | CustomCalendar

/** What one table says of days; where it says nothing, the next one is asked. */
interface Layer {
  off: ReadonlySet<Day>
  worked: ReadonlySet<Day>
  /** years that days off of one's own supply: each has some */
  years?: ReadonlySet<string>
}

const NATIONAL = layerOf(CALENDAR_YEARS)
const NAMED: Readonly<Record<CalendarId, readonly Layer[]>> = {
  national: [NATIONAL],
  tibet: [layerOf(TIBETAN_NEW_YEARS), NATIONAL],
}
const KNOWN_YEARS: ReadonlySet<string> = new Set(CALENDAR_YEARS.map(({ year }) => String(year)))
const DAY_MS = 86_400_000

/**
 * Whether a Shanghai day is worked: a weekday that is not off, or a weekend day worked in exchange (调休).
 *
 * @throws UnjudgeableError `/calendar` where the arrangement of its year is not known,
 *   `/calendar/workedDays/n` where a calendar of one's own gives a day both as off and as worked
 */
export function isWorkingDay(day: Day, calendar: Calendar): boolean {
  return isWorked(day, layersOf(calendar))
}

/**
 * The day on which the given working day after a Shanghai day falls. The day itself never counts.
 *
 * @param count how many working days; 0 gives the day itself
 * @throws UnjudgeableError as `isWorkingDay`, also for a year that is only reached while counting
 * @throws RangeError for a count that is no whole number from 0
 */
export function addWorkingDays(day: Day, count: number, calendar: Calendar): Day {
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new RangeError(`a count of working days is a whole number from 0, not ${count}`)
  }
  const layers = layersOf(calendar)
  let reached = day
  let left = count
  while (left > 0) {
    reached = addDays(reached, 1)
    if (isWorked(reached, layers)) left -= 1
  }
  return reached
}

/**
 * The arrangements that say which days after one Shanghai day and up to another are worked: the national one of each
 * year, and the Tibetan New Year where it lies among them.
 */
export function arrangementsOf(after: Day, upTo: Day, calendar: Calendar): Reason[] {
  const first = addDays(after, 1)
  const years = CALENDAR_YEARS.filter(
    ({ year }) => `${year}` >= first.slice(0, 4) && `${year}` <= upTo.slice(0, 4),
  )
  const national = years.map(({ year, citation }) => reasonFor(`calendar.${year}`, citation))
  if ((typeof calendar === 'string' ? calendar : calendar.over) !== 'tibet') return national
  const among = TIBETAN_NEW_YEARS.filter(
    ({ daysOff, workedWeekends }) =>
      daysOff.some(([from, to]) => from <= upTo && to >= first) ||
      workedWeekends.some((day) => day >= first && day <= upTo),
  )
  return [...national, ...among.map(({ year, citation }) => reasonFor(`calendar.tibet.${year}`, citation))]
}

function isWorked(day: Day, layers: readonly Layer[]): boolean {
  refuseUnknownYear(day, layers)
  for (const { off, worked } of layers) {
    if (off.has(day)) return false
    if (worked.has(day)) return true
  }
  return !isWeekend(day)
}

/** 1 January 1970 was a Thursday: days since then give the weekday without asking any zone. */
function isWeekend(day: Day): boolean {
  const sinceMonday = (Date.parse(`${day}T00:00:00.000Z`) / DAY_MS + 3) % 7
  return sinceMonday >= 5
}

/** A year is known by its announcement, or by days off of one's own in it: who gives none has not arranged it. */
function refuseUnknownYear(day: Day, layers: readonly Layer[]): void {
  const year = day.slice(0, 4)
  if (KNOWN_YEARS.has(year)) return
  if (layers.some(({ years }) => years?.has(year))) return
  const known = [...KNOWN_YEARS]
  throw new UnjudgeableError(
    '/calendar',
    'calendar.year_known',
    `the working days of ${year} are not known; the years that are known: ${known.join(', ')}`,
    `没有${year}年的工作日历;已有的年份:${known.join('、')}`,
  )
}

function layersOf(calendar: Calendar): readonly Layer[] {
  if (typeof calendar === 'string') return NAMED[calendar]
  const off = new Set(calendar.daysOff)
  for (const [index, day] of calendar.workedDays.entries()) {
    if (!off.has(day)) continue
    throw new UnjudgeableError(
      `/calendar/workedDays/${index}`,
      'calendar.off_or_worked',
      `${day} is given both as a day off and as a day worked`,
      `${day}不能既是放假日又是上班日`,
    )
  }
  const years = new Set(calendar.daysOff.map((day) => day.slice(0, 4)))
  return [{ off, worked: new Set(calendar.workedDays), years }, ...NAMED[calendar.over ?? 'national']]
}

function layerOf(years: readonly CalendarYear[]): Layer {
  const off = new Set<Day>()
  for (const [first, last] of years.flatMap(({ daysOff }) => daysOff)) {
    for (let day = first; day <= last; day = addDays(day, 1)) off.add(day)
  }
  return { off, worked: new Set(years.flatMap(({ workedWeekends }) => workedWeekends)) }
}
