/** How far the unit of a chain has come, as SQL: for submissions and for the course of events alike. */

/**
 * The stage that a chain `c` has come to: a verified report that a unit above returned verifies nothing until it is
 * corrected. Reviews stand right of reports: their table is named.
 */
export const COUNTED_STAGE = `
  case when c.stage = 'verified' and exists (
      select from report_reviews r where r.version_id = c.head_version_id and r.outcome = 'returned')
    then 'follow_up' else c.stage end`

/**
 * Where in the trail a chain `c` of an event `e` spoke last, since when its figures stand, and whether it has leave. The
 * trail is read because its positions alone tell in which order reports began to count.
 */
export const UNIT_PROGRESS = `
  coalesce((
    select max(a.position) from audit_entries a
    where a.subject_kind = 'report' and a.subject_id = c.head_version_id::text and a.action = 'report.submitted'), 0)
    as "headAt",
  coalesce((
    select max(a.position) from report_versions h
    join report_versions w on w.chain_id = c.id and w.number = 1 + coalesce((
      select max(x.number) from report_versions x
      where x.chain_id = c.id and x.number < h.number and (
        x.withdrawal_reason is not null or x.content -> 'figures' is distinct from h.content -> 'figures')), 0)
    join audit_entries a on a.subject_kind = 'report' and (
      (a.subject_id = w.id::text and a.action = 'report.submitted')
      or (a.subject_id = h.id::text and a.action = 'report.returned' and c.stage = 'verified'))
    where h.id = c.head_version_id), 0) as "figuresAt",
  exists (
    select from verification_overrides o
    where o.stability_id = e.stability_id and o.region_code = c.region_code) as "hasLeave"`
