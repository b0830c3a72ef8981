import { and, asc, eq, type SQL } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { reportChains, reportVersions } from '../reports/tables.ts'
import { correctionAnswers, correctionRequests } from './tables.ts'

type Request = typeof correctionRequests.$inferSelect
type Answer = typeof correctionAnswers.$inferSelect

/** A request to correct a verified report, and what the unit above said to it. */
export interface CorrectionRow {
  request: Request
  answer: Answer | null
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

/** A version with its place in its chain, or null. */
export async function findVersion(db: Db, versionId: string) {
  const [row] = await db
    .select({
      versionId: reportVersions.id,
      eventId: reportVersions.eventId,
      regionCode: reportVersions.regionCode,
      headVersionId: reportChains.headVersionId,
      chainStage: reportChains.stage,
    })
    .from(reportVersions)
    .innerJoin(reportChains, eq(reportChains.id, reportVersions.chainId))
    .where(eq(reportVersions.id, versionId))
  return row ?? null
}

function selectRows(db: Db) {
  return db
    .select({ request: correctionRequests, answer: correctionAnswers })
    .from(correctionRequests)
    .leftJoin(correctionAnswers, eq(correctionAnswers.requestId, correctionRequests.id))
    .$dynamic()
}
