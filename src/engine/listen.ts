import pg from 'pg'
import type { Logger } from 'pino'

const CHANNEL = 'fengsui_outbox'
const FIRST_WAIT_MS = 100
const LONGEST_WAIT_MS = 10_000

export interface ListenOptions {
  url: string
  log: Logger
  /** called at each notification, and each time the connection stands again: what was told meanwhile is lost */
  onWake: () => void
}

/**
 * Listens on a connection of its own for committed facts, and connects again whenever it breaks.
 *
 * @returns ends it
 */
export function listenForOutbox({ url, log, onWake }: ListenOptions): { close(): Promise<void> } {
  let client: pg.Client | null = null
  let attempts = 0
  let timer: NodeJS.Timeout | undefined
  let isClosed = false

  async function connect(): Promise<void> {
    const fresh = new pg.Client({
      connectionString: url,
      application_name: 'fengsui-listen',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    })
    client = fresh
    fresh.on('notification', onWake)
    fresh.on('error', (error) => lost(fresh, error))
    fresh.on('end', () => lost(fresh, new Error('the connection ended')))
    try {
      await fresh.connect()
      await fresh.query(`listen ${CHANNEL}`)
    } catch (error) {
      return lost(fresh, error)
    }
    if (attempts > 0) log.info({ attempts }, 'listening again')
    attempts = 0
    onWake()
  }

  function lost(which: pg.Client, error: unknown): void {
    if (isClosed || client !== which) return
    client = null
    which.end().catch((problem: unknown) => log.debug({ err: problem }, 'broken connection did not end'))
    const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempts)
    attempts += 1
    const problem = error instanceof Error ? error.message : String(error)
    log.warn({ attempts, waitMs, problem }, 'not listening, connecting again')
    timer = setTimeout(connect, waitMs)
  }

  void connect()
  return {
    async close() {
      isClosed = true
      clearTimeout(timer)
      await client?.end()
    },
  }
}
