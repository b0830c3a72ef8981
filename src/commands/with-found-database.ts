import { findDatabase } from '../backup/running-database.ts'
import { openDatabase } from '../db/client.ts'
import { migrate } from '../db/migrate.ts'
import type { Deps } from '../deps.ts'
import { commandConfig, commandLog } from './with-database.ts'

/**
 * Runs a command's work on the database that is there, whether its service runs or not; makes none.
 *
 * @param toDo what is to be done, for the sentence that says there is nothing to do it with
 * @throws CommandError when there is no database
 */
export async function withFoundDatabase<Result>(
  toDo: string,
  work: (deps: Deps) => Promise<Result>,
): Promise<Result> {
  const config = commandConfig()
  const log = commandLog(config)
  const { url, leave } = await findDatabase(config, log, toDo)
  try {
    await migrate(url)
    const db = openDatabase({
      url,
      poolSize: 4,
      onIdleError: (error) => log.warn({ problem: error.message }, 'idle connection broke'),
    })
    try {
      return await work({ db, config, log })
    } finally {
      await db.$client.end()
    }
  } finally {
    await leave()
  }
}
