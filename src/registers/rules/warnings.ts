/** Soft warnings (提示) about a row: each says which field and why, and never a value. Pure. */
import type { StoredWarning } from '../tables.ts'
import { idNumberFault } from './id-number.ts'
import type { Register, RowContent } from './row-content.ts'

const GRAVEST_FIRST = [
  ['collapsed', 'collapsedRooms'],
  ['severe', 'severeRooms'],
  ['general', 'generalRooms'],
] as const

/** What each warning says. */
export const WARNINGS = {
  id_number_form: {
    zh: '不是18位公民身份号码,请核对;外籍或无证件人员可照填。',
    en: 'Not a resident id number of eighteen characters; look again. Foreigners have others.',
  },
  id_number_birthday: {
    zh: '身份证号中的出生日期不存在,请核对。',
    en: 'The birthday in the id number does not exist; look again.',
  },
  id_number_checksum: {
    zh: '身份证号校验码不符(GB 11643),请核对。',
    en: 'The check character of the id number does not fit (GB 11643); look again.',
  },
  duplicate_id_number: {
    zh: '同一灾害过程的一览表中已有相同身份证号的记录,请与有关单位核对。',
    en: 'Rows of this event already have this id number; ask the units whether it is the same one.',
  },
  occurred_in_future: {
    zh: '死亡或失踪时间晚于当前时间,请核对。',
    en: 'The time of death or disappearance lies in the future; look again.',
  },
  no_rooms_of_class: {
    zh: '按所填损坏类别应有相应间数,现为0间,请核对。',
    en: 'No room is damaged as the class says; look again.',
  },
  graver_rooms: {
    zh: '有损坏更重的住房间数,类别应按最重的填报,请核对。',
    en: 'Some rooms are damaged more gravely than the class says; look again.',
  },
} as const

export type WarningCode = keyof typeof WARNINGS

/**
 * What is doubtful about a row.
 *
 * @param duplicateIds current rows of the same register and event with the same id number
 */
export function warningsOf(
  register: Register,
  content: RowContent,
  duplicateIds: readonly string[],
  now: Date,
): StoredWarning[] {
  const { identity } = content
  const idNumbers = register === 'people' ? ['idNumber', 'recipientIdNumber'] : ['idNumber']
  const faults = idNumbers.flatMap((field) => {
    const value = identity[field]
    const fault = value === undefined ? null : idNumberFault(String(value))
    return fault ? [warning(fault, field)] : []
  })
  const twice = duplicateIds.length > 0 ? [warning('duplicate_id_number', 'idNumber', duplicateIds)] : []
  const isFuture = identity.occurredAt !== undefined && Date.parse(String(identity.occurredAt)) > +now
  const future = isFuture ? [warning('occurred_in_future', 'occurredAt')] : []
  return [...faults, ...twice, ...future, ...(register === 'homes' ? ofRooms(content) : [])]
}

function ofRooms({ class: asClass, facts }: RowContent): StoredWarning[] {
  const rank = GRAVEST_FIRST.findIndex(([name]) => name === asClass)
  return GRAVEST_FIRST.flatMap(([, field], i) => {
    const rooms = facts[field]
    if (i === rank && rooms === 0) return [warning('no_rooms_of_class', field)]
    return i < rank && Number(rooms ?? 0) > 0 ? [warning('graver_rooms', field)] : []
  })
}

function warning(code: WarningCode, field: string, rowIds: readonly string[] = []): StoredWarning {
  return { code, field, rowIds: [...rowIds] }
}
