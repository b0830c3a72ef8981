import { mkdir } from 'node:fs/promises'
import pino, { type Logger } from 'pino'
import { type Config, readConfig } from '../config.ts'
import { openDatabase } from '../db/client.ts'
import { migrate } from '../db/migrate.ts'
import type { Deps } from '../deps.ts'
import { startEmbeddedPostgres } from '../embedded-postgres/launcher.ts'
import { seed } from '../seed.ts'

/** What a command works with: the configured database, migrated and seeded. */
export interface CommandDeps extends Deps {
  databaseUrl: string
}

/**
 * Runs a command's work on the configured database: the embedded one is started for it, a server is connected to.
 */
export async function withDatabase<Result>(work: (deps: CommandDeps) => Promise<Result>): Promise<Result> {
  const config = commandConfig()
  const log = commandLog(config)
  const { url, stop } = await databaseOf(config, log)
  try {
    await migrate(url)
    const db = openDatabase({
      url,
      poolSize: 4,
      onIdleError: (error) => log.warn({ problem: error.message }, 'idle connection broke'),
    })
    try {
      await seed({ db, log })
      return await work({ db, config, log, databaseUrl: url })
    } finally {
      await db.$client.end()
    }
  } finally {
    await stop()
  }
}

/** The configuration of a command, as the service's own. */
export function commandConfig(): Config {
  return readConfig(process.env)
}

/** Commands speak on stdout; the log stays quiet unless something is amiss. */
export function commandLog(config: Config): Logger {
  return pino(
    { level: config.LOG_LEVEL === 'info' ? 'warn' : config.LOG_LEVEL, base: null },
    pino.destination(2),
  )
}

/** The configured database: the embedded one is started, and made if there is none. */
export async function databaseOf(config: Config, log: Logger) {
  if (config.DATABASE_URL) return { url: config.DATABASE_URL, stop: async () => {} }
  await mkdir(config.DATA_DIR, { recursive: true, mode: 0o700 })
  const postgres = await startEmbeddedPostgres({ dataDir: config.DATA_DIR, log })
  return { url: postgres.url, stop: () => postgres.stop() }
}
