/** What nobody has reported nobody owes (报告全部撤回): duties of events of which every report was withdrawn. */
import { sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import type { PreparedText } from '../db/statements.ts'

/** Why such duties ended: they are asked again when a report comes back. */
export const ALL_WITHDRAWN = 'every report of the event was withdrawn'

/**
 * The duties stay on record, with the reason why they ended: those of the event, and those raised in the events that
 * were merged into it. What was merged into another event is judged there.
 */
export const END_DUTIES: PreparedText = {
  name: 'end_duties_of_abandoned_events',
  text: `
    update deadlines d
    set replaced_at = given."replacedAt", replaced_reason = '${ALL_WITHDRAWN}'
    from json_to_recordset($1::json) as given ("eventId" uuid, "replacedAt" timestamptz)
    join events whole on whole.id = given."eventId" and whole.merged_into_id is null
    join events part on part.id = whole.id or part.merged_into_id = whole.id
    where d.event_id = part.id and d.met_at is null and d.replaced_at is null
      and not exists (select from latest_figures f where f.event_id = whole.id)
      and d.duty in (
        'first_report', 'direct_report', 'correction', 'daily_follow_up', 'drought_follow_up', 'verified_report')`,
}

/** Ends the duties of those of some events that have no report left, after an act has moved reports between them. */
export async function endDutiesOfAbandoned(db: Db, eventIds: readonly string[], now: Date): Promise<void> {
  const given = JSON.stringify(eventIds.map((eventId) => ({ eventId, replacedAt: now })))
  const [before = '', after = ''] = END_DUTIES.text.split('$1')
  await db.execute(sql`${sql.raw(before)}${given}${sql.raw(after)}`)
}
