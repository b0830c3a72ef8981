import { bigint, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant, regionCodeColumn } from '../db/columns.ts'

/** The trail: one row for each act, in the act's transaction; triggers refuse to change or remove one. */
export const auditEntries = pgTable(
  'audit_entries',
  {
    position: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: instant().notNull(),
    /** null for what the engine did by itself */
    accountId: uuid(),
    action: text().notNull(),
    subjectKind: text().notNull(),
    subjectId: text().notNull(),
    regionCode: regionCodeColumn(),
    detail: jsonb().notNull(),
  },
  (table) => [
    index('audit_entries_by_subject').on(table.subjectKind, table.subjectId),
    index('audit_entries_by_account').on(table.accountId, table.position),
  ],
)
