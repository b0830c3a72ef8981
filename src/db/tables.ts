import { sql } from 'drizzle-orm'
import { boolean, check, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { instant, oneOf } from './columns.ts'

/** What this database is for; written once, at its first migration. */
export const databasePurpose = pgTable(
  'database_purpose',
  {
    isOnly: boolean().notNull().default(true),
    purpose: oneOf(['production', 'simulation']).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.isOnly] }),
    check('database_purpose_only_one', sql`${table.isOnly}`),
    check('database_purpose_known', sql`${table.purpose} in ('production', 'simulation')`),
  ],
)

/** The simulated instant of a drill or a test; empty wherever time is real. */
export const simulatedClock = pgTable(
  'simulated_clock',
  {
    isOnly: boolean().notNull().default(true),
    now: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.isOnly] }),
    check('simulated_clock_only_one', sql`${table.isOnly}`),
  ],
)
