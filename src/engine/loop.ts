/**
 * The engine: repeats its steps whenever a fact was committed or a deadline fell due (时限到期). Any number of engines
 * may run on one database.
 */
import { openDatabase } from '../db/client.ts'
import type { Deps } from '../deps.ts'
import { type ClockReading, watchSkew } from './clock-skew.ts'
import { listenForOutbox } from './listen.ts'
import { runStep, STEP_LIMIT_MS, textOf } from './run-step.ts'
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
  const loop = new Loop({ db, config, log }, steps)
  const listener = listenForOutbox({ url, log, onWake: () => loop.wake() })
  loop.wake()
  let stopping: Promise<void> | null = null
  async function stop(): Promise<void> {
    await Promise.all([listener.close(), loop.stop()])
    await db.$client.end()
  }
  return {
    wake: () => loop.wake(),
    runDue: () => loop.runDue(),
    stop() {
      stopping ??= stop()
      return stopping
    },
  }
}

/** One round after the other, never two at a time. */
class Loop {
  readonly #deps: Deps
  readonly #steps: readonly Step[]
  readonly #watch: (reading: ClockReading) => void
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | null = null
  #queued: Promise<void> | null = null
  #isWoken = true
  #isStopped = false
  #lastRoundMs = Number.NEGATIVE_INFINITY
  #lastPosition = 0
  #troubledRounds = 0

  constructor(deps: Deps, steps: readonly Step[]) {
    this.#deps = deps
    this.#steps = steps
    this.#watch = watchSkew(deps.log)
  }

  wake(): void {
    this.#isWoken = true
    if (!this.#running) this.#plan(Math.max(0, this.#lastRoundMs + LEAST_GAP_MS - performance.now()))
  }

  runDue(): Promise<void> {
    if (this.#isStopped) return Promise.resolve()
    if (!this.#running) {
      this.#isWoken = true
      return this.#start()
    }
    this.#queued ??= this.#running.then(() => {
      this.#queued = null
      return this.runDue()
    })
    return this.#queued
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    clearTimeout(this.#timer)
    await this.#running
  }

  #plan(delayMs: number): void {
    clearTimeout(this.#timer)
    if (this.#isStopped) return
    this.#timer = setTimeout(() => {
      if (!this.#running) this.#start().catch(() => undefined) // said by #start
    }, delayMs)
  }

  /** @returns the round itself, which rejects when it could not be run; `#running` never rejects */
  #start(): Promise<void> {
    clearTimeout(this.#timer)
    const attempt = this.#cycle()
    this.#running = attempt
      .catch((error: unknown) => this.#sayFailed(error))
      .finally(() => {
        this.#running = null
      })
    return attempt
  }

  async #cycle(): Promise<void> {
    const isForced = this.#isWoken || performance.now() - this.#lastRoundMs >= FULL_ROUND_EVERY_MS
    this.#isWoken = false
    let pulse = await this.#pulse()
    if (isForced || isDue(pulse) || pulse.outboxPosition > this.#lastPosition) {
      this.#lastRoundMs = performance.now()
      this.#lastPosition = pulse.outboxPosition
      const isClean = await this.#round()
      pulse = await this.#pulse()
      this.#troubledRounds = isClean && !isDue(pulse) ? 0 : this.#troubledRounds + 1
    }
    const sleepMs = nextSleepMs(pulse, this.#deps.config.ENGINE_INTERVAL_MS, this.#troubledRounds)
    this.#plan(this.#isWoken ? LEAST_GAP_MS : sleepMs)
  }

  async #round(): Promise<boolean> {
    let isClean = true
    for (const step of this.#steps) {
      if (this.#isStopped) return isClean
      isClean = (await runStep(this.#deps, step)) && isClean
    }
    return isClean
  }

  async #pulse(): Promise<Pulse> {
    const beforeMs = Date.now()
    const pulse = await takePulse(this.#deps.db)
    this.#watch({ beforeMs, databaseMs: pulse.clock.getTime(), afterMs: Date.now() })
    return pulse
  }

  #sayFailed(error: unknown): void {
    const { config, log } = this.#deps
    log.error({ problem: textOf(error) }, 'engine round failed')
    this.#isWoken = true // whatever was due is still due
    this.#troubledRounds += 1
    this.#plan(Math.min(config.ENGINE_INTERVAL_MS, LEAST_GAP_MS * 2 ** this.#troubledRounds))
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
