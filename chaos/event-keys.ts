/** What events are called in the comparison: each database makes ids of its own. */
import type { Api } from '../test/api.ts'

/** An event by what both databases know of it; one that was opened after such another one is closed is the second. */
export const EVENT_KEYS = `
  event_names as (
    select e.id, e.hazard || ' ' || to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || ' '
      || (select string_agg(r.region_code, ',' order by r.region_code) from event_regions r where r.event_id = e.id)
      as name
    from events e
  ),
  event_keys as (
    select id, name || case when nth = 1 then '' else ' (' || nth || ')' end as key
    from (select n.*, row_number() over (partition by name order by id) as nth from event_names n) as numbered
  )`

/** Ids of events by what both databases know of them. */
export async function eventIdsOf(api: Api): Promise<ReadonlyMap<string, string>> {
  const rows = await api.rows<{ id: string; key: string }>(
    `with ${EVENT_KEYS} select id, key from event_keys`,
  )
  return new Map(rows.map(({ id, key }) => [key, id]))
}
