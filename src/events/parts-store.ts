import { sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { within } from '../regions/within.ts'
import { countsIn, isOfEvent } from './store.ts'
import type { TimelineReach } from './timeline-store.ts'

/** One unit's chain of reports in an event, by its head. */
export interface ChainRow {
  id: string
  regionCode: string
  headVersionId: string
  headNumber: number
  stage: 'first' | 'follow_up' | 'verified'
  isWithdrawn: boolean
  firstReceivedAt: Date
}

/**
 * The chains of reports in an event that the reader may see, in the order of the units. Reports stand right of
 * events: their table is named, nothing of theirs is imported.
 */
export async function readChains(
  db: Db,
  eventId: string,
  { reports }: Pick<TimelineReach, 'reports'>,
): Promise<ChainRow[]> {
  const { rows } = await db.execute<
    Omit<ChainRow, 'firstReceivedAt'> & { firstReceivedAt: string } & Record<string, unknown>
  >(sql`
    select c.id, c.region_code as "regionCode", c.head_version_id as "headVersionId", c.head_number as "headNumber",
      c.stage, c.is_withdrawn as "isWithdrawn", c.first_received_at as "firstReceivedAt"
    from report_chains c
    where ${countsIn(eventId)} and ${within(sql.raw('c.region_code'), reports)}
    order by c.region_code`)
  return rows.map((row) => ({ ...row, firstReceivedAt: new Date(row.firstReceivedAt) }))
}

/** What is open in an event, as far as the reader may see it. */
export interface OpenCounts {
  deadlines: number
  overdueDeadlines: number
  escalations: number
  forwardings: number
  unreviewed: number
}

/**
 * Counts what is still owed, past due, passed upward, handed over without a signature and not reviewed. Above the city
 * nobody reviews here: its own report and those above it are not counted.
 */
export async function countOpen(
  db: Db,
  eventId: string,
  { reports, deadlines, escalations, forwardings }: TimelineReach,
  now: Date,
): Promise<OpenCounts> {
  const at = sql`${now.toISOString()}::timestamptz`
  const { rows } = await db.execute<OpenCounts & Record<string, unknown>>(sql`
    select
      (select count(*)::int from deadlines d
        where ${isOfEvent(sql.raw('d.event_id'), eventId)} and ${within(sql.raw('d.region_code'), deadlines)}
          and d.met_at is null and d.replaced_at is null) as "deadlines",
      (select count(*)::int from deadlines d
        where ${isOfEvent(sql.raw('d.event_id'), eventId)} and ${within(sql.raw('d.region_code'), deadlines)}
          and d.met_at is null and d.replaced_at is null and d.due_at < ${at}) as "overdueDeadlines",
      (select count(*)::int from escalations x
        where ${isOfEvent(sql.raw('x.event_id'), eventId)} and ${within(sql.raw('x.owner_code'), escalations)}
          and x.resolved_at is null) as "escalations",
      (select count(*)::int from forwardings f
        where ${isOfEvent(sql.raw('f.event_id'), eventId)} and f.state = 'open' and ${forwardings}) as "forwardings",
      (select count(*)::int from report_chains c
        where ${countsIn(eventId)} and ${within(sql.raw('c.region_code'), reports)}
          and not c.is_withdrawn and tier_of_region_code(c.region_code) not in ('city', 'province')
          and not exists (select from report_reviews r where r.version_id = c.head_version_id)
          and not exists (select from events e where e.id = ${eventId} and e.state = 'closed')) as "unreviewed"`)
  const [counts] = rows
  if (!counts) throw new Error('a count gave no row')
  return counts
}
