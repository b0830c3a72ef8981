import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Binaries } from './binaries.ts'
import { serverEnvironment } from './environment.ts'
import type { Identity } from './identity.ts'
import { errorCode, LauncherError } from './launcher-error.ts'
import { type Postmaster, readPostmaster } from './postmaster.ts'

const POLL_MS = 10
const RECOVERY_NOTICE_MS = 5_000
const RETRIES = 40
const RETRY_MS = 250
const LOG_LIMIT_BYTES = 10_000_000

/** What the server needs to run on one data folder. */
export interface ServerPlan {
  binaries: Binaries
  identity: Identity
  cluster: string
  logFile: string
  durable: boolean
  /** a port that must be used again, or null for any free one */
  port: number | null
  /** told now and then while the server recovers after a crash */
  onRecovery: (seconds: number) => void
}

/**
 * Starts PostgreSQL and waits until it takes connections, however long its recovery needs.
 *
 * @throws LauncherError with PostgreSQL's own reason
 */
export async function startServer(plan: ServerPlan): Promise<Postmaster> {
  for (let attempt = 1; ; attempt += 1) {
    const port = plan.port ?? (await freePort())
    const outcome = await tryServer(plan, port)
    if (typeof outcome !== 'string') return outcome
    if (attempt >= RETRIES || !isPassing(outcome)) {
      throw new LauncherError(`PostgreSQL did not start: ${outcome} (log: ${plan.logFile})`)
    }
    await sleep(RETRY_MS)
  }
}

/** Reasons that go away: a port taken since we looked, the remains of a killed server. */
function isPassing(reason: string): boolean {
  return /could not (bind|create any)|already in use|lock file|still in use/i.test(reason)
}

/** @returns the running server, or why it ended */
async function tryServer(plan: ServerPlan, port: number): Promise<Postmaster | string> {
  const logStart = rotateLog(plan.logFile)
  const child = launch(plan, port)
  const started = Date.now()
  let noticed = started
  for (;;) {
    const ended = child.failure()
    if (ended !== null) return lastWords(plan.logFile, logStart) || ended
    const postmaster = readPostmaster(plan.cluster)
    if (postmaster && postmaster.pid === child.pid && postmaster.status === 'ready') return postmaster
    if (Date.now() - noticed > RECOVERY_NOTICE_MS) {
      noticed = Date.now()
      plan.onRecovery(Math.round((noticed - started) / 1000))
    }
    await sleep(POLL_MS)
  }
}

function launch(plan: ServerPlan, port: number): { pid: number | undefined; failure: () => string | null } {
  const [command = '', ...args] = [
    ...plan.identity.prefix,
    plan.binaries.postgres,
    '-D',
    plan.cluster,
    ...settings(plan.durable, port).flatMap((setting) => ['-c', setting]),
  ]
  const log = openSync(plan.logFile, 'a', 0o600)
  let failure: string | null = null
  let child: ChildProcess
  try {
    child = spawn(command, args, {
      // from its first instant its folder tells whose it is
      cwd: plan.cluster,
      // a session of its own: Ctrl-C in the terminal stops Fengsui, which then stops the database
      detached: true,
      env: serverEnvironment(),
      stdio: ['ignore', log, log],
      ...plan.identity.user,
    })
  } finally {
    closeSync(log)
  }
  child.on('error', (error) => {
    failure = error.message
  })
  child.on('exit', (code, signal) => {
    failure = `it ended with ${signal ?? code}`
  })
  child.unref()
  return { pid: child.pid, failure: () => failure }
}

/** The log keeps what the server says of itself; statements and their values, which name people, stay out. */
function settings(durable: boolean, port: number): string[] {
  return [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    'max_connections=250',
    'timezone=UTC',
    'log_timezone=UTC',
    'log_min_messages=log',
    'log_min_error_statement=panic',
    'log_error_verbosity=terse',
    'log_checkpoints=off',
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
  ]
}

/** @returns where the next line will stand */
function rotateLog(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size < LOG_LIMIT_BYTES) return size
  renameSync(path, `${path}.1`)
  return 0
}

/** The reasons PostgreSQL gave in the log since a position. */
function lastWords(path: string, from: number): string {
  try {
    return readFileSync(path)
      .subarray(from)
      .toString('utf8')
      .split('\n')
      .filter((line) => /FATAL|PANIC|ERROR|could not|HINT|unshare|error while loading/.test(line))
      .map((line) => line.replace(/^.*? (?=[A-Z]+: )/, ''))
      .join(' ')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return ''
    throw error
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
