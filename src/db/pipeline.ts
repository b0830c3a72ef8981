import pg from 'pg'

/**
 * The same few statements run all day with parameters of the same kind: planning them again each time, or compiling
 * them, costs several times what running them does. A plan that is kept must not be one for small tables, made on the
 * first day: everything is looked up by key, so no table is ever walked through.
 */
export const SESSION_OPTIONS = '-c plan_cache_mode=force_generic_plan -c jit=off -c enable_seqscan=off'

/** One connection on which several statements travel together: a flight costs one round trip. */
export interface Pipeline {
  /**
   * Sends statements together and waits for all their results.
   *
   * @throws the first statement's error; the transaction is then rolled back already or aborted
   */
  flight(queries: readonly (string | pg.QueryConfig)[]): Promise<pg.QueryResult[]>
  /** Leaves whatever transaction is open; a connection that cannot do that is given up, which does it too. */
  rollback(): Promise<void>
  close(): Promise<void>
}

/**
 * Opens a pipeline that connects when first used and again after its connection broke.
 *
 * @param onError called when the idle connection breaks
 */
export function openPipeline(url: string, onError: (error: Error) => void): Pipeline {
  let client: pg.Client | null = null

  async function connected(): Promise<pg.Client> {
    if (client) return client
    const fresh = new pg.Client({
      connectionString: url,
      application_name: 'fengsui-submissions',
      connectionTimeoutMillis: 5_000,
      statement_timeout: 15_000,
      // a network that has gone silent must not hold the lane: the connection is given up
      query_timeout: 20_000,
      options: SESSION_OPTIONS,
      keepAlive: true,
      pipeline: true,
    })
    fresh.on('error', (error) => {
      if (client === fresh) client = null
      onError(error)
    })
    fresh.on('end', () => {
      if (client === fresh) client = null
    })
    await fresh.connect()
    client = fresh
    return fresh
  }

  return {
    async flight(queries) {
      const connection = await connected()
      const sent = await Promise.allSettled(queries.map((query) => connection.query(query)))
      const failed = sent.find((result) => result.status === 'rejected')
      if (failed?.status === 'rejected') throw failed.reason
      return sent.map((result) => (result as PromiseFulfilledResult<pg.QueryResult>).value)
    },
    async rollback() {
      const connection = client
      try {
        await connection?.query('rollback')
      } catch (error) {
        client = null
        onError(error instanceof Error ? error : new Error(String(error)))
      }
    },
    async close() {
      await client?.end()
      client = null
    },
  }
}
