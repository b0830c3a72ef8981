import { and, desc, eq, getTableColumns, inArray, isNull, ne, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Db } from '../db/client.ts'
import { isOfEvent, readFamilies } from '../events/store.ts'
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
  /** the event that goes on: rows of those merged into it are its too */
  eventId: string
  /** the units whose rows, and those of all below, the reader may see */
  regionCodes: readonly string[]
  under?: string | undefined
  class?: string | undefined
  /** only rows that stand, or whatever was ever written */
  state: 'current' | 'all'
}

/** Keeps other writers out of the registers of these events, and of all that are one with them, until the end of the transaction. */
export async function lockRegistersOf(db: Db, eventIds: readonly string[]): Promise<void> {
  const families = await readFamilies(db, eventIds)
  for (const eventId of [...new Set([...eventIds, ...[...families.values()].flat()])].sort()) {
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
        isOfEvent(registerRows.eventId, filter.eventId),
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

/** The current rows of an event, and of those merged into it, that have one of these hashes. */
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
        isOfEvent(registerRows.eventId, eventId),
        isCurrent(),
      ),
    )
    .orderBy(registerRows.id, registerLookups.digest)
}

/** The event that an id leads to whoever may see it: itself, or the one that it was merged into; null when there is none. */
export async function findEvent(db: Db, eventId: string): Promise<EventRow | null> {
  const root = db
    .select({ id: sql`coalesce(${events.mergedIntoId}, ${events.id})` })
    .from(events)
    .where(eq(events.id, eventId))
  const [event] = await db.select().from(events).where(inArray(events.id, root))
  return event ?? null
}

/**
 * What each of these events covers by itself: without that which a merge added and may take away again. Identity acts
 * stand right of registers: their table is named, nothing of them is imported.
 */
export async function readOwnRegions(db: Db, eventIds: readonly string[]): Promise<Map<string, string[]>> {
  const { rows } = await db.execute<{ eventId: string; regions: string[] }>(sql`
    select r.event_id as "eventId", array_agg(r.region_code order by r.region_code) as regions
    from event_regions r
    where r.event_id = any (${sql.param([...eventIds])}::uuid[])
      and not exists (
        select from identity_acts a
        where a.into_event_id = r.event_id and a.kind = 'merge' and a.detail -> 'addedRegions' ? r.region_code
          and not exists (select from identity_acts undo where undo.undoes_id = a.id))
    group by r.event_id`)
  return new Map(rows.map(({ eventId, regions }) => [eventId, regions]))
}

/** The same, held as it is until the end of the transaction: nobody opens it again meanwhile. */
export async function holdEvent(db: Db, eventId: string): Promise<EventRow | null> {
  const [event] = await db.select().from(events).where(eq(events.id, eventId)).for('share')
  return event ?? null
}

/** The events among these whose registers were destroyed, with those of the event that they were merged into. */
export async function findDestroyed(db: Db, eventIds: readonly string[]): Promise<Set<string>> {
  if (eventIds.length === 0) return new Set()
  const found = await db
    .select({ eventId: events.id })
    .from(events)
    .innerJoin(
      registerDestructions,
      eq(registerDestructions.eventId, sql`coalesce(${events.mergedIntoId}, ${events.id})`),
    )
    .where(and(inArray(events.id, [...eventIds]), sql`${registerDestructions.executedAt} is not null`))
  return new Set(found.map(({ eventId }) => eventId))
}
