/** Registers name people: no auditor reads them, and of the sections only that of relief, what was handed to it. */
import { v7 as uuidv7 } from 'uuid'
import { aHome, aPerson } from '../../registers/ground.ts'
import { PURPOSE, REASON } from '../bodies.ts'
import type { Outcome } from '../letters.ts'
import { body, type Row, row, type Target } from '../row.ts'

const READ = 'y y y y f - - - y'
const WRITE = 'Y Y Y Y - - - - Y'
const CHANGE = 'y y y y g - - - y'
const OVERSEE = '- - - f - - f - -'
const REVIEW = '- - - f - - f f -'

const made = { person: aPerson, home: aHome }
const draft =
  (of: keyof typeof made) =>
  ({ wide, unit }: Target) =>
    made[of](wide, { regionCode: unit })
const one = (of: keyof typeof made) => ({ send: (target: Target) => ({ body: draft(of)(target) }) })
const many = (of: keyof typeof made) => ({
  send: (target: Target) => ({ body: { rows: [draft(of)(target)] } }),
  read: ofRow,
})

/** Each row of a batch has an outcome of its own. */
function ofRow({ text }: { text: string }): Outcome {
  const { items } = JSON.parse(text) as { items: { problem?: { status: number } }[] }
  return items[0]?.problem?.status === 403 ? 'forbidden' : 'through'
}

const ofEvent = { lists: true as const, send: ({ wide }: Target) => ({ query: `eventId=${wide}` }) }
const correction = (changes: object) => ({
  send: () => ({ body: { id: uuidv7(), reasonCode: 'clerical', reason: '填写有误', changes } }),
})
const removal = { send: () => ({ body: { id: uuidv7(), reasonCode: 'duplicate', reason: '重复登记' } }) }
const withId = { send: () => ({ body: { id: uuidv7(), ...REASON } }) }

export const REGISTER_ROWS: readonly Row[] = [
  row('POST /v1/registers/people', 'unit', WRITE, one('person')),
  row('POST /v1/registers/people/batches', 'unit', WRITE, many('person')),
  row('GET /v1/registers/people', 'person', READ, ofEvent),
  row('GET /v1/registers/people/{id}', 'person', READ),
  row('POST /v1/registers/people/{id}/disclosures', 'person', 'y y y y g - - - s', body(PURPOSE)),
  row('POST /v1/registers/people/{id}/corrections', 'person', CHANGE, correction({ sex: 'male' })),
  row('POST /v1/registers/people/{id}/removal', 'person', CHANGE, removal),
  row('POST /v1/registers/homes', 'unit', WRITE, one('home')),
  row('POST /v1/registers/homes/batches', 'unit', WRITE, many('home')),
  row('GET /v1/registers/homes', 'home', READ, ofEvent),
  row('GET /v1/registers/homes/{id}', 'home', READ),
  row('POST /v1/registers/homes/{id}/disclosures', 'home', 'y y y y g - - - s', body(PURPOSE)),
  row('POST /v1/registers/homes/{id}/corrections', 'home', CHANGE, correction({ householdSize: 4 })),
  row('POST /v1/registers/homes/{id}/removal', 'home', CHANGE, removal),
  row('GET /v1/events/{id}/registers', 'event', 'e e e e f - - - e'),
  row('GET /v1/registers/accesses', 'row that was read', '- - - - - - - a -', { lists: true }),
  row('POST /v1/events/{id}/register-destructions', 'closed event', OVERSEE, withId),
  row('GET /v1/events/{id}/register-destructions', 'closed event', REVIEW),
  row('GET /v1/register-destructions/{id}', 'destruction', REVIEW),
  row('GET /v1/register-destructions/{id}/proof', 'destruction', REVIEW),
  row('GET /v1/register-destructions/{id}/rows', 'destruction', REVIEW),
  row('POST /v1/register-destructions/{id}/approval', 'destruction', OVERSEE),
  row('POST /v1/register-destructions/{id}/withdrawal', 'destruction', OVERSEE, body(REASON)),
  row('GET /v1/events/{id}/register-holds', 'event', OVERSEE),
  row('POST /v1/events/{id}/register-holds', 'event', OVERSEE, withId),
  row('POST /v1/register-holds/{id}/release', 'hold', OVERSEE, body(REASON)),
]
