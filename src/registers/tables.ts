import { sql } from 'drizzle-orm'
import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { accounts } from '../accounts/tables.ts'
import { instant, oneOf, regionCodeColumn } from '../db/columns.ts'
import { events } from '../events/tables.ts'
import { nodes } from '../regions/tables.ts'

export const REGISTERS = ['people', 'homes'] as const
export const ROW_KINDS = ['entry', 'correction', 'removal'] as const
export const REASON_CODES = ['found', 'identified', 'clerical', 'duplicate', 'payment', 'other'] as const

/** A soft warning as it was given when the row was added: which field, and rows that it may repeat; never a value. */
export interface StoredWarning {
  code: string
  field: string
  rowIds: string[]
}

/**
 * Generations of the keys of registers (数据密钥): one that encrypts fields and one that hashes id numbers, sealed
 * with the configured key. A destroyed generation has lost its secrets for good.
 */
export const registerKeys = pgTable(
  'register_keys',
  {
    kid: text().primaryKey(),
    generation: integer().notNull(),
    sealedDataKey: text(),
    sealedLookupKey: text(),
    createdAt: instant().notNull(),
    retiredAt: instant(),
    destroyedAt: instant(),
  },
  (table) => [
    uniqueIndex('register_keys_numbered').on(table.generation),
    uniqueIndex('register_keys_one_current').on(sql`(true)`).where(sql`${table.retiredAt} is null`),
    check(
      'register_keys_destroyed_without_secrets',
      sql`(${table.destroyedAt} is null) = (${table.sealedDataKey} is not null) and (${table.destroyedAt} is null) = (${table.sealedLookupKey} is not null)`,
    ),
    check(
      'register_keys_retired_before_destroyed',
      sql`${table.destroyedAt} is null or ${table.retiredAt} <= ${table.destroyedAt}`,
    ),
  ],
)

/** The order to destroy what identifies people in an event's registers (销毁), its approval and its proof. */
export const registerDestructions = pgTable(
  'register_destructions',
  {
    id: uuid().primaryKey(),
    eventId: uuid()
      .notNull()
      .references(() => events.id, { onDelete: 'restrict' }),
    reason: text().notNull(),
    orderedAt: instant().notNull(),
    orderedBy: uuid()
      .notNull()
      .references(() => accounts.id, { onDelete: 'restrict' }),
    approvedAt: instant(),
    approvedBy: uuid().references(() => accounts.id, { onDelete: 'restrict' }),
    withdrawnAt: instant(),
    withdrawnBy: uuid().references(() => accounts.id, { onDelete: 'restrict' }),
    withdrawalReason: text(),
    executedAt: instant(),
    /** compact JWS, signed with a receipt key */
    proof: text(),
  },
  (table) => [
    uniqueIndex('register_destructions_one_per_event')
      .on(table.eventId)
      .where(sql`${table.withdrawnAt} is null`),
    check(
      'register_destructions_approved_by_someone',
      sql`(${table.approvedAt} is null) = (${table.approvedBy} is null)`,
    ),
    check('register_destructions_not_approved_by_oneself', sql`${table.approvedBy} <> ${table.orderedBy}`),
    check(
      'register_destructions_withdrawn_with_reason',
      sql`(${table.withdrawnAt} is null) = (${table.withdrawnBy} is null) and (${table.withdrawnAt} is null) = (${table.withdrawalReason} is null)`,
    ),
    check(
      'register_destructions_executed_when_approved',
      sql`${table.executedAt} is null or (${table.approvedAt} is not null and ${table.withdrawnAt} is null)`,
    ),
    check(
      'register_destructions_executed_with_proof',
      sql`(${table.executedAt} is null) = (${table.proof} is null)`,
    ),
  ],
)

/**
 * Rows of the registers (一览表), versioned facts: what a row says of a person or a household without naming them.
 * A correction or a removal is a row of its own and points at the one it replaces.
 */
export const registerRows = pgTable(
  'register_rows',
  {
    id: uuid().primaryKey(),
    register: oneOf(REGISTERS).notNull(),
    eventId: uuid()
      .notNull()
      .references(() => events.id, { onDelete: 'restrict' }),
    /** the unit it is counted for; when the register is destroyed, the township of that unit */
    regionCode: regionCodeColumn()
      .notNull()
      .references(() => nodes.regionCode, { onDelete: 'restrict' }),
    kind: oneOf(ROW_KINDS).notNull(),
    class: text().notNull(),
    replacesId: uuid(),
    reasonCode: oneOf(REASON_CODES),
    /** what does not identify anybody, by field */
    facts: jsonb().$type<Record<string, string | number>>().notNull(),
    warnings: jsonb().$type<StoredWarning[]>().notNull(),
    accountId: uuid()
      .notNull()
      .references(() => accounts.id, { onDelete: 'restrict' }),
    registeredAt: instant().notNull(),
    destructionId: uuid().references(() => registerDestructions.id, { onDelete: 'restrict' }),
  },
  (table) => [
    unique('register_rows_of_an_event').on(table.id, table.eventId, table.register),
    foreignKey({
      name: 'register_rows_replaces_one_of_the_same',
      columns: [table.replacesId, table.eventId, table.register],
      foreignColumns: [table.id, table.eventId, table.register],
    }).onDelete('restrict'),
    uniqueIndex('register_rows_replaced_once').on(table.replacesId),
    index('register_rows_by_event').on(table.eventId, table.register, table.registeredAt, table.id),
    check('register_rows_register_known', sql`${table.register} in ('people', 'homes')`),
    check('register_rows_kind_known', sql`${table.kind} in ('entry', 'correction', 'removal')`),
    check(
      'register_rows_class_of_register',
      sql`${table.class} = any (case ${table.register} when 'people' then array['dead', 'missing', 'found_alive'] else array['collapsed', 'severe', 'general'] end)`,
    ),
    check(
      'register_rows_nobody_enters_alive',
      sql`${table.kind} <> 'entry' or ${table.class} <> 'found_alive'`,
    ),
    check(
      'register_rows_reason_known',
      sql`${table.reasonCode} in ('found', 'identified', 'clerical', 'duplicate', 'payment', 'other')`,
    ),
    check(
      'register_rows_replaces_with_reason',
      sql`(${table.kind} = 'entry') = (${table.replacesId} is null) and (${table.kind} = 'entry') = (${table.reasonCode} is null)`,
    ),
    check('register_rows_not_of_itself', sql`${table.replacesId} <> ${table.id}`),
  ],
)

