/** What hangs on chains and follows them: duties to correct, and reports that rest on others. */
import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Db } from '../db/client.ts'
import { insertDeadlines, type Standin, standInFor } from '../deadlines/store.ts'
import type { deadlines } from '../deadlines/tables.ts'

type DeadlineRow = typeof deadlines.$inferSelect

/**
 * A duty to correct a report follows the chain of that report, or the next report would not meet it. It belongs to the
 * event that the report was received in, as long as the chain stands there or that leads there, else to where the chain
 * stands: the same as a return that comes now.
 *
 * @param moved chains that an act has moved
 */
export async function carryCorrections(
  db: Db,
  eventIds: readonly string[],
  moved: readonly string[],
  now: Date,
): Promise<void> {
  const { rows } = await db.execute<StrayRow>(sql`
    with standing as (
      select c.id, e.id as event_id, coalesce(e.merged_into_id, e.id) as root
      from report_chains c
      join events e on e.id = c.event_id
      where e.id = any (${sql.param([...eventIds])}::uuid[]) or c.id = any (${sql.param([...moved])}::uuid[])
    )
    select d.id, own.home, d.region_code as "regionCode", d.subject_id as "subjectId", d.set_at as "setAt",
      d.due_at as "dueAt", d."limit", d.because, d.missed_at as "missedAt"
    from standing c
    join report_versions v on v.chain_id = c.id
    join deadlines d on d.region_code = v.region_code and d.duty = 'correction' and d.subject_id = v.id
    join events here on here.id = d.event_id
    cross join lateral (
      select case when o.id = c.event_id or o.merged_into_id = c.event_id then o.id else c.event_id end as home
      from events o where o.id = v.event_id) as own
    where d.met_at is null and d.replaced_at is null and d.event_id <> own.home
      and (c.id = any (${sql.param([...moved])}::uuid[]) or coalesce(here.merged_into_id, here.id) <> c.root)
    order by d.id
    for update of d`)
  const carried = rows.map((row) => ({ old: row.id, fresh: freshOf(row) }))
  await insertDeadlines(
    db,
    carried.map(({ fresh }) => fresh),
  )
  const reason = '报送链已转入另一过程,更正随链办理'
  await standInFor(
    db,
    carried.map(({ old, fresh }): Standin => ({ id: old, standsInId: fresh.id, reason })),
    now,
  )
}

type StrayRow = Record<string, unknown> &
  Pick<DeadlineRow, 'id' | 'regionCode' | 'subjectId'> & {
    home: string
    setAt: string
    dueAt: string
    missedAt: string | null
    limit: { minutes: number }
    because: []
  }

/** The same duty of the same unit by the same instant, in another event. */
function freshOf({ home, regionCode, subjectId, setAt, dueAt, missedAt, limit, because }: StrayRow) {
  return {
    id: uuidv7(),
    eventId: home,
    ...{ regionCode, duty: 'correction', subjectId, limit, because },
    setAt: new Date(setAt),
    dueAt: new Date(dueAt),
    metAt: null,
    metById: null,
    missedAt: missedAt === null ? null : new Date(missedAt),
  }
}

/** A tier's own report that rests on reports of another event. */
export interface RestsOnBoth {
  versionId: string
  regionCode: string
  eventId: string
}

/** Tiers' own reports of these events that stand, and rest on what counts in another event since. */
export async function readRestingOnBoth(db: Db, eventIds: readonly string[]): Promise<RestsOnBoth[]> {
  const { rows } = await db.execute<RestsOnBoth & Record<string, unknown>>(sql`
    select v.id as "versionId", c.region_code as "regionCode", coalesce(e.merged_into_id, e.id) as "eventId"
    from report_chains c
    join events e on e.id = c.event_id
    join report_versions v on v.id = c.head_version_id
    join version_bases b on b.version_id = v.id
    where c.event_id = any (${sql.param([...eventIds])}::uuid[]) and not c.is_withdrawn
      and exists (
        select from jsonb_to_recordset(b.basis) as entry ("versionId" uuid)
        join report_versions below on below.id = entry."versionId"
        join report_chains from_chain on from_chain.id = below.chain_id
        join events elsewhere on elsewhere.id = from_chain.event_id
        where coalesce(elsewhere.merged_into_id, elsewhere.id) <> coalesce(e.merged_into_id, e.id))
    order by c.region_code`)
  return rows
}
