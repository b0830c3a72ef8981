import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { discardChunks } from './discard-chunks.ts'
import { recordAct } from './record-act.ts'
import type { AttachmentFiles } from './storage.ts'
import { markRefused, type Refusal } from './store.ts'

/**
 * Refuses an upload (退回附件) and lets its chunks go. One that has come to its end already is left alone.
 *
 * @param accountId who cancelled it; null when the service found something wrong
 */
export async function refuseUpload(
  deps: Pick<Deps, 'db' | 'log'>,
  files: AttachmentFiles,
  id: string,
  refusal: Refusal,
  accountId: string | null = null,
): Promise<boolean> {
  const isRefused = await deps.db.transaction(async (tx) => {
    const now = await readNow(tx)
    const refused = await markRefused(tx, id, refusal, now)
    if (refused) await recordAct(tx, refused, { action: 'attachment.refused', at: now, accountId })
    return refused !== null
  })
  if (isRefused) await discardChunks(deps, files, id)
  return isRefused
}
