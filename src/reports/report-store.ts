import { and, asc, desc, eq, gt, isNotNull, isNull, lt, ne, or, type SQL, sql } from 'drizzle-orm'
import type { Role } from '../accounts/caller.ts'
import type { Db } from '../db/client.ts'
import { isOfEvent } from '../events/store.ts'
import { events } from '../events/tables.ts'
import type { ReturnReasonCode } from '../regulations/reviews.ts'
import { heldReports, receipts, reportChains, reportVersions, versionBases } from './tables.ts'

/** The review of a version as it is stored: instants are text. Reviews stand right of reports: their table is named. */
interface StoredReview {
  outcome: 'accepted' | 'returned'
  accountId: string
  role: Role
  regionCode: string
  at: string
  reasonCode: ReturnReasonCode | null
  fields: string[]
  comment: string | null
  dueAt: string | null
}

const review = sql<StoredReview | null>`(
  select json_build_object('outcome', r.outcome, 'accountId', r.reviewed_by, 'role', r.reviewer_role,
    'regionCode', r.reviewer_code, 'at', r.reviewed_at, 'reasonCode', r.reason_code, 'fields', r.fields,
    'comment', r.comment, 'dueAt', r.due_at)
  from report_reviews r where r.version_id = ${reportVersions.id})`

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
  nilReportFor: reportVersions.nilReportFor,
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
  review,
  tierReport: versionBases,
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
    .leftJoin(versionBases, eq(versionBases.versionId, reportVersions.id))
    .$dynamic()
}

/** Severity rank of the event, instant of receipt and id. */
export type UnreviewedPosition = readonly [rank: number, receivedAt: string, id: string]

/**
 * Latest versions that nobody above has reviewed, of events that are not closed: the gravest event first, then the
 * oldest. What the reader sent, drafted or signed is left to others.
 *
 * @param inScope condition on the region, from the units below those of the reader
 */
export async function readUnreviewedPage(
  db: Db,
  page: {
    inScope: SQL
    accountId: string
    eventId?: string | undefined
    after: UnreviewedPosition | null
    limit: number
  },
) {
  const { inScope, accountId, eventId, after, limit } = page
  return db
    .select({ ...versionColumns, severityRank: events.severityRank })
    .from(reportVersions)
    .innerJoin(reportChains, eq(reportChains.headVersionId, reportVersions.id))
    .innerJoin(
      events,
      sql`${events.id} = (
        select coalesce(home.merged_into_id, home.id) from events home where home.id = ${reportChains.eventId})`,
    )
    .leftJoin(versionBases, eq(versionBases.versionId, reportVersions.id))
    .where(
      and(
        inScope,
        eq(reportChains.isWithdrawn, false),
        // after a merge the other chain of the unit may count instead
        sql`exists (
          select from latest_figures f
          where f.event_id = ${events.id} and f.region_code = ${reportChains.regionCode}
            and f.version_id = ${reportVersions.id})`,
        ne(events.state, 'closed'),
        sql`not exists (select from report_reviews r where r.version_id = ${reportVersions.id})`,
        ne(reportVersions.accountId, accountId),
        sql`${versionBases.draftedBy} is distinct from ${accountId}::uuid`,
        eventId ? isOfEvent(reportChains.eventId, eventId) : undefined,
        after ? beyond(after) : undefined,
      ),
    )
    .orderBy(desc(events.severityRank), asc(reportVersions.receivedAt), asc(reportVersions.id))
    .limit(limit)
}

function beyond([rank, receivedAt, id]: UnreviewedPosition): SQL {
  return sql`(${events.severityRank} < ${rank} or (${events.severityRank} = ${rank}
    and (${reportVersions.receivedAt}, ${reportVersions.id}) > (${receivedAt}::timestamptz, ${id}::uuid)))`
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

/** One whose event was closed while it waited is kept in quarantine. Batches stand right of reports: their table is named. */
const IS_QUARANTINED = sql`(${heldReports.problem} ->> 'type' = '/problems/event-closed' and exists (
  select from quarantined_reports q
  where q.account_id = ${heldReports.accountId} and q.content_hash = ${heldReports.contentHash}))`

/** Versions that wait for their parent, or were refused when it came, oldest first; without what lies in quarantine. */
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
        or(isNull(heldReports.releasedAt), and(isNotNull(heldReports.problem), sql`not ${IS_QUARANTINED}`)),
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
