import { type SQL, sql } from 'drizzle-orm'
import { within } from '../regions/within.ts'
import type { TimelineReach } from './timeline-store.ts'

/**
 * What was decided about an event (过程决定), as rows of its timeline: seen by whoever sees the event; leave and corrections
 * by whoever sees the reports of the unit. A decision comes before what followed from it.
 */
export function decisionRows(eventId: string, { reports }: Pick<TimelineReach, 'reports'>): SQL {
  const ofEvent = sql`${eventId}::uuid`
  return sql`${decided(ofEvent)} union all ${lowered(ofEvent)} union all ${verified(ofEvent, reports)}`
}

function decided(eventId: SQL): SQL {
  return sql`
    select t.recorded_at, 2, t.id,
      case t.state when 'stable' then 'event.stabilised' when 'reopened' then 'event.reopened' else 'event.closed' end,
      null, t.recorded_by, null, null,
      jsonb_build_object('effectiveAt', ${inShanghai('t.effective_at')}, 'basis', t.basis)
    from event_turns t where t.event_id = ${eventId}
    union all
    select r.recorded_at, 2, r.id,
      case when r.level is null then 'response.ended' when r.follows_id is null then 'response.started'
        else 'response.changed' end,
      r.region_code, r.recorded_by, null, null,
      jsonb_build_object('kind', r.kind, 'level', r.level, 'decidedBy', r.decided_by_name, 'startedAt',
        ${inShanghai('r.started_at')},
        'basis', r.basis, 'followsId', r.follows_id)
    from event_responses r where r.event_id = ${eventId}
    union all
    select o.recorded_at, 2, o.id,
      case when o.ends_id is null then 'nil_reports.ordered' else 'nil_reports.released' end,
      o.region_code, o.recorded_by, null, null,
      jsonb_build_object('reason', o.reason, 'endsId', o.ends_id)
    from nil_report_orders o where o.event_id = ${eventId}`
}

/** An instant of the detail as every instant goes out. */
function inShanghai(column: string): SQL {
  return sql`to_char(${sql.raw(column)} at time zone 'Asia/Shanghai', 'YYYY-MM-DD"T"HH24:MI:SS.MS"+08:00"')`
}

function lowered(eventId: SQL): SQL {
  const levels = sql`'from', p.from_level, 'to', p.to_level`
  return sql`
    select p.proposed_at, 2, p.id, 'severity.reduction_proposed', null, p.proposed_by, null, null,
      jsonb_build_object(${levels}, 'reason', p.reason)
    from severity_reductions p where p.event_id = ${eventId}
    union all
    select a.answered_at, 3, p.id,
      case when a.is_confirmed then 'severity.reduced' else 'severity.reduction_refused' end,
      null, a.answered_by, null, null,
      jsonb_build_object(${levels}, 'reason', a.reason, 'proposedBy', a.proposed_by)
    from severity_reduction_answers a
    join severity_reductions p on p.id = a.reduction_id
    where p.event_id = ${eventId}`
}

function verified(eventId: SQL, reports: readonly string[]): SQL {
  const seen = (alias: string) => within(sql.raw(`${alias}.region_code`), reports)
  return sql`
    select v.given_at, 2, v.id, 'verification.overridden', v.region_code, v.given_by, null, null,
      jsonb_build_object('reason', v.reason)
    from verification_overrides v where v.event_id = ${eventId} and ${seen('v')}
    union all
    select q.requested_at, 2, q.id, 'correction.requested', q.region_code, q.requested_by, null, null,
      jsonb_build_object('versionId', q.version_id, 'reason', q.reason)
    from correction_requests q where q.event_id = ${eventId} and ${seen('q')}
    union all
    select a.answered_at, 3, q.id,
      case when a.is_approved then 'correction.approved' else 'correction.refused' end,
      q.region_code, a.answered_by, null, null,
      jsonb_build_object('versionId', q.version_id, 'reason', a.reason, 'requestedBy', a.requested_by)
    from correction_answers a
    join correction_requests q on q.id = a.request_id
    where q.event_id = ${eventId} and ${seen('q')}`
}
