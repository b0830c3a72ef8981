/**
 * Databases for tests: `testDb(t)` gives each test its own, cloned from a template in some milliseconds.
 * All tests that run at one time share one PostgreSQL, kept by a process that ends when nobody needs it any more.
 */

import type pg from 'pg'
import type { Test } from 'tap'
import { type Database, openDatabase } from '../src/db/client.ts'
import { askKeeper, type DatabaseKind } from './database-keeper/client.ts'

/** The database itself, as the stores and use-cases take it, with its address and its pool. */
export type TestDatabase = Database & { url: string; pool: pg.Pool }

export interface TestDatabaseOptions {
  /** `simulation` (the default) lets the test set the clock; `empty` has no tables */
  kind?: DatabaseKind
  poolSize?: number
}

/**
 * Makes a database for one test. Its pool is ended at teardown, the database is dropped when the test file ends.
 */
export async function testDb(
  t: Pick<Test, 'teardown' | 'comment'>,
  { kind = 'simulation', poolSize = 10 }: TestDatabaseOptions = {},
): Promise<TestDatabase> {
  const { url } = await askKeeper(kind)
  const db = openDatabase({
    url,
    poolSize,
    onIdleError: (error) => t.comment(`idle connection: ${error.message}`),
  })
  t.teardown(() => db.$client.end())
  return Object.assign(db, { url, pool: db.$client })
}
