import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { settleFollowUps } from './settle-follow-ups.ts'
import { lockCities, readDueForALook, stillDue } from './store.ts'

/** Events of one run; a full batch means there may be more. */
export const FOLLOW_UPS_BATCH = 16

/**
 * Engine step: opens each day's follow-ups (每日续报、零报告) at its beginning, ahead of the hours at which they fall due,
 * and those of days on which no engine ran. Keeps submissions of the cities out while it looks, so that none falls
 * between what it read and what it wrote; a second engine waits there and finds nothing left.
 *
 * @returns events looked at; equal to FOLLOW_UPS_BATCH means call again
 */
export async function followUpsStep({ db }: Pick<Deps, 'db'>): Promise<number> {
  return db.transaction(async (tx) => {
    const due = await readDueForALook(tx, FOLLOW_UPS_BATCH)
    if (due.length === 0) return 0
    await lockCities(
      tx,
      due.map(({ city }) => city),
    )
    const now = await readNow(tx)
    const ids = await stillDue(
      tx,
      due.map(({ eventId }) => eventId),
      now,
    )
    await settleFollowUps(tx, ids, now)
    return due.length
  })
}
