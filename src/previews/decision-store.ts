import { sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import type { ResponseLevel } from '../regulations/vocabulary.ts'

/** A response of one level, or an order of nil reports, and from when to when it stood in an event. */
export interface PastDecision {
  eventId: string
  what: { kind: 'relief' | 'emergency'; level: ResponseLevel } | 'nil_reports'
  since: Date
  /** null while it stands */
  until: Date | null
}

interface Raw extends Record<string, unknown> {
  eventId: string
  kind: 'relief' | 'emergency' | null
  level: ResponseLevel
  since: string
  until: string | null
}

/**
 * What people decided about some events, span by span, as it was entered: what is entered later was not known before. Of
 * an event that was merged into one of them, from the merge on; of merges that were taken back, nothing.
 */
export async function readPastDecisions(db: Db, eventIds: readonly string[]): Promise<PastDecision[]> {
  const { rows } = await db.execute<Raw>(sql`
    with members as (
      select given.id as home, m.id, (
        select max(a.at) from identity_acts a
        where a.kind = 'merge' and a.from_event_id = m.id and m.id <> given.id
          and not exists (select from identity_acts u where u.undoes_id = a.id)) as joined
      from unnest(${sql.param([...eventIds])}::uuid[]) as given (id)
      join events m on m.id = given.id or m.merged_into_id = given.id
    )
    select m.home as "eventId", r.kind, r.level, greatest(r.recorded_at, m.joined) as since, n.recorded_at as until
    from members m
    join event_responses r on r.event_id = m.id and r.level is not null
    left join event_responses n on n.follows_id = r.id
    union all
    select m.home, null, null, greatest(o.recorded_at, m.joined), n.recorded_at
    from members m
    join nil_report_orders o on o.event_id = m.id and o.ends_id is null
    left join nil_report_orders n on n.ends_id = o.id`)
  return rows.map(({ eventId, kind, level, since, until }) => ({
    eventId,
    what: kind === null ? 'nil_reports' : { kind, level },
    since: new Date(since),
    until: until === null ? null : new Date(until),
  }))
}
