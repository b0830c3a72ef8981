import { and, desc, eq, getTableColumns, inArray, isNull, ne, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Db } from '../db/client.ts'
import { events } from '../events/tables.ts'
import type { EventRow } from '../events/views.ts'
import { within } from '../regions/within.ts'
import type { Register } from './rules/row-content.ts'
import {
  registerDestructions,
  registerFields,
  registerKeys,
  registerLookups,
  registerRows,
} from './tables.ts'

const successors = alias(registerRows, 'successors')

/** A row, and the one that replaced it. */
export type StoredRow = typeof registerRows.$inferSelect & { replacedById: string | null }

/** A sealed field, with the sealed key that opens it. */
export type SealedField = typeof registerFields.$inferSelect & { sealedDataKey: string | null }

export interface RowFilter {
  register: Register
  eventId: string
  /** the units whose rows, and those of all below, the reader may see */
  regionCodes: readonly string[]
  under?: string | undefined
  class?: string | undefined
  /** only rows that stand, or whatever was ever written */
  state: 'current' | 'all'
}

/** Keeps other writers out of the registers of these events until the end of the transaction. */
export async function lockRegistersOf(db: Db, eventIds: readonly string[]): Promise<void> {
  for (const eventId of [...new Set(eventIds)].sort()) {
    await db.execute(sql`select pg_advisory_xact_lock(5402, hashtext(${eventId}))`)
  }
}

/** The rows of these ids that exist, in no order. */
export async function findRows(db: Db, ids: readonly string[]): Promise<StoredRow[]> {
  return ids.length === 0 ? [] : selectRows(db).where(inArray(registerRows.id, [...ids]))
}

/** One row of a register, or null. */
export async function findRow(db: Db, register: Register, id: string): Promise<StoredRow | null> {
  const [row] = await findRows(db, [id])
  return row?.register === register ? row : null
}

/**
 * Rows, the newest first.
 *
 * @param before instant and id of the last row of the page before
 */
export async function readRowPage(
  db: Db,
  filter: RowFilter,
  limit: number,
  before: readonly [at: string, id: string] | null,
): Promise<StoredRow[]> {
  return selectRows(db)
    .where(
      and(
        eq(registerRows.eventId, filter.eventId),
        eq(registerRows.register, filter.register),
        within(registerRows.regionCode, filter.regionCodes),
        filter.under === undefined ? undefined : within(registerRows.regionCode, [filter.under]),
        filter.class === undefined ? undefined : eq(registerRows.class, filter.class),
        filter.state === 'current' ? isCurrent() : undefined,
        before
          ? sql`(${registerRows.registeredAt}, ${registerRows.id}) < (${before[0]}::timestamptz, ${before[1]}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(registerRows.registeredAt), desc(registerRows.id))
    .limit(limit)
}

function selectRows(db: Db) {
  return db
    .select({ ...getTableColumns(registerRows), replacedById: successors.id })
    .from(registerRows)
    .leftJoin(successors, eq(successors.replacesId, registerRows.id))
    .$dynamic()
}

/** A row stands when it is no removal and nothing has replaced it. */
function isCurrent(): SQL | undefined {
  return and(ne(registerRows.kind, 'removal'), isNull(successors.id))
}

/** The sealed fields of rows, each with its sealed key as of the same instant. */
export async function readSealedFields(db: Db, rowIds: readonly string[]): Promise<SealedField[]> {
  return rowIds.length === 0
    ? []
    : db
        .select({ ...getTableColumns(registerFields), sealedDataKey: registerKeys.sealedDataKey })
        .from(registerFields)
        .innerJoin(registerKeys, eq(registerKeys.kid, registerFields.keyId))
        .where(inArray(registerFields.rowId, [...rowIds]))
}

/**
 * Adds rows.
 *
 * @returns the ids of those that were added; the others are another row's already
 */
export async function insertRows(
  db: Db,
  rows: readonly (typeof registerRows.$inferInsert)[],
): Promise<Set<string>> {
  if (rows.length === 0) return new Set()
  const added = await db
    .insert(registerRows)
    .values([...rows])
    .onConflictDoNothing({ target: registerRows.id })
    .returning({ id: registerRows.id })
  return new Set(added.map(({ id }) => id))
}

export async function insertSealedFields(
  db: Db,
  fields: readonly (typeof registerFields.$inferInsert)[],
): Promise<void> {
  if (fields.length > 0) await db.insert(registerFields).values([...fields])
}

/** Seals a field anew. */
export async function resealField(
  db: Db,
  { rowId, field, keyId, sealed }: typeof registerFields.$inferInsert,
): Promise<void> {
  await db
    .update(registerFields)
    .set({ keyId, sealed })
    .where(and(eq(registerFields.rowId, rowId), eq(registerFields.field, field)))
}

/** Adds hashes of id numbers; those that are there already stay. */
export async function insertLookups(
  db: Db,
  lookups: readonly (typeof registerLookups.$inferInsert)[],
): Promise<void> {
  if (lookups.length === 0) return
  await db
    .insert(registerLookups)
    .values([...lookups])
    .onConflictDoNothing({ target: [registerLookups.rowId, registerLookups.keyId] })
}

/** The current rows of an event that have one of these hashes. */
export async function findByDigests(
  db: Db,
  register: Register,
  eventId: string,
  digests: readonly string[],
): Promise<{ rowId: string; digest: string }[]> {
  if (digests.length === 0) return []
  return db
    .selectDistinctOn([registerRows.id, registerLookups.digest], {
      rowId: registerRows.id,
      digest: registerLookups.digest,
    })
    .from(registerLookups)
    .innerJoin(registerRows, eq(registerRows.id, registerLookups.rowId))
    .leftJoin(successors, eq(successors.replacesId, registerRows.id))
    .where(
      and(
        inArray(registerLookups.digest, [...digests]),
        eq(registerRows.register, register),
        eq(registerRows.eventId, eventId),
        isCurrent(),
      ),
    )
    .orderBy(registerRows.id, registerLookups.digest)
}

/** An event whoever may see it, or null. */
export async function findEvent(db: Db, eventId: string): Promise<EventRow | null> {
  const [event] = await db.select().from(events).where(eq(events.id, eventId))
  return event ?? null
}

/** The same, held as it is until the end of the transaction: nobody opens it again meanwhile. */
export async function holdEvent(db: Db, eventId: string): Promise<EventRow | null> {
  const [event] = await db.select().from(events).where(eq(events.id, eventId)).for('share')
  return event ?? null
}

/** The events among these whose registers were destroyed. */
export async function findDestroyed(db: Db, eventIds: readonly string[]): Promise<Set<string>> {
  if (eventIds.length === 0) return new Set()
  const found = await db
    .select({ eventId: registerDestructions.eventId })
    .from(registerDestructions)
    .where(
      and(
        inArray(registerDestructions.eventId, [...eventIds]),
        sql`${registerDestructions.executedAt} is not null`,
      ),
    )
  return new Set(found.map(({ eventId }) => eventId))
}
