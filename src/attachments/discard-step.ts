import type { Deps } from '../deps.ts'
import { discardChunk } from './discard-chunks.ts'
import type { AttachmentFiles } from './storage.ts'
import { readNeedlessChunks } from './store.ts'

/** Chunks of one run; a full batch means there may be more. */
export const DISCARD_BATCH = 200

/**
 * Engine step: chunks of uploads that are complete or over are removed, where the request that ended them did not come
 * so far. To remove one twice is harmless.
 *
 * @returns chunks removed; equal to DISCARD_BATCH means call again
 */
export async function discardStep({ db }: Pick<Deps, 'db'>, files: AttachmentFiles): Promise<number> {
  const needless = await readNeedlessChunks(db, DISCARD_BATCH)
  for (const chunk of needless) await discardChunk(db, files, chunk)
  return needless.length
}
