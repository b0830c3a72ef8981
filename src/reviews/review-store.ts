import { eq, sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { deadlines } from '../deadlines/tables.ts'
import { events } from '../events/tables.ts'
import type { Figures } from '../regulations/indicators.ts'
import type { EventState } from '../reports/state.ts'
import { reportChains, reportVersions, versionBases } from '../reports/tables.ts'
import { reportReviews } from './tables.ts'

/** A version as its reviewer must know it. */
export interface ReviewedVersion {
  id: string
  /** the event in which it counts now */
  eventId: string
  /** the event to which a duty about it belongs: its own, as long as that is, or leads to, the one it counts in */
  dutyEventId: string
  regionCode: string
  number: number
  accountId: string
  /** who drafted it, where it is a tier's own report */
  draftedBy: string | null
  figures: Figures
  isWithdrawn: boolean
  /** the head of the unit's chain that counts, where after a merge that is another one than its own; else null */
  countsInstead: { versionId: string; number: number; stage: string } | null
  head: { versionId: string; number: number; stage: string }
  eventState: EventState['state']
}

/**
 * A version with what decides whether it can be reviewed. It counts as withdrawn where its chain was withdrawn later.
 *
 * @returns null when there is none
 */
export async function readReviewedVersion(db: Db, versionId: string): Promise<ReviewedVersion | null> {
  const [row] = await db
    .select({
      id: reportVersions.id,
      eventId: sql<string>`coalesce(${events.mergedIntoId}, ${events.id})`,
      dutyEventId: sql<string>`(
        select case when own.id = ${events.id} or own.merged_into_id = ${events.id} then own.id else ${events.id} end
        from events own where own.id = ${reportVersions.eventId})`,
      regionCode: reportVersions.regionCode,
      number: reportVersions.number,
      accountId: reportVersions.accountId,
      draftedBy: versionBases.draftedBy,
      figures: sql<Figures>`coalesce(${reportVersions.content} -> 'figures', '{}')`,
      isWithdrawn: sql<boolean>`exists (
        select from report_versions w
        where w.chain_id = ${reportVersions.chainId} and w.number >= ${reportVersions.number}
          and w.withdrawal_reason is not null)`,
      countsInstead: sql<ReviewedVersion['countsInstead']>`(
        select json_build_object('versionId', h.id, 'number', h.number, 'stage', o.stage)
        from latest_figures f
        join report_versions h on h.id = f.version_id
        join report_chains o on o.id = h.chain_id
        where f.event_id = coalesce(${events.mergedIntoId}, ${events.id})
          and f.region_code = ${reportVersions.regionCode} and h.chain_id <> ${reportVersions.chainId})`,
      head: {
        versionId: reportChains.headVersionId,
        number: reportChains.headNumber,
        stage: reportChains.stage,
      },
      eventState: sql<EventState['state']>`(
        select root.state from events root where root.id = coalesce(${events.mergedIntoId}, ${events.id}))`,
    })
    .from(reportVersions)
    .innerJoin(reportChains, eq(reportChains.id, reportVersions.chainId))
    .innerJoin(events, eq(events.id, reportChains.eventId))
    .leftJoin(versionBases, eq(versionBases.versionId, reportVersions.id))
    .where(eq(reportVersions.id, versionId))
  return row ?? null
}

/**
 * Writes a review, unless there is one already: of any number at once exactly one succeeds.
 *
 * @returns whether it was this one
 */
export async function insertReview(db: Db, review: typeof reportReviews.$inferInsert): Promise<boolean> {
  const { rowCount } = await db
    .insert(reportReviews)
    .values(review)
    .onConflictDoNothing({ target: reportReviews.versionId })
  return rowCount === 1
}

/** When a version is to be corrected by, where that is owed already; else null. */
export async function readCorrectionDue(
  db: Db,
  { id, dutyEventId, regionCode }: Pick<ReviewedVersion, 'id' | 'dutyEventId' | 'regionCode'>,
): Promise<Date | null> {
  const [owed] = await db
    .select({ dueAt: deadlines.dueAt })
    .from(deadlines)
    .where(
      sql`${deadlines.eventId} = ${dutyEventId}::uuid and ${deadlines.regionCode} = ${regionCode}
        and ${deadlines.duty} = 'correction' and ${deadlines.subjectId} = ${id}::uuid and ${deadlines.replacedAt} is null`,
    )
  return owed?.dueAt ?? null
}
