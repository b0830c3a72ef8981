import { type SQL, sql } from 'drizzle-orm'
import { isOfEvent } from './store.ts'

/**
 * What was decided about the identity of an event (过程汇拢、拆分、撤销), as rows of its timeline: seen by whoever sees the
 * event, on both sides. Identity acts stand right of events: their tables are named, nothing of them is imported.
 */
export function identityRows(eventId: string): SQL {
  return sql`
    select a.at, 2, a.id,
      case a.kind when 'merge' then 'event.merged' when 'split' then 'event.split'
        else 'event.identity_restored' end,
      null, a.by, null, null,
      jsonb_build_object('fromEventId', a.from_event_id, 'intoEventId', a.into_event_id, 'reason', a.reason,
        'undoesId', a.undoes_id, 'undoes', (select u.kind from identity_acts u where u.id = a.undoes_id))
    from identity_acts a
    where ${isOfEvent(sql.raw('a.from_event_id'), eventId)} or ${isOfEvent(sql.raw('a.into_event_id'), eventId)}`
}
