/** What lies in the tables of some events: all of it, and what may never be there. */
import type { Api } from '../api.ts'

/** What of an event a merge that was taken back may leave behind, and why. */
export const LEFT_BEHIND: readonly (readonly [what: string, why: string])[] = [
  ['identity_acts, chain_moves', 'what was decided, and that it was taken back, stays on record'],
  ['audit_entries, outbox', 'so do the trail and what was told'],
  [
    'escalations that a merge raised, with their desk duties',
    'they were facts: people have acted on them (ADR 10)',
  ],
  ['severity_answers and follow_up_grounds of an act', 'history: readers leave out what was taken back'],
  ['events that a split opened', 'their address leads back'],
  ['events.follow_ups_through', 'how far the engine has looked, which never goes back'],
  [
    'duties that have fallen due or were ended',
    'they are told by their history; those that stand are compared',
  ],
]

/** Every row that belongs to events, but for LEFT_BEHIND; `$1` are the events. */
const TABLES: readonly (readonly [name: string, sql: string])[] = [
  ['events', `select to_jsonb(e) - 'follow_ups_through' as row from events e where e.id = any ($1)`],
  ['event_regions', 'select to_jsonb(r) as row from event_regions r where r.event_id = any ($1)'],
  ['report_chains', 'select to_jsonb(c) as row from report_chains c where c.event_id = any ($1)'],
  ['report_versions', 'select to_jsonb(v) as row from report_versions v where v.event_id = any ($1)'],
  ['latest_figures', 'select to_jsonb(f) as row from latest_figures f where f.event_id = any ($1)'],
  [
    'receipts',
    `select to_jsonb(r) as row from receipts r
     where r.version_id in (select id from report_versions where event_id = any ($1))`,
  ],
  [
    'submissions',
    `select to_jsonb(s) as row from submissions s
     where s.version_id in (select id from report_versions where event_id = any ($1))`,
  ],
  [
    'severity_answers',
    'select to_jsonb(s) as row from severity_answers s where s.event_id = any ($1) and s.act_id is null',
  ],
  [
    'deadlines',
    `select jsonb_build_array(d.event_id, d.region_code, d.duty, d.due_at, d.met_at,
       case when d.duty in ('direct_report', 'correction', 'sign_for_forwarding') then d.subject_id end) as row
     from deadlines d
     where d.event_id = any ($1) and d.replaced_at is null and d.due_at > judged_now()
       and d.duty in ('first_report', 'direct_report', 'verified_report', 'daily_follow_up', 'drought_follow_up',
         'correction', 'sign_for_forwarding')`,
  ],
]

/** All rows of some events, a line each, in an order that does not depend on how they were written. */
export async function rowsOf(api: Api, events: readonly string[]): Promise<string[]> {
  const lines: string[] = []
  for (const [name, sql] of TABLES) {
    const rows = await api.rows<{ row: string }>(
      `select row::text from (${sql}) as found order by row::text`,
      [events],
    )
    lines.push(...rows.map(({ row }) => `${name} ${row}`))
  }
  return lines
}

/** What may never be, as queries that must find nothing. */
const NEVER: readonly (readonly [what: string, sql: string])[] = [
  [
    'latest figures in an event that leads elsewhere',
    `select f.event_id from latest_figures f join events e on e.id = f.event_id where e.merged_into_id is not null`,
  ],
  [
    'latest figures that are not the head of a chain that stands there or is parked there',
    `select f.version_id from latest_figures f
     where not exists (
       select from report_chains c join events e on e.id = c.event_id
       where c.head_version_id = f.version_id and c.region_code = f.region_code and not c.is_withdrawn
         and coalesce(e.merged_into_id, e.id) = f.event_id)`,
  ],
  [
    'a chain of which nothing counts anywhere',
    `select c.id from report_chains c join events e on e.id = c.event_id
     where not c.is_withdrawn and not exists (
       select from latest_figures f
       where f.event_id = coalesce(e.merged_into_id, e.id) and f.region_code = c.region_code)`,
  ],
  [
    'a parked chain whose unit cannot go on in the event that goes on',
    `select c.id from report_chains c join events e on e.id = c.event_id
     where e.merged_into_id is not null and not exists (
       select from report_chains o where o.event_id = e.merged_into_id and o.region_code = c.region_code)`,
  ],
  [
    'a word that counts twice',
    'select version_id from latest_figures group by version_id having count(*) > 1',
  ],
  [
    'an event that leads to one that leads elsewhere',
    `select e.id from events e join events i on i.id = e.merged_into_id where i.merged_into_id is not null`,
  ],
  [
    'a unit that counts in an event that does not cover it',
    `select f.region_code from latest_figures f
     where not exists (
       select from event_regions r
       where r.event_id = f.event_id and left(r.region_code, 6) = left(f.region_code, 6))`,
  ],
  [
    'a version without its place in its chain',
    `select v.id from report_versions v
     join report_chains c on c.id = v.chain_id
     left join report_versions p on p.id = v.parent_version_id
     where v.region_code <> c.region_code or v.number > c.head_number
       or (v.number > 1 and (p.id is null or p.chain_id <> v.chain_id or p.number <> v.number - 1))`,
  ],
  [
    'a chain whose head is not its last version',
    `select c.id from report_chains c
     where (select (count(*), max(number)) from report_versions v where v.chain_id = c.id)
         is distinct from (c.head_number::bigint, c.head_number)
       or not exists (
         select from report_versions v where v.id = c.head_version_id and v.chain_id = c.id and v.number = c.head_number)`,
  ],
  [
    'a report that waits for one that is there',
    `select version_id from held_reports where released_at is null`,
  ],
]

/** What is there and may never be. */
export async function orphans(api: Api): Promise<string[]> {
  const found: string[] = []
  for (const [what, sql] of NEVER) {
    const rows = await api.rows<object>(sql)
    if (rows.length > 0) found.push(`${what}: ${JSON.stringify(rows.slice(0, 3))}`)
  }
  return found
}
