import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problems/problem.ts'
import { discardChunks } from './discard-chunks.ts'
import { type Derived, examine, typeRefused } from './examine.ts'
import { type FileType, typeOf } from './file-types.ts'
import { recordAct } from './record-act.ts'
import { refuseUpload } from './refuse-upload.ts'
import { REFUSAL_TEXT, type Rendition } from './rules.ts'
import type { Spooled } from './spool.ts'
import { type AttachmentFiles, newStorageKey } from './storage.ts'
import { FileIsLost } from './storage-trouble.ts'
import {
  type AttachmentRow,
  type FileRow,
  markComplete,
  type Refusal,
  readAttachment,
  readChunks,
} from './store.ts'

type Parts = Pick<Deps, 'db' | 'log'>

/**
 * Finishes an upload whose bytes are all there (上传完成): puts the chunks together, checks the whole, makes what others get,
 * and only then calls it complete. Whoever comes second, be it another process, changes nothing.
 *
 * @throws Problem attachment-damaged or file-type-refused when it is not what was announced; it is discarded then
 */
export async function finishUpload(deps: Parts, files: AttachmentFiles, id: string): Promise<void> {
  const upload = await readAttachment(deps.db, id)
  if (upload?.state !== 'uploading' || upload.byteOffset < upload.byteLength) return
  const whole = await assemble(deps, files, upload)
  try {
    if (whole.sha256 !== upload.sha256) return await refuse(deps, files, upload, 'hash_mismatch')
    const type = typeOf(upload.kind, upload.mediaType)
    if (!type) return await refuse(deps, files, upload, 'type_mismatch')
    await examineAndKeep(deps, files, upload, whole, type)
  } finally {
    await files.spool.drop(whole)
  }
  await discardChunks(deps, files, id)
}

async function assemble(deps: Parts, files: AttachmentFiles, upload: AttachmentRow): Promise<Spooled> {
  const chunks = await readChunks(deps.db, upload.id)
  await files.spool.mustHaveRoom(upload.byteLength)
  try {
    return await files.spool.take(bytesOf(files, chunks), upload.byteLength)
  } catch (error) {
    if (!(error instanceof FileIsLost)) throw error
    deps.log.error({ attachmentId: upload.id }, 'a chunk of an upload is lost')
    return refuse(deps, files, upload, 'lost')
  }
}

async function* bytesOf({ storage }: AttachmentFiles, chunks: readonly { storageKey: string }[]) {
  for (const { storageKey } of chunks) yield* await storage.read(storageKey)
}

async function examineAndKeep(
  deps: Parts,
  files: AttachmentFiles,
  upload: AttachmentRow,
  whole: Spooled,
  type: FileType,
): Promise<void> {
  const finding = await examine(whole.path, type)
  if (finding.is === 'unreadable') return refuse(deps, files, upload, 'unreadable', finding.why)
  if (finding.is === 'another_type') {
    await refuseUpload(deps, files, upload.id, 'type_mismatch')
    throw typeRefused(upload.mediaType, finding.found)
  }
  const kept = await keepAll(files, upload, whole, finding.derived)
  // when the commit itself fails, nobody knows whether it came through: the files stay, and check-attachments finds them
  if (!(await complete(deps, upload, kept))) await removeAll(files, kept)
}

async function keepAll(
  files: AttachmentFiles,
  upload: AttachmentRow,
  whole: Spooled,
  derived: readonly Derived[],
): Promise<FileRow[]> {
  const kept: FileRow[] = []
  try {
    for (const { rendition, mediaType, bytes, width, height } of derived) {
      const spooled = await files.spool.take(bytes, upload.byteLength + ROOM_FOR_PICTURES)
      kept.push({ ...(await keep(files, upload, rendition, spooled)), mediaType, width, height })
    }
    const { mediaType } = upload
    kept.push({ ...(await keep(files, upload, 'original', whole)), mediaType, width: null, height: null })
    return kept
  } catch (error) {
    await removeAll(files, kept)
    throw error
  }
}

/** A decoded picture may be larger than a well compressed original. */
const ROOM_FOR_PICTURES = 33_554_432

async function keep(files: AttachmentFiles, { id }: AttachmentRow, rendition: Rendition, spooled: Spooled) {
  const { byteLength, sha256 } = spooled
  const storageKey = newStorageKey(id, rendition)
  try {
    await files.storage.keep(storageKey, spooled)
  } finally {
    await files.spool.drop(spooled)
  }
  return { attachmentId: id, rendition, byteLength, sha256, storageKey }
}

async function complete({ db }: Parts, upload: AttachmentRow, kept: readonly FileRow[]): Promise<boolean> {
  return db.transaction(async (tx) => {
    const now = await readNow(tx)
    if (!(await markComplete(tx, upload.id, kept, now))) return false
    const done = { ...upload, state: 'complete' as const, completedAt: now }
    await recordAct(tx, done, { action: 'attachment.completed', at: now, accountId: upload.accountId })
    return true
  })
}

async function removeAll({ storage }: AttachmentFiles, kept: readonly FileRow[]): Promise<void> {
  for (const { storageKey } of kept) await storage.remove(storageKey)
}

/** Discards the upload and says why. */
async function refuse(
  deps: Parts,
  files: AttachmentFiles,
  { id }: AttachmentRow,
  refusal: Refusal,
  why = REFUSAL_TEXT[refusal].en,
): Promise<never> {
  await refuseUpload(deps, files, id, refusal)
  throw new Problem('attachment-damaged', `${why} The upload was discarded.`, { refusal })
}
