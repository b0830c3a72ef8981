import { sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'

/** A file that a row needs. */
export interface KnownFile {
  attachmentId: string
  /** rendition, or chunk */
  what: string
  storageKey: string
  byteLength: number
  sha256: string
}

/** Every file that the database knows: those of attachments that are complete, and the chunks of the others. */
export async function readKnownFiles(db: Db): Promise<KnownFile[]> {
  const { rows } = await db.execute<KnownFile & Record<string, unknown>>(sql`
    select attachment_id as "attachmentId", rendition as what, storage_key as "storageKey",
      byte_length::float8 as "byteLength", sha256
    from attachment_files
    union all
    select attachment_id, 'chunk', storage_key, byte_length::float8, sha256 from attachment_chunks
    order by 3`)
  return rows
}
