/** Whether this process can do its work (就绪): the database, its tables, and an engine that is alive somewhere. */
import { readSimulatedNow } from '../clock.ts'
import { postgresError } from '../db/errors.ts'
import type { Deps } from '../deps.ts'
import { HEARTBEAT, readSteps, type StepRecord } from '../engine/store.ts'
import { lastKnownMigration, readLastMigration } from './store.ts'

/** Readiness is asked by anybody, so that an answer holds for a moment and costs the database nothing. */
const HOLDS_MS = 1_000
const PATIENCE_MS = 3_000

interface Check {
  name: 'database' | 'migrations' | 'engine'
  isOk: boolean
  detail: string
}

export type StepState = StepRecord & { silentMs: number }

export interface Readiness {
  isReady: boolean
  /** null where time is real */
  simulatedNow: Date | null
  checks: Check[]
  steps: StepState[]
}

/**
 * Makes the question of readiness. Questions that come together share one answer.
 *
 * @param expectsEngine whether an engine, in whatever process, should serve this database
 */
export function readinessOf({ db, config }: Deps, expectsEngine: boolean): () => Promise<Readiness> {
  const known = lastKnownMigration()
  let answer: Promise<Readiness> | null = null
  let askedAtMs = Number.NEGATIVE_INFINITY

  async function ask(): Promise<Readiness> {
    const checks: Check[] = []
    let steps: StepState[] = []
    let simulatedNow: Date | null = null
    try {
      const last = await within(PATIENCE_MS, readLastMigration(db))
      checks.push({ name: 'database', isOk: true, detail: 'answers' }, migrationCheck(last, known))
      if (last >= known.when) {
        ;[steps, simulatedNow] = await within(PATIENCE_MS, Promise.all([readSteps(db), readSimulatedNow(db)]))
        if (expectsEngine) checks.push(engineCheck(steps, config.ENGINE_STALE_MS))
      }
    } catch (error) {
      checks.push(databaseCheck(error))
    }
    return { isReady: checks.every(({ isOk }) => isOk), simulatedNow, checks, steps }
  }

  return () => {
    if (answer === null || performance.now() - askedAtMs > HOLDS_MS) {
      askedAtMs = performance.now()
      answer = ask()
    }
    return answer
  }
}

function migrationCheck(last: number, known: { when: number; tag: string }): Check {
  const isOk = last >= known.when
  const detail = isOk ? `${known.tag} is applied` : `${known.tag} is not applied: run migrate`
  return { name: 'migrations', isOk, detail }
}

function engineCheck(steps: readonly StepState[], staleMs: number): Check {
  const silentMs = steps.find(({ name }) => name === HEARTBEAT)?.silentMs
  if (silentMs === undefined) return { name: 'engine', isOk: false, detail: 'has never run' }
  const detail = `last heard of ${Math.round(silentMs / 1_000)} s ago`
  return { name: 'engine', isOk: silentMs <= staleMs, detail }
}

/** A database without any tables answers, and says so. */
function databaseCheck(error: unknown): Check {
  const code = postgresError(error)?.code
  if (code === '42P01' || code === '3F000') {
    return { name: 'migrations', isOk: false, detail: 'the database is empty: run migrate' }
  }
  return { name: 'database', isOk: false, detail: code ? `refuses with ${code}` : 'cannot be reached' }
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const { promise: limit, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`no answer in ${ms} ms`)), ms)
  try {
    return await Promise.race([work, limit])
  } finally {
    clearTimeout(timer)
  }
}