/** What identifies people, each field sealed with a data key and bound to its row and its name. */
export const registerFields = pgTable(
  'register_fields',
  {
    rowId: uuid()
      .notNull()
      .references(() => registerRows.id, { onDelete: 'restrict' }),
    field: text().notNull(),
    keyId: text()
      .notNull()
      .references(() => registerKeys.kid, { onDelete: 'restrict' }),
    sealed: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.rowId, table.field] }),
    index('register_fields_by_key').on(table.keyId, table.rowId),
    check('register_fields_is_sealed', sql`${table.sealed} ~ '^v1[.][A-Za-z0-9_-]{16}[.][A-Za-z0-9_-]+$'`),
  ],
)

/** Keyed hashes of id numbers, one for each live generation: by them the same person is found twice. */
export const registerLookups = pgTable(
  'register_lookups',
  {
    rowId: uuid()
      .notNull()
      .references(() => registerRows.id, { onDelete: 'restrict' }),
    keyId: text()
      .notNull()
      .references(() => registerKeys.kid, { onDelete: 'restrict' }),
    digest: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.rowId, table.keyId] }),
    index('register_lookups_by_digest').on(table.digest),
    index('register_lookups_by_key').on(table.keyId),
    check('register_lookups_digest_is_sha256', sql`${table.digest} ~ '^[A-Za-z0-9_-]{43}$'`),
  ],
)

/** The access log (查阅日志): who read which fields of which row unmasked, when and for what. */
export const registerAccesses = pgTable(
  'register_accesses',
  {
    id: uuid().primaryKey(),
    rowId: uuid()
      .notNull()
      .references(() => registerRows.id, { onDelete: 'restrict' }),
    eventId: uuid()
      .notNull()
      .references(() => events.id, { onDelete: 'restrict' }),
    /** the township of the row, or its unit where that lies higher */
    regionCode: regionCodeColumn()
      .notNull()
      .references(() => nodes.regionCode, { onDelete: 'restrict' }),
    accountId: uuid()
      .notNull()
      .references(() => accounts.id, { onDelete: 'restrict' }),
    at: instant().notNull(),
    fields: text().array().notNull(),
    purpose: text().notNull(),
  },
  (table) => [
    index('register_accesses_by_time').on(table.at, table.id),
    index('register_accesses_by_row').on(table.rowId),
    check('register_accesses_with_purpose', sql`length(${table.purpose}) > 0`),
  ],
)

/** Legal holds (证据保全): while one stands, nothing of the event is destroyed. */
export const registerHolds = pgTable(
  'register_holds',
  {
    id: uuid().primaryKey(),
    eventId: uuid()
      .notNull()
      .references(() => events.id, { onDelete: 'restrict' }),
    reason: text().notNull(),
    placedAt: instant().notNull(),
    placedBy: uuid()
      .notNull()
      .references(() => accounts.id, { onDelete: 'restrict' }),
    releasedAt: instant(),
    releasedBy: uuid().references(() => accounts.id, { onDelete: 'restrict' }),
    releaseReason: text(),
  },
  (table) => [
    index('register_holds_by_event').on(table.eventId, table.placedAt),
    check(
      'register_holds_released_with_reason',
      sql`(${table.releasedAt} is null) = (${table.releasedBy} is null) and (${table.releasedAt} is null) = (${table.releaseReason} is null)`,
    ),
  ],
)

/** When an event was closed, last: the day from which its registers are kept. Written by the database itself. */
export const registerRetentions = pgTable('register_retentions', {
  eventId: uuid()
    .primaryKey()
    .references(() => events.id, { onDelete: 'restrict' }),
  closedAt: instant().notNull(),
})

/** What was destroyed: for each row the hash of its sealed fields as they stood last. */
export const registerDestroyedRows = pgTable(
  'register_destroyed_rows',
  {
    rowId: uuid()
      .primaryKey()
      .references(() => registerRows.id, { onDelete: 'restrict' }),
    destructionId: uuid().notNull(),
    hash: text().notNull(),
  },
  (table) => [
    // named by hand: the name that would be made is longer than PostgreSQL keeps
    foreignKey({
      name: 'register_destroyed_rows_by_a_destruction',
      columns: [table.destructionId],
      foreignColumns: [registerDestructions.id],
    }).onDelete('restrict'),
    index('register_destroyed_rows_in_order').on(table.destructionId, table.rowId),
    check('register_destroyed_rows_hash_is_sha256', sql`${table.hash} ~ '^[0-9a-f]{64}$'`),
  ],
)
