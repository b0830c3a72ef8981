import type { Facts } from '../../src/evaluations/types.ts'

/** Noon of a working day, at which all present editions are in force. */
export const NOON = new Date('2025-06-11T12:00:00+08:00')

/** A natural disaster reported by Dangxiong county, with no figures yet. */
export function aDisaster(over: Partial<Facts> = {}): Facts {
  return {
    kind: 'natural_disaster',
    hazard: 'snow',
    regionCode: '540122000000',
    occurredAt: NOON,
    figures: {},
    ...over,
  }
}

/** An accident with no figures yet. */
export function anAccident(over: Partial<Facts> = {}): Facts {
  return {
    kind: 'accident',
    sector: 'other',
    regionCode: '540102000000',
    occurredAt: NOON,
    figures: {},
    ...over,
  }
}

export const MINUTE = 60_000

/** An instant so many minutes after noon. */
export function minutesAfterNoon(minutes: number): Date {
  return new Date(NOON.getTime() + minutes * MINUTE)
}
