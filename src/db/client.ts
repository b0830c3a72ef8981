import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'

/** A pool or an open transaction: stores take it and never open a transaction themselves. */
export type Db = Pick<
  NodePgDatabase,
  'select' | 'selectDistinctOn' | 'insert' | 'update' | 'delete' | 'execute'
>

/** The pool's drizzle: the only thing that can open a transaction. */
export type Database = NodePgDatabase & { $client: pg.Pool }

export interface DatabaseOptions {
  url: string
  /** connections at most */
  poolSize: number
  /** called when an idle connection breaks, which the pool then replaces */
  onIdleError: (error: Error) => void
}

/**
 * Opens the pool. Connections are made when first needed.
 */
export function openDatabase({ url, poolSize, onIdleError }: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    application_name: 'fengsui',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  })
  pool.on('error', onIdleError)
  return drizzle({ client: pool, casing: 'snake_case' })
}
