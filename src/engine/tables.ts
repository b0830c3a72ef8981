import { bigint, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from '../db/columns.ts'

/** What each step of the engine last did, wherever it ran: the first thing to read when nothing escalates. */
export const engineSteps = pgTable('engine_steps', {
  name: text().primaryKey(),
  lastStartedAt: instant().notNull(),
  lastFinishedAt: instant(),
  lastCount: integer().notNull().default(0),
  lastMs: integer().notNull().default(0),
  runs: bigint({ mode: 'number' }).notNull().default(0),
  done: bigint({ mode: 'number' }).notNull().default(0),
  failures: bigint({ mode: 'number' }).notNull().default(0),
  lastError: text(),
  lastErrorAt: instant(),
})
