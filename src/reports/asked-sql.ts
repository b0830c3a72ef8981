import { ENDED_BY_CLOSING } from '../deadlines/rules.ts'
import { ALL_WITHDRAWN } from './abandoned.ts'
import { FAMILY } from './photos-sql.ts'

/**
 * What direct reports of an event `e` were asked for. What was asked counts as asked while its duty stands, was met or
 * was missed; what ended because everything was withdrawn is asked again when its ground comes back. Who of the city has
 * resolved such an escalation meanwhile is told again too.
 */
export const DIRECT_REPORTS = `
  (select coalesce(json_agg(distinct (reason ->> 'rule') || ' ' || x.to_tier || ' ' || x.owner_code), '[]')
  from (
    select x.*, ended.is_missed, ended.subject_id is not null as is_ended,
      bool_or(ended.subject_id is not null) over (partition by x.cause_id) as is_cause_ended
    from escalations x
    left join (
      select d.subject_id, bool_or(d.missed_at is not null) as is_missed
      from deadlines d
      where d.event_id in (${FAMILY}) and d.duty = 'direct_report'
      group by d.subject_id
      having bool_and(coalesce(d.replaced_reason = '${ALL_WITHDRAWN}', false))) as ended on ended.subject_id = x.id
    where x.event_id in (${FAMILY}) and x.cause_kind = 'direct_report') as x,
    jsonb_array_elements(x.because) as reason
  where not case
      when x.to_code is null then x.is_ended and (not x.is_missed or x.resolved_at is not null)
      else x.is_cause_ended and x.resolved_at is not null end
    and not exists (
      -- what a merge asked for was asked for nothing once it is taken back
      select from identity_acts a
      join identity_acts u on u.undoes_id = a.id
      where a.into_event_id = x.event_id and a.detail -> 'asked' ? x.id::text))`

/**
 * First reports of these units that ended unmade, and direct reports that were missed before everything was withdrawn and
 * can still be made; the last one first.
 */
export const ENDED_DUTIES = `
  (select coalesce(json_agg(json_build_object(
    'duty', d.duty, 'regionCode', d.region_code, 'subjectId', d.subject_id, 'setAt', d.set_at, 'dueAt', d.due_at,
    'limit', d."limit", 'because', d.because, 'missedAt', d.missed_at, 'toTier', x.to_tier,
    'isClosed', d.replaced_reason = '${ENDED_BY_CLOSING.first_report}') order by d.replaced_at desc, d.id desc), '[]')
  from deadlines d
  left join escalations x on x.id = d.subject_id
  where d.event_id in (${FAMILY}) and d.met_at is null
    and case d.duty
      when 'first_report' then d.region_code in (select region_code from units)
        and d.replaced_reason in ('${ALL_WITHDRAWN}', '${ENDED_BY_CLOSING.first_report}')
      when 'direct_report' then d.missed_at is not null and x.resolved_at is null
        and d.replaced_reason = '${ALL_WITHDRAWN}'
        and not exists (
          select from deadlines n
          where n.event_id in (${FAMILY}) and n.duty = d.duty and n.subject_id = d.subject_id
            and n.replaced_reason is distinct from d.replaced_reason) end)`

/** Units that have taken back what they said in the event. */
export const WITHDRAWN_UNITS = `
  (select coalesce(json_agg(distinct c.region_code), '[]')
  from report_chains c
  where c.event_id in (${FAMILY}) and c.is_withdrawn)`
