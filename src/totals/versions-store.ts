import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { within } from '../regions/within.ts'
import type { Figures } from '../regulations/indicators.ts'
import { chainsAt } from './family-store.ts'

/** A version by what identifies it. */
export interface VersionRef {
  versionId: string
  regionCode: string
  number: number
  receivedAt: Date
  /** since when it counts */
  countedSince: Date
  isWithdrawal: boolean
  contentHash: string
}

/** A version that came in between two instants, and what the one before it in its chain had said. */
export interface ChangingVersion extends VersionRef {
  figures: Figures
  figuresBefore: Figures
}

/** An instant, and the events that were one then. */
export interface Standpoint {
  at: Date
  eventIds: readonly string[]
}

/** These versions, in the order in which they began to count. */
export async function readVersionRefs(db: Db, ids: readonly string[]): Promise<VersionRef[]> {
  if (ids.length === 0) return []
  const rows = await selectVersions(db, sql``, sql``, sql`v.id = any (${sql.param([...ids])}::uuid[])`)
  return rows.map(refOf)
}

/** The versions of these units and those below that began to count after one instant and by another, in order. */
export async function readVersionsBetween(
  db: Db,
  [before, after]: readonly [from: Standpoint, to: Standpoint],
  units: readonly string[],
): Promise<ChangingVersion[]> {
  const [from, to] = [before.at.toISOString(), after.at.toISOString()]
  const rows = await selectVersions(
    db,
    sql`, case when v.withdrawal_reason is null then v.content -> 'figures' end as figures,
        case when p.withdrawal_reason is null then p.content -> 'figures' end as "figuresBefore"`,
    sql`left join report_versions p on p.id = v.parent_version_id`,
    sql`v.chain_id in (
        ${chainsAt(before.eventIds, before.at)} union ${chainsAt(after.eventIds, after.at)})
      and ${within(sql.raw('v.region_code'), units)}
      and v.received_at <= ${to}::timestamptz
      and r.issued_at > ${from}::timestamptz and r.issued_at <= ${to}::timestamptz`,
  )
  return rows.map((row) => ({
    ...refOf(row),
    figures: row.figures ?? {},
    figuresBefore: row.figuresBefore ?? {},
  }))
}

/** What reports say of their figures (说明), by the id of the version; only of those that say something. */
export async function readExplanations(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await db.execute<{ id: string; explanation: string }>(sql`
    select v.id, v.content ->> 'explanation' as explanation
    from report_versions v
    where v.id = any (${sql.param([...ids])}::uuid[]) and v.content ->> 'explanation' is not null`)
  return new Map(rows.map(({ id, explanation }) => [id, explanation]))
}

/**
 * Waits for the submissions of a city that are being written, so that whoever asks about an instant that has just
 * passed hears for good the same. It holds up nobody: the lock is given back at once.
 */
export async function settleSubmissions(db: Db, city: string): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock_shared(5401, ${Number(city.slice(0, 4))}::integer)`)
}

type RawVersion = Omit<VersionRef, 'receivedAt' | 'countedSince'> & {
  receivedAt: string
  countedSince: string
  figures?: Figures | null
  figuresBefore?: Figures | null
}

async function selectVersions(db: Db, more: SQL, joined: SQL, condition: SQL): Promise<RawVersion[]> {
  const { rows } = await db.execute<RawVersion & Record<string, unknown>>(sql`
    select v.id as "versionId", v.region_code as "regionCode", v.number, v.received_at as "receivedAt",
      r.issued_at as "countedSince", v.withdrawal_reason is not null as "isWithdrawal",
      v.content_hash as "contentHash" ${more}
    from report_versions v
    join receipts r on r.version_id = v.id
    ${joined}
    where ${condition}
    order by r.issued_at, v.region_code, v.number, v.id`)
  return rows
}

function refOf(row: RawVersion): VersionRef {
  const { versionId, regionCode, number, receivedAt, countedSince, isWithdrawal, contentHash } = row
  return {
    versionId,
    regionCode,
    number,
    receivedAt: new Date(receivedAt),
    countedSince: new Date(countedSince),
    isWithdrawal,
    contentHash,
  }
}
