import { and, asc, eq, lt, sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { attachmentChunks, attachmentFiles, attachments } from './tables.ts'

export type AttachmentRow = typeof attachments.$inferSelect
export type ChunkRow = typeof attachmentChunks.$inferSelect
export type FileRow = typeof attachmentFiles.$inferSelect
export type Refusal = NonNullable<AttachmentRow['refusal']>

/** What an attachment is for: the same announcement again is the same upload. */
export type Announcement = Pick<
  AttachmentRow,
  'accountId' | 'regionCode' | 'eventId' | 'versionId' | 'kind' | 'sha256'
>

/** One attachment, or null. */
export async function readAttachment(db: Db, id: string): Promise<AttachmentRow | null> {
  const [row] = await db.select().from(attachments).where(eq(attachments.id, id))
  return row ?? null
}

/** The same, held against every other change until the end of the transaction. */
export async function lockAttachment(db: Db, id: string): Promise<AttachmentRow | null> {
  const [row] = await db.select().from(attachments).where(eq(attachments.id, id)).for('update')
  return row ?? null
}

/** The upload of this very file by this account for this target, unless it was refused. */
export async function findSame(db: Db, announced: Announcement): Promise<AttachmentRow | null> {
  const { accountId, regionCode, eventId, versionId, kind, sha256 } = announced
  const [row] = await db
    .select()
    .from(attachments)
    .where(
      and(
        eq(attachments.accountId, accountId),
        eq(attachments.regionCode, regionCode),
        sql`coalesce(${attachments.eventId}, ${attachments.versionId}) = ${eventId ?? versionId}::uuid`,
        eq(attachments.kind, kind),
        eq(attachments.sha256, sha256),
        sql`${attachments.state} <> 'refused'`,
      ),
    )
  return row ?? null
}

/** How many uploads of an account are not finished. */
export async function countUnfinished(db: Db, accountId: string): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(attachments)
    .where(and(eq(attachments.accountId, accountId), eq(attachments.state, 'uploading')))
  return row?.count ?? 0
}

/**
 * Adds an attachment.
 *
 * @returns false when the same one was added at the same moment
 */
export async function addAttachment(db: Db, row: typeof attachments.$inferInsert): Promise<boolean> {
  const { rows } = await db.execute(sql`
    insert into attachments (id, account_id, region_code, event_id, version_id, kind, filename, media_type, byte_length,
      sha256, created_at, touched_at, expires_at)
    values (${row.id}::uuid, ${row.accountId}::uuid, ${row.regionCode}, ${row.eventId}::uuid, ${row.versionId}::uuid,
      ${row.kind}, ${row.filename}, ${row.mediaType}, ${row.byteLength}::bigint, ${row.sha256},
      ${row.createdAt.toISOString()}::timestamptz, ${row.touchedAt.toISOString()}::timestamptz,
      ${row.expiresAt.toISOString()}::timestamptz)
    on conflict (account_id, region_code, coalesce(event_id, version_id), kind, sha256) where state <> 'refused'
    do nothing
    returning id`)
  return rows.length === 1
}

/** Adds a chunk and moves the offset behind it. */
export async function addChunk(db: Db, chunk: ChunkRow, touchedAt: Date, expiresAt: Date): Promise<void> {
  await db.insert(attachmentChunks).values(chunk)
  await db
    .update(attachments)
    .set({ byteOffset: chunk.byteOffset + chunk.byteLength, touchedAt, expiresAt })
    .where(eq(attachments.id, chunk.attachmentId))
}

/** The chunks of an attachment, in order. */
export async function readChunks(db: Db, attachmentId: string): Promise<ChunkRow[]> {
  return db
    .select()
    .from(attachmentChunks)
    .where(eq(attachmentChunks.attachmentId, attachmentId))
    .orderBy(asc(attachmentChunks.byteOffset))
}

/** Chunks that nobody needs any more: their attachment is complete or refused. */
export async function readNeedlessChunks(db: Db, limit: number): Promise<ChunkRow[]> {
  const rows = await db
    .select({ chunk: attachmentChunks })
    .from(attachmentChunks)
    .innerJoin(attachments, eq(attachments.id, attachmentChunks.attachmentId))
    .where(sql`${attachments.state} <> 'uploading'`)
    .limit(limit)
  return rows.map(({ chunk }) => chunk)
}

export async function removeChunk(db: Db, { attachmentId, byteOffset }: ChunkRow): Promise<void> {
  await db
    .delete(attachmentChunks)
    .where(and(eq(attachmentChunks.attachmentId, attachmentId), eq(attachmentChunks.byteOffset, byteOffset)))
}

/**
 * Marks an upload complete, with its files.
 *
 * @returns whether it was still uploading
 */
export async function markComplete(
  db: Db,
  id: string,
  files: readonly FileRow[],
  completedAt: Date,
): Promise<boolean> {
  const done = await db
    .update(attachments)
    .set({ state: 'complete', completedAt })
    .where(and(eq(attachments.id, id), eq(attachments.state, 'uploading')))
    .returning({ id: attachments.id })
  if (done.length === 0) return false
  await db.insert(attachmentFiles).values([...files])
  return true
}

/**
 * Marks an upload refused.
 *
 * @returns null when it was not uploading any more
 */
export async function markRefused(
  db: Db,
  id: string,
  refusal: Refusal,
  refusedAt: Date,
): Promise<AttachmentRow | null> {
  const [row] = await db
    .update(attachments)
    .set({ state: 'refused', refusal, refusedAt })
    .where(and(eq(attachments.id, id), eq(attachments.state, 'uploading')))
    .returning()
  return row ?? null
}

/** Uploads that have waited too long for their next chunk; those that another engine holds are left to it. */
export async function lockExpired(db: Db, now: Date, limit: number): Promise<AttachmentRow[]> {
  return db
    .select()
    .from(attachments)
    .where(
      and(
        eq(attachments.state, 'uploading'),
        lt(attachments.expiresAt, now),
        lt(attachments.byteOffset, attachments.byteLength),
      ),
    )
    .orderBy(asc(attachments.expiresAt))
    .limit(limit)
    .for('update', { skipLocked: true })
}

/**
 * Uploads whose bytes are all there since before an instant, and that nobody has finished. In no order: one that fails each
 * time does not stand before the others for good.
 */
export async function readUnfinished(db: Db, before: Date, limit: number): Promise<AttachmentRow[]> {
  return db
    .select()
    .from(attachments)
    .where(
      and(
        eq(attachments.state, 'uploading'),
        eq(attachments.byteOffset, attachments.byteLength),
        lt(attachments.touchedAt, before),
      ),
    )
    .orderBy(sql`random()`)
    .limit(limit)
}
