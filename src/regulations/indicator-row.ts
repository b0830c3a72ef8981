/**
 * What one row of the indicator table says, and the two registers its rows come from.
 */

import type { Citation } from './citation.ts'

const BASES = {
  people: 'person',
  households: 'household',
  rooms: 'room',
  heads: 'head',
  count: 'item',
  area: 'm2',
  length: 'm',
  depth: 'cm',
  money: 'yuan',
} as const

export type Quantity = keyof typeof BASES

/** The units of the official form: what each measures, and how many base units it holds. */
const FORM_UNITS = {
  人: { quantity: 'people', factor: 1 },
  户: { quantity: 'households', factor: 1 },
  间: { quantity: 'rooms', factor: 1 },
  头只: { quantity: 'heads', factor: 1 },
  个: { quantity: 'count', factor: 1 },
  台套: { quantity: 'count', factor: 1 },
  处: { quantity: 'count', factor: 1 },
  厘米: { quantity: 'depth', factor: 1 },
  公顷: { quantity: 'area', factor: 10_000 },
  千米: { quantity: 'length', factor: 1_000 },
  皮长公里: { quantity: 'length', factor: 1_000 },
  万元: { quantity: 'money', factor: 10_000 },
} as const satisfies Record<string, { quantity: Quantity; factor: number }>

export type FormUnit = keyof typeof FORM_UNITS
/**
 * How a unit's total comes from its own figure and those of the units below. `sum`: they add up. `max`: the largest of
 * them. `latest`: they add up too, but a newer word of a unit above takes the place of older ones below, lower or not.
 */
export const ROLL_UPS = ['sum', 'max', 'latest'] as const
export type RollUp = (typeof ROLL_UPS)[number]
/** A running total, which does not fall without a reason; or the state at the time of reporting. */
export type Course = 'cumulative' | 'current'

/** Whose lives may depend on it: such a number falls only by the word of whoever gave it. */
const IN_DANGER = ['missing', 'trapped']

const NATIONAL: Citation = {
  instrument: 'National system of disaster reporting, combined query table 2024',
  instrumentZh: '国家自然灾害灾情管理系统 组合查询表2024',
  clause: '快报指标',
  edition: '2024',
  inForceFrom: '2024-01-01',
  inForceTo: null,
  status: 'secondary',
  note: 'Column headers of the 2024 export. The day the set came into force was not seen: the first of the year stands for it. The same keys carry older reports.',
}

const LHASA: Citation = {
  instrument: 'Fengsui defaults for Lhasa',
  instrumentZh: '烽燧默认规则(拉萨)',
  clause: '扩展指标',
  edition: '2026',
  inForceFrom: '2000-01-01',
  inForceTo: null,
  status: 'inferred',
  note: 'Not in the national form: what herding counties and cut-off villages need to say. The bureau confirms the list.',
}

export interface IndicatorRow<K extends string, P extends string | null> {
  /** place in the national export; Lhasa's own go on from 67 */
  no: number
  key: K
  zh: string
  en: string
  /** Tibetan label; null until a translator has given it */
  bo: string | null
  quantity: Quantity
  base: (typeof BASES)[Quantity]
  formUnit: FormUnit
  /** base units in one form unit */
  formFactor: number
  rollUp: RollUp
  /** true where figures of several units add up */
  additive: boolean
  course: Course
  /** the indicator of which this one is a part (其中) */
  partOf: P
  /** null for a national indicator, else the division whose own it is */
  localTo: '5401' | null
  citation: Citation
}

/** A row of the national form. */
export function national<const K extends string, const P extends string | null = null>(
  no: number,
  key: K,
  zh: string,
  en: string,
  formUnit: FormUnit,
  partOf?: P,
): IndicatorRow<K, P> {
  const { quantity, factor } = FORM_UNITS[formUnit]
  const course = key.endsWith('_now') || key === 'missing' ? 'current' : 'cumulative'
  return {
    no,
    key,
    zh,
    en,
    bo: null,
    quantity,
    base: BASES[quantity],
    formUnit,
    formFactor: factor,
    rollUp: ruleOf(key, quantity, course),
    additive: quantity !== 'depth',
    course,
    partOf: (partOf ?? null) as P,
    localTo: null,
    citation: NATIONAL,
  }
}

/** A row of Lhasa's own. */
export function lhasa<const K extends string, const P extends string | null = null>(
  course: Course,
  ...row: Parameters<typeof national<K, P>>
): IndicatorRow<K, P> {
  const own = national<K, P>(...row)
  const rollUp = ruleOf(own.key, own.quantity, course)
  return { ...own, course, rollUp, localTo: '5401', citation: LHASA }
}

/** What was lost adds up and does not come back; the state of things is what was last said of it. */
function ruleOf(key: string, quantity: Quantity, course: Course): RollUp {
  if (quantity === 'depth') return 'max'
  return course === 'current' && !IN_DANGER.includes(key) ? 'latest' : 'sum'
}
