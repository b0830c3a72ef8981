/**
 * Calendar days and clock times in Asia/Shanghai. UTC+8 all year: there has been no daylight saving since 1992,
 * so days are arithmetic and never depend on the host's zone.
 */

const OFFSET_MS = 8 * 3_600_000
const DAY_MS = 86_400_000

/**
 * An instant as RFC 3339 with the offset of Shanghai, `2008-10-06T16:30:00.000+08:00`.
 */
export function shanghaiIso(instant: Date): string {
  return `${new Date(instant.getTime() + OFFSET_MS).toISOString().slice(0, -1)}+08:00`
}

/**
 * The Shanghai day an instant falls on, `YYYY-MM-DD`.
 */
export function shanghaiDay(instant: Date): string {
  return new Date(instant.getTime() + OFFSET_MS).toISOString().slice(0, 10)
}

/**
 * The instant of a clock time on a Shanghai day.
 *
 * @param clock `HH:MM`; `24:00` is the first instant of the next day
 */
export function shanghaiInstant(day: string, clock = '00:00'): Date {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return new Date(Date.parse(`${day}T00:00:00.000Z`) - OFFSET_MS + (hours * 60 + minutes) * 60_000)
}

/**
 * The Shanghai day so many days after (or, negative, before) another.
 */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/**
 * The first instant at or after another at which Shanghai's clocks show a time.
 *
 * @param clock `HH:MM`
 */
export function nextClockTime(from: Date, clock: string): Date {
  const today = shanghaiInstant(shanghaiDay(from), clock)
  return today.getTime() >= from.getTime() ? today : new Date(today.getTime() + DAY_MS)
}
