import { sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { within } from '../regions/within.ts'
import type { SubhazardCode } from '../regulations/hazards.ts'
import type { Figures } from '../regulations/indicators.ts'
import type { Stage } from '../regulations/vocabulary.ts'

/** An event whose reports are judged anew. */
export interface PastEvent {
  id: string
  hazard: string
  regionCode: string
  occurredAt: Date
}

/**
 * Events that units in these places reported about since an instant, the newest first. Exercises are left out.
 *
 * @param beforeId the last event of the batch before, or null
 */
export async function readPastEvents(
  db: Db,
  since: Date,
  regionCodes: readonly string[],
  beforeId: string | null,
  limit: number,
): Promise<PastEvent[]> {
  const { rows } = await db.execute<Omit<PastEvent, 'occurredAt'> & { occurredAt: string }>(sql`
    select e.id, e.hazard, e.region_code as "regionCode", e.occurred_at as "occurredAt"
    from events e
    where not e.is_exercise
      and ${beforeId === null ? sql`true` : sql`e.id < ${beforeId}::uuid`}
      and exists (
        select from report_versions v
        where v.event_id = e.id
          and v.received_at >= ${since.toISOString()}::timestamptz
          and ${within(sql.raw('v.region_code'), regionCodes)})
    order by e.id desc
    limit ${limit}`)
  return rows.map((row) => ({ ...row, occurredAt: new Date(row.occurredAt) }))
}

/** A version of a report as it was judged. */
export interface PastVersion {
  id: string
  eventId: string
  regionCode: string
  stage: Stage
  figures: Figures
  facts: object
  /** null also where the event has been corrected to another hazard since */
  subhazard: SubhazardCode | null
  explanation: string | null
  isWithdrawal: boolean
  judgedAt: Date
  /** keyset position in its batch */
  position: readonly [nth: string, issuedAt: string, number: number, id: string]
}

type RawVersion = Omit<PastVersion, 'judgedAt' | 'position'> & {
  nth: string
  issuedAt: string
  number: number
}

/**
 * Versions of some events, event by event as given, each event's in the order in which they were judged: that of their
 * receipts, which for a version that waited for its parent is later than it was received.
 */
export async function readPastVersions(
  db: Db,
  eventIds: readonly string[],
  after: PastVersion['position'] | null,
  limit: number,
): Promise<PastVersion[]> {
  const beyond = after
    ? sql`(given.nth, r.issued_at, v.number, v.id)
        > (${after[0]}::bigint, ${after[1]}::timestamptz, ${after[2]}::integer, ${after[3]}::uuid)`
    : sql`true`
  const { rows } = await db.execute<RawVersion & Record<string, unknown>>(sql`
    select v.id, v.event_id as "eventId", v.region_code as "regionCode", v.stage,
      coalesce(v.content -> 'figures', '{}') as figures, coalesce(v.content -> 'facts', '{}') as facts,
      case when v.content -> 'event' ->> 'hazard' = e.hazard then v.content -> 'event' ->> 'subhazard' end as subhazard,
      v.content ->> 'explanation' as explanation,
      v.withdrawal_reason is not null as "isWithdrawal",
      given.nth::text as nth, r.issued_at::text as "issuedAt", v.number
    from unnest(${sql.param([...eventIds])}::uuid[]) with ordinality as given (id, nth)
    join events e on e.id = given.id
    join report_versions v on v.event_id = given.id
    join receipts r on r.version_id = v.id
    where ${beyond}
    order by given.nth, r.issued_at, v.number, v.id
    limit ${limit}`)
  return rows.map(({ nth, issuedAt, number, ...row }) => ({
    ...row,
    judgedAt: new Date(issuedAt),
    position: [nth, issuedAt, number, row.id],
  }))
}

/** A duty of a desk as it was set. */
export interface PastDeskDuty {
  id: string
  eventId: string
  regionCode: string
  duty: string
  setAt: Date
  occurredAt: Date
  severityRank: number
}

/**
 * Duties of the desks in these places that were set since an instant, the newest first, with the gravity for which they
 * were set. Exercises are left out.
 */
export async function readPastDeskDuties(
  db: Db,
  since: Date,
  regionCodes: readonly string[],
  beforeId: string | null,
  limit: number,
): Promise<PastDeskDuty[]> {
  type Raw = Omit<PastDeskDuty, 'setAt' | 'occurredAt'> & { setAt: string; occurredAt: string }
  const { rows } = await db.execute<Raw & Record<string, unknown>>(sql`
    select d.id, d.event_id as "eventId", d.region_code as "regionCode", d.duty, d.set_at as "setAt",
      e.occurred_at as "occurredAt",
      coalesce(
        case d.duty
          when 'acknowledge_escalation' then (select x.severity_rank from escalations x where x.id = d.subject_id)
          when 'sign_for_forwarding' then (select f.severity_rank from forwardings f where f.id = d.subject_id)
        end,
        e.severity_rank) as "severityRank"
    from deadlines d
    join events e on e.id = d.event_id
    where d.duty in ('acknowledge_escalation', 'resolve_escalation', 'sign_for_forwarding', 'correction')
      and not e.is_exercise
      and d.set_at >= ${since.toISOString()}::timestamptz
      and ${within(sql.raw('d.region_code'), regionCodes)}
      and ${beforeId === null ? sql`true` : sql`d.id < ${beforeId}::uuid`}
    order by d.id desc
    limit ${limit}`)
  return rows.map((row) => ({ ...row, setAt: new Date(row.setAt), occurredAt: new Date(row.occurredAt) }))
}
