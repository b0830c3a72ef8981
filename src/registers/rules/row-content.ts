/** What a row says (一览表内容), and how it divides into facts that stay and fields that are sealed. Pure. */
import {
  AGE_BANDS,
  AGE_BANDS_FROM,
  type FormField,
  REGISTER_FORMS,
  type ROW_CLASSES,
} from '../../regulations/register-forms.ts'
import { shanghaiIso } from '../../shanghai.ts'
import { normalIdNumber } from './id-number.ts'

export type Register = keyof typeof REGISTER_FORMS
export type RowClass = keyof (typeof ROW_CLASSES)['people'] | keyof (typeof ROW_CLASSES)['homes']
export type Value = string | number
/** By the keys of the form; what is not known is not in it. */
type Values = Readonly<Record<string, Value>>

/** What one row says. Two rows that say the same are equal. */
export interface RowContent {
  regionCode: string
  class: RowClass
  facts: Values
  /** to be sealed; the reason of a correction or a removal is among them */
  identity: Values
}

/** Not known (不详): it may stand in every field. */
export const UNKNOWN = 'unknown'
/** The reason of a correction or a removal in words, which may name people: sealed like the rest. */
export const REASON_FIELD: FormField = {
  key: 'reason',
  zh: '更正、删除原因',
  isSealed: true,
  shown: 'hidden',
}

/** The fields of a register that are sealed, the reason among them. */
export function sealedFields(register: Register): readonly FormField[] {
  return [...REGISTER_FORMS[register].filter(({ isSealed }) => isSealed), REASON_FIELD]
}

/**
 * Divides what was sent into facts and sealed fields; the band of an age is a fact.
 *
 * @param given by the keys of the form; absent and `unknown` are both not known
 */
export function contentOf(
  register: Register,
  place: { regionCode: string; class: RowClass },
  given: Readonly<Record<string, unknown>>,
): RowContent {
  const facts: Record<string, Value> = {}
  const identity: Record<string, Value> = {}
  for (const field of REGISTER_FORMS[register]) {
    const value = given[field.key]
    if (!isKnown(value)) continue
    const into = field.isSealed ? identity : facts
    into[field.key] = normal(field, value)
  }
  if (typeof identity.age === 'number') facts.ageBand = ageBandOf(identity.age)
  return { ...place, facts, identity }
}

/**
 * What a corrected row says: what stood there, but for what is changed. To change something to `unknown` takes it out.
 */
export function corrected(
  register: Register,
  before: RowContent,
  changes: Readonly<Record<string, unknown>> & {
    regionCode?: string | undefined
    class?: RowClass | undefined
  },
): RowContent {
  const { regionCode = before.regionCode, class: asClass = before.class, ...changed } = changes
  const given = Object.entries(changed).filter(([, value]) => value !== undefined)
  const all = { ...before.facts, ...before.identity, ...Object.fromEntries(given) }
  return contentOf(register, { regionCode, class: asClass }, all)
}

/** Whether a change moves nothing that is counted: the class and the unit stay. */
export function countsTheSame(before: RowContent, after: RowContent): boolean {
  return before.class === after.class && before.regionCode === after.regionCode
}

/** The band that an age lies in, in whole years. */
export function ageBandOf(age: number): string {
  const index = AGE_BANDS_FROM.findLastIndex((from) => age >= from)
  return AGE_BANDS[index] ?? AGE_BANDS[0]
}

/** One way to write what means the same, so that it can be compared. */
function normal({ key, shown }: FormField, value: Value): Value {
  if (shown === 'id_number') return normalIdNumber(String(value))
  return key === 'occurredAt' ? shanghaiIso(new Date(value)) : value
}

function isKnown(value: unknown): value is Value {
  return (typeof value === 'string' || typeof value === 'number') && value !== UNKNOWN
}
