import { and, asc, desc, eq, gt, gte, isNull, sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { isOfEvent } from '../events/store.ts'
import { registerDestroyedRows, registerDestructions, registerHolds, registerRetentions } from './tables.ts'

export type DestructionRow = typeof registerDestructions.$inferSelect
export type HoldRow = typeof registerHolds.$inferSelect

/** Since when an event is closed, or null while it is not. */
export async function readClosedAt(db: Db, eventId: string): Promise<Date | null> {
  const [row] = await db
    .select({ closedAt: registerRetentions.closedAt })
    .from(registerRetentions)
    .where(eq(registerRetentions.eventId, eventId))
  return row?.closedAt ?? null
}

export async function insertDestruction(
  db: Db,
  order: Pick<DestructionRow, 'id' | 'eventId' | 'reason' | 'orderedAt' | 'orderedBy'>,
): Promise<void> {
  await db.insert(registerDestructions).values(order)
}

/** One destruction, held against others who act on it, or null. */
export async function holdDestruction(db: Db, id: string): Promise<DestructionRow | null> {
  const [row] = await db
    .select()
    .from(registerDestructions)
    .where(eq(registerDestructions.id, id))
    .for('update')
  return row ?? null
}

/** One destruction, or null. */
export async function findDestruction(db: Db, id: string): Promise<DestructionRow | null> {
  const [row] = await db.select().from(registerDestructions).where(eq(registerDestructions.id, id))
  return row ?? null
}

/** All destructions of an event, the withdrawn ones too, the newest first. */
export async function readDestructions(db: Db, eventId: string): Promise<DestructionRow[]> {
  return db
    .select()
    .from(registerDestructions)
    .where(eq(registerDestructions.eventId, eventId))
    .orderBy(desc(registerDestructions.orderedAt), desc(registerDestructions.id))
}

/** Destructions that are approved and neither withdrawn nor done, the oldest first. */
export async function readApproved(db: Db, eventId: string | null): Promise<DestructionRow[]> {
  const { approvedAt, withdrawnAt, executedAt } = registerDestructions
  return db
    .select()
    .from(registerDestructions)
    .where(
      and(
        sql`${approvedAt} is not null and ${withdrawnAt} is null and ${executedAt} is null`,
        eventId === null ? undefined : eq(registerDestructions.eventId, eventId),
      ),
    )
    .orderBy(asc(approvedAt), asc(registerDestructions.id))
}

/** Notes an approval, a withdrawal, or that it was done. */
export async function noteAct(
  db: Db,
  id: string,
  act: Partial<Omit<DestructionRow, 'id' | 'eventId' | 'reason' | 'orderedAt' | 'orderedBy'>>,
): Promise<void> {
  await db.update(registerDestructions).set(act).where(eq(registerDestructions.id, id))
}

export async function insertHold(
  db: Db,
  hold: Pick<HoldRow, 'id' | 'eventId' | 'reason' | 'placedAt' | 'placedBy'>,
): Promise<void> {
  await db.insert(registerHolds).values(hold)
}

/** One legal hold, held against others who release it, or null. */
export async function holdHold(db: Db, id: string): Promise<HoldRow | null> {
  const [row] = await db.select().from(registerHolds).where(eq(registerHolds.id, id)).for('update')
  return row ?? null
}

export async function releaseHold(
  db: Db,
  id: string,
  act: Pick<HoldRow, 'releasedAt' | 'releasedBy' | 'releaseReason'>,
): Promise<void> {
  await db.update(registerHolds).set(act).where(eq(registerHolds.id, id))
}

/** The legal holds of an event, and of those merged into it, the newest first. */
export async function readHolds(db: Db, eventId: string): Promise<HoldRow[]> {
  return db
    .select()
    .from(registerHolds)
    .where(isOfEvent(registerHolds.eventId, eventId))
    .orderBy(desc(registerHolds.placedAt), desc(registerHolds.id))
}

/** How many legal holds of an event, and of those merged into it, stand. */
export async function countHolds(db: Db, eventId: string): Promise<number> {
  const [row] = await db
    .select({ holds: sql<number>`count(*)::int` })
    .from(registerHolds)
    .where(and(isOfEvent(registerHolds.eventId, eventId), isNull(registerHolds.releasedAt)))
  return row?.holds ?? 0
}

/** Legal holds that stand and were placed on an event itself since an instant. */
export async function readHoldsSince(db: Db, eventId: string, since: Date): Promise<HoldRow[]> {
  const { releasedAt, placedAt } = registerHolds
  return db
    .select()
    .from(registerHolds)
    .where(and(eq(registerHolds.eventId, eventId), isNull(releasedAt), gte(placedAt, since)))
}

/** What a destruction did. */
export interface Destroyed {
  people: number
  homes: number
  fields: number
}

/**
 * Destroys what identifies people in the registers of an event and of those merged into it: notes the hash of each row, moves rows up to their townships,
 * removes sealed fields and hashes of id numbers.
 */
export async function destroyIdentities(
  db: Db,
  { id, eventId }: Pick<DestructionRow, 'id' | 'eventId'>,
): Promise<Destroyed> {
  const ofEvent = isOfEvent(sql.raw('r.event_id'), eventId)
  await db.execute(sql`
    insert into register_destroyed_rows (row_id, destruction_id, hash)
    select r.id, ${id}::uuid, encode(sha256(convert_to(coalesce(
      string_agg(f.field || ' ' || f.key_id || ' ' || f.sealed || chr(10), '' order by f.field collate "C"), ''), 'UTF8')), 'hex')
    from register_rows r
    left join register_fields f on f.row_id = r.id
    where ${ofEvent}
    group by r.id`)
  const { rows } = await db.execute<{ register: string; rows: number }>(sql`
    with destroyed as (
      update register_rows r
      set destruction_id = ${id}::uuid, region_code = township_of(region_code)
      where ${ofEvent}
      returning register
    )
    select register, count(*)::int as rows from destroyed group by register`)
  const rowsOfEvent = sql`select r.id from register_rows r where ${ofEvent}`
  await db.execute(sql`delete from register_lookups where row_id in (${rowsOfEvent})`)
  const { rowCount } = await db.execute(sql`delete from register_fields where row_id in (${rowsOfEvent})`)
  const counted = (register: string) => rows.find((row) => row.register === register)?.rows ?? 0
  return { people: counted('people'), homes: counted('homes'), fields: rowCount ?? 0 }
}

/** SHA-256 over the lines `row id, space, hash` of all destroyed rows, in the order of their ids. */
export async function hashOfDestroyed(db: Db, destructionId: string): Promise<string> {
  const { rows } = await db.execute<{ hash: string }>(sql`
    select encode(sha256(convert_to(coalesce(
      string_agg(row_id::text || ' ' || hash || chr(10), '' order by row_id), ''), 'UTF8')), 'hex') as hash
    from register_destroyed_rows where destruction_id = ${destructionId}`)
  return rows[0]?.hash ?? ''
}

/** How many rows a destruction destroyed. */
export async function countDestroyed(db: Db, destructionId: string): Promise<number> {
  const [row] = await db
    .select({ rows: sql<number>`count(*)::int` })
    .from(registerDestroyedRows)
    .where(eq(registerDestroyedRows.destructionId, destructionId))
  return row?.rows ?? 0
}

/** Destroyed rows with their hashes, by their ids. */
export async function readDestroyedPage(
  db: Db,
  destructionId: string,
  limit: number,
  after: string | null,
): Promise<{ rowId: string; hash: string }[]> {
  return db
    .select({ rowId: registerDestroyedRows.rowId, hash: registerDestroyedRows.hash })
    .from(registerDestroyedRows)
    .where(
      and(
        eq(registerDestroyedRows.destructionId, destructionId),
        after === null ? undefined : gt(registerDestroyedRows.rowId, after),
      ),
    )
    .orderBy(asc(registerDestroyedRows.rowId))
    .limit(limit)
}
