import { and, desc, eq, sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { within } from '../regions/within.ts'
import { registerAccesses } from './tables.ts'

export type AccessRow = typeof registerAccesses.$inferSelect

export interface AccessFilter {
  /** the units whose accesses the reader may see */
  regionCodes: readonly string[]
  eventId?: string | undefined
  rowId?: string | undefined
  accountId?: string | undefined
}

/** Writes the access log, in the transaction that reads. */
export async function insertAccess(db: Db, access: AccessRow): Promise<void> {
  await db.insert(registerAccesses).values(access)
}

/**
 * The access log (查阅日志), the newest first.
 *
 * @param before instant and id of the last entry of the page before
 */
export async function readAccessPage(
  db: Db,
  { regionCodes, eventId, rowId, accountId }: AccessFilter,
  limit: number,
  before: readonly [at: string, id: string] | null,
): Promise<AccessRow[]> {
  return db
    .select()
    .from(registerAccesses)
    .where(
      and(
        within(registerAccesses.regionCode, regionCodes),
        eventId === undefined ? undefined : eq(registerAccesses.eventId, eventId),
        rowId === undefined ? undefined : eq(registerAccesses.rowId, rowId),
        accountId === undefined ? undefined : eq(registerAccesses.accountId, accountId),
        before
          ? sql`(${registerAccesses.at}, ${registerAccesses.id}) < (${before[0]}::timestamptz, ${before[1]}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(registerAccesses.at), desc(registerAccesses.id))
    .limit(limit)
}
