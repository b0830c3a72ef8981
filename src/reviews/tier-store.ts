import { and, asc, desc, eq, getTableColumns, isNull, lt, ne, or, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { countsIn, isOfEvent } from '../events/store.ts'
import { events } from '../events/tables.ts'
import { within } from '../regions/within.ts'
import { type Figures, INDICATOR_KEYS } from '../regulations/indicators.ts'
import { latestFigures, reportChains, reportVersions, versionBases } from '../reports/tables.ts'
import { tierReportDiscards, tierReportDrafts, tierReports } from './tables.ts'

/** The latest version of one unit of an event. */
export interface LatestVersion {
  regionCode: string
  versionId: string
  number: number
  stage: 'first' | 'follow_up' | 'verified'
  receivedAt: Date
  reviewState: 'unreviewed' | 'accepted' | 'returned'
  figures: Figures
}

/** The latest versions of the units below one, in the order of their codes. What was withdrawn is not among them. */
export async function readLatestBelow(db: Db, eventId: string, regionCode: string): Promise<LatestVersion[]> {
  const rows = await db
    .select({
      figures: getTableColumns(latestFigures),
      number: reportVersions.number,
      stage: reportVersions.stage,
      receivedAt: reportVersions.receivedAt,
      reviewState: sql<LatestVersion['reviewState']>`coalesce(
        (select r.outcome from report_reviews r where r.version_id = ${latestFigures.versionId}), 'unreviewed')`,
    })
    .from(latestFigures)
    .innerJoin(reportVersions, eq(reportVersions.id, latestFigures.versionId))
    .where(
      and(
        eq(latestFigures.eventId, eventId),
        within(latestFigures.regionCode, [regionCode]),
        ne(latestFigures.regionCode, regionCode),
      ),
    )
    .orderBy(asc(latestFigures.regionCode))
  return rows.map(({ figures, ...version }) => ({
    ...version,
    regionCode: figures.regionCode,
    versionId: figures.versionId,
    figures: given(figures),
  }))
}

/**
 * The head of a unit's own chain that counts in an event, withdrawn or not, with what the unit added to those below when
 * it signed it; null where it has none. Nil reports confirm what was signed before them; any other report is a new word.
 */
export async function readOwnHead(db: Db, eventId: string, regionCode: string) {
  const [head] = await db
    .select({
      versionId: reportVersions.id,
      number: reportVersions.number,
      stage: reportVersions.stage,
      figures: sql<Figures>`coalesce(${reportVersions.content} -> 'figures', '{}')`,
      additional: sql<Figures | null>`(
        select b.additional from report_versions v left join version_bases b on b.version_id = v.id
        where v.chain_id = ${reportChains.id} and v.nil_report_for is null
        order by v.number desc limit 1)`,
      explanation: sql<string | null>`${reportVersions.content} ->> 'explanation'`,
    })
    .from(reportChains)
    .innerJoin(reportVersions, eq(reportVersions.id, reportChains.headVersionId))
    .where(and(countsIn(eventId, 'report_chains'), eq(reportChains.regionCode, regionCode)))
  return head ?? null
}

/** Only what was given: not given is not zero. */
function given(row: typeof latestFigures.$inferSelect): Figures {
  const figures: Figures = {}
  for (const key of INDICATOR_KEYS) {
    const value = row[key]
    if (value !== null) figures[key] = value
  }
  return figures
}

export type DraftRow = typeof tierReportDrafts.$inferSelect

/** A tier's own report with the draft that counts: the one that was signed, else the last one. */
export interface TierReportRow {
  report: typeof tierReports.$inferSelect
  draft: DraftRow
  signed: (typeof versionBases.$inferSelect & { signedAt: Date }) | null
  discarded: typeof tierReportDiscards.$inferSelect | null
}

/** One tier's own report, or null. */
export async function findTierReport(db: Db, id: string): Promise<TierReportRow | null> {
  const [row] = await selectTierReports(db).where(eq(tierReports.id, id))
  return row ? asRow(row) : null
}

/** Tiers' own reports of an event, the newest first. */
export async function readTierReportPage(
  db: Db,
  page: { eventId: string; scope: readonly string[]; before: { at: Date; id: string } | null; limit: number },
): Promise<TierReportRow[]> {
  const { eventId, scope, before, limit } = page
  const rows = await selectTierReports(db)
    .where(
      and(
        isOfEvent(tierReports.eventId, eventId),
        within(tierReports.regionCode, scope),
        before ? olderThan(before) : undefined,
      ),
    )
    .orderBy(desc(tierReports.openedAt), desc(tierReports.id))
    .limit(limit)
  return rows.map(asRow)
}

function selectTierReports(db: Db) {
  return db
    .select({
      report: {
        ...getTableColumns(tierReports),
        // the event may have been merged into another one since
        eventId: sql<string>`coalesce(${events.mergedIntoId}, ${events.id})`,
      },
      draft: tierReportDrafts,
      signed: versionBases,
      signedAt: reportVersions.receivedAt,
      discarded: tierReportDiscards,
    })
    .from(tierReports)
    .innerJoin(events, eq(events.id, tierReports.eventId))
    .leftJoin(versionBases, eq(versionBases.versionId, tierReports.id))
    .leftJoin(reportVersions, eq(reportVersions.id, versionBases.versionId))
    .leftJoin(tierReportDiscards, eq(tierReportDiscards.reportId, tierReports.id))
    .innerJoin(
      tierReportDrafts,
      and(
        eq(tierReportDrafts.reportId, tierReports.id),
        sql`${tierReportDrafts.number} = coalesce(${versionBases.draftNumber},
          (select max(d.number) from tier_report_drafts d where d.report_id = ${tierReports.id}))`,
      ),
    )
    .$dynamic()
}

type Selected = Awaited<ReturnType<typeof selectTierReports>>[number]

function asRow({ signed, signedAt, ...row }: Selected): TierReportRow {
  return { ...row, signed: signed && signedAt ? { ...signed, signedAt } : null }
}

function olderThan({ at, id }: { at: Date; id: string }): SQL | undefined {
  return or(lt(tierReports.openedAt, at), and(eq(tierReports.openedAt, at), lt(tierReports.id, id)))
}

/**
 * Opens a tier's own report, once.
 *
 * @returns whether it was new
 */
export async function insertTierReport(db: Db, report: typeof tierReports.$inferInsert): Promise<boolean> {
  const { rowCount } = await db
    .insert(tierReports)
    .values(report)
    .onConflictDoNothing({ target: tierReports.id })
  return rowCount === 1
}

/** The draft of a unit of an event that waits for its signature, or null. */
export async function findOpenDraft(
  db: Db,
  eventId: string,
  regionCode: string,
): Promise<TierReportRow | null> {
  const [row] = await selectTierReports(db)
    .where(
      and(
        isOfEvent(tierReports.eventId, eventId),
        eq(tierReports.regionCode, regionCode),
        isNull(versionBases.versionId),
        isNull(tierReportDiscards.reportId),
      ),
    )
    .limit(1)
  return row ? asRow(row) : null
}

export async function insertDraft(db: Db, draft: typeof tierReportDrafts.$inferInsert): Promise<void> {
  await db.insert(tierReportDrafts).values(draft)
}

/** Keeps others from adding a draft until the end of the transaction. */
export async function lockTierReport(db: Db, id: string): Promise<void> {
  await db.select({ id: tierReports.id }).from(tierReports).where(eq(tierReports.id, id)).for('update')
}

/** Gives a draft up, once. */
export async function insertDiscard(
  db: Db,
  discard: typeof tierReportDiscards.$inferInsert,
): Promise<boolean> {
  const { rowCount } = await db
    .insert(tierReportDiscards)
    .values(discard)
    .onConflictDoNothing({ target: tierReportDiscards.reportId })
  return rowCount === 1
}

/** Whether a report, or one that waits for its parent, has this id already. */
export async function isReportId(db: Db, id: string): Promise<boolean> {
  const { rows } = await db.execute<{ taken: boolean }>(sql`
    select exists (select from submissions s where s.version_id = ${id}::uuid) as taken`)
  return rows[0]?.taken ?? false
}
