import { and, asc, count, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import type { ProblemBody } from '../problems/problem.ts'
import { nodes } from '../regions/tables.ts'
import { heldReports, receipts, reportVersions } from '../reports/tables.ts'
import { quarantinedReports } from './tables.ts'

export type QuarantinedRow = typeof quarantinedReports.$inferSelect
type NewQuarantined = typeof quarantinedReports.$inferInsert

/** An item may be null, which is something to keep: not the absence of an item. */
const JSON_NULL = sql`'null'::jsonb`

/** How many refused items of an account are still open. */
export async function countOpenOf(db: Db, accountId: string): Promise<number> {
  const [row] = await db
    .select({ open: count() })
    .from(quarantinedReports)
    .where(and(eq(quarantinedReports.accountId, accountId), IS_OPEN))
  return row?.open ?? 0
}

/** Of these codes, those of units that exist. */
export async function existingNodes(db: Db, codes: readonly string[]): Promise<ReadonlySet<string>> {
  if (codes.length === 0) return new Set()
  const rows = await db
    .select({ regionCode: nodes.regionCode })
    .from(nodes)
    .where(inArray(nodes.regionCode, [...new Set(codes)]))
  return new Set(rows.map(({ regionCode }) => regionCode))
}

/**
 * Keeps refused items; one that is there already is counted again, with its latest problem.
 *
 * @returns the id of each content, by its hash
 */
export async function upsertQuarantined(
  db: Db,
  rows: readonly NewQuarantined[],
): Promise<ReadonlyMap<string, string>> {
  const kept = await db
    .insert(quarantinedReports)
    .values(rows.map(({ content, ...row }) => ({ ...row, content: content ?? JSON_NULL })))
    .onConflictDoUpdate({
      target: [quarantinedReports.accountId, quarantinedReports.contentHash],
      set: {
        times: sql`${quarantinedReports.times} + 1`,
        lastAt: sql`excluded.last_at`,
        problem: sql`excluded.problem`,
      },
    })
    .returning({ id: quarantinedReports.id, contentHash: quarantinedReports.contentHash })
  return new Map(kept.map(({ id, contentHash }) => [contentHash, id]))
}

/** A refused item, or null. */
export async function findQuarantined(db: Db, id: string): Promise<QuarantinedRow | null> {
  const [row] = await db.select().from(quarantinedReports).where(eq(quarantinedReports.id, id))
  return row ?? null
}

/**
 * Refused items that are still open, oldest first: neither discarded nor accepted after all under the same id.
 *
 * @param inScope condition on the region, from the caller's jurisdiction
 */
export async function readQuarantinePage(
  db: Db,
  { accountId, inScope }: { accountId: string; inScope: SQL },
  limit: number,
  after: readonly [at: string, id: string] | null,
): Promise<QuarantinedRow[]> {
  const { firstAt, id } = quarantinedReports
  return db
    .select()
    .from(quarantinedReports)
    .where(
      and(
        IS_OPEN,
        or(eq(quarantinedReports.accountId, accountId), inScope),
        after ? sql`(${firstAt}, ${id}) > (${after[0]}::timestamptz, ${after[1]}::uuid)` : undefined,
      ),
    )
    .orderBy(asc(firstAt), asc(id))
    .limit(limit)
}

/** What became of reports that were held. */
export interface Settled {
  /** by version: what was applied since */
  applied: ReadonlyMap<string, Applied>
  /** by version: the problem that one met when its parent had come */
  refused: ReadonlyMap<string, ProblemBody>
}

export type Applied = Awaited<ReturnType<typeof readApplied>>[number]

/** What became of an account's own reports that were held; those that still wait are in neither. */
export async function readSettled(
  db: Db,
  accountId: string,
  versionIds: readonly string[],
): Promise<Settled> {
  const ids = [...versionIds]
  const { versionId, problem } = heldReports
  const isOwn = and(inArray(versionId, ids), eq(heldReports.accountId, accountId))
  const applied = await readApplied(db, accountId, ids)
  const refused = await db.select({ versionId, problem }).from(heldReports).where(isOwn)
  return {
    applied: new Map(applied.map((version) => [version.versionId, version])),
    refused: new Map(refused.flatMap((held) => (held.problem ? [[held.versionId, held.problem]] : []))),
  }
}

function readApplied(db: Db, accountId: string, ids: string[]) {
  const { id, eventId, number, isLate, contentHash, receivedAt } = reportVersions
  return db
    .select({
      ...{ versionId: id, eventId, number, isLate, contentHash, receivedAt, jws: receipts.jws },
      violations: sql<number>`jsonb_array_length(${reportVersions.violations})`,
    })
    .from(reportVersions)
    .innerJoin(receipts, eq(receipts.versionId, id))
    .where(and(inArray(id, ids), eq(reportVersions.accountId, accountId)))
}

/**
 * Discards a refused item.
 *
 * @returns false when somebody else was first
 */
export async function markDiscarded(
  db: Db,
  id: string,
  { by, at, reason }: { by: string; at: Date; reason: string },
): Promise<boolean> {
  const { rowCount } = await db
    .update(quarantinedReports)
    .set({ discardedAt: at, discardedBy: by, discardedReason: reason })
    .where(and(eq(quarantinedReports.id, id), isNull(quarantinedReports.discardedAt)))
  return (rowCount ?? 0) > 0
}

/** What came in after all under the id that the item gave itself is settled. */
const IS_OPEN = sql`${quarantinedReports.discardedAt} is null and not exists (
  select from report_versions v
  where v.id = ${quarantinedReports.versionId} and v.account_id = ${quarantinedReports.accountId})`
