import type { Caller } from '../accounts/caller.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problems/problem.ts'
import { mustContinue } from './continue-upload.ts'
import { refuseUpload } from './refuse-upload.ts'
import type { AttachmentFiles } from './storage.ts'

/**
 * Cancels an upload (取消上传). What is complete is evidence and stays.
 *
 * @throws Problem not-found, not-permitted, outside-jurisdiction, upload-gone; state-conflict when it is complete
 */
export async function cancelUpload(
  deps: Pick<Deps, 'db' | 'log'>,
  files: AttachmentFiles,
  caller: Caller,
  id: string,
): Promise<void> {
  const { state } = await mustContinue(deps.db, caller, id)
  const isRefused =
    state === 'uploading' && (await refuseUpload(deps, files, id, 'cancelled', caller.accountId))
  if (!isRefused) throw new Problem('state-conflict', 'What is complete is evidence and is not removed.')
}
