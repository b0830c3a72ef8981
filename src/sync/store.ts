import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { deadlines } from '../deadlines/tables.ts'
import { within } from '../regions/within.ts'
import { heldReports } from '../reports/tables.ts'

/** A place in the order in which facts were committed. */
export interface CommitPosition {
  xid: string
  position: number
}

export interface Change extends CommitPosition {
  topic: string
  at: Date
  eventId: string | null
  regionCode: string | null
  subjectId: string
  payload: unknown
  /** whether it concerns the reader; others only move the cursor */
  isMine: boolean
}

/** Messages looked at in one answer: more than these wait for the next one. */
export const MOST_LOOKED_AT = 2_000

/**
 * Which cluster's transaction ids these are: another one's mean nothing here.
 */
export async function readClusterId(db: Db): Promise<string> {
  const { rows } = await db.execute<{ id: string }>(
    sql`select system_identifier::text as id from pg_control_system()`,
  )
  const row = rows[0]
  if (!row) throw new Error('the database gave no identifier')
  return row.id
}

/**
 * Where the order of commits is settled: everything before this place is committed or gone, nothing can still appear
 * there. And the place before which no cursor can come from the future.
 */
export async function readHorizon(db: Db): Promise<{ now: Date; settled: string; next: string }> {
  const { rows } = await db.execute<{ now: string; settled: string; next: string }>(sql`
    select judged_now() as now, pg_snapshot_xmin(pg_current_snapshot())::text as settled,
      pg_snapshot_xmax(pg_current_snapshot())::text as next`)
  const row = rows[0]
  if (!row) throw new Error('the database gave no snapshot')
  return { ...row, now: new Date(row.now) }
}

/**
 * Committed facts after a place, in commit order, up to the settled end of it.
 *
 * They are ordered by the column, not by the text that is selected under the same name: as texts, 999 comes after 1000.
 *
 * @param scope units whose facts the reader sees, with all below
 * @param above units above these, whose facts about events concern everybody below
 */
export async function readChanges(
  db: Db,
  after: CommitPosition,
  settled: string,
  scope: readonly string[],
  above: readonly string[],
): Promise<Change[]> {
  const { rows } = await db.execute<Omit<Change, 'at'> & { at: string; position: string }>(sql`
    select xid::text as xid, position, topic, created_at as at, event_id as "eventId", region_code as "regionCode",
      subject_id as "subjectId", payload,
      (${within(sql.raw('region_code'), scope)}
        or (region_code = any (${sql.param([...above])}::text[]) and (topic like 'event.%' or topic like 'node.%')))
        as "isMine"
    from outbox
    where (xid, position) > (${after.xid}::xid8, ${after.position}::bigint) and xid < ${settled}::xid8
    order by outbox.xid, outbox.position
    limit ${MOST_LOOKED_AT}`)
  return rows.map(({ at, position, ...row }) => ({
    ...row,
    position: Number(position),
    at: new Date(at),
    isMine: row.isMine === true,
  }))
}

/** What some units owe now, in the order it falls due. */
export async function readOwed(db: Db, regionCodes: readonly string[], most: number) {
  return db
    .select({
      id: deadlines.id,
      eventId: deadlines.eventId,
      regionCode: deadlines.regionCode,
      duty: deadlines.duty,
      dueAt: deadlines.dueAt,
    })
    .from(deadlines)
    .where(
      and(
        inArray(deadlines.regionCode, [...regionCodes]),
        isNull(deadlines.metAt),
        isNull(deadlines.replacedAt),
      ),
    )
    .orderBy(asc(deadlines.dueAt), asc(deadlines.id))
    .limit(most)
}

/** Reports of an account that wait for the version before them. */
export async function readWaiting(db: Db, accountId: string, most: number) {
  return db
    .select({
      versionId: heldReports.versionId,
      missingParentId: heldReports.missingParentId,
      receivedAt: heldReports.receivedAt,
    })
    .from(heldReports)
    .where(and(eq(heldReports.accountId, accountId), isNull(heldReports.releasedAt)))
    .orderBy(asc(heldReports.receivedAt), asc(heldReports.versionId))
    .limit(most)
}
