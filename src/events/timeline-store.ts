import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { within } from '../regions/within.ts'
import type { HAPPENED_ZH } from '../regulations/labels.ts'
import { decisionRows } from './decision-rows.ts'
import { identityRows } from './identity-rows.ts'
import { isOfEvent } from './store.ts'

type Happening = keyof typeof HAPPENED_ZH

/** One thing that happened in an event. */
export interface TimelineRow {
  at: Date
  /** order of what happened at one instant: a report before what followed from it */
  rank: number
  /** the report, answer, decision, deadline, escalation or forwarding */
  id: string
  what: Happening
  regionCode: string | null
  accountId: string | null
  dueAt: Date | null
  because: unknown
  detail: Record<string, unknown>
}

/** What of an event one caller may see in its timeline. */
export interface TimelineReach {
  reports: readonly string[]
  deadlines: readonly string[]
  escalations: readonly string[]
  forwardings: SQL
}

export type TimelinePosition = readonly [at: string, rank: number, id: string, regionCode: string]

/**
 * What happened in an event (过程记录), in order. A read model over the tables of modules that stand right of events:
 * it names their tables and imports nothing of them.
 */
export async function readTimeline(
  db: Db,
  eventId: string,
  reach: TimelineReach,
  limit: number,
  after: TimelinePosition | null,
): Promise<TimelineRow[]> {
  const beyond = after
    ? sql`where (at, rank, id, coalesce(region_code, '')) >
        (${after[0]}::timestamptz, ${after[1]}::integer, ${after[2]}::uuid, ${after[3]})`
    : sql``
  const { rows } = await db.execute<RawRow>(sql`
    with happened (at, rank, id, what, region_code, account_id, due_at, because, detail) as (
      ${sql.join([eventRows(eventId), identityRows(eventId), decisionRows(eventId, reach), reportRows(eventId, reach), deadlineRows(eventId, reach), escalationRows(eventId, reach), forwardingRows(eventId, reach)], sql` union all `)}
    )
    select at, rank, id, what, region_code as "regionCode", account_id as "accountId", due_at as "dueAt", because, detail
    from happened
    ${beyond}
    order by at, rank, id, coalesce(region_code, '')
    limit ${limit}`)
  return rows.map(({ at, dueAt, ...row }) => ({
    ...row,
    at: new Date(at),
    dueAt: dueAt === null ? null : new Date(dueAt),
  }))
}

type RawRow = Omit<TimelineRow, 'at' | 'dueAt'> & { at: string; dueAt: string | null } & Record<
    string,
    unknown
  >

const code = (column: string): SQL => sql.raw(column)

/** The opening, each region added later, each correction, and each answer about its severity: seen by whoever sees the event. */
function eventRows(eventId: string): SQL {
  return sql`
    select e.opened_at, 1, e.id, 'event.opened', e.region_code, null::uuid, null::timestamptz, null::jsonb,
      jsonb_build_object('hazard', e.hazard, 'subhazard', e.subhazard)
    from events e where ${isOfEvent(code('e.id'), eventId)}
    union all
    select r.added_at, 2, r.event_id, 'event.extended', r.region_code, r.added_by, null, null, '{}'
    from event_regions r where ${isOfEvent(code('r.event_id'), eventId)} and r.added_by is not null
    union all
    select k.corrected_at, 2, k.id, 'event.corrected', e.region_code, k.corrected_by, null, null,
      jsonb_build_object('before', k.before, 'after', k.after, 'reason', k.reason)
    from event_corrections k join events e on e.id = k.event_id where ${isOfEvent(code('k.event_id'), eventId)}
    union all
    select a.answered_at, 4, a.id, 'severity.answered', null, null, null, a.because,
      jsonb_build_object('ladder', a.ladder, 'level', a.level, 'versionId', a.version_id)
    from severity_answers a where ${isOfEvent(code('a.event_id'), eventId)}`
}

