/** All that must be the same in two databases that were told the same, in whatever order. */
import { ancestorsOf, tierOf } from '../src/regions/codes.ts'
import type { Api, Client } from '../test/api.ts'
import { EVENT_KEYS, eventIdsOf } from './event-keys.ts'
import { receiptsOf } from './seals.ts'

/** Sections by name; in each a line of text by key. */
export type Picture = ReadonlyMap<string, ReadonlyMap<string, string>>

/** What is left out of the comparison, and why it may differ. */
export const LEFT_OUT: readonly (readonly [what: string, why: string])[] = [
  [
    'ids of events, chains, turns and accounts',
    'each database makes its own; events go by hazard, instant and county',
  ],
  [
    'hashes of bodies that name an event by its id',
    'they follow the id; each is computed anew and must be that of its body',
  ],
  ['where and by which version an event was opened', 'whoever came first opened it'],
  ['notes of check C19 on a version', 'it compares with what lay below at that moment'],
  ['first answers (201 or 202), held_reports once released', 'they tell the order of arrival'],
  ['how often, and when last, a quarantined report was refused', 'it was sent again as chance would have it'],
  [
    'duties of the desk, direct reports and corrections, what receipts say was met, escalations, forwardings and messages of an event',
    'they were raised by what was known on the way',
  ],
]

/** One row a line; `key` names it, `line` is all of it. */
const SECTIONS: readonly (readonly [name: string, sql: string])[] = [
  [
    'events',
    `select k.key, (to_jsonb(e) - array['id', 'region_code', 'opened_by_version_id', 'answers', 'stability_id']) as line
     from events e join event_keys k on k.id = e.id`,
  ],
  [
    'turns',
    `select k.key || ' ' || t.state as key, to_jsonb(t) - array['id', 'event_id', 'follows_id', 'recorded_by'] as line
     from event_turns t join event_keys k on k.id = t.event_id`,
  ],
  [
    'chains',
    `select k.key || ' ' || c.region_code as key, (to_jsonb(c) - array['id', 'event_id']) as line
     from report_chains c join event_keys k on k.id = c.event_id`,
  ],
  [
    'versions',
    `select v.id as key, to_jsonb(v) - array['chain_id', 'event_id', 'account_id', 'violations']
       || jsonb_build_object('event', k.key, 'chain', kc.key || ' ' || c.region_code, 'by', a.login, 'violations',
         (select coalesce(jsonb_agg(one order by one::text), '[]') from jsonb_array_elements(v.violations) one
          where one ->> 'rule' <> 'C19'))
       || case when v.content ? 'eventId' then jsonb_build_object('content_hash', null, 'content',
         jsonb_set(v.content, '{eventId}', (select to_jsonb(n.key) from event_keys n where n.id::text = v.content ->> 'eventId')))
         else '{}' end as line
     from report_versions v
     join report_chains c on c.id = v.chain_id
     join event_keys kc on kc.id = c.event_id
     join event_keys k on k.id = v.event_id
     join accounts a on a.id = v.account_id`,
  ],
  [
    'latest figures',
    `select k.key || ' ' || f.region_code as key, to_jsonb(f) - 'event_id' as line
     from latest_figures f join event_keys k on k.id = f.event_id`,
  ],
  [
    'duties to report',
    `select k.key || ' ' || d.region_code || ' ' || d.duty as key, jsonb_agg(jsonb_build_object(
       'due', d.due_at, 'met', d.met_at, 'missed', d.missed_at, 'ended', d.replaced_reason) order by d.due_at, d.set_at) as line
     from deadlines d join event_keys k on k.id = d.event_id
     where d.duty in ('first_report', 'daily_follow_up', 'drought_follow_up', 'verified_report')
     group by k.key, d.region_code, d.duty`,
  ],
  [
    'acts, once each',
    `select v.id as key, jsonb_build_object(
       'submitted', (select count(*) from audit_entries x
         where x.action in ('report.submitted', 'report.withdrawn') and x.subject_id = v.id::text),
       'told', (select count(*) from outbox o
         where o.topic in ('report.submitted', 'report.withdrawn') and o.subject_id = v.id),
       'answered', (select count(*) from submissions s where s.version_id = v.id),
       'receipts', (select count(*) from receipts r where r.version_id = v.id)) as line
     from report_versions v`,
  ],
  [
    'waiting',
    `select h.version_id as key, to_jsonb(h) - 'account_id' || jsonb_build_object('by', a.login) as line
     from held_reports h join accounts a on a.id = h.account_id
     where h.released_at is null`,
  ],
  [
    'quarantined',
    `select q.version_id as key, to_jsonb(q) - array['id', 'account_id', 'times', 'last_at'] || jsonb_build_object(
       'by', a.login, 'problem', q.problem || jsonb_build_object('eventId', k.key)) as line
     from quarantined_reports q
     join accounts a on a.id = q.account_id
     left join event_keys k on k.id::text = q.problem ->> 'eventId'`,
  ],
]

/** Reads all of it. */
export async function pictureOf(api: Api, reader: Client): Promise<Picture> {
  const picture = new Map<string, ReadonlyMap<string, string>>()
  for (const [name, text] of SECTIONS) {
    const rows = await api.rows<{ key: string; line: string }>(
      `with ${EVENT_KEYS} select key::text, line::text from (${text}) as section`,
    )
    const lines = new Map(rows.map(({ key, line }) => [key, line]))
    if (lines.size !== rows.length) throw new Error(`the lines of ${name} are not told apart by their keys`)
    picture.set(name, lines)
  }
  picture.set('receipts', await receiptsOf(api))
  picture.set('totals', await totalsOf(api, reader))
  picture.set('verification', await verificationOf(api, reader))
  return picture
}

/** The totals of every event, in every unit that reported and those above, as the service gives them. */
async function totalsOf(api: Api, reader: Client): Promise<ReadonlyMap<string, string>> {
  const chains = await api.rows<{ id: string; key: string; region_code: string }>(
    `with ${EVENT_KEYS} select k.id, k.key, c.region_code from event_keys k join report_chains c on c.event_id = k.id`,
  )
  const places = chains.flatMap(({ id, key, region_code }) =>
    [region_code, ...ancestorsOf(region_code)]
      .filter((code) => tierOf(code) !== 'province')
      .map((code) => ({
        name: `${key} ${code}`,
        path: `/v1/events/${id}/totals?regionCode=${code}&lineage=true`,
      })),
  )
  const totals = new Map<string, string>()
  for (const [name, path] of new Map(places.map((place) => [place.name, place.path]))) {
    totals.set(name, withoutIds(await ask(reader, path)))
  }
  return totals
}

/** How far every event is verified, unit by unit. */
async function verificationOf(api: Api, reader: Client): Promise<ReadonlyMap<string, string>> {
  const units = new Map<string, string>()
  for (const [key, id] of await eventIdsOf(api)) {
    const said = await ask(reader, `/v1/events/${id}/verification`)
    const { units: all, ...event } = said as { units: { node: { regionCode: string } }[] }
    units.set(key, withoutIds(event))
    for (const unit of all) units.set(`${key} ${unit.node.regionCode}`, withoutIds(unit))
  }
  return units
}

async function ask(reader: Client, path: string): Promise<object> {
  const answer = await reader.get(path)
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`)
  return answer.json<object>()
}

const ITS_OWN = new Set(['eventId', 'deadlineId'])

function withoutIds(said: object): string {
  return JSON.stringify(said, (name, value: unknown) => (ITS_OWN.has(name) ? undefined : value))
}
