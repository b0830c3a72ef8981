import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { accounts } from '../accounts/tables.ts'
import { instant, regionCodeColumn } from '../db/columns.ts'
import type { ProblemBody } from '../problems/problem.ts'
import { nodes } from '../regions/tables.ts'

/**
 * Items of batches that were refused (隔离区): kept with the reason until they are corrected, accepted or discarded. What
 * an officer wrote on a phone without a network is not lost because it was refused in the absence of anybody.
 */
export const quarantinedReports = pgTable(
  'quarantined_reports',
  {
    id: uuid().primaryKey(),
    accountId: uuid()
      .notNull()
      .references(() => accounts.id, { onDelete: 'restrict' }),
    /** the id that the item gave itself, where it is one */
    versionId: uuid(),
    /** the unit that it speaks for where the sender may speak for it, else the sender's own */
    regionCode: regionCodeColumn()
      .notNull()
      .references(() => nodes.regionCode, { onDelete: 'restrict' }),
    content: jsonb().notNull(),
    contentHash: text().notNull(),
    problem: jsonb().$type<ProblemBody>().notNull(),
    firstAt: instant().notNull(),
    lastAt: instant().notNull(),
    times: integer().notNull().default(1),
    discardedAt: instant(),
    discardedBy: uuid(),
    discardedReason: text(),
  },
  (table) => [
    uniqueIndex('quarantined_reports_one_per_content').on(table.accountId, table.contentHash),
    index('quarantined_reports_open')
      .on(table.regionCode, table.firstAt)
      .where(sql`${table.discardedAt} is null`),
    check('quarantined_reports_counts_refusals', sql`${table.times} > 0`),
    check(
      'quarantined_reports_discarded_with_reason',
      sql`(${table.discardedAt} is null) = (${table.discardedReason} is null) and (${table.discardedAt} is null) = (${table.discardedBy} is null)`,
    ),
  ],
)
