import { and, asc, eq, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { reportChains, reportVersions } from '../reports/tables.ts'
import { correctionAnswers, correctionRequests } from './tables.ts'

type Request = typeof correctionRequests.$inferSelect
type Answer = typeof correctionAnswers.$inferSelect

/** A request to correct a verified report, and what the unit above said to it. */
export interface CorrectionRow {
  request: Request
  answer: Answer | null
  /** whether it can still be answered: its version is the verified one, and nothing else has given leave meanwhile */
  isOpen: boolean
}

const MOST = 1_000

/** Requests in an event, in order. */
export async function readCorrections(
  db: Db,
  eventId: string,
  inScope: SQL | undefined,
): Promise<CorrectionRow[]> {
  return selectRows(db)
    .where(and(eq(correctionRequests.eventId, eventId), inScope))
    .orderBy(asc(correctionRequests.requestedAt), asc(correctionRequests.id))
    .limit(MOST)
}

/** One request, or null. */
export async function findCorrection(db: Db, id: string): Promise<CorrectionRow | null> {
  const [row] = await selectRows(db).where(eq(correctionRequests.id, id))
  return row ?? null
}

/** Requests about one version, in order. */
export async function readCorrectionsOf(db: Db, versionId: string): Promise<CorrectionRow[]> {
  return selectRows(db)
    .where(eq(correctionRequests.versionId, versionId))
    .orderBy(asc(correctionRequests.requestedAt), asc(correctionRequests.id))
}

/** Writes a request. */
export async function writeCorrection(db: Db, row: Request): Promise<void> {
  await db.insert(correctionRequests).values(row)
}

/** Writes what the unit above said. */
export async function writeCorrectionAnswer(db: Db, row: Answer): Promise<void> {
  await db.insert(correctionAnswers).values(row)
}

/**
 * By when a version is to be corrected that a unit above returned (退回); null where none did. Reviews stand right of the
 * course: their table is named.
 */
const returnedUntil = sql<Date | null>`(
  select r.due_at from report_reviews r where r.version_id = ${reportVersions.id} and r.outcome = 'returned')`.mapWith(
  correctionRequests.requestedAt,
)

/** A version with its place in its chain, or null. */
export async function findVersion(db: Db, versionId: string) {
  const [row] = await db
    .select({
      versionId: reportVersions.id,
      eventId: reportVersions.eventId,
      regionCode: reportVersions.regionCode,
      headVersionId: reportChains.headVersionId,
      chainStage: reportChains.stage,
      returnedUntil,
    })
    .from(reportVersions)
    .innerJoin(reportChains, eq(reportChains.id, reportVersions.chainId))
    .where(eq(reportVersions.id, versionId))
  return row ?? null
}

function selectRows(db: Db) {
  return db
    .select({
      request: correctionRequests,
      answer: correctionAnswers,
      isOpen: sql<boolean>`${correctionAnswers.requestId} is null and ${returnedUntil} is null
        and ${reportChains.headVersionId} = ${reportVersions.id} and ${reportChains.stage} = 'verified'
        and 'stable' = (
          select root.state from events e join events root on root.id = coalesce(e.merged_into_id, e.id)
          where e.id = ${reportChains.eventId})`,
    })
    .from(correctionRequests)
    .innerJoin(reportVersions, eq(reportVersions.id, correctionRequests.versionId))
    .innerJoin(reportChains, eq(reportChains.id, reportVersions.chainId))
    .leftJoin(correctionAnswers, eq(correctionAnswers.requestId, correctionRequests.id))
    .$dynamic()
}