function reportRows(eventId: string, { reports }: TimelineReach): SQL {
  return sql`
    select v.received_at, 3, v.id, 'report.received', v.region_code, v.account_id, null, null,
      jsonb_build_object('stage', v.stage, 'number', v.number, 'isLate', v.is_late,
        'isWithdrawal', v.withdrawal_reason is not null)
    from report_versions v
    join report_chains c on c.id = v.chain_id
    where ${isOfEvent(code('c.event_id'), eventId)} and ${within(code('v.region_code'), reports)}
    union all
    select r.reviewed_at, 8, r.version_id, 'report.' || r.outcome, v.region_code, r.reviewed_by, r.due_at, null,
      jsonb_build_object('number', v.number, 'reasonCode', r.reason_code, 'fields', r.fields, 'comment', r.comment)
    from report_reviews r join report_versions v on v.id = r.version_id
    join report_chains c on c.id = v.chain_id
    where ${isOfEvent(code('c.event_id'), eventId)} and ${within(code('v.region_code'), reports)}`
}

function deadlineRows(eventId: string, { deadlines }: TimelineReach): SQL {
  const mine = sql`${isOfEvent(code('d.event_id'), eventId)} and ${within(code('d.region_code'), deadlines)}`
  const detail = sql`jsonb_build_object('duty', d.duty, 'subjectId', d.subject_id)`
  return sql`
    select d.met_at, 5, d.id, 'deadline.met', d.region_code, null, d.due_at, null,
      ${detail} || jsonb_build_object('isLate', d.met_at > d.due_at)
    from deadlines d where ${mine} and d.met_at is not null
    union all
    select d.missed_at, 6, d.id, 'deadline.missed', d.region_code, null, d.due_at, d.because, ${detail}
    from deadlines d where ${mine} and d.missed_at is not null
    union all
    select d.replaced_at, 7, d.id, 'deadline.replaced', d.region_code, null, d.due_at, null,
      ${detail} || jsonb_build_object('reason', d.replaced_reason)
    from deadlines d where ${mine} and d.replaced_at is not null
    union all
    select d.set_at, 11, d.id, 'deadline.set', d.region_code, null, d.due_at, d.because,
      ${detail} || jsonb_build_object('limit', d."limit")
    from deadlines d where ${mine}`
}

function escalationRows(eventId: string, { escalations }: TimelineReach): SQL {
  const mine = sql`${isOfEvent(code('x.event_id'), eventId)} and ${within(code('x.owner_code'), escalations)}`
  return sql`
    select x.acknowledged_at, 8, x.id, 'escalation.acknowledged', x.owner_code, x.acknowledged_by, null, null, '{}'
    from escalations x where ${mine} and x.acknowledged_at is not null
    union all
    select x.resolved_at, 8, x.id, 'escalation.resolved', x.owner_code, x.resolved_by, null, null,
      jsonb_build_object('resolution', x.resolution)
    from escalations x where ${mine} and x.resolved_at is not null
    union all
    select x.escalated_at, 9, x.id, 'event.escalated', x.owner_code, null, null, x.because,
      jsonb_build_object('cause', x.cause_kind, 'step', x.step, 'fromCode', x.from_code, 'toTier', x.to_tier,
        'toCode', x.to_code)
    from escalations x where ${mine}`
}

function forwardingRows(eventId: string, { forwardings }: TimelineReach): SQL {
  const mine = sql`${isOfEvent(code('f.event_id'), eventId)} and ${forwardings}`
  const detail = sql`jsonb_build_object('kind', f.recipient_kind, 'code', f.recipient_code, 'role', f.role,
    'returnsId', f.returns_id)`
  return sql`
    select f.acknowledged_at, 8, f.id, 'forwarding.acknowledged', null, f.acknowledged_by, null, null, ${detail}
    from forwardings f where ${mine} and f.acknowledged_at is not null
    union all
    select f.refused_at, 8, f.id, 'forwarding.refused', null, f.refused_by, null, null,
      ${detail} || jsonb_build_object('reason', f.refusal_reason)
    from forwardings f where ${mine} and f.refused_at is not null
    union all
    select f.forwarded_at, 10, f.id, 'event.forwarded', null, null, null, f.because, ${detail}
    from forwardings f where ${mine}`
}
