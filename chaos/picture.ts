/** All that must be the same in two databases that were told the same, in whatever order. */
import { createPublicKey, type JsonWebKey, verify } from 'node:crypto'
import type { Api, Client } from '../test/api.ts'

/** Sections by name; in each a line of text by key. */
export type Picture = ReadonlyMap<string, ReadonlyMap<string, string>>

/** What is left out of the comparison, and why it may differ. */
export const LEFT_OUT: readonly (readonly [what: string, why: string])[] = [
  [
    'ids of events, chains and accounts',
    'each database makes its own; events go by hazard, instant and county',
  ],
  ['where and by which version an event was opened', 'whoever came first opened it'],
  ['notes of check C19 on a version', 'it compares with what lay below at that moment'],
  ['first answers (201 or 202), held_reports once released', 'they tell the order of arrival'],
  [
    'deadlines, what receipts say was met of them, escalations, forwardings and messages of an event',
    'they were raised by what was known on the way',
  ],
]

/** An event by what both databases know of it. */
const EVENT_KEY = `
  event_keys as (
    select e.id, e.hazard || ' ' || to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || ' '
      || (select string_agg(r.region_code, ',' order by r.region_code) from event_regions r where r.event_id = e.id)
      as key
    from events e
  )`

/** One row a line; `key` names it, `line` is all of it. */
const SECTIONS: readonly (readonly [name: string, sql: string])[] = [
  [
    'events',
    `select k.key, (to_jsonb(e) - array['id', 'region_code', 'opened_by_version_id', 'answers']) as line
     from events e join event_keys k on k.id = e.id`,
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
          where one ->> 'rule' <> 'C19')) as line
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
    'acts, once each',
    `select v.id as key, jsonb_build_object(
       'submitted', (select count(*) from audit_entries x where x.action = 'report.submitted' and x.subject_id = v.id::text),
       'told', (select count(*) from outbox o where o.topic = 'report.submitted' and o.subject_id = v.id),
       'answered', (select count(*) from submissions s where s.version_id = v.id),
       'receipts', (select count(*) from receipts r where r.version_id = v.id)) as line
     from report_versions v`,
  ],
  [
    'held or refused',
    `select h.version_id as key, jsonb_build_object('problem', h.problem) as line
     from held_reports h where h.released_at is null or h.problem is not null
     union all
     select q.id, q.problem from quarantined_reports q`,
  ],
]

/** Reads all of it. */
export async function pictureOf(api: Api, reader: Client): Promise<Picture> {
  const picture = new Map<string, ReadonlyMap<string, string>>()
  for (const [name, text] of SECTIONS) {
    const rows = await api.rows<{ key: string; line: string }>(
      `with ${EVENT_KEY} select key::text, line::text from (${text}) as section`,
    )
    const lines = new Map(rows.map(({ key, line }) => [key, line]))
    if (lines.size !== rows.length) throw new Error(`the lines of ${name} are not told apart by their keys`)
    picture.set(name, lines)
  }
  picture.set('receipts', await receiptsOf(api))
  picture.set('totals', await totalsOf(api, reader))
  return picture
}

interface Key extends JsonWebKey {
  kid: string
}

/** What receipts say, each checked with the published key; the signature itself differs with the id of the event. */
async function receiptsOf(api: Api): Promise<ReadonlyMap<string, string>> {
  const { keys } = (await api.nobody.get('/v1/jwks')).json<{ keys: Key[] }>()
  const publicKeys = new Map(
    keys.map((jwk) => [jwk.kid, createPublicKey({ key: { ...jwk }, format: 'jwk' })]),
  )
  const rows = await api.rows<{ id: string; event_id: string; key: string; jws: string }>(
    `with ${EVENT_KEY} select v.id, v.event_id, k.key, r.jws
     from report_versions v join event_keys k on k.id = v.event_id join receipts r on r.version_id = v.id`,
  )
  return new Map(
    rows.map(({ id, event_id, key, jws }) => {
      const [header = '', payload = '', signature = ''] = jws.split('.')
      const publicKey = publicKeys.get(decoded(header).kid ?? '')
      const holds =
        publicKey !== undefined &&
        verify(null, Buffer.from(`${header}.${payload}`), publicKey, Buffer.from(signature, 'base64url'))
      // what was met depends on what was owed when it arrived, which disorder changes
      const { met: _, ...said } = decoded(payload)
      const event = said.eventId === event_id ? key : 'another event'
      return [id, JSON.stringify({ ...said, eventId: event, signature: holds ? 'holds' : 'does not hold' })]
    }),
  )
}

function decoded(part: string): Record<string, string> {
  return JSON.parse(Buffer.from(part, 'base64url').toString())
}

/** The totals of every event in its counties as the service gives them. */
async function totalsOf(api: Api, reader: Client): Promise<ReadonlyMap<string, string>> {
  const events = await api.rows<{ id: string; key: string; region_code: string }>(
    `with ${EVENT_KEY} select k.id, k.key, r.region_code
     from event_keys k join event_regions r on r.event_id = k.id`,
  )
  const totals = new Map<string, string>()
  for (const { id, key, region_code } of events) {
    for (const lineage of ['false', 'true']) {
      const answer = await reader.get(`/v1/events/${id}/totals?regionCode=${region_code}&lineage=${lineage}`)
      if (answer.status !== 200) throw new Error(`no totals: ${answer.status} ${answer.text}`)
      const { eventId: _, ...said } = answer.json<{ eventId: string }>()
      totals.set(`${key} ${region_code}${lineage === 'true' ? ' with lineage' : ''}`, JSON.stringify(said))
    }
  }
  return totals
}
