/** The ground of a drill (演练场): a service of its own on a throw-away database, whose clock the drill moves. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino, { type Logger } from 'pino'
import { setSimulatedNow } from '../clock.ts'
import { type Config, readConfig } from '../config.ts'
import { type Database, openDatabase } from '../db/client.ts'
import { migrate } from '../db/migrate.ts'
import { startEmbeddedPostgres } from '../embedded-postgres/launcher.ts'
import { type Service, startService } from '../service.ts'

export interface Ground {
  /** `http://127.0.0.1:port` */
  address: string
  /** passwords of the accounts that every service starts with */
  firstAccountsFile: string
  /** sets the clock of the database: nothing else is touched behind the API's back */
  setClock(now: Date): Promise<void>
  /** lets the engine do all that is due */
  runDue(): Promise<void>
}

/**
 * Prepares the ground, works on it, and clears it away: also when the work fails or is broken off.
 *
 * @param startsAt what the clock shows when the service starts
 */
export async function onGround<Result>(
  startsAt: Date,
  work: (ground: Ground) => Promise<Result>,
): Promise<Result> {
  const log = drillLog()
  await using stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'fengsui-drill-'))
  stack.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  const postgres = await startEmbeddedPostgres({ dataDir: folder, log, durable: false })
  stack.defer(() => postgres.stop())
  await migrate(postgres.url, 'simulation')
  const clock = openDatabase({
    url: postgres.url,
    poolSize: 1,
    onIdleError: (error) => log.warn({ problem: error.message }, 'idle connection broke'),
  })
  stack.defer(() => clock.$client.end())
  await setSimulatedNow(clock, startsAt)
  const service = await startService(drillConfig(folder), postgres.url, log)
  stack.defer(() => service.stop())
  // sockets that are cut while the ground is cleared away are no news
  stack.defer(() => {
    log.level = 'error'
  })
  return await work(groundOf(service, clock))
}

function groundOf(service: Service, clock: Database): Ground {
  const { address, firstAccountsFile } = service
  if (address === null || firstAccountsFile === null) throw new Error('the drill began on used ground')
  return {
    address,
    firstAccountsFile,
    setClock: (now) => setSimulatedNow(clock, now),
    runDue: () => service.runDue(),
  }
}

/** A story of days is told in seconds: sessions must outlive it, and nobody may be sent away for haste. */
function drillConfig(folder: string): Config {
  return readConfig({
    DATA_DIR: folder,
    PORT: '0',
    LOG_LEVEL: 'warn',
    ACCESS_TOKEN_SECONDS: '3600',
    REFRESH_TOKEN_DAYS: '365',
    REQUESTS_PER_MINUTE: '1000000',
  })
}

/** The log stays quiet unless something is amiss; it goes to stderr. */
function drillLog(): Logger {
  return pino({ level: 'warn', base: null }, pino.destination({ fd: 2, sync: true }))
}
