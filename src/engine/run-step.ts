import { isRetryable, postgresError } from '../db/errors.ts'
import type { Deps } from '../deps.ts'
import type { Step } from './steps.ts'
import { recordStep } from './store.ts'

/** A run may take this long. The pool of the engine cancels statements at the same limit. */
export const STEP_LIMIT_MS = 20_000

const LONGEST_TEXT = 300

/** Steps of this process with a run that went over its limit and has not ended yet. */
const overrunning = new WeakSet<Step>()

/**
 * Runs one step to exhaustion, records what came of it for every process to see, and logs one line if it did
 * something. Its failure is recorded and stops nobody else.
 *
 * @param limitMs how long one run may take
 * @returns whether it succeeded
 * @throws when the outcome cannot be recorded: the database is out of reach
 */
export async function runStep(deps: Deps, step: Step, limitMs = STEP_LIMIT_MS): Promise<boolean> {
  const startedMs = performance.now()
  let count = 0
  let failure: unknown = null
  try {
    for (let ran = step.batch; ran >= step.batch; ) {
      ran = await runOnce(deps, step, limitMs)
      count += ran
    }
  } catch (error) {
    failure = error ?? new Error('thrown without a reason')
  }
  const ms = Math.round(performance.now() - startedMs)
  const error = failure === null ? null : textOf(failure)
  if (error !== null) deps.log.error({ step: step.name, count, ms, problem: error }, 'step failed')
  else if (count > 0) deps.log.info({ step: step.name, count, ms }, 'step done')
  await recordStep(deps.db, { name: step.name, count, ms, error })
  return error === null
}

/** One run, and once more when the database asked to try again. */
async function runOnce(deps: Deps, step: Step, limitMs: number): Promise<number> {
  try {
    return await runWithin(deps, step, limitMs)
  } catch (error) {
    if (!isRetryable(error)) throw error
    return runWithin(deps, step, limitMs)
  }
}

async function runWithin(deps: Deps, step: Step, limitMs: number): Promise<number> {
  if (overrunning.has(step)) throw new Error('an earlier run has not ended yet')
  const { promise: limit, reject } = Promise.withResolvers<never>()
  const run = (async () => step.run(deps))()
  const timer = setTimeout(() => {
    overrunning.add(step)
    const ended = () => overrunning.delete(step)
    run.then(ended, ended)
    reject(new Error(`took longer than ${limitMs} ms`))
  }, limitMs)
  try {
    return await Promise.race([run, limit])
  } finally {
    clearTimeout(timer)
  }
}

/** What went wrong in a line, without the values of the statement: they may be about people. */
export function textOf(error: unknown): string {
  const known = postgresError(error)
  const text = known ? `${known.code}: ${known.message}` : causeOf(error)
  return text.slice(0, LONGEST_TEXT)
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message : error.message
}
