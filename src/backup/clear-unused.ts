import type pg from 'pg'
import { CommandError } from '../command-error.ts'
import type { Purpose } from '../db/migrate.ts'
import { readTables } from './catalogue.ts'
import { quoted } from './format.ts'
import { type Migration, madeBy } from './migrations.ts'

/** What a start fills by itself. A database that holds nothing else has never been used. */
const FILLED_BY_A_START = new Set([
  'database_purpose',
  'departments',
  'engine_steps',
  'nodes',
  'routing_rules',
  'sections',
  'signing_keys',
  'simulated_clock',
])

/**
 * Removes the tables of a database that was made ready but never used, in the caller's transaction, so that a backup
 * can make its own.
 *
 * @throws CommandError when the database holds anything of anybody's
 */
export async function clearUnused(
  client: pg.Client,
  applied: readonly Migration[],
  purpose: Purpose,
): Promise<void> {
  const known = madeBy(applied, 'table')
  const found = (await readTables(client)).map(({ name }) => name)
  const foreign = found.find((name) => !known.has(name))
  if (foreign) throw notEmpty(`it has a table ${foreign}, which is not Fengsui's`)
  for (const name of found) {
    if (FILLED_BY_A_START.has(name)) continue
    const { rows } = await client.query(`select from public.${quoted(name)} where ${ofPeople(name)} limit 1`)
    if (rows.length > 0) throw notEmpty(`there are rows in ${name}`)
  }
  if (applied.length === 0) return
  await refuseOtherPurpose(client, purpose)
  const namesOf = (names: Iterable<string>) =>
    Array.from(names, (name) => `public.${quoted(name)}`).join(', ')
  await client.query(`drop table ${namesOf(found)} cascade`)
  // some went with the tables that they read
  await client.query(`drop routine if exists ${namesOf(madeBy(applied, 'routine'))} cascade`)
  await client.query('drop table drizzle.__drizzle_migrations')
}

/** Seeding is in the trail too, but is nobody's act. */
function ofPeople(table: string): string {
  return table === 'audit_entries' ? `action not like '%.seeded'` : 'true'
}

function notEmpty(why: string): CommandError {
  return new CommandError(
    `The database is in use: ${why}. Nothing was changed. ` +
      'A backup is restored into an empty database only: set DATA_DIR to a new folder, or DATABASE_URL to a new database.',
  )
}

/** A production database never becomes one of simulated time, nor the other way. */
async function refuseOtherPurpose(client: pg.Client, purpose: Purpose): Promise<void> {
  const { rows } = await client.query<{ purpose: Purpose }>('select purpose from database_purpose')
  const present = rows[0]?.purpose
  if (!present || present === purpose) return
  throw new CommandError(
    `The backup is of a database for ${purpose}, and this one was made for ${present}. Nothing was changed. ` +
      'Restore it into a new database.',
  )
}
