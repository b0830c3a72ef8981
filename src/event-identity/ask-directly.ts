/** Direct reports (直报) after what belongs to an event has changed: asked of the counties that have a part in the ground. */
import { v5 as uuidv5 } from 'uuid'
import type { Db } from '../db/client.ts'
import { endDeadlines, insertDeadlines, readOwedFor } from '../deadlines/store.ts'
import { openEscalations } from '../escalations/open-escalations.ts'
import type { events } from '../events/tables.ts'
import { ancestorAt } from '../regions/codes.ts'
import { directReports } from '../reports/direct-reports.ts'
import { readEventState } from '../reports/event-state.ts'
import type { Judged } from './judge-again.ts'

type EventRow = typeof events.$inferSelect

/**
 * Asks every county for the direct reports that the event, as it is judged now, asks of it and was not asked of it in any
 * of the events that are one. Nobody has to wait for the next word of the county.
 *
 * @returns the escalations that were opened
 */
export async function askDirectly(
  db: Db,
  { id: eventId, regionCode: place }: Pick<EventRow, 'id' | 'regionCode'>,
  { actId, now }: { actId: string; now: Date },
  { evaluation, facts, standing }: Judged,
): Promise<string[]> {
  const { event } = await readEventState(db, eventId, [place])
  const counties = new Set([...event.latest.keys()].flatMap((code) => ancestorAt(code, 'county') ?? []))
  const judgement = { evaluation, facts: { ...facts, reportedAt: now }, standing: standing.severity }
  const asked = [...counties].sort().map((regionCode) =>
    directReports({
      ...{ event, before: event, regionCode, judgement, now, stated: [] },
      // each cause makes each step once, and several counties may be asked for the same steps
      causeId: uuidv5(regionCode, actId),
    }),
  )
  const opened = await openEscalations(
    db,
    asked.flatMap(({ escalations }) => escalations),
    now,
  )
  await insertDeadlines(
    db,
    asked.flatMap(({ owed }) => owed),
  )
  return opened.map(({ id }) => id)
}

/** What a merge asked for and nobody has reported yet is owed no longer once it is taken back; what was asked stays on record. */
export async function stopAsking(db: Db, escalationIds: readonly string[], now: Date): Promise<void> {
  const owed = await readOwedFor(db, 'direct_report', escalationIds)
  const reason = '汇拢已撤销,直报依据不再成立'
  await endDeadlines(
    db,
    owed.map(({ id }) => ({ id, reason })),
    now,
  )
}
