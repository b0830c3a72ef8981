import { sql } from 'drizzle-orm'
import { check, index, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { instant, regionCodeColumn } from '../db/columns.ts'
import { events } from '../events/tables.ts'
import { nodes } from '../regions/tables.ts'

/**
 * One duty of one node with an instant (时限). The limit and its clause are frozen when it is set: a later edition
 * never moves it. A changed limit is a new row that replaces this one, with a reason.
 */
export const deadlines = pgTable(
  'deadlines',
  {
    id: uuid().primaryKey(),
    eventId: uuid()
      .notNull()
      .references(() => events.id, { onDelete: 'restrict' }),
    regionCode: regionCodeColumn()
      .notNull()
      .references(() => nodes.regionCode, { onDelete: 'restrict' }),
    /** what is owed: first_report, direct_report, correction, acknowledge_escalation, sign_for_forwarding ... */
    duty: text().notNull(),
    /** the event, version, escalation or forwarding that the duty is about */
    subjectId: uuid().notNull(),
    setAt: instant().notNull(),
    dueAt: instant().notNull(),
    limit: jsonb().notNull(),
    because: jsonb().notNull(),
    metAt: instant(),
    metById: uuid(),
    missedAt: instant(),
    replacedAt: instant(),
    replacedById: uuid(),
    replacedReason: text(),
  },
  (table) => [
    uniqueIndex('deadlines_one_per_duty')
      .on(table.eventId, table.regionCode, table.duty, table.subjectId)
      .where(sql`${table.replacedAt} is null`),
    index('deadlines_pending')
      .on(table.dueAt)
      .where(sql`${table.metAt} is null and ${table.missedAt} is null and ${table.replacedAt} is null`),
    index('deadlines_still_owed')
      .on(table.missedAt)
      .where(sql`${table.missedAt} is not null and ${table.metAt} is null and ${table.replacedAt} is null`),
    index('deadlines_by_event').on(table.eventId),
    index('deadlines_by_region').on(table.regionCode, table.dueAt),
    check('deadlines_missed_only_after_due', sql`${table.missedAt} > ${table.dueAt}`),
    check('deadlines_met_by_something', sql`(${table.metAt} is null) = (${table.metById} is null)`),
    check(
      'deadlines_replaced_with_reason',
      sql`(${table.replacedAt} is null) = (${table.replacedReason} is null)`,
    ),
  ],
)
