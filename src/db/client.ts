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
  return Object.assign(drizzle({ client: pool, casing: 'snake_case' }), { transaction: transactionsOf(pool) })
}

/**
 * Transactions that give their connection back whatever happens. drizzle's own keep it for good when BEGIN itself fails,
 * as it does on a connection that broke while nobody looked: after as many restarts of the database as the pool has
 * connections, nobody would get one any more.
 */
function transactionsOf(pool: pg.Pool): NodePgDatabase['transaction'] {
  const onClient = new WeakMap<pg.PoolClient, NodePgDatabase>()
  return async (run, config) => {
    const client = await pool.connect()
    try {
      const db = onClient.get(client) ?? drizzle({ client, casing: 'snake_case' })
      onClient.set(client, db)
      return await db.transaction(run, config)
    } finally {
      client.release()
    }
  }
}
