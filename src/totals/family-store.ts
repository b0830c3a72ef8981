/**
 * Which events were one at an instant. Merges and splits move chains between events; what a total was made of then is
 * told by the acts that held then, not by where chains stand now.
 */
import { type SQL, sql } from 'drizzle-orm'
import type { Caller } from '../accounts/caller.ts'
import type { Db } from '../db/client.ts'
import { mustFindEvent } from '../events/read-event.ts'
import { findVisibleEvent, type VisibleEvent } from '../events/store.ts'

/** An event that stood by itself, and all that led to it. */
interface Family {
  eventId: string
  /** the event itself, and those merged into it */
  eventIds: readonly string[]
}

/** The same, as far as a caller may see it. */
export type VisibleFamily = VisibleEvent & Pick<Family, 'eventIds'>

/**
 * The event that an address led to at an instant, with those that were merged into it.
 *
 * @param at now where null
 * @throws Problem not-found when it is hidden
 */
export async function mustFindFamily(
  db: Db,
  caller: Caller,
  asked: VisibleEvent,
  at: Date | null,
): Promise<VisibleFamily> {
  const { eventId, eventIds } = await readFamily(db, asked.event.id, at)
  const found = eventId === asked.event.id ? asked : await mustFindEvent(db, caller, eventId)
  return { ...found, eventIds }
}

/**
 * The event that an id led to at an instant, with those that were merged into it.
 *
 * @param at now where null
 */
export async function readFamily(db: Db, id: string, at: Date | null): Promise<Family> {
  const { rows } = await db.execute<{ id: string; isRoot: boolean }>(sql`
    with recursive leads as (${leadsAt(at)}),
    way (id) as (
      select ${id}::uuid
      union
      select l.into_event_id from leads l join way w on w.id = l.from_event_id
    ),
    root as (
      select w.id from way w where not exists (select from leads l where l.from_event_id = w.id)
    ),
    member (id) as (
      select id from root
      union
      select l.from_event_id from leads l join member m on m.id = l.into_event_id
    )
    select m.id, m.id in (select id from root) as "isRoot" from member m order by m.id`)
  const root = rows.find(({ isRoot }) => isRoot)
  if (!root) throw new Error(`event ${id} leads in a circle`)
  return { eventId: root.id, eventIds: rows.map((row) => row.id) }
}

/** The event that goes on for an event, if the caller may see it. */
export async function findVisibleRoot(
  db: Db,
  caller: Pick<Caller, 'bindings'>,
  id: string,
): Promise<VisibleEvent | null> {
  return findVisibleEvent(db, caller, (await readFamily(db, id, null)).eventId)
}

/** SQL for the chains that counted in these events at an instant: where they stood before they were next moved. */
export function chainsAt(eventIds: readonly string[], at: Date): SQL {
  const ids = sql`${sql.param([...eventIds])}::uuid[]`
  return sql`
    select c.id
    from report_chains c
    left join lateral (
      select m.from_event_id from chain_moves m
      where m.chain_id = c.id and m.at > ${at.toISOString()}::timestamptz
      order by m.at, m.act_id
      limit 1
    ) as next on true
    where c.id in (
        select id from report_chains where event_id = any (${ids})
        union
        select chain_id from chain_moves where from_event_id = any (${ids}))
      and coalesce(next.from_event_id, c.event_id) = any (${ids})`
}

/** Merges that held, and splits that were taken back: then the new event leads back to the old one. */
function leadsAt(at: Date | null): SQL {
  const by = (column: string) =>
    at ? sql`and ${sql.raw(column)} <= ${at.toISOString()}::timestamptz` : sql``
  return sql`
    select a.from_event_id, a.into_event_id
    from identity_acts a
    left join identity_acts undone on undone.id = a.undoes_id
    where (a.kind = 'merge' or undone.kind = 'split') ${by('a.at')}
      and not exists (select from identity_acts u where u.undoes_id = a.id ${by('u.at')})`
}
