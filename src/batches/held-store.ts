import { sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import type { ProblemBody } from '../problems/problem.ts'
import type { heldReports } from '../reports/tables.ts'

type HeldRow = typeof heldReports.$inferSelect

/** A report that waits for the version before it, although the event of its chain is closed. */
export interface HeldInClosed extends Pick<HeldRow, 'versionId' | 'accountId' | 'regionCode'> {
  content: unknown
  contentHash: string
  /** the event that is closed: what its own was merged into, if it was */
  eventId: string
  city: number
}

/** What a refused item says is not checked: only what looks like an id is taken for one. */
const AN_ID = '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'

/** How far back the versions before a waiting one are followed. */
const MOST_BEFORE = 100

/**
 * Reports that wait in a closed event, oldest first. The event of one is the one that it names; else the one of the
 * version before it, which has not come into a chain: it waits too, or was refused and is kept, and names its event, or
 * follows a version that has come. Where none of them tells, nobody knows, and the report is none of these.
 */
export async function readHeldInClosed(db: Db, limit: number): Promise<HeldInClosed[]> {
  const { rows } = await db.execute<HeldInClosed & Record<string, unknown>>(sql`
    with recursive known (held_id, region_code, event_id, parent_id, depth) as (
      select h.version_id, h.region_code, h.content ->> 'eventId', h.missing_parent_id::text, 1
      from held_reports h
      where h.released_at is null
      union all
      select k.held_id, k.region_code, before.event_id, before.parent_id, k.depth + 1
      from known k
      cross join lateral (select case when k.parent_id ~ ${AN_ID} then k.parent_id::uuid end) as parent (id)
      cross join lateral (
        select c.event_id::text, null::text
        from report_versions v join report_chains c on c.id = v.chain_id
        where v.id = parent.id and c.region_code = k.region_code and k.depth > 1
        union all
        select h.content ->> 'eventId', h.missing_parent_id::text
        from held_reports h
        where h.version_id = parent.id and h.region_code = k.region_code
        union all
        select q.content ->> 'eventId', q.content ->> 'parentVersionId'
        from quarantined_reports q
        where q.version_id = parent.id and q.region_code = k.region_code
      ) as before (event_id, parent_id)
      where k.event_id is null and k.depth < ${MOST_BEFORE}::integer
    ),
    nearest as (
      select distinct on (held_id) held_id, case when event_id ~ ${AN_ID} then event_id::uuid end as event_id
      from known
      where event_id is not null
      order by held_id, depth, event_id
    )
    select h.version_id as "versionId", h.account_id as "accountId", h.region_code as "regionCode", h.content,
      h.content_hash as "contentHash", r.id as "eventId", left(h.region_code, 4)::integer as city
    from nearest n
    join held_reports h on h.version_id = n.held_id
    join events e on e.id = n.event_id
    join events r on r.id = coalesce(e.merged_into_id, e.id)
    where r.state = 'closed'
    order by h.received_at, h.version_id
    limit ${limit}`)
  return rows
}

/** Lets reports wait no more: each has met a problem. */
export async function refuseHeld(
  db: Db,
  refused: readonly { versionId: string; problem: ProblemBody }[],
  now: Date,
): Promise<void> {
  await db.execute(sql`
    update held_reports h
    set released_at = ${now.toISOString()}::timestamptz, problem = given.problem
    from jsonb_to_recordset(${JSON.stringify(refused)}::jsonb) as given ("versionId" uuid, problem jsonb)
    where h.version_id = given."versionId" and h.released_at is null`)
}
