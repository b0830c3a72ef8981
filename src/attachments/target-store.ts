import { sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'

/**
 * What an event covers (涉及区域) and its state; of one that was merged, of what it leads to.
 *
 * @returns null when there is no such event
 */
export async function readTargetEvent(
  db: Db,
  eventId: string,
): Promise<{ regions: string[]; state: string } | null> {
  const { rows } = await db.execute<{ regions: string[]; state: string }>(sql`
    select e.state, array(select r.region_code from event_regions r where r.event_id = e.id) as regions
    from events e
    where e.id = (select coalesce(named.merged_into_id, named.id) from events named where named.id = ${eventId}::uuid)`)
  return rows[0] ?? null
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
