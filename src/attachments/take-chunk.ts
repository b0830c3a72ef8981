import { open } from 'node:fs/promises'
import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problems/problem.ts'
import { mustBeAlive } from './continue-upload.ts'
import { typeRefused } from './examine.ts'
import { typeOf } from './file-types.ts'
import { refuseUpload } from './refuse-upload.ts'
import { expiryAfter } from './rules.ts'
import { HEAD_BYTES, sniff } from './sniff.ts'
import type { Spooled } from './spool.ts'
import { type AttachmentFiles, newStorageKey } from './storage.ts'
import { type AttachmentRow, addChunk, lockAttachment } from './store.ts'

export interface Chunk {
  offset: number
  /** what the sender says that the bytes hash to, in hexadecimal */
  sha256: string
  bytes: AsyncIterable<Uint8Array>
}

/**
 * Takes one chunk of an upload (分块上传). Its bytes are written aside and hashed; they count from the moment at which the
 * database says so, all of them or none. Two senders may be at it: the first that is whole wins.
 *
 * @returns the upload as it stands then
 * @throws Problem checksum-mismatch, offset-mismatch, upload-gone, body-too-large, storage-full
 * @throws Problem file-type-refused when the first bytes are of another type than was declared; it is over then
 */
export async function takeChunk(
  deps: Deps,
  files: AttachmentFiles,
  upload: AttachmentRow,
  chunk: Chunk,
): Promise<AttachmentRow> {
  const { spool } = files
  const left = upload.byteLength - chunk.offset
  await spool.mustHaveRoom(0)
  const spooled = await spool.take(chunk.bytes, Math.min(left, deps.config.ATTACHMENT_CHUNK_BYTES))
  try {
    mustMatch(spooled, chunk)
    if (spooled.byteLength === 0) return upload
    if (chunk.offset === 0) await mustBeginRight(deps, files, upload, spooled)
    return await keepChunk(deps, files, upload, chunk, spooled)
  } finally {
    await spool.drop(spooled)
  }
}

function mustMatch({ sha256, byteLength }: Spooled, chunk: Chunk): void {
  if (sha256 === chunk.sha256) return
  const detail = `These ${byteLength} bytes are not those of the checksum; send the chunk again from ${chunk.offset}.`
  throw new Problem('checksum-mismatch', detail, { offset: chunk.offset, received: sha256 })
}

/** Nobody uploads two hundred megabytes to hear at their end that they are a program. */
async function mustBeginRight(
  deps: Deps,
  files: AttachmentFiles,
  upload: AttachmentRow,
  { path }: Spooled,
): Promise<void> {
  const type = typeOf(upload.kind, upload.mediaType)
  const found = sniff(await headOf(path))
  if (type?.container === found.container) return
  await refuseUpload(deps, files, upload.id, 'type_mismatch')
  throw typeRefused(upload.mediaType, found.mediaType)
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** The file is on the disk before the database says so. What the database then refuses is removed again. */
async function keepChunk(
  { db, config }: Deps,
  { storage }: AttachmentFiles,
  upload: AttachmentRow,
  { offset }: Chunk,
  spooled: Spooled,
): Promise<AttachmentRow> {
  const { id } = upload
  const { byteLength, sha256 } = spooled
  const storageKey = newStorageKey(id, 'chunk')
  await storage.keep(storageKey, spooled)
  try {
    return await db.transaction(async (tx) => {
      const now = await readNow(tx)
      const current = await lockAttachment(tx, id)
      if (!current) throw new Error('an upload has vanished')
      mustBeAlive(current, now)
      if (current.byteOffset !== offset) throw elsewhere(current.byteOffset)
      const chunk = { attachmentId: id, byteOffset: offset, byteLength, sha256, storageKey }
      const expiresAt = expiryAfter(now, config.ATTACHMENT_HOURS)
      await addChunk(tx, chunk, now, expiresAt)
      return { ...current, byteOffset: offset + byteLength, touchedAt: now, expiresAt }
    })
  } catch (error) {
    // after anything but a refusal it may be committed all the same: then check-attachments finds what nobody needs
    if (error instanceof Problem) await storage.remove(storageKey)
    throw error
  }
}

/** Somebody else's chunk was first, or this one was sent before. */
export function elsewhere(offset: number): Problem {
  return new Problem('offset-mismatch', `The upload has come to ${offset}; go on from there.`, { offset })
}
