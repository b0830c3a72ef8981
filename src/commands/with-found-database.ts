import { findDatabase } from '../backup/running-database.ts'
import { opensKeys, sealingKeyFile } from '../backup/sealing-key-at-hand.ts'
import { ConfigError } from '../config.ts'
import { openDatabase } from '../db/client.ts'
import { migrate } from '../db/migrate.ts'
import type { Deps } from '../deps.ts'
import { readSealingKey } from '../keys/sealing-key.ts'
import { mustOpenRegisters } from '../registers/generations.ts'
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

/**
 * The sealing key that this database was sealed with. Unlike a start, a command makes none where it is missing: a new one
 * would open nothing, and stand in the way of the old one.
 *
 * @throws ConfigError when it is not here, or another one is
 */
export async function mustHaveSealingKey({ db, config }: Deps): Promise<Buffer> {
  if ((await opensKeys(db, config)) !== true) {
    throw new ConfigError(
      `The sealing key of this database is not here. Set SEALING_KEY to it, or put its file back as ${sealingKeyFile(config)}.`,
    )
  }
  const sealingKey = await readSealingKey(config)
  await mustOpenRegisters(db, sealingKey)
  return sealingKey
}
