import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { recordAct } from './record-act.ts'
import { lockExpired, markRefused } from './store.ts'

/** Uploads of one run; a full batch means there may be more. */
export const EXPIRED_BATCH = 100

/**
 * Engine step: uploads that waited too long for their next chunk are over (上传超时). Their chunks go in the step after this.
 *
 * @returns uploads that have expired; equal to EXPIRED_BATCH means call again
 */
export async function expiredStep({ db }: Pick<Deps, 'db'>): Promise<number> {
  return db.transaction(async (tx) => {
    const now = await readNow(tx)
    const expired = await lockExpired(tx, now, EXPIRED_BATCH)
    for (const { id } of expired) {
      const refused = await markRefused(tx, id, 'expired', now)
      if (refused) await recordAct(tx, refused, { action: 'attachment.refused', at: now, accountId: null })
    }
    return expired.length
  })
}
