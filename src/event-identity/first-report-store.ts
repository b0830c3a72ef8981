import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { deadlines } from '../deadlines/tables.ts'
import { events } from '../events/tables.ts'

export type DutyRow = typeof deadlines.$inferSelect

/** A first report that is owed, and the event that goes on with it. */
export interface OwedFirst extends DutyRow {
  root: string
}

const rootSql = sql<string>`coalesce(${events.mergedIntoId}, ${events.id})`

/** First reports owed in events and in those merged into them, missed ones too: held from the engine. */
export async function lockOwedFirst(db: Db, roots: readonly string[]): Promise<OwedFirst[]> {
  const rows = await db
    .select({ duty: deadlines, root: rootSql })
    .from(deadlines)
    .innerJoin(events, eq(events.id, deadlines.eventId))
    .where(
      and(
        inArray(rootSql, [...roots]),
        eq(deadlines.duty, 'first_report'),
        isNull(deadlines.metAt),
        isNull(deadlines.replacedAt),
      ),
    )
    .orderBy(asc(deadlines.id))
    .for('no key update', { of: deadlines })
  return rows.map(({ duty, root }) => ({ ...duty, root }))
}

/** When each unit that stands by what it said was first heard of, in events and in those merged into them. */
export async function readFirstWords(
  db: Db,
  roots: readonly string[],
): Promise<{ root: string; regionCode: string; at: Date }[]> {
  const { rows } = await db.execute<{ root: string; regionCode: string; at: string }>(sql`
    select coalesce(e.merged_into_id, e.id) as root, c.region_code as "regionCode", min(c.first_received_at) as at
    from report_chains c
    join events e on e.id = c.event_id
    where coalesce(e.merged_into_id, e.id) = any (${sql.param([...roots])}::uuid[]) and not c.is_withdrawn
    group by 1, 2`)
  return rows.map((row) => ({ ...row, at: new Date(row.at) }))
}

/**
 * First reports that an act ended, and that nobody has made since: the unit has no chain in the event, owes or made none
 * there by another duty, and what stood for it was not met while the events were one.
 */
export async function readUnmade(db: Db, deadlineIds: readonly string[]): Promise<DutyRow[]> {
  if (deadlineIds.length === 0) return []
  const { id, eventId, regionCode, duty, replacedById } = deadlines
  return db
    .select()
    .from(deadlines)
    .where(
      and(
        inArray(id, [...deadlineIds]),
        sql`not exists (
          select from report_chains c
          join events e on e.id = c.event_id
          join events own on own.id = ${eventId}
          where c.region_code = ${regionCode}
            and coalesce(e.merged_into_id, e.id) = coalesce(own.merged_into_id, own.id))`,
        sql`not exists (
          select from deadlines d
          where d.event_id = ${eventId} and d.region_code = ${regionCode} and d.duty = ${duty}
            and d.replaced_at is null)`,
        sql`not exists (select from deadlines d where d.id = ${replacedById} and d.met_at is not null)`,
      ),
    )
    .orderBy(asc(id))
}
