import { drizzle } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import packageJson from '../../package.json' with { type: 'json' }
import { readNow } from '../clock.ts'
import { CommandError } from '../command-error.ts'
import { MIGRATION_LOCK } from '../db/migrate.ts'
import { readPurpose } from '../db/purpose.ts'
import { shanghaiIso } from '../shanghai.ts'
import { type CataloguedTable, readTables } from './catalogue.ts'
import { type Head, quoted } from './format.ts'
import { appliedMigrations, madeBy, ownMigrations } from './migrations.ts'

/** A database at one instant. */
export interface Snapshot {
  head: Head
  tables: CataloguedTable[]
}

/**
 * Opens a read-only transaction that sees the database as it is now, whatever is committed later. The tables cannot be
 * altered while it is open; they can be read and written, and a Fengsui can start.
 *
 * @throws CommandError when there is nothing to back up
 */
export async function openSnapshot(client: pg.Client, tell: (progress: string) => void): Promise<Snapshot> {
  await client.query('select pg_advisory_lock_shared($1)', [MIGRATION_LOCK])
  const own = ownMigrations()
  const applied = await appliedMigrations(client, own)
  if (applied.length === 0) {
    throw new CommandError('There is nothing to back up: Fengsui has never used this database.')
  }
  await client.query('begin isolation level repeatable read read only')
  const known = madeBy(applied, 'table')
  const found = await readTables(client)
  const tables = found.filter(({ name }) => known.has(name))
  for (const { name } of found) {
    if (!known.has(name)) tell(`${name}: left out, because it is not a table of Fengsui's`)
  }
  await client.query(
    `lock table ${tables.map(({ name }) => `public.${quoted(name)}`).join(', ')} in access share mode`,
  )
  await client.query('select pg_advisory_unlock_shared($1)', [MIGRATION_LOCK])
  const db = drizzle({ client, casing: 'snake_case' })
  const { rows } = await client.query<{ version: string }>(
    `select current_setting('server_version') as version`,
  )
  const head: Head = {
    fengsui: packageJson.version,
    postgresql: rows[0]?.version ?? '',
    purpose: await readPurpose(db),
    takenAt: shanghaiIso(await readNow(db)),
    migrations: applied.map(({ tag, hash, when }) => ({ tag, hash, when })),
  }
  return { head, tables }
}
