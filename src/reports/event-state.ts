import { sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { ancestorsOf } from '../regions/codes.ts'
import { rootOf } from './place-report.ts'
import { type ItemKey, READ_STATE } from './read-state.ts'
import { type BatchState, batchState, type EventState, type RawState } from './state.ts'

const NOBODY = '00000000-0000-0000-0000-000000000000'

/**
 * One event as the lane sees it, or the one that it was merged into, for what judges it anew outside the lane. Whoever
 * asks holds the lock of the city, so that no report comes in between.
 *
 * @param regionCodes the units whose chains and duties are looked at, with those above them
 */
export async function readEventState(
  db: Db,
  eventId: string,
  regionCodes: readonly string[],
): Promise<{ state: BatchState; event: EventState }> {
  const items = JSON.stringify(regionCodes.map((regionCode) => itemOf(eventId, regionCode)))
  const [before = '', after = ''] = READ_STATE.text.split('$1')
  const { rows } = await db.execute<{ state: RawState }>(sql`${sql.raw(before)}${items}${sql.raw(after)}`)
  const state = rows[0] && batchState(rows[0].state)
  const event = state?.events.get(rootOf(eventId, state))
  if (!state || !event) throw new Error(`the event ${eventId} was not read`)
  return { state, event }
}

function itemOf(eventId: string, regionCode: string): ItemKey {
  return {
    ...{ accountId: NOBODY, sessionId: NOBODY, key: '', versionId: NOBODY, parentVersionId: null },
    ...{ eventId, regionCode, ancestors: ancestorsOf(regionCode) },
    ...{ hazard: null, occurredAt: null, isExercise: false, windowHours: 0, signsDraft: false },
  }
}
