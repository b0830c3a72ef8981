import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { accounts } from '../accounts/tables.ts'
import { instant, oneOf, regionCodeColumn } from '../db/columns.ts'
import { events } from '../events/tables.ts'
import { nodes } from '../regions/tables.ts'

export const KINDS = ['photo', 'document', 'video', 'audio'] as const
export const STATES = ['uploading', 'complete', 'refused'] as const
/** Why an upload came to nothing. */
export const REFUSALS = [
  'hash_mismatch',
  'type_mismatch',
  'unreadable',
  'lost',
  'expired',
  'cancelled',
] as const
export const RENDITIONS = ['original', 'stripped', 'thumbnail'] as const

/**
 * One attachment (附件) of a report or an event: announced, uploaded chunk by chunk, complete. It names an event, or a
 * version that may come later: whoever reads joins the two, so that no report waits for its photos.
 */
export const attachments = pgTable(
  'attachments',
  {
    id: uuid().primaryKey(),
    accountId: uuid()
      .notNull()
      .references(() => accounts.id, { onDelete: 'restrict' }),
    regionCode: regionCodeColumn()
      .notNull()
      .references(() => nodes.regionCode, { onDelete: 'restrict' }),
    eventId: uuid().references(() => events.id, { onDelete: 'restrict' }),
    /** no foreign key: the version may be on its way */
    versionId: uuid(),
    kind: oneOf(KINDS).notNull(),
    /** as it was given, for people; never part of a path */
    filename: text().notNull(),
    mediaType: text().notNull(),
    byteLength: bigint({ mode: 'number' }).notNull(),
    /** of the whole, as it was announced; what is complete has it */
    sha256: text().notNull(),
    /** how many bytes count: each is in a chunk that was checked and is on the disk */
    byteOffset: bigint({ mode: 'number' }).notNull().default(0),
    state: oneOf(STATES).notNull().default('uploading'),
    createdAt: instant().notNull(),
    /** when the last chunk came */
    touchedAt: instant().notNull(),
    expiresAt: instant().notNull(),
    completedAt: instant(),
    refusedAt: instant(),
    refusal: oneOf(REFUSALS),
  },
  (table) => [
    uniqueIndex('attachments_once')
      .on(
        table.accountId,
        table.regionCode,
        sql`coalesce(${table.eventId}, ${table.versionId})`,
        table.kind,
        table.sha256,
      )
      .where(sql`${table.state} <> 'refused'`),
    index('attachments_by_event').on(table.eventId, table.createdAt),
    index('attachments_by_version').on(table.versionId),
    index('attachments_by_region').on(table.regionCode, table.createdAt),
    index('attachments_unfinished').on(table.expiresAt).where(sql`${table.state} = 'uploading'`),
    check('attachments_of_event_or_version', sql`num_nonnulls(${table.eventId}, ${table.versionId}) = 1`),
    check('attachments_kind_known', sql`${table.kind} in ('photo', 'document', 'video', 'audio')`),
    check('attachments_state_known', sql`${table.state} in ('uploading', 'complete', 'refused')`),
    check(
      'attachments_refusal_known',
      sql`${table.refusal} in ('hash_mismatch', 'type_mismatch', 'unreadable', 'lost', 'expired', 'cancelled')`,
    ),
    check(
      'attachments_refused_with_reason',
      sql`(${table.state} = 'refused') = (${table.refusal} is not null) and (${table.refusal} is null) = (${table.refusedAt} is null)`,
    ),
    check(
      'attachments_complete_is_whole',
      sql`(${table.state} = 'complete') = (${table.completedAt} is not null) and (${table.completedAt} is null or ${table.byteOffset} = ${table.byteLength})`,
    ),
    check('attachments_not_empty', sql`${table.byteLength} > 0`),
    check('attachments_offset_within', sql`${table.byteOffset} between 0 and ${table.byteLength}`),
    check('attachments_hash_is_sha256', sql`${table.sha256} ~ '^[0-9a-f]{64}$'`),
  ],
)

/** The chunks (分块) of an upload that is not complete: where each begins, and where its bytes are. */
export const attachmentChunks = pgTable(
  'attachment_chunks',
  {
    attachmentId: uuid()
      .notNull()
      .references(() => attachments.id, { onDelete: 'restrict' }),
    byteOffset: bigint({ mode: 'number' }).notNull(),
    byteLength: integer().notNull(),
    sha256: text().notNull(),
    storageKey: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.attachmentId, table.byteOffset] }),
    check('attachment_chunks_not_empty', sql`${table.byteLength} > 0`),
  ],
)

/** The files of a complete attachment: the original, and what others get instead of it. */
export const attachmentFiles = pgTable(
  'attachment_files',
  {
    attachmentId: uuid()
      .notNull()
      .references(() => attachments.id, { onDelete: 'restrict' }),
    rendition: oneOf(RENDITIONS).notNull(),
    mediaType: text().notNull(),
    byteLength: bigint({ mode: 'number' }).notNull(),
    sha256: text().notNull(),
    storageKey: text().notNull(),
    width: integer(),
    height: integer(),
  },
  (table) => [
    primaryKey({ columns: [table.attachmentId, table.rendition] }),
    uniqueIndex('attachment_files_stored_once').on(table.storageKey),
    check(
      'attachment_files_rendition_known',
      sql`${table.rendition} in ('original', 'stripped', 'thumbnail')`,
    ),
    check('attachment_files_hash_is_sha256', sql`${table.sha256} ~ '^[0-9a-f]{64}$'`),
  ],
)
