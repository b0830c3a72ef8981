/**
 * The engine: repeats its steps whenever a fact was committed or a deadline fell due (时限到期). Any number of engines
 * may run on one database.
 */
import { openDatabase } from '../db/client.ts'
import type { Deps } from '../deps.ts'
import { watchSkew } from './clock-skew.ts'
import { listenForOutbox } from './listen.ts'
import { runStep, STEP_LIMIT_MS } from './run-step.ts'
import { nextSleepMs } from './sleep.ts'
import type { Step } from './steps.ts'
import { type Pulse, takePulse } from './store.ts'

/** Facts that are committed close together are worth one round, not one each. */
const LEAST_GAP_MS = 250
/** A full round even if nothing asks for one: what no message and no deadline announced waits no longer. */
const FULL_ROUND_EVERY_MS = 60_000

export interface Engine {
  /** Asks for a round soon. Many wakes make one round. */
  wake(): void
  /**
   * Runs a round that begins after this call, and waits for its end.
   *
   * @throws when the database is out of reach; what a step throws is recorded instead
   */
  runDue(): Promise<void>
  /** Starts no step any more, and waits for the one that runs. */
  stop(): Promise<void>
}

/**
 * Starts the engine on connections of its own, so that no crowd of requests can starve it.
 */
export function startEngine({ db: apiDb, config, log }: Deps, steps: readonly Step[]): Engine {
  const url = addressOf(apiDb)
  const db = openDatabase({
    url,
    poolSize: 2,
    applicationName: 'fengsui-engine',
    statementTimeoutMs: STEP_LIMIT_MS,
    onIdleError: (error) => log.warn({ problem: error.message }, 'idle engine connection broke'),
  })
  const deps: Deps = { db, config, log }
  const watch = watchSkew(log)
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | null = null
  let queued: Promise<void> | null = null
  let isWoken = true
  let isStopped = false
  let lastRoundMs = Number.NEGATIVE_INFINITY
  let lastPosition = 0
  let troubledRounds = 0

  async function cycle(isAsked: boolean): Promise<void> {
    const isForced = isAsked || isWoken || performance.now() - lastRoundMs >= FULL_ROUND_EVERY_MS
    isWoken = false
    let pulse = await pulseOnce()
    if (isForced || isDue(pulse) || pulse.outboxPosition > lastPosition) {
      lastRoundMs = performance.now()
      lastPosition = pulse.outboxPosition
      const isClean = await round()
      pulse = await pulseOnce()
      troubledRounds = isClean && !isDue(pulse) ? 0 : troubledRounds + 1
    }
    plan(isWoken ? LEAST_GAP_MS : nextSleepMs(pulse, config.ENGINE_INTERVAL_MS, troubledRounds))
  }

  async function round(): Promise<boolean> {
    let isClean = true
    for (const step of steps) {
      if (isStopped) return isClean
      isClean = (await runStep(deps, step)) && isClean
    }
    return isClean
  }

  async function pulseOnce(): Promise<Pulse> {
    const beforeMs = Date.now()
    const pulse = await takePulse(db)
    watch({ beforeMs, databaseMs: pulse.clock.getTime(), afterMs: Date.now() })
    return pulse
  }

  function start(isAsked: boolean): Promise<void> {
    clearTimeout(timer)
    const attempt = cycle(isAsked)
    running = attempt
      .catch((error: unknown) => {
        isWoken = true // whatever was due is still due
        const problem = error instanceof Error ? (error.cause ?? error) : error
        log.error({ problem: String(problem) }, 'engine round failed')
        troubledRounds += 1
        plan(Math.min(config.ENGINE_INTERVAL_MS, LEAST_GAP_MS * 2 ** troubledRounds))
      })
      .finally(() => {
        running = null
      })
    return attempt
  }

  function plan(delayMs: number): void {
    clearTimeout(timer)
    if (!isStopped) timer = setTimeout(() => running ?? start(false).catch(() => undefined), delayMs)
  }

  function wake(): void {
    isWoken = true
    if (!running) plan(Math.max(0, lastRoundMs + LEAST_GAP_MS - performance.now()))
  }

  function runDue(): Promise<void> {
    if (isStopped) return Promise.resolve()
    if (!running) return start(true)
    queued ??= running.then(() => {
      queued = null
      return runDue()
    })
    return queued
  }

  const listener = listenForOutbox({ url, log, onWake: wake })
  plan(0)
  return {
    wake,
    runDue,
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await listener.close()
      await running
      await db.$client.end()
    },
  }
}

function isDue({ nextDueAt, now }: Pulse): boolean {
  return nextDueAt !== null && nextDueAt < now
}

/** LISTEN needs a connection outside any pool, so the engine must know where the database is. */
function addressOf({ $client }: Deps['db']): string {
  const { connectionString } = $client.options
  if (!connectionString) throw new Error('the engine needs the address of the database')
  return connectionString
}
