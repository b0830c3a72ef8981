/**
 * Makes violations: rule, clause, pointers, and what to say in Chinese and English.
 */

import { CHECK_CITATIONS, type CheckId } from '../regulations/checks.ts'
import { INDICATOR_BY_KEY, type IndicatorKey } from '../regulations/indicators.ts'
import { inFormUnit } from '../units.ts'
import { reasonFor } from './editions.ts'
import type { Violation } from './types.ts'

/**
 * A violation of a check by some figures.
 */
export function violation(
  rule: CheckId,
  kind: Violation['kind'],
  keys: readonly IndicatorKey[],
  text: Pick<Violation, 'observed' | 'expected' | 'textZh' | 'textEn'>,
): Violation {
  return {
    rule,
    kind,
    pointers: keys.map(pointerTo),
    ...text,
    because: [reasonFor(rule, CHECK_CITATIONS[rule])],
  }
}

/** The JSON pointer of a figure in a report. */
function pointerTo(key: IndicatorKey): string {
  return `/figures/${key}`
}

/** Chinese labels of indicators, joined as in a sum. */
export function inChinese(keys: readonly IndicatorKey[]): string {
  return keys.map((key) => INDICATOR_BY_KEY[key].zh).join('、')
}

/** English labels of indicators, joined as in a sum. */
export function inEnglish(keys: readonly IndicatorKey[]): string {
  return keys.map((key) => INDICATOR_BY_KEY[key].en).join(' + ')
}

/** A value in the unit of the official form, `(1.5公顷)`. */
export function spoken(key: IndicatorKey, value: number): string {
  const { formFactor, formUnit } = INDICATOR_BY_KEY[key]
  return `(${inFormUnit(value, formFactor)}${formUnit})`
}
