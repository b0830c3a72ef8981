import { and, asc, desc, eq, gt, isNotNull, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { isOfEvent } from '../events/store.ts'
import { heldReports, receipts, reportChains, reportVersions } from './tables.ts'

const versionColumns = {
  versionId: reportVersions.id,
  eventId: reportVersions.eventId,
  regionCode: reportVersions.regionCode,
  number: reportVersions.number,
  parentVersionId: reportVersions.parentVersionId,
  isHead: sql<boolean>`${reportChains.headVersionId} = ${reportVersions.id}`,
  joinedChain: reportVersions.joinedChain,
  stage: reportVersions.stage,
  withdrawalReason: reportVersions.withdrawalReason,
  occurredAt: reportVersions.occurredAt,
  observedAt: reportVersions.observedAt,
  enteredAt: reportVersions.enteredAt,
  sentAt: reportVersions.sentAt,
  receivedAt: reportVersions.receivedAt,
  isLate: reportVersions.isLate,
  location: reportVersions.location,
  content: reportVersions.content,
  contentHash: reportVersions.contentHash,
  violations: reportVersions.violations,
}

export type StoredVersion = Awaited<ReturnType<typeof readVersionPage>>[number]

/** One version, or null. */
export async function readVersion(db: Db, versionId: string): Promise<StoredVersion | null> {
  const [row] = await selectVersions(db).where(eq(reportVersions.id, versionId))
  return row ?? null
}

/**
 * Versions received, newest first.
 *
 * @param inScope condition on the region, from the caller's jurisdiction
 */
export async function readVersionPage(
  db: Db,
  page: {
    inScope: SQL | undefined
    eventId?: string | undefined
    before: { at: Date; id: string } | null
    limit: number
  },
) {
  const { inScope, eventId, before, limit } = page
  return selectVersions(db)
    .where(
      and(
        inScope,
        eventId ? isOfEvent(reportChains.eventId, eventId) : undefined,
        before
          ? or(
              lt(reportVersions.receivedAt, before.at),
              and(eq(reportVersions.receivedAt, before.at), lt(reportVersions.id, before.id)),
            )
          : undefined,
      ),
    )
    .orderBy(desc(reportVersions.receivedAt), desc(reportVersions.id))
    .limit(limit)
}

function selectVersions(db: Db) {
  return db
    .select(versionColumns)
    .from(reportVersions)
    .innerJoin(reportChains, eq(reportChains.id, reportVersions.chainId))
    .$dynamic()
}

/** The receipt of a version as issued, or null. */
export async function readReceipt(db: Db, versionId: string) {
  const [row] = await db
    .select({
      versionId: receipts.versionId,
      regionCode: reportVersions.regionCode,
      contentHash: reportVersions.contentHash,
      receivedAt: reportVersions.receivedAt,
      jws: receipts.jws,
    })
    .from(receipts)
    .innerJoin(reportVersions, eq(reportVersions.id, receipts.versionId))
    .where(eq(receipts.versionId, versionId))
  return row ?? null
}

/** Versions that wait for their parent, or were refused when it came, oldest first. */
export async function readHeldPage(
  db: Db,
  page: { inScope: SQL | undefined; after: { at: Date; id: string } | null; limit: number },
) {
  const { inScope, after, limit } = page
  return db
    .select({
      versionId: heldReports.versionId,
      regionCode: heldReports.regionCode,
      missingParentId: heldReports.missingParentId,
      receivedAt: heldReports.receivedAt,
      toldAt: heldReports.toldAt,
      problem: heldReports.problem,
    })
    .from(heldReports)
    .where(
      and(
        or(isNull(heldReports.releasedAt), isNotNull(heldReports.problem)),
        inScope,
        after
          ? or(
              gt(heldReports.receivedAt, after.at),
              and(eq(heldReports.receivedAt, after.at), gt(heldReports.versionId, after.id)),
            )
          : undefined,
      ),
    )
    .orderBy(asc(heldReports.receivedAt), asc(heldReports.versionId))
    .limit(limit)
}
