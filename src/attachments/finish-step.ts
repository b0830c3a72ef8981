import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problems/problem.ts'
import { finishUpload } from './finish-upload.ts'
import type { AttachmentFiles } from './storage.ts'
import { readUnfinished } from './store.ts'

/** Uploads of one run; a full batch means there may be more. */
export const FINISH_BATCH = 4
/** Until then the request that brought the last chunk may still be at it. */
const AFTER_MS = 60_000

/**
 * Engine step: finishes uploads whose last chunk has come but whose request did not end, because the process was killed or
 * the store did not answer.
 *
 * @returns uploads tried; equal to FINISH_BATCH means call again
 * @throws the first fault that is nobody's mistake, after the others have had their turn
 */
export async function finishStep(deps: Pick<Deps, 'db' | 'log'>, files: AttachmentFiles): Promise<number> {
  const now = await readNow(deps.db)
  const waiting = await readUnfinished(deps.db, new Date(now.getTime() - AFTER_MS), FINISH_BATCH)
  const faults: unknown[] = []
  for (const { id } of waiting) {
    await finishUpload(deps, files, id).catch((error: unknown) => {
      if (!isRefusal(error)) faults.push(error)
    })
  }
  if (faults.length > 0) throw faults[0]
  return waiting.length
}

function isRefusal(error: unknown): boolean {
  return error instanceof Problem && ['attachment-damaged', 'file-type-refused'].includes(error.slug)
}
