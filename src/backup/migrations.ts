import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import type pg from 'pg'
import { CommandError } from '../command-error.ts'
import { MIGRATIONS_FOLDER } from '../db/migrate.ts'
import type { Head } from './format.ts'

/** One migration of this Fengsui. `when` is what the database remembers it by. */
export interface Migration {
  tag: string
  hash: string
  when: number
  statements: readonly string[]
}

/** The migrations of this Fengsui, in order. */
export function ownMigrations(): Migration[] {
  const journal = JSON.parse(readFileSync(join(MIGRATIONS_FOLDER, 'meta', '_journal.json'), 'utf8')) as {
    entries: { tag: string; when: number }[]
  }
  return readMigrationFiles({ migrationsFolder: MIGRATIONS_FOLDER }).map(({ hash, folderMillis, sql }) => ({
    tag: journal.entries.find(({ when }) => when === folderMillis)?.tag ?? String(folderMillis),
    hash,
    when: folderMillis,
    statements: sql,
  }))
}

/**
 * The migrations that a database has had, which are the first of ours.
 *
 * @returns an empty list for a database that was never migrated
 * @throws CommandError when it has had others
 */
export async function appliedMigrations(client: pg.Client, own: readonly Migration[]): Promise<Migration[]> {
  const { rows: journals } = await client.query(
    `select from information_schema.tables where table_schema = 'drizzle' and table_name = '__drizzle_migrations'`,
  )
  if (journals.length === 0) return []
  const { rows } = await client.query<{ hash: string }>(
    'select hash from drizzle.__drizzle_migrations order by created_at',
  )
  const isOurs = rows.every(({ hash }, i) => own[i]?.hash === hash)
  if (isOurs) return own.slice(0, rows.length)
  throw new CommandError(
    'The database was migrated by another Fengsui than this one. Nothing was changed. ' +
      'Use the Fengsui that runs on it.',
  )
}

/**
 * The migrations that lead to a backup.
 *
 * @throws CommandError when this Fengsui is older than the backup, or of another line
 */
export function migrationsOf(head: Head, own: readonly Migration[]): Migration[] {
  const unknown = head.migrations.find(({ hash }, i) => own[i]?.hash !== hash)
  if (!unknown) return own.slice(0, head.migrations.length)
  const why =
    head.migrations.length > own.length
      ? `is newer than this Fengsui: its migration ${head.migrations.at(-1)?.tag} is not known here`
      : `does not fit this Fengsui: its migration ${unknown.tag} is another one here`
  throw new CommandError(
    `The backup ${why}. Nothing was changed. Restore it with Fengsui ${head.fengsui}, or a newer one.`,
  )
}

/** Applies migrations in the caller's transaction, and notes them where `migrate` looks. */
export async function applyMigrations(client: pg.Client, migrations: readonly Migration[]): Promise<void> {
  await client.query('create schema if not exists drizzle')
  await client.query(`
    create table if not exists drizzle.__drizzle_migrations (
      id serial primary key,
      hash text not null,
      created_at bigint
    )`)
  for (const { hash, when, statements } of migrations) {
    for (const statement of statements) await client.query(statement)
    await client.query('insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)', [
      hash,
      when,
    ])
  }
}

/** The names of the tables, or of the routines (functions and aggregates), that stand after these migrations. */
export function madeBy(migrations: readonly Migration[], kind: 'table' | 'routine'): Set<string> {
  const names = new Set<string>()
  const name = '(?:if (?:not )?exists )?(?:"?public"?\\.)?"?(\\w+)"?'
  const kinds = kind === 'table' ? 'table' : '(?:function|aggregate)'
  const change = new RegExp(
    `^\\s*(create|create or replace|drop|alter) ${kinds} ${name}(?: rename to "?(\\w+)"?)?`,
    'gim',
  )
  for (const statement of migrations.flatMap(({ statements }) => statements)) {
    for (const [, verb = '', subject = '', newName] of statement.matchAll(change)) {
      if (/^create/i.test(verb)) names.add(subject)
      if (/^drop/i.test(verb) || newName) names.delete(subject)
      if (newName) names.add(newName)
    }
  }
  return names
}
