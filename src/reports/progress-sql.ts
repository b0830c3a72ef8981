/** How far the unit of a chain has come, as SQL: for submissions and for the course of events alike. */

/**
 * Whether the head of a chain `c` is a verified report that a unit above returned. Reviews stand right of reports: their
 * table is named.
 */
const RETURNED = `(
  c.stage = 'verified' and exists (
    select from report_reviews r where r.version_id = c.head_version_id and r.outcome = 'returned'))`

/**
 * The stage that a chain `c` has come to: a verified report that a unit above returned verifies nothing until it is
 * corrected.
 */
export const COUNTED_STAGE = `
  case when ${RETURNED} then 'follow_up' else c.stage end`

/**
 * Where in the trail a chain `c` of an event `e` spoke last, since when its figures stand, and whether it has leave. The
 * trail is read because its positions alone tell in which order reports began to count. The figures of a chain that counts
 * again stand since the other one of its unit was withdrawn, unless they are the same.
 */
export const UNIT_PROGRESS = `
  coalesce((
    select max(a.position) from audit_entries a
    where a.subject_kind = 'report' and a.subject_id = c.head_version_id::text and a.action = 'report.submitted'), 0)
    as "headAt",
  greatest(coalesce((
    select max(a.position) from report_versions h
    join report_versions w on w.chain_id = c.id and w.number = 1 + coalesce((
      select max(x.number) from report_versions x
      where x.chain_id = c.id and x.number < h.number and (
        x.withdrawal_reason is not null or x.content -> 'figures' is distinct from h.content -> 'figures')), 0)
    join audit_entries a on a.subject_kind = 'report' and (
      (a.subject_id = w.id::text and a.action = 'report.submitted')
      or (a.subject_id = h.id::text and a.action = 'report.returned' and c.stage = 'verified'))
    where h.id = c.head_version_id), 0), coalesce((
    select max(a.position) from report_chains s
    join report_versions w on w.id = s.head_version_id
    join report_versions p on p.id = w.parent_version_id
    join report_versions h on h.id = c.head_version_id
    join audit_entries a on a.subject_kind = 'report' and a.subject_id = w.id::text and a.action = 'report.withdrawn'
    where s.region_code = c.region_code and s.id <> c.id and s.is_withdrawn
      and s.event_id in (select m.id from events m where m.id = e.id or m.merged_into_id = e.id)
      and p.content -> 'figures' is distinct from h.content -> 'figures'), 0)) as "figuresAt",
  exists (
    select from verification_overrides o
    where o.stability_id = e.stability_id and o.region_code = c.region_code) as "hasLeave",
  ${RETURNED} as "isReturned"`

/** The units of an event `e` that have withdrawn all they reported, with their first and last word in the trail. */
export const GONE_UNITS = `
  select c.region_code as "regionCode", min(a.position) as "firstAt", max(a.position) as "goneAt"
  from report_chains c
  join report_versions v on v.chain_id = c.id
  join audit_entries a on a.subject_kind = 'report' and a.subject_id = v.id::text
    and a.action in ('report.submitted', 'report.withdrawn')
  where c.event_id in (select m.id from events m where m.id = e.id or m.merged_into_id = e.id)
    and not exists (select from latest_figures f where f.event_id = e.id and f.region_code = c.region_code)
  group by c.region_code`
