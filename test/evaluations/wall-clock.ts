/**
 * A clock on a wall in Shanghai, and a calendar beside it. It is looked at, never reckoned with: days end where the
 * clock shows another date, and weekends are what the calendar calls Saturday and Sunday. Nothing of the judge is in it.
 */

import type { CustomCalendar } from '../../src/evaluations/working-days.ts'
import { CALENDAR_YEARS, type CalendarId, type CalendarYear } from '../../src/regulations/calendar.ts'
import { TIBETAN_NEW_YEARS } from '../../src/regulations/tibetan-new-years.ts'

export const MINUTE = 60_000

/** `2025-06-11 12:00:00`, with every day written alike whatever its year. */
const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
})
const weekdays = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', weekday: 'long' })

/** The date that the clock shows. */
export const dateAt = (at: number): string => clock.format(at).slice(0, 10)
/** The hours and minutes that it shows. */
const timeAt = (at: number): string => clock.format(at).slice(11, 16)

/** The first whole minute at or after an instant: the clock moves by minutes. */
const minuteFrom = (at: number): number => Math.ceil(at / MINUTE) * MINUTE

const ends = new Map<string, number>()

/**
 * The instant at which the day of another instant ends: minute by minute until the date changes. Each day is walked
 * through once, and then known.
 */
export function endOfDay(at: number): number {
  const date = dateAt(at)
  let end = ends.get(date)
  if (end === undefined) {
    end = minuteFrom(at)
    while (dateAt(end) === date) end += MINUTE
    ends.set(date, end)
  }
  return end
}

/** The first instant from another on at which the clock shows a time: hour by hour, then minute by minute. */
export function whenClockShows(time: string, from: number): number {
  let at = minuteFrom(from)
  while (timeAt(at) !== time) at = timeAt(at).slice(0, 2) === time.slice(0, 2) ? at + MINUTE : nextHour(at)
  return at
}

/** The end of the first part from an instant on, of so many equal parts of a day, all of whole hours. */
export function endOfPart(parts: number, from: number): number {
  let at = minuteFrom(from)
  const isEnd = () => timeAt(at).endsWith(':00') && Number(timeAt(at).slice(0, 2)) % (24 / parts) === 0
  while (!isEnd()) at = nextHour(at)
  return at
}

/** When the clock next shows a whole hour. */
function nextHour(at: number): number {
  const shown = timeAt(at).slice(0, 2)
  let next = at + (60 - Number(timeAt(at).slice(3))) * MINUTE
  while (timeAt(next).slice(0, 2) === shown) next += MINUTE
  return next
}

/** A year without a page in the calendar. */
export class NoSuchPage extends Error {}

/**
 * The end of the day that lies so many days on, counting some days or all. It goes from day to day: a month of minutes
 * for each of ten thousand cases would take hours, and each day's end has been walked to minute by minute.
 */
export function endOfDayAfter(
  at: number,
  days: number,
  counts: (date: string, noon: number) => boolean,
): number {
  let end = endOfDay(at)
  for (let counted = 0; counted < days; ) {
    if (counts(dateAt(end), end + 12 * 60 * MINUTE)) counted += 1
    end = endOfDay(end)
  }
  return end
}

interface Page {
  /** whether it knows a year, `2025-` */
  has: (year: string) => boolean
  off: (date: string) => boolean
  worked: (date: string) => boolean
}
type Pages = readonly Page[]

/** Whether a date is worked, by looking it up page by page, the most particular first. */
export function isWorked(date: string, noon: number, pages: Pages): boolean {
  if (!pages.some(({ has }) => has(date.slice(0, 5)))) throw new NoSuchPage(date)
  for (const { off, worked } of pages) {
    if (off(date)) return false
    if (worked(date)) return true
  }
  return !['Saturday', 'Sunday'].includes(weekdays.format(noon))
}

/** The pages that hold for a place: what it names, else those of Tibet in Tibet, and its own days over them. */
export function pagesOf(calendar: CalendarId | CustomCalendar | undefined, regionCode: string): Pages {
  const named = typeof calendar === 'string' ? calendar : regionCode.startsWith('54') ? 'tibet' : 'national'
  const national = printed(CALENDAR_YEARS)
  const pages = named === 'tibet' ? [printed(TIBETAN_NEW_YEARS), national] : [national]
  if (typeof calendar !== 'object') return pages
  const { daysOff, workedDays } = calendar
  const own = {
    has: (year: string) => daysOff.some((date) => date.startsWith(year)),
    off: (date: string) => daysOff.includes(date),
    worked: (date: string) => workedDays.includes(date),
  }
  return [own, ...pages]
}

function printed(years: readonly CalendarYear[]): Pages[number] {
  return {
    has: (asked) => years.some(({ year }) => asked === `${year}-`),
    off: (date) =>
      years.some(({ daysOff }) => daysOff.some(([first, last]) => first <= date && date <= last)),
    worked: (date) => years.some(({ workedWeekends }) => workedWeekends.includes(date)),
  }
}
