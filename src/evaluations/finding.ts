/**
 * What the readers of checks are given and what they answer: findings, which become violations when the row that was
 * read is known.
 */

import type { CheckRow, Form } from '../regulations/check-row.ts'
import type { TextId } from '../regulations/check-texts.ts'
import { INDICATOR_BY_KEY, type Indicator, type IndicatorKey } from '../regulations/indicators.ts'
import { inFormUnit } from '../units.ts'
import type { Facts } from './types.ts'

/** What the checks read. A fact that is not given is never guessed: what needs it does not run. */
export type CheckedFacts = Pick<Facts, 'figures'> & Partial<Facts>

/** What a template can name: in Chinese, in English, as a code; of a figure also its value. */
export interface Term {
  zh: string
  en: string
  code: string
  /** in base units */
  value?: string
  /** in the unit of the official form */
  amount?: string
}

/** One way in which the facts do not pass a row. */
export interface Finding {
  /** JSON pointers into the report */
  pointers: readonly string[]
  terms: Readonly<Record<string, Term | string | number>>
  /** where the form has more than one sentence */
  text?: TextId
}

/** Reads the rows of one form. */
export type Reader<F extends Form> = (row: CheckRow<F>, facts: CheckedFacts) => readonly Finding[]

/** The JSON pointers of figures in a report. */
export function pointersTo(...keys: readonly IndicatorKey[]): string[] {
  return keys.map((key) => `/figures/${key}`)
}

/** An indicator, or a sum of some of the same unit, with its value in base units. */
export function figure(keys: IndicatorKey | readonly IndicatorKey[], value: number): Term {
  if (typeof keys === 'string') return valued(namesOf(keys), INDICATOR_BY_KEY[keys], value)
  const all = keys.map(namesOf)
  const names = {
    zh: all.map(({ zh }) => zh).join('、'),
    en: all.map(({ en }) => en).join(' + '),
    code: keys.join(' + '),
  }
  return valued(names, keys[0] && INDICATOR_BY_KEY[keys[0]], value)
}

function namesOf(key: IndicatorKey): Pick<Term, 'zh' | 'en' | 'code'> {
  const row: Indicator | undefined = INDICATOR_BY_KEY[key]
  return { zh: row?.zh ?? key, en: row?.en ?? key, code: key }
}

function valued(names: Term, unit: Indicator | undefined, value: number): Term {
  const amount = unit ? `${inFormUnit(value, unit.formFactor)}${unit.formUnit}` : `${value}`
  return { ...names, value: `${value}`, amount }
}
