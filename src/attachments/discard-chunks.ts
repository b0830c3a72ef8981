import type { Deps } from '../deps.ts'
import type { AttachmentFiles } from './storage.ts'
import { type ChunkRow, readChunks, removeChunk } from './store.ts'

/** Lets the chunks of an upload go that is over. What does not succeed is left to the engine. */
export async function discardChunks(
  { db, log }: Pick<Deps, 'db' | 'log'>,
  files: AttachmentFiles,
  attachmentId: string,
): Promise<void> {
  try {
    for (const chunk of await readChunks(db, attachmentId)) await discardChunk(db, files, chunk)
  } catch (error) {
    log.warn({ err: error, attachmentId }, 'chunks are left to the engine')
  }
}

/** First the file, then the row: a row without its file is harmless here, a file without its row is found by nobody. */
export async function discardChunk(
  db: Deps['db'],
  { storage }: AttachmentFiles,
  chunk: ChunkRow,
): Promise<void> {
  await storage.remove(chunk.storageKey)
  await removeChunk(db, chunk)
}
