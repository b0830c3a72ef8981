import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { v7 as uuidv7 } from 'uuid'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { diskStorage } from './disk-storage.ts'
import { s3Storage } from './s3-storage.ts'
import { openSpool, type Spool, type Spooled } from './spool.ts'
import { storageTrouble } from './storage-trouble.ts'
import type { RENDITIONS } from './tables.ts'

/** The bytes from one place up to another, both counted in. */
export interface ByteRange {
  first: number
  last: number
}

/** A file as its store knows it. */
export interface StoredFile {
  key: string
  byteLength: number
  storedAt: Date
}

/** Where files of attachments are kept for good (附件存储): a folder, or a store that speaks S3. */
export interface Storage {
  /** Takes over what was spooled. When it returns, the file survives a power cut. */
  keep(key: string, spooled: Spooled): Promise<void>
  /** @throws FileIsLost when there is none */
  read(key: string, range?: ByteRange): Promise<Readable>
  /** How many bytes it has; null when there is none. */
  sizeOf(key: string): Promise<number | null>
  /** Harmless when there is none. */
  remove(key: string): Promise<void>
  list(): AsyncIterable<StoredFile>
}

/** Everything that use-cases need for bytes. */
export interface AttachmentFiles {
  spool: Spool
  storage: Storage
}

/** Opens the configured store. Nothing is asked of it before it is needed. */
export function openAttachmentFiles({ config, log }: Pick<Deps, 'config' | 'log'>): AttachmentFiles {
  const trouble = storageTrouble(log)
  const folder = join(config.DATA_DIR, 'attachments')
  const s3 = s3Settings(config)
  return {
    spool: openSpool(join(folder, 'incoming'), config.ATTACHMENT_RESERVE_BYTES, trouble),
    storage: s3 ? s3Storage(s3, trouble) : diskStorage(join(folder, 'files'), trouble),
  }
}

/**
 * A new name below which something of an attachment is kept: made of ids alone, never of what anybody sent, and
 * spread over 256 folders.
 */
export function newStorageKey(attachmentId: string, what: 'chunk' | (typeof RENDITIONS)[number]): string {
  return `${attachmentId.slice(-2)}/${attachmentId}.${what}.${uuidv7()}`
}

function s3Settings(config: Config) {
  const { S3_ENDPOINT, S3_BUCKET, S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = config
  if (!S3_ENDPOINT || !S3_BUCKET || !S3_ACCESS_KEY_ID || !S3_SECRET_ACCESS_KEY) return null
  return {
    address: `${S3_ENDPOINT}/${S3_BUCKET}`,
    region: S3_REGION,
    accessKeyId: S3_ACCESS_KEY_ID,
    secretAccessKey: S3_SECRET_ACCESS_KEY,
  }
}
