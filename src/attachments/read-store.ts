import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { isOfEvent } from '../events/store.ts'
import { within } from '../regions/within.ts'
import type { AttachmentRow, FileRow } from './store.ts'

/** An attachment with its files, and the event that it belongs to by now: null while its report has not come. */
export interface LinkedAttachment extends AttachmentRow {
  linkedEventId: string | null
  files: FileRow[]
}

/** Instant and id. */
export type AttachmentPosition = readonly [createdAt: string, id: string]

type RawRow = Record<string, unknown> & { createdAt: string }

/** One attachment, or null. */
export async function findAttachment(db: Db, id: string): Promise<LinkedAttachment | null> {
  const [row] = await read(db, sql`a.id = ${id}::uuid`, 1, null)
  return row ?? null
}

/**
 * The attachments of an event and of those merged into it, oldest first: what named it, and what named one of its
 * versions.
 *
 * @param regionCodes units whose attachments the reader may see
 */
export async function readAttachmentsOf(
  db: Db,
  eventId: string,
  regionCodes: readonly string[],
  limit: number,
  after: AttachmentPosition | null,
): Promise<LinkedAttachment[]> {
  return read(db, sql`${belongsTo(eventId)} and ${inUnits(regionCodes)}`, limit, after)
}

/** Attachments whose report has not come, oldest first: none waits unseen. */
export async function readWaiting(
  db: Db,
  regionCodes: readonly string[],
  limit: number,
  after: AttachmentPosition | null,
): Promise<LinkedAttachment[]> {
  const waits = sql`a.event_id is null and v.id is null and a.state <> 'refused'`
  return read(db, sql`${waits} and ${inUnits(regionCodes)}`, limit, after)
}

/**
 * How many different photos of an event are complete, from a unit and all that lies below it (现场照片数). The same photo
 * sent twice counts once, whoever sent it.
 */
export async function photoCountOf(db: Db, eventId: string, regionCode: string): Promise<number> {
  const { rows } = await db.execute<{ count: number }>(sql`
    select count(distinct a.sha256)::int as count
    from attachments a
    where a.kind = 'photo' and a.state = 'complete' and ${inUnits([regionCode])}
      and ${belongsTo(eventId)}`)
  return rows[0]?.count ?? 0
}

/**
 * A version is where its chain is by now, and an event that was merged where it leads to. Reports stand right of
 * attachments: their tables are named, nothing of theirs is imported.
 */
const belongsTo = (eventId: string) => sql`(${isOfEvent(sql.raw('a.event_id'), eventId)} or exists (
  select from report_versions named
  join report_chains c on c.id = named.chain_id
  where named.id = a.version_id and named.region_code = a.region_code
    and ${isOfEvent(sql.raw('c.event_id'), eventId)}))`

const inUnits = (regionCodes: readonly string[]) => within(sql.raw('a.region_code'), regionCodes)

async function read(
  db: Db,
  where: SQL,
  limit: number,
  after: AttachmentPosition | null,
): Promise<LinkedAttachment[]> {
  const beyond = after ? sql`and (a.created_at, a.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``
  const { rows } = await db.execute<RawRow>(sql`
    select a.id, a.account_id as "accountId", a.region_code as "regionCode", a.event_id as "eventId",
      a.version_id as "versionId", a.kind, a.filename, a.media_type as "mediaType",
      a.byte_length::float8 as "byteLength", a.sha256, a.byte_offset::float8 as "byteOffset", a.state,
      a.created_at as "createdAt", a.touched_at as "touchedAt", a.expires_at as "expiresAt",
      a.completed_at as "completedAt", a.refused_at as "refusedAt", a.refusal,
      coalesce(e.merged_into_id, e.id) as "linkedEventId",
      (select coalesce(json_agg(json_build_object('attachmentId', f.attachment_id, 'rendition', f.rendition,
          'mediaType', f.media_type, 'byteLength', f.byte_length, 'sha256', f.sha256, 'storageKey', f.storage_key,
          'width', f.width, 'height', f.height) order by f.rendition), '[]'::json)
        from attachment_files f where f.attachment_id = a.id) as files
    from attachments a
    left join report_versions v on v.id = a.version_id and v.region_code = a.region_code
    left join report_chains c on c.id = v.chain_id
    left join events e on e.id = coalesce(a.event_id, c.event_id)
    where ${where} ${beyond}
    order by a.created_at, a.id
    limit ${limit}`)
  return rows.map(linked)
}

const INSTANTS = ['createdAt', 'touchedAt', 'expiresAt', 'completedAt', 'refusedAt'] as const

function linked(row: RawRow): LinkedAttachment {
  const instants = INSTANTS.map((key) => [key, row[key] === null ? null : new Date(String(row[key]))])
  return { ...row, ...Object.fromEntries(instants) } as LinkedAttachment
}
