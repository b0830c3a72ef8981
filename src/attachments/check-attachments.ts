import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import { type KnownFile, readKnownFiles } from './known-store.ts'
import type { AttachmentFiles, StoredFile } from './storage.ts'
import { FileIsLost } from './storage-trouble.ts'

export interface CheckOrder {
  /** also reads every file and compares its hash */
  isReading: boolean
  /** removes what nobody needs */
  isRemoving: boolean
  /** told of each fault and of each file that nobody needs */
  tell: (line: string) => void
}

export interface CheckResult {
  files: number
  byteLength: number
  /** rows without their file */
  missing: number
  /** files that are not what their row says */
  damaged: number
  /** files without a row, a day old at least */
  needless: number
}

/** What is younger may belong to an upload that is about to be committed. */
const NEEDLESS_AFTER_MS = 24 * 3_600_000

/**
 * Compares the store of attachments with the database (附件核对): every file that a row needs is there, and every file
 * that is there is needed. Harmless while the service runs: the store is listed first, and only what is a day old counts
 * as needless.
 */
export async function checkAttachments(
  db: Db,
  files: AttachmentFiles,
  order: CheckOrder,
): Promise<CheckResult> {
  const stored = new Map<string, StoredFile>()
  for await (const file of files.storage.list()) stored.set(file.key, file)
  const known = await readKnownFiles(db)
  const result: CheckResult = { files: known.length, byteLength: 0, missing: 0, damaged: 0, needless: 0 }
  for (const file of known) {
    result.byteLength += file.byteLength
    const fault = await faultOf(files, file, stored.get(file.storageKey), order)
    if (fault === null) continue
    result[fault] += 1
    order.tell(`${fault}: ${file.what} of ${file.attachmentId} (${file.storageKey})`)
  }
  result.needless = await removeNeedless(db, files, needlessOf(stored, known), order)
  return result
}

async function faultOf(
  { storage }: AttachmentFiles,
  { storageKey, byteLength, sha256 }: KnownFile,
  listed: StoredFile | undefined,
  { isReading }: CheckOrder,
): Promise<'missing' | 'damaged' | null> {
  // stored after the list was made
  const size = listed?.byteLength ?? (await storage.sizeOf(storageKey))
  if (size === null) return 'missing'
  if (size !== byteLength) return 'damaged'
  if (!isReading) return null
  const hash = createHash('sha256')
  try {
    for await (const bytes of await storage.read(storageKey)) hash.update(bytes)
  } catch (error) {
    if (error instanceof FileIsLost) return 'missing'
    throw error
  }
  return hash.digest('hex') === sha256 ? null : 'damaged'
}

function needlessOf(stored: ReadonlyMap<string, StoredFile>, known: readonly KnownFile[]): StoredFile[] {
  const needed = new Set(known.map(({ storageKey }) => storageKey))
  return [...stored.values()].filter(({ key }) => !needed.has(key))
}

async function removeNeedless(
  db: Db,
  { spool, storage }: AttachmentFiles,
  candidates: readonly StoredFile[],
  { isRemoving, tell }: CheckOrder,
): Promise<number> {
  const before = new Date((await readNow(db)).getTime() - NEEDLESS_AFTER_MS)
  const left: StoredFile[] = []
  for await (const file of spool.list()) left.push(file)
  const isOld = ({ storedAt }: StoredFile) => storedAt < before
  const [needless, halves] = [candidates.filter(isOld), left.filter(isOld)]
  for (const { key, byteLength } of [...needless, ...halves]) {
    tell(`${isRemoving ? 'removed' : 'needless'}: ${key} (${byteLength} bytes)`)
  }
  if (isRemoving) {
    for (const { key } of needless) await storage.remove(key)
    for (const { key } of halves) await spool.drop({ path: join(spool.folder, key) })
  }
  return needless.length + halves.length
}
