import type { Caller } from '../accounts/caller.ts'
import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import type { Deps } from '../deps.ts'
import type { EventRow } from '../events/views.ts'
import { enqueue } from '../outbox/store.ts'
import { Problem } from '../problems/problem.ts'
import { type HoldRow, holdHold, insertHold, readHolds, releaseHold } from './destruction-store.ts'
import { cityPlace, mustOversee } from './jurisdiction.ts'
import { findDestroyed, lockRegistersOf } from './store.ts'

/**
 * Places a legal hold on an event's registers (证据保全): evidence or assessment needs them, so nothing is destroyed until
 * every hold is released.
 *
 * @throws Problem not-permitted, not-found, registers-destroyed; state-conflict when the id is another hold's
 */
export async function placeHold(
  { db }: Pick<Deps, 'db'>,
  caller: Caller,
  eventId: string,
  { id, reason }: { id: string; reason: string },
): Promise<HoldRow> {
  const { accountId } = caller
  return db.transaction(async (tx) => {
    const now = await readNow(tx)
    const event = await mustOversee(tx, caller, eventId)
    await lockRegistersOf(tx, [eventId])
    const known = await holdHold(tx, id)
    if (known) {
      const isSame = known.eventId === eventId && known.reason === reason && known.placedBy === accountId
      if (isSame) return known
      throw new Problem('state-conflict', 'Another hold already has this id. Make a new UUIDv7.')
    }
    if ((await findDestroyed(tx, [eventId])).size > 0) {
      throw new Problem('registers-destroyed', 'There is nothing left to hold.')
    }
    const hold = { id, eventId, reason, placedAt: now, placedBy: accountId }
    await insertHold(tx, hold)
    await tell(tx, 'register_hold.placed', event, { id, accountId, now })
    return { ...hold, releasedAt: null, releasedBy: null, releaseReason: null }
  })
}

/**
 * Releases a legal hold (解除保全), with a reason. To repeat it is harmless.
 *
 * @throws Problem not-permitted, not-found; state-conflict when somebody else has released it
 */
export async function releaseLegalHold(
  { db }: Pick<Deps, 'db'>,
  caller: Caller,
  id: string,
  reason: string,
): Promise<HoldRow> {
  const { accountId } = caller
  return db.transaction(async (tx) => {
    const now = await readNow(tx)
    const hold = await holdHold(tx, id)
    const event = await mustOversee(tx, caller, hold?.eventId ?? id)
    if (!hold) throw new Problem('not-found', 'There is no such hold in your jurisdiction.')
    if (hold.releasedBy === accountId && hold.releaseReason === reason) return hold
    if (hold.releasedAt !== null) throw new Problem('state-conflict', 'The hold is released already.')
    const release = { releasedAt: now, releasedBy: accountId, releaseReason: reason }
    await releaseHold(tx, id, release)
    await tell(tx, 'register_hold.released', event, { id, accountId, now })
    return { ...hold, ...release }
  })
}

/**
 * The holds of an event, the newest first.
 *
 * @throws Problem not-permitted or not-found
 */
export async function listHolds(db: Db, caller: Caller, eventId: string): Promise<HoldRow[]> {
  await mustOversee(db, caller, eventId)
  return readHolds(db, eventId)
}

async function tell(
  db: Db,
  topic: string,
  event: EventRow,
  { id, accountId, now }: { id: string; accountId: string; now: Date },
): Promise<void> {
  const subject = { subjectId: id, ...cityPlace(event) }
  const detail = { eventId: event.id }
  await enqueue(db, [
    { topic, eventId: event.id, ...subject, payload: { ...detail, accountId }, createdAt: now },
  ])
  await record(db, [{ at: now, accountId, action: topic, subjectKind: 'register_hold', ...subject, detail }])
}
