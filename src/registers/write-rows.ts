import { type AuditEntry, record } from '../audit/store.ts'
import type { Db } from '../db/client.ts'
import { readFamilies } from '../events/store.ts'
import { enqueue, type OutboxMessage } from '../outbox/store.ts'
import { Problem } from '../problems/problem.ts'
import { ancestorAt } from '../regions/codes.ts'
import { digestOf, sealField, type WritingKeys } from './generations.ts'
import type { Register, RowContent } from './rules/row-content.ts'
import { warningsOf } from './rules/warnings.ts'
import { findByDigests, insertLookups, insertRows, insertSealedFields, type StoredRow } from './store.ts'

/** A row about to be written: an entry, or what replaces another row. */
export type NewRow = Pick<StoredRow, 'id' | 'eventId' | 'kind' | 'replacesId' | 'reasonCode'> & {
  register: Register
  content: RowContent
}

export interface Writing {
  keys: WritingKeys
  accountId: string
  now: Date
}

const ACTS = {
  entry: 'register_row.added',
  correction: 'register_row.corrected',
  removal: 'register_row.removed',
}

/**
 * Writes rows of one register (登记): facts, sealed fields and hashes, with what is told and recorded. The caller holds the
 * registers of the events.
 *
 * @returns the rows as stored, in order
 * @throws Problem register-row-taken when another row has one of the ids
 */
export async function writeRows(db: Db, rows: readonly NewRow[], writing: Writing): Promise<StoredRow[]> {
  const { keys, accountId, now } = writing
  const twins = await findTwins(db, rows, keys)
  const stored = rows.map((row): StoredRow => {
    const { content, ...place } = row
    const { regionCode, facts } = content
    const warnings =
      row.kind === 'removal' ? [] : warningsOf(row.register, content, twins.get(row.id) ?? [], now)
    const fact = { ...place, regionCode, class: content.class, facts: { ...facts }, warnings }
    return { ...fact, accountId, registeredAt: now, destructionId: null, replacedById: null }
  })
  const added = await insertRows(
    db,
    stored.map(({ replacedById, ...row }) => row),
  )
  const taken = rows.find(({ id }) => !added.has(id))
  if (taken) throw rowTaken()
  await insertSealedFields(
    db,
    rows.flatMap((row) => sealedOf(row, keys)),
  )
  await insertLookups(
    db,
    rows.flatMap((row) => lookupsOf(row, keys)),
  )
  await enqueue(
    db,
    stored.map((row) => messageOf(row, accountId, now)),
  )
  await record(
    db,
    stored.map((row) => entryOf(row, accountId, now)),
  )
  return stored
}

/** An id belongs to one row for good. */
export function rowTaken(): Problem {
  const detail = 'Another row already has this id, and it stands. Make a new UUIDv7 for a new row.'
  return new Problem('register-row-taken', detail, {
    errors: [{ pointer: '/id', code: 'id_taken', detail }],
  })
}

/** The unit under which acts upon a row are filed for good: never finer than its township. */
export function filedUnder(regionCode: string): string {
  return ancestorAt(regionCode, 'township') ?? regionCode
}

/**
 * The current rows that have the id number of each new one: those in the database, in whichever of the events that are
 * one, and those before it in the same batch. The row that it replaces is none of them.
 */
async function findTwins(
  db: Db,
  rows: readonly NewRow[],
  { live }: WritingKeys,
): Promise<Map<string, string[]>> {
  const twins = new Map<string, string[]>()
  const families = await readFamilies(
    db,
    rows.map((row) => row.eventId),
  )
  const familyOf = ({ eventId }: NewRow) => families.get(eventId) ?? [eventId]
  for (const [eventId, ofEvent] of Map.groupBy(rows, (row) => familyOf(row)[0] ?? row.eventId)) {
    const digests = ofEvent.map((row) =>
      familyOf(row).flatMap((member) => digestsOf({ ...row, eventId: member }, live)),
    )
    const register = ofEvent[0]?.register ?? 'people'
    const known = await findByDigests(db, register, eventId, digests.flat())
    for (const [i, { id, replacesId }] of ofEvent.entries()) {
      const before = ofEvent.slice(0, i).map((row, j) => ({ rowId: row.id, digest: digests[j]?.[0] ?? '' }))
      const same = [...known, ...before].filter(({ digest }) => digests[i]?.includes(digest))
      const others = same.map(({ rowId }) => rowId).filter((rowId) => rowId !== replacesId)
      twins.set(id, [...new Set(others)].slice(0, TWINS_NAMED))
    }
  }
  return twins
}

/** More of them help nobody. */
const TWINS_NAMED = 20

function digestsOf({ register, eventId, content }: NewRow, live: WritingKeys['live']): string[] {
  const { idNumber } = content.identity
  if (idNumber === undefined) return []
  return live.map((generation) => digestOf(generation, register, eventId, String(idNumber)))
}

function sealedOf({ id: rowId, content }: NewRow, { current }: WritingKeys) {
  return Object.entries(content.identity).map(([field, value]) => ({
    rowId,
    field,
    keyId: current.kid,
    sealed: sealField(current, { rowId, field }, value),
  }))
}

/** One hash for each live generation, so that two rows always have one in common. */
function lookupsOf(row: NewRow, { live }: WritingKeys) {
  return digestsOf(row, live).map((digest, i) => ({ rowId: row.id, keyId: live[i]?.kid ?? '', digest }))
}

function messageOf(row: StoredRow, accountId: string, now: Date): OutboxMessage {
  const { id, eventId, register, kind, replacesId } = row
  const regionCode = filedUnder(row.regionCode)
  const payload = { register, class: row.class, replacesId, accountId }
  return { topic: ACTS[kind], eventId, regionCode, subjectId: id, payload, createdAt: now }
}

function entryOf(row: StoredRow, accountId: string, now: Date): AuditEntry {
  const { id, eventId, register, kind, replacesId, reasonCode } = row
  return {
    at: now,
    accountId,
    action: ACTS[kind],
    subjectKind: 'register_row',
    subjectId: id,
    regionCode: filedUnder(row.regionCode),
    detail: { eventId, register, class: row.class, replacesId, reasonCode },
  }
}
