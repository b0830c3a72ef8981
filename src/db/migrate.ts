import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as applyPending } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { ConfigError } from '../config.ts'

/** What a database is for. Simulated time is possible only where `simulation` was chosen at birth. */
export type Purpose = 'production' | 'simulation'

/** Whoever holds it may change the schema; whoever shares it keeps the schema from changing. */
const OLDEST_POSTGRESQL = 15
export const MIGRATION_LOCK = 5_401_001
export const MIGRATIONS_FOLDER = fileURLToPath(new URL('../../migrations', import.meta.url))

/**
 * Applies the pending migrations, alone: others who try at the same time wait their turn.
 * The first migration of a database also fixes its purpose, for good.
 *
 * @throws ConfigError when the database already has another purpose, or its server is too old
 */
export async function migrate(databaseUrl: string, purpose: Purpose = 'production'): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'fengsui-migrate' })
  await client.connect()
  try {
    await mustBeRecent(client)
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await client.query('set client_min_messages = warning')
    await applyPending(drizzle({ client }), { migrationsFolder: MIGRATIONS_FOLDER })
    await client.query(
      'insert into database_purpose (purpose) values ($1) on conflict (is_only) do nothing',
      [purpose],
    )
    const { rows } = await client.query<{ purpose: Purpose }>('select purpose from database_purpose')
    if (rows[0]?.purpose !== purpose) {
      throw new ConfigError(
        `This database was made for ${rows[0]?.purpose}, not for ${purpose}; use another.`,
      )
    }
  } finally {
    await client.end()
  }
}

async function mustBeRecent(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ server_version_num: string }>('show server_version_num')
  const major = Math.floor(Number(rows[0]?.server_version_num) / 10_000)
  if (major >= OLDEST_POSTGRESQL) return
  throw new ConfigError(`This is PostgreSQL ${major}; Fengsui needs ${OLDEST_POSTGRESQL} or newer.`)
}
