/** What the tests of registers share: rows of people who obviously never were, and ways to send them. */
import { v7 as uuidv7 } from 'uuid'
import { HAZARD_CODES } from '../../src/regulations/hazards.ts'
import { type Answer, type Api, aReport, type Client, minutesAfter, NOON, VILLAGE } from '../api.ts'

/** Resident id numbers of 1 January 1900 with order numbers that nobody was given; their check characters fit. */
export const ID_NUMBERS = {
  first: '540122190001010008',
  second: '540122190001010016',
  third: '540122190001010024',
} as const

export interface Row {
  id: string
  eventId: string
  regionCode: string
  kind: string
  status?: string
  damage?: string
  replacesId: string | null
  reasonCode: string | null
  registeredAt: string
  registeredBy: string
  isDestroyed: boolean
  isCurrent: boolean
  replacedById: string | null
  unreadable: string[]
  warnings: { code: string; field: string; rowIds: string[]; textZh: string }[]
  fields: Record<string, string | number | null>
}

/** Every field of the form of people, filled. */
export const ALL_OF_A_PERSON = {
  name: '示例甲某',
  sex: 'female',
  age: 40,
  ethnicity: '示例民族',
  registeredAddress: '示例县示例乡户籍村',
  idNumber: ID_NUMBERS.first,
  place: '示例山口東侧',
  occurredAt: '2026-07-01T11:30:00.000+08:00',
  cause: 'collapse',
  hazard: 'earthquake',
  remarks: '示例备注,联系电话13000000000',
  solatiumYuan: 20_000,
  solatiumForm: 'transfer',
  recipientName: '示例乙某',
  recipientIdNumber: ID_NUMBERS.second,
  recipientAddress: '示例县示例乡领款村',
  relation: 'child',
} as const

/** Every field of the form of homes, filled. */
export const ALL_OF_A_HOME = {
  headName: '示例丙某',
  idNumber: ID_NUMBERS.third,
  address: '示例县示例乡住户村三组',
  householdSize: 5,
  householdKind: 'subsistence_allowance',
  structure: 'stone_timber',
  collapsedRooms: 3,
  severeRooms: 1,
  generalRooms: 0,
  remarks: '示例住户备注',
} as const

export const aPerson = (eventId: string, given: Record<string, unknown> = {}) => ({
  id: uuidv7(),
  eventId,
  regionCode: VILLAGE,
  status: 'dead',
  ...given,
})

export const aHome = (eventId: string, given: Record<string, unknown> = {}) => ({
  id: uuidv7(),
  eventId,
  regionCode: VILLAGE,
  damage: 'collapsed',
  ...given,
})

const opened = new WeakMap<Api, number>()

/** An event of its own that covers the county of VILLAGE: each of another hazard, so that no report finds the one before. */
export async function anOpenEvent(api: Api, figures = {}): Promise<string> {
  const before = opened.get(api) ?? 0
  opened.set(api, before + 1)
  const hazard = HAZARD_CODES[before]
  if (!hazard) throw new Error('there are no more hazards')
  const event = { hazard, occurredAt: minutesAfter(NOON, -10).toISOString() }
  const { eventId } = await api.as('officer', VILLAGE).report(aReport({ figures, event }))
  return eventId
}

/** Sends a row that must be accepted. */
export async function add(who: Client, register: 'people' | 'homes', row: object): Promise<Row> {
  return accepted(await who.post(`/v1/registers/${register}`, row))
}

/** Corrects a row; it must be accepted. */
export async function correct(
  who: Client,
  register: 'people' | 'homes',
  id: string,
  changes: object,
  given: object = {},
): Promise<Row> {
  const body = { id: uuidv7(), reasonCode: 'clerical', reason: '填写有误', changes, ...given }
  return accepted(await who.post(`/v1/registers/${register}/${id}/corrections`, body))
}

export function accepted(answer: Answer): Row {
  if (answer.status !== 201) throw new Error(`not accepted: ${answer.status} ${answer.text}`)
  return answer.json<Row>()
}

export async function listed(who: Client, register: 'people' | 'homes', query: string): Promise<Row[]> {
  const answer = await who.get(`/v1/registers/${register}?${query}`)
  if (answer.status !== 200) throw new Error(`not listed: ${answer.status} ${answer.text}`)
  return answer.json<{ items: Row[] }>().items
}

/** Sets the state of an event, as whoever closes it will. */
export async function setState(api: Api, eventId: string, state: 'open' | 'stable' | 'closed') {
  await api.db.pool.query('update events set state = $2 where id = $1', [eventId, state])
}
