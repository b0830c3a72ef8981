/**
 * When a duty falls due (到期): limits in minutes are instants, all others are days and clock times of Shanghai.
 */

import { CALENDARS } from '../regulations/calendar.ts'
import type { Reason } from '../regulations/citation.ts'
import type { CountsFrom, Limit, Receiver } from '../regulations/vocabulary.ts'
import { addDays, nextClockTime, shanghaiDay, shanghaiInstant } from '../shanghai.ts'
import { DAY_MS, MINUTE_MS } from '../units.ts'
import type { Facts } from './types.ts'
import { addWorkingDays, arrangementsOf, type Calendar } from './working-days.ts'

interface Clocked {
  limit: Limit
  countsFrom: CountsFrom
  receiver?: Receiver
}

/**
 * The instant at which a duty falls due.
 *
 * @returns null where what it counts from has not happened, or where the text says "at once"
 * @throws UnjudgeableError where working days reach into a year whose calendar is not there
 */
export function dueAt({ limit, countsFrom, receiver }: Clocked, facts: Facts): Date | null {
  if ('atOnce' in limit) return null
  const start = startOf(countsFrom, receiver, facts)
  if (!start) return null
  if ('minutes' in limit) return new Date(start.getTime() + limit.minutes * MINUTE_MS)
  const day = shanghaiDay(start)
  if ('days' in limit) return endOf(addDays(day, limit.days))
  if ('workingDays' in limit) return endOf(addWorkingDays(day, limit.workingDays, calendarOf(facts)))
  if ('everyDays' in limit) return nextInterval(facts.reportedAt ?? start, limit.everyDays * DAY_MS, facts)
  const from = shanghaiInstant(addDays(day, 1))
  if ('timesDaily' in limit) return nextInterval(from, DAY_MS / limit.timesDaily, facts)
  const now = momentOf(facts)
  return nextClockTime(now && now > from ? now : from, limit.dailyAt)
}

/**
 * Which arrangements of working days a due date rests on, with how far each is verified.
 *
 * @param due what `dueAt` answered
 * @returns empty where no working days were counted
 */
export function calendarReasons(
  { limit, countsFrom, receiver }: Clocked,
  due: Date | null,
  facts: Facts,
): Reason[] {
  const start = startOf(countsFrom, receiver, facts)
  if (!('workingDays' in limit) || !start || !due) return []
  // the due date is the midnight that ends its day
  return arrangementsOf(shanghaiDay(start), shanghaiDay(new Date(due.getTime() - 1)), calendarOf(facts))
}

function startOf(countsFrom: CountsFrom, receiver: Receiver | undefined, facts: Facts): Date | null {
  switch (countsFrom) {
    case 'occurrence':
    case 'day':
      return facts.occurredAt
    case 'crossing':
      return facts.reportedAt ?? facts.occurredAt
    case 'receipt':
      return (receiver && facts.received?.[receiver]) ?? null
    case 'stability':
      return facts.stableAt ?? null
  }
}

/** The calendar that the facts name, else that of the place; days of their own lie over that of the place. */
function calendarOf({ calendar, regionCode }: Facts): Calendar {
  if (typeof calendar === 'string') return calendar
  const own = CALENDARS.find(({ places }) => places?.some((place) => regionCode.startsWith(place)))
  const ofPlace = own?.id ?? 'national'
  return calendar ? { ...calendar, over: ofPlace } : ofPlace
}

function endOf(day: string): Date {
  return shanghaiInstant(day, '24:00')
}

/** The end of the first whole interval at or after the moment of judgement. */
function nextInterval(from: Date, lengthMs: number, facts: Facts): Date {
  const now = momentOf(facts) ?? from
  const intervals = Math.max(1, Math.ceil((now.getTime() - from.getTime()) / lengthMs))
  return new Date(from.getTime() + intervals * lengthMs)
}

/** The moment from which the next of a row of duties is looked for: `asOf` chooses editions, and moves no clock. */
function momentOf({ now, reportedAt, stableAt }: Facts): Date | undefined {
  return now ?? reportedAt ?? stableAt
}
