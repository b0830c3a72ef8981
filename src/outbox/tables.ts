import { sql } from 'drizzle-orm'
import { bigint, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant, regionCodeColumn, xid8 } from '../db/columns.ts'

/** Committed facts to be told: written in the transaction of the fact, read in commit order by (xid, position). */
export const outbox = pgTable(
  'outbox',
  {
    position: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    xid: xid8().notNull().default(sql`pg_current_xact_id()`),
    topic: text().notNull(),
    eventId: uuid(),
    regionCode: regionCodeColumn(),
    subjectId: uuid().notNull(),
    payload: jsonb().notNull(),
    createdAt: instant().notNull(),
  },
  (table) => [index('outbox_in_commit_order').on(table.xid, table.position)],
)
