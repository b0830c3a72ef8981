import type { Logger } from 'pino'
import { Problem } from '../problems/problem.ts'
import type { Outcome, Submission } from './submission.ts'

const LARGEST_BATCH = 64

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

/**
 * Group commit: while one batch is in flight the next one gathers. There is no timer, so a lone submission leaves
 * at once and an idle process pays nothing.
 *
 * A batch that fails as a whole is tried again item by item, so that one bad item never harms its neighbours.
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
      const outcomes = await submitBatch(batch.map(({ submission }) => submission))
      batch.forEach((waiting, i) => {
        const outcome = outcomes[i]
        if (outcome) waiting.resolve(outcome)
        else waiting.reject(new Error('a batch left an item without an outcome'))
      })
    } catch (error) {
      if (batch.length === 1) return batch[0]?.reject(error)
      log.warn({ err: error, count: batch.length }, 'batch failed, trying its items one by one')
      for (const waiting of batch) await settle([waiting])
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
