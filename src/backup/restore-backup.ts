import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import { drizzle } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import { from } from 'pg-copy-streams'
import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import { CommandError } from '../command-error.ts'
import { postgresError } from '../db/errors.ts'
import { MIGRATION_LOCK } from '../db/migrate.ts'
import { readTables } from './catalogue.ts'
import { clearUnused } from './clear-unused.ts'
import { COPY, copyLine, type Manifest, quoted } from './format.ts'
import {
  appliedMigrations,
  applyMigrations,
  type Migration,
  migrationsOf,
  ownMigrations,
} from './migrations.ts'
import { countRows, type Part, readParts, verifyBackup } from './read-backup.ts'
import { rowsOf, withSession } from './session.ts'

export interface RestoreOrder {
  url: string
  path: string
  /** what `checkBackup` gave */
  manifest: Manifest
  /** told in words how far the work is */
  tell: (progress: string) => void
  signal?: AbortSignal
}

/**
 * Checks a backup, every hash in it, before anything is written anywhere.
 *
 * @throws CommandError when it is not whole, or this Fengsui cannot restore it
 */
export async function checkBackup(path: string, signal?: AbortSignal): Promise<Manifest> {
  const manifest = await verifyBackup(path, signal)
  migrationsOf(manifest, ownMigrations())
  return manifest
}

/**
 * Restores a checked backup into an empty database, in one transaction: makes the tables as they were then, loads and
 * compares them, and only then brings them up to date.
 *
 * @throws CommandError with a sentence; the database is then as it was
 */
export async function restoreBackup(order: RestoreOrder): Promise<void> {
  const { url, manifest, tell, signal } = order
  const own = ownMigrations()
  const needed = migrationsOf(manifest, own)
  try {
    await withSession(url, signal, async (client) => {
      await client.query('begin')
      // a Fengsui that starts on this database now waits until it is whole
      await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK])
      await clearUnused(client, await appliedMigrations(client, own), manifest.purpose)
      await applyMigrations(client, needed)
      await loadTables(client, order)
      await setSequences(client, manifest)
      await compareTables(client, order)
      await bringUpToDate(client, own.slice(needed.length), tell)
      await recordRestore(client, manifest)
      await client.query('analyze')
      await client.query('commit')
    })
  } catch (error) {
    const known = postgresError(error)
    if (!known) throw error
    const where = known.table ? ` (table ${known.table})` : ''
    throw new CommandError(`The restore failed: ${known.message}${where}. Nothing was changed.`, {
      cause: error,
    })
  }
}

/** What is run is made of the checked manifest, never of the file as it is by now. */
async function loadTables(client: pg.Client, { path, manifest, signal, tell }: RestoreOrder): Promise<void> {
  const parts = readParts(path, signal)
  try {
    for (const table of manifest.tables) {
      await skipToRows(parts)
      const copy = client.query(from(copyLine(table).replace(/;$/, '')))
      await pipeline(rowsUntilEnd(parts), copy)
      tell(`${table.name}: ${copy.rowCount} rows loaded`)
    }
  } finally {
    await parts.return()
  }
}

async function skipToRows(parts: AsyncGenerator<Part, void>): Promise<void> {
  for (;;) {
    const { value: part } = await parts.next()
    if (!part || (part.kind === 'line' && part.text.startsWith(COPY))) return
  }
}

async function* rowsUntilEnd(parts: AsyncGenerator<Part, void>): AsyncGenerator<Buffer, void> {
  for (;;) {
    const { value: part } = await parts.next()
    if (part?.kind !== 'rows') return
    yield part.bytes
  }
}

async function setSequences(client: pg.Client, { sequences }: Manifest): Promise<void> {
  for (const { name, lastValue } of sequences) {
    await client.query('select setval($1::regclass, $2::bigint)', [`public.${quoted(name)}`, lastValue])
  }
}

/** Reads every table back out of the database: it must give the very bytes that were backed up. */
async function compareTables(client: pg.Client, { manifest, path, tell }: RestoreOrder): Promise<void> {
  const catalogued = await readTables(client)
  for (const { name, columns, rows, sha256 } of manifest.tables) {
    const orderBy = catalogued.find((table) => table.name === name)?.orderBy ?? []
    const hash = createHash('sha256')
    let count = 0
    for await (const chunk of rowsOf(client, { name, columns, orderBy }) as AsyncIterable<Buffer>) {
      hash.update(chunk)
      count += countRows(chunk)
    }
    if (count === rows && hash.digest('hex') === sha256) continue
    throw new CommandError(
      `The table ${name} is not in the database as it is in ${path} (${count} of ${rows} rows). Nothing was changed.`,
    )
  }
  tell('every table is as it was backed up')
}

async function bringUpToDate(
  client: pg.Client,
  pending: readonly Migration[],
  tell: (progress: string) => void,
): Promise<void> {
  await applyMigrations(client, pending)
  if (pending.length > 0) tell(`brought up to date: ${pending.map(({ tag }) => tag).join(', ')}`)
}

/** That a database was restored belongs in its trail: what happened after the backup is not in it. */
async function recordRestore(client: pg.Client, { takenAt, fengsui, tables }: Manifest): Promise<void> {
  const db = drizzle({ client, casing: 'snake_case' })
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  await record(db, [
    {
      at: await readNow(db),
      accountId: null,
      action: 'database.restored',
      subjectKind: 'database',
      subjectId: takenAt,
      regionCode: null,
      detail: { takenAt, fengsui, rows },
    },
  ])
}
