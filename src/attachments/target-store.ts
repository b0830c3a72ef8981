import { sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'

/**
 * What an event covers (涉及区域); one that was merged, what it leads to.
 *
 * @returns empty when there is no such event
 */
export async function readCoverage(db: Db, eventId: string): Promise<string[]> {
  const { rows } = await db.execute<{ regionCode: string }>(sql`
    select r.region_code as "regionCode" from event_regions r
    where r.event_id = (select coalesce(e.merged_into_id, e.id) from events e where e.id = ${eventId}::uuid)`)
  return rows.map(({ regionCode }) => regionCode)
}

/**
 * The unit whose version this is, held or accepted. Reports stand right of attachments: their tables are named,
 * nothing of theirs is imported.
 *
 * @returns null while no such version has come
 */
export async function readUnitOfVersion(db: Db, versionId: string): Promise<string | null> {
  const { rows } = await db.execute<{ regionCode: string }>(sql`
    select region_code as "regionCode" from report_versions where id = ${versionId}::uuid
    union all
    select region_code from held_reports where version_id = ${versionId}::uuid
    limit 1`)
  return rows[0]?.regionCode ?? null
}
