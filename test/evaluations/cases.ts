import { type CheckedFacts, checkFigures } from '../../src/evaluations/checks.ts'
import { evaluate } from '../../src/evaluations/evaluate.ts'
import type { ChainItem, Facts } from '../../src/evaluations/types.ts'

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

/** The checks that facts do not pass, `C02 hard`. */
export const found = (facts: CheckedFacts) => checkFigures(facts).map(({ rule, kind }) => `${rule} ${kind}`)

const MINUTE = 60_000

/** An instant so many minutes after noon. */
export function minutesAfterNoon(minutes: number): Date {
  return new Date(NOON.getTime() + minutes * MINUTE)
}

/** The items of the reporting chain that owe a duty. */
export function duties(facts: Facts, duty: string): ChainItem[] {
  return evaluate(facts).chain.filter((item) => item.duty === duty)
}

/** The item that a party owes. */
export function dutyOf(facts: Facts, duty: string, from: string): ChainItem | undefined {
  return duties(facts, duty).find((item) => item.from === from)
}

/** Minutes after noon at which an item falls due. */
export const minutesDue = (item: ChainItem | undefined) =>
  item?.dueAt ? (item.dueAt.getTime() - NOON.getTime()) / 60_000 : item?.dueAt
