import { sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { within } from '../regions/within.ts'
import type { Reason } from '../regulations/citation.ts'
import type { DECIDING_BODY_ZH, RESPONSE_KIND_ZH } from '../regulations/labels.ts'
import type { ResponseLevel } from '../regulations/vocabulary.ts'
import { addDays, shanghaiDay, shanghaiInstant } from '../shanghai.ts'
import { isOfEvent } from './store.ts'
import type { TimelineReach } from './timeline-store.ts'

/** What stands of the decisions about an event (现行决定), and what in its reports asks for daily follow-ups. */
export interface Standing {
  responses: {
    id: string
    kind: keyof typeof RESPONSE_KIND_ZH
    level: ResponseLevel
    regionCode: string
    body: keyof typeof DECIDING_BODY_ZH
    name: string
    startedAt: string
  }[]
  orders: { id: string; regionCode: string; reason: string; orderedAt: string }[]
  grounds: { ground: string; because: Reason[] }[]
}

/**
 * The decisions about an event that stand. They are rows of a module right of events: its tables are named, nothing of
 * it is imported.
 */
export async function readStanding(db: Db, eventId: string): Promise<Standing> {
  const { rows } = await db.execute<{ standing: Standing }>(sql`
    select json_build_object(
      'responses', (
        select coalesce(json_agg(json_build_object(
          'id', r.id, 'kind', r.kind, 'level', r.level, 'regionCode', r.region_code, 'body', r.decided_by_body,
          'name', r.decided_by_name, 'startedAt', r.started_at) order by r.recorded_at, r.id), '[]')
        from event_responses r
        where ${isOfEvent(sql.raw('r.event_id'), eventId)} and r.level is not null
          and not exists (select from event_responses n where n.follows_id = r.id)),
      'orders', (
        select coalesce(json_agg(json_build_object(
          'id', o.id, 'regionCode', o.region_code, 'reason', o.reason, 'orderedAt', o.recorded_at)
          order by o.recorded_at, o.id), '[]')
        from nil_report_orders o
        where ${isOfEvent(sql.raw('o.event_id'), eventId)} and o.ends_id is null
          and not exists (select from nil_report_orders n where n.ends_id = o.id)),
      'grounds', (
        select coalesce(json_agg(json_build_object('ground', g.ground, 'because', g.because)), '[]')
        from (
          select distinct on (ground) ground, is_on, because
          from follow_up_grounds where event_id = e.id
          order by ground, at desc, id desc) g
        where g.is_on)
    ) as standing
    from events e where e.id = ${eventId}::uuid`)
  const row = rows[0]
  if (!row) throw new Error(`event ${eventId} has gone`)
  return row.standing
}

/** A report that a unit owes, or has made, today. */
export interface OwedToday {
  id: string
  regionCode: string
  duty: string
  dueAt: Date
  metAt: Date | null
}

/** Reports that count as owed "today": what falls due on the Shanghai day, and whatever is still owed from before. */
export async function readOwedToday(
  db: Db,
  eventId: string,
  { deadlines }: Pick<TimelineReach, 'deadlines'>,
  now: Date,
): Promise<OwedToday[]> {
  const today = shanghaiDay(now)
  const from = shanghaiInstant(today).toISOString()
  const before = shanghaiInstant(addDays(today, 1)).toISOString()
  const { rows } = await db.execute<{
    id: string
    regionCode: string
    duty: string
    dueAt: string
    metAt: string | null
  }>(sql`
    select d.id, d.region_code as "regionCode", d.duty, d.due_at as "dueAt", d.met_at as "metAt"
    from deadlines d
    where ${isOfEvent(sql.raw('d.event_id'), eventId)} and ${within(sql.raw('d.region_code'), deadlines)} and d.replaced_at is null
      and d.duty in ('first_report', 'correction', 'daily_follow_up', 'drought_follow_up', 'verified_report')
      and d.due_at < ${before}::timestamptz and (d.met_at is null or d.due_at >= ${from}::timestamptz)
    order by d.due_at, d.region_code, d.id
    limit 1000`)
  return rows.map(({ dueAt, metAt, ...row }) => ({
    ...row,
    dueAt: new Date(dueAt),
    metAt: metAt === null ? null : new Date(metAt),
  }))
}
