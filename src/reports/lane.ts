import type { Logger } from 'pino'
import { isRetryable, isUnavailable, postgresError, withoutParameters } from '../db/errors.ts'
import { Problem } from '../problems/problem.ts'
import type { Outcome, Submission } from './submission.ts'

const LARGEST_BATCH = 64
const UNIQUE_VIOLATION = '23505'

interface Waiting {
  submission: Submission
  resolve: (outcome: Outcome) => void
  reject: (error: unknown) => void
}

/** Decides and writes one batch in one transaction. One outcome an item, in order. */
export type SubmitBatch = (submissions: readonly Submission[]) => Promise<readonly Outcome[]>

export interface SubmissionLane {
  /** Resolves after COMMIT, or with the problem that the item met. */
  submit(submission: Submission): Promise<Outcome>
  /** Refuses new submissions and waits for those in flight. */
  close(): Promise<void>
}

/** No item's fault: a broken connection, a deadlock, a key that another process wrote at the same moment. */
function isPassing(error: unknown): boolean {
  return isUnavailable(error) || isRetryable(error) || postgresError(error)?.code === UNIQUE_VIOLATION
}

function rejectAll(batch: readonly Waiting[], error: unknown): void {
  for (const { reject } of batch) reject(error)
}

/**
 * Group commit: while one batch is in flight the next one gathers. There is no timer, so a lone submission leaves
 * at once and an idle process pays nothing.
 *
 * A batch that fails as a whole is tried once more when the failure may pass, and else item by item, so that one bad
 * item never harms its neighbours. Whatever the failed attempt committed all the same, the next one finds.
 */
export function openLane(submitBatch: SubmitBatch, log: Logger): SubmissionLane {
  const gathering: Waiting[] = []
  let running: Promise<void> | null = null
  let isClosed = false

  async function run(): Promise<void> {
    while (gathering.length > 0) {
      const batch = gathering.splice(0, LARGEST_BATCH)
      await settle(batch)
    }
    running = null
  }

  async function settle(batch: readonly Waiting[]): Promise<void> {
    try {
      await attempt(batch)
    } catch (error) {
      log.warn({ err: withoutParameters(error), count: batch.length }, 'batch failed, trying again')
      if (isPassing(error)) await attempt(batch).catch((again: unknown) => rejectAll(batch, again))
      else await settleOneByOne(batch, error)
    }
  }

  async function attempt(batch: readonly Waiting[]): Promise<void> {
    const outcomes = await submitBatch(batch.map(({ submission }) => submission))
    batch.forEach((waiting, i) => {
      const outcome = outcomes[i]
      if (outcome) waiting.resolve(outcome)
      else waiting.reject(new Error('a batch left an item without an outcome'))
    })
  }

  async function settleOneByOne(batch: readonly Waiting[], error: unknown): Promise<void> {
    if (batch.length === 1) return rejectAll(batch, error)
    for (const waiting of batch) {
      await attempt([waiting]).catch((own: unknown) => rejectAll([waiting], own))
    }
  }

  return {
    submit(submission) {
      if (isClosed) {
        const stopping = new Problem(
          'unavailable',
          'The service is stopping; send it again.',
          {},
          { 'retry-after': '2' },
        )
        return Promise.reject(stopping)
      }
      return new Promise((resolve, reject) => {
        gathering.push({ submission, resolve, reject })
        running ??= run()
      })
    },
    async close() {
      isClosed = true
      await running
    },
  }
}
