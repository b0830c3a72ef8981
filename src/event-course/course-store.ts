/** Reads the course of events as the rules of follow-ups take it, in one statement whatever the number. */
import { sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import type { Reason } from '../regulations/citation.ts'
import { shanghaiDay } from '../shanghai.ts'
import type { Course } from './rules/course.ts'
import {
  type GroundRow,
  groundsFrom,
  type OrderRow,
  ordersFrom,
  pausesFrom,
  type ResponseRow,
  responsesFrom,
  type TurnRow,
} from './rules/spans.ts'

/** A follow-up that is on record and has not been replaced. */
interface RecordedFollowUp {
  id: string
  regionCode: string
  subjectId: string
  duty: string
  dueAt: Date
  isMet: boolean
}

/** The course of an event, with what is on record of its follow-ups from an instant on. */
export interface ReadCourse extends Course {
  /** where it opened */
  regionCode: string
  severityRank: number
  state: 'open' | 'stable' | 'reopened' | 'closed'
  /** follow-ups that fell due up to here were settled before */
  from: Date
  recorded: RecordedFollowUp[]
}

/**
 * Courses of events.
 *
 * @param from the instant from which follow-ups are asked about, where that lies before what is settled
 */
export async function readCourses(
  db: Db,
  eventIds: readonly string[],
  from: Date | null = null,
): Promise<ReadCourse[]> {
  const earliest = from && `${from.toISOString()}`
  const { rows } = await db.execute<{ course: RawCourse }>(sql`
    select json_build_object(
      'eventId', e.id, 'hazard', e.hazard, 'occurredAt', e.occurred_at, 'regionCode', e.region_code, 'state', e.state,
      'severityRank', e.severity_rank, 'from', w.since,
      'grounds', (
        select coalesce(json_agg(json_build_object(
          'ground', g.ground, 'isOn', g.is_on, 'because', g.because, 'at', g.at) order by g.at, g.id), '[]')
        from follow_up_grounds g where g.event_id = e.id),
      'responses', (
        select coalesce(json_agg(json_build_object(
          'id', r.id, 'followsId', r.follows_id, 'regionCode', r.region_code, 'isOn', r.level is not null,
          'at', r.recorded_at) order by r.recorded_at, r.id), '[]')
        from event_responses r where r.event_id in (select m.id from events m where m.id = e.id or m.merged_into_id = e.id) and r.kind = 'relief'),
      'orders', (
        select coalesce(json_agg(json_build_object(
          'regionCode', o.region_code, 'at', o.recorded_at, 'endedAt', x.recorded_at) order by o.recorded_at, o.id), '[]')
        from nil_report_orders o
        left join nil_report_orders x on x.ends_id = o.id
        where o.event_id in (select m.id from events m where m.id = e.id or m.merged_into_id = e.id) and o.ends_id is null),
      'turns', (
        select coalesce(json_agg(json_build_object('state', t.state, 'at', t.effective_at) order by t.recorded_at, t.id), '[]')
        from event_turns t where t.event_id = e.id),
      'standing', (
        select coalesce(json_agg(json_build_object('regionCode', s.region_code, 'since', s.since)), '[]')
        from (
          select c.region_code, min(coalesce((
            select max(v.received_at) from report_versions v
            join report_versions p on p.id = v.parent_version_id
            where v.chain_id = c.id and p.withdrawal_reason is not null and v.withdrawal_reason is null),
            c.first_received_at)) as since
          from report_chains c
          where c.event_id in (select m.id from events m where m.id = e.id or m.merged_into_id = e.id)
            and not c.is_withdrawn
          group by c.region_code) as s),
      'reports', (
        select coalesce(json_agg(json_build_object(
          'versionId', v.id, 'regionCode', v.region_code, 'nilReportFor', v.nil_report_for,
          'toldAt', coalesce((v.content -> 'onBehalfOf' ->> 'saidAt')::timestamptz, v.received_at))
          order by v.received_at, v.id), '[]')
        from report_versions v
        join report_chains c on c.id = v.chain_id
        where c.event_id in (select m.id from events m where m.id = e.id or m.merged_into_id = e.id) and v.withdrawal_reason is null
          and (v.received_at >= w.since - interval '1 day'
            or (e.hazard = 'drought' and tier_of_region_code(v.region_code) = 'county'))),
      'recorded', (
        select coalesce(json_agg(json_build_object(
          'id', d.id, 'regionCode', d.region_code, 'subjectId', d.subject_id, 'duty', d.duty, 'dueAt', d.due_at,
          'isMet', d.met_at is not null)), '[]')
        from deadlines d
        where d.event_id = e.id and d.duty in ('daily_follow_up', 'drought_follow_up') and d.replaced_at is null
          and d.due_at > w.since)
    ) as course
    from events e
    cross join lateral (
      select least(coalesce(e.follow_ups_through, e.opened_at), ${earliest}::timestamptz) as since) as w
    where e.id = any (${sql.param([...eventIds])}::uuid[])
    order by e.id`)
  return rows.map(({ course }) => courseFrom(course))
}

interface RawCourse {
  eventId: string
  hazard: string
  occurredAt: string
  regionCode: string
  state: ReadCourse['state']
  severityRank: number
  from: string
  grounds: (Omit<GroundRow, 'at' | 'because'> & { at: string; because: Reason[] })[]
  responses: (Omit<ResponseRow, 'at'> & { at: string })[]
  orders: (Omit<OrderRow, 'at' | 'endedAt'> & { at: string; endedAt: string | null })[]
  turns: (Omit<TurnRow, 'at'> & { at: string })[]
  standing: { regionCode: string; since: string }[]
  reports: { versionId: string; regionCode: string; nilReportFor: string | null; toldAt: string }[]
  recorded: (Omit<RecordedFollowUp, 'dueAt'> & { dueAt: string })[]
}

function courseFrom(raw: RawCourse): ReadCourse {
  return {
    eventId: raw.eventId,
    hazard: raw.hazard,
    occurredAt: new Date(raw.occurredAt),
    regionCode: raw.regionCode,
    state: raw.state,
    severityRank: raw.severityRank,
    from: new Date(raw.from),
    grounds: [
      ...groundsFrom(raw.grounds.map(dated)),
      ...responsesFrom(raw.responses.map(dated)),
      ...ordersFrom(raw.orders.map((one) => ({ ...dated(one), endedAt: maybeDate(one.endedAt) }))),
    ],
    pauses: pausesFrom(raw.turns.map(dated)),
    standing: raw.standing.map(({ regionCode, since }) => ({ regionCode, since: new Date(since) })),
    reports: raw.reports.map(({ versionId, regionCode, nilReportFor, toldAt }) => ({
      versionId,
      regionCode,
      toldAt: new Date(toldAt),
      day: nilReportFor ?? shanghaiDay(new Date(toldAt)),
    })),
    recorded: raw.recorded.map((one) => ({ ...one, dueAt: new Date(one.dueAt) })),
  }
}

function dated<Row extends { at: string }>(row: Row): Omit<Row, 'at'> & { at: Date } {
  return { ...row, at: new Date(row.at) }
}

function maybeDate(text: string | null): Date | null {
  return text === null ? null : new Date(text)
}
