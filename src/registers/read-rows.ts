import type { Caller } from '../accounts/caller.ts'
import type { Db } from '../db/client.ts'
import { mustReadRegisters, mustSeeRow } from './jurisdiction.ts'
import { openFields } from './open-fields.ts'
import { type ContentRow, contentOfRow } from './row-state.ts'
import type { Register } from './rules/row-content.ts'
import { type RowFilter, readRowPage, readSealedFields, type StoredRow } from './store.ts'

/** Rows of one register of an event, and of those merged into it, as far as the caller may read them, the newest first. */
export async function listRows(
  db: Db,
  sealingKey: Buffer,
  caller: Caller,
  filter: Omit<RowFilter, 'regionCodes'>,
  { limit, before }: { limit: number; before: readonly [at: string, id: string] | null },
): Promise<ContentRow[]> {
  const { event, regionCodes } = await mustReadRegisters(db, caller, filter.eventId)
  const rows = await readRowPage(db, { ...filter, eventId: event.id, regionCodes }, limit, before)
  return opened(db, sealingKey, rows)
}

/**
 * One row.
 *
 * @throws Problem not-permitted or not-found
 */
export async function getRow(
  db: Db,
  sealingKey: Buffer,
  caller: Caller,
  register: Register,
  id: string,
): Promise<ContentRow> {
  const { row } = await mustSeeRow(db, caller, register, id)
  const [found] = await opened(db, sealingKey, [row])
  return found ?? contentOfRow(row)
}

async function opened(db: Db, sealingKey: Buffer, rows: readonly StoredRow[]): Promise<ContentRow[]> {
  const fields = await readSealedFields(
    db,
    rows.map(({ id }) => id),
  )
  const values = openFields(fields, sealingKey)
  return rows.map((row) => contentOfRow(row, values.get(row.id)))
}
