import { access, constants, mkdir } from 'node:fs/promises'
import { flushCompileCache } from 'node:module'
import { resolve } from 'node:path'
import pino, { type Logger } from 'pino'
import { type Config, ConfigError, readConfig } from './config.ts'
import { migrate } from './db/migrate.ts'
import { explainUnusable } from './db/unusable.ts'
import { startEmbeddedPostgres } from './embedded-postgres/launcher.ts'
import { errorCode, LauncherError } from './embedded-postgres/launcher-error.ts'
import { type Service, startService } from './service.ts'

const OLDEST_NODE = 24

/** Starts everything, prints one ready line, and stops in order on SIGINT or SIGTERM. */
async function main(): Promise<void> {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    throw new ConfigError(`Fengsui runs on Node ${OLDEST_NODE} or newer; start it with: npm start`)
  }
  const config = readConfig(process.env)
  const log = pino({ level: config.LOG_LEVEL, base: null }, pino.destination({ fd: 2, sync: false }))
  await makeDataFolder(config.DATA_DIR)
  const signalled = stopSignal()
  const { url, stopDatabase } = await databaseOf(config, log)
  let service: Service | null = null
  try {
    await migrate(url)
    service = await startService(config, url, log)
    if (service.firstAccountsFile) log.info({ file: service.firstAccountsFile }, 'first accounts written')
    process.stdout.write(`fengsui ready ${service.address}\n`)
    flushCompileCache() // the next start is quick even if this process is killed
    const signal = await signalled
    log.info({ signal }, 'stopping')
  } finally {
    await stopInTime(config, log, service)
    await stopDatabase()
  }
}

async function makeDataFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await access(folder, constants.W_OK)
  } catch (error) {
    throw new ConfigError(
      `DATA_DIR: the folder ${resolve(folder)} cannot be made or written (${errorCode(error)}). Choose one that this user may write.`,
    )
  }
}

async function databaseOf(config: Config, log: Logger) {
  if (config.DATABASE_URL) return { url: config.DATABASE_URL, stopDatabase: async () => {} }
  const postgres = await startEmbeddedPostgres({ dataDir: config.DATA_DIR, log })
  return { url: postgres.url, stopDatabase: () => postgres.stop() }
}

/** Signals may come twice, and the starter may be killed: the first word of any of them counts. */
function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(signal))
    process.on('disconnect', () => resolve('the starter is gone'))
  })
}

async function stopInTime(config: Config, log: Logger, service: Service | null): Promise<void> {
  const limit = AbortSignal.timeout(config.SHUTDOWN_SECONDS * 1_000)
  const tooLong = new Promise<'too long'>((resolve) =>
    limit.addEventListener('abort', () => resolve('too long')),
  )
  const ended = await Promise.race([service?.stop(), tooLong])
  if (ended === 'too long') log.warn('requests in flight took too long and were cut off')
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const isExpected = error instanceof ConfigError || error instanceof LauncherError
    const message = isExpected ? error.message : explain(error)
    process.stderr.write(`${message}\n`)
    process.exit(1)
  },
)

/** A start that failed for a reason outside: the address to listen on, the database. Anything else is a fault. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = errorCode(error)
  if (code === 'EADDRINUSE') {
    return `The port is taken: ${error.message}. Choose another with PORT, or stop what uses it.`
  }
  if ('syscall' in error && error.syscall === 'listen') {
    return `Fengsui cannot listen there: ${error.message}. Choose another address with HOST and PORT.`
  }
  return explainUnusable(error) ?? error.stack ?? error.message
}
