import { asc, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { registerFields, registerKeys, registerLookups } from './tables.ts'

const MAKING_LOCK = 5_401_003
const UPKEEP_LOCK = 5_401_004

export type RegisterKeyRow = typeof registerKeys.$inferSelect

/** Makes this transaction the only one that makes a generation of keys. */
export async function lockMakingOfKeys(db: Db): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(${MAKING_LOCK})`)
}

/** Keeps rotation and destruction out of each other's way until the end of the transaction. */
export async function lockUpkeep(db: Db): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(${UPKEEP_LOCK})`)
}

/** The generations whose secrets are there, the newest first. */
export async function readLiveKeys(db: Db): Promise<RegisterKeyRow[]> {
  return liveKeys(db)
}

/** The same, held: none of them is retired or destroyed before the end of the transaction. */
export async function holdLiveKeys(db: Db): Promise<RegisterKeyRow[]> {
  return liveKeys(db).for('share')
}

function liveKeys(db: Db) {
  return db
    .select()
    .from(registerKeys)
    .where(isNull(registerKeys.destroyedAt))
    .orderBy(desc(registerKeys.generation))
    .$dynamic()
}

/** Any generation that there ever was has a lower number than the next one. */
export async function nextGeneration(db: Db): Promise<number> {
  const [row] = await db
    .select({ next: sql<number>`coalesce(max(${registerKeys.generation}), 0) + 1` })
    .from(registerKeys)
  return Number(row?.next ?? 1)
}

export async function addKey(db: Db, key: typeof registerKeys.$inferInsert): Promise<void> {
  await db.insert(registerKeys).values(key)
}

/** Nothing more is sealed with it. Waits for those who are about to. */
export async function retireCurrentKey(db: Db, now: Date): Promise<void> {
  await db.update(registerKeys).set({ retiredAt: now }).where(isNull(registerKeys.retiredAt))
}

/**
 * Removes the secrets of generations that nothing is sealed with any more: of the retired ones, or of any.
 *
 * @returns the ids of those that are gone now
 */
export async function destroyUnusedKeys(db: Db, which: 'retired' | 'any', now: Date): Promise<string[]> {
  await db.execute(sql`select from register_keys where destroyed_at is null order by generation for update`)
  const { rows: unused } = await db.execute<{ kid: string }>(sql`
    select k.kid from register_keys k
    where k.destroyed_at is null
      and ${which === 'any' ? sql`true` : sql`k.retired_at is not null`}
      and not exists (select from register_fields f where f.key_id = k.kid)
    order by k.generation`)
  for (const { kid } of unused) {
    await db.delete(registerLookups).where(eq(registerLookups.keyId, kid))
    await db
      .update(registerKeys)
      .set({
        sealedDataKey: null,
        sealedLookupKey: null,
        retiredAt: sql`coalesce(${registerKeys.retiredAt}, ${now.toISOString()}::timestamptz)`,
        destroyedAt: now,
      })
      .where(eq(registerKeys.kid, kid))
  }
  return unused.map(({ kid }) => kid)
}

/** Rows with a field that is sealed with a retired generation, by their ids, after one of them. */
export async function rowsSealedWithRetired(db: Db, after: string, limit: number): Promise<string[]> {
  const found = await db
    .selectDistinctOn([registerFields.rowId], { rowId: registerFields.rowId })
    .from(registerFields)
    .innerJoin(registerKeys, eq(registerKeys.kid, registerFields.keyId))
    .where(sql`${isNotNull(registerKeys.retiredAt)} and ${registerFields.rowId} > ${after}::uuid`)
    .orderBy(asc(registerFields.rowId))
    .limit(limit)
  return found.map(({ rowId }) => rowId)
}
