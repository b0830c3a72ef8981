import type { Logger } from 'pino'

/** More than this between the clocks of this machine and the database, and somebody must look. */
const SKEW_WARNING_MS = 2_000

/** A question to the database's clock, with this machine's clock before and after. */
export interface ClockReading {
  beforeMs: number
  databaseMs: number
  afterMs: number
}

/**
 * How far this machine's clock is ahead of the database's, in milliseconds: the one judges nothing, but token
 * lifetimes and log lines are read by it.
 */
export function skewMs({ beforeMs, databaseMs, afterMs }: ClockReading): number {
  return Math.round((beforeMs + afterMs) / 2 - databaseMs)
}

/** Warns when the clocks drift apart, and says when they agree again: once each. */
export function watchSkew(log: Logger): (reading: ClockReading) => void {
  let isApart = false
  return (reading) => {
    const ms = skewMs(reading)
    if (Math.abs(ms) > SKEW_WARNING_MS === isApart) return
    isApart = !isApart
    if (isApart) log.warn({ ms }, 'clock differs from the clock of the database')
    else log.info({ ms }, 'clock agrees with the clock of the database again')
  }
}
