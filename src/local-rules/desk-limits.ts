import type { Db } from '../db/client.ts'
import { type DeskLimits, deskLimitsFor } from '../evaluations/desk.ts'
import { readApprovedRules, readClosed, readEventDays } from './store.ts'

/**
 * The limits of the desks (值班时限) for these events, by the rules of the day on which each happened. For what is not
 * submitted: the lane reads its rules with the batch. In a closed event no desk has a limit any more.
 */
export async function readDeskLimits(db: Db, eventIds: readonly string[]): Promise<DeskLimits> {
  const approved = eventIds.length === 0 ? [] : await readApprovedRules(db)
  const local = approved.filter(({ kind }) => kind === 'desk_limit' || kind === 'desk_profile')
  const days = local.length === 0 ? new Map() : await readEventDays(db, eventIds)
  const closed = eventIds.length === 0 ? new Set() : await readClosed(db, eventIds)
  const limits = deskLimitsFor(local, (eventId) => days.get(eventId) ?? EVER_BEFORE)
  return (act, severity, owed) => (closed.has(owed.eventId) ? null : limits(act, severity, owed))
}

/** Before any local rule: the day of an event nobody knows. */
const EVER_BEFORE = '0001-01-01'
