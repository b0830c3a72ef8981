import type { Command } from './command.ts'
import { withDatabase } from './with-database.ts'

/** Brings the database up to date; the same that every start does first. */
export const run: Command = async () => {
  await withDatabase(async () => {
    process.stdout.write('the database is up to date\n')
  })
}
