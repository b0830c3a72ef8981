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
  /** how the connections are called in pg_stat_activity */
  applicationName?: string
  /** a statement, or a transaction that waits for its client, is cancelled after this; never by default */
  statementTimeoutMs?: number
  /** called when an idle connection breaks, which the pool then replaces */
  onIdleError: (error: Error) => void
}

/**
 * Opens the pool. Connections are made when first needed.
 */
export function openDatabase(options: DatabaseOptions): Database {
  const { url, poolSize, applicationName = 'fengsui', statementTimeoutMs, onIdleError } = options
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    application_name: applicationName,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: statementTimeoutMs,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  })
  pool.on('error', onIdleError)
  // The pool listens to idle connections only. One that breaks between two statements of a transaction would end the
  // process for want of a listener; the next statement fails and says so.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return drizzle({ client: pool, casing: 'snake_case' })
}
