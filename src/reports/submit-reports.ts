import type { Pipeline } from '../db/pipeline.ts'
import { bind } from '../db/statements.ts'
import type { Deps } from '../deps.ts'
import type { KeyRing } from '../keys/key-ring.ts'
import type { LocalRuleBook } from '../local-rules/rule-book.ts'
import { Problem } from '../problems/problem.ts'
import { ancestorsOf } from '../regions/codes.ts'
import type { RuleBook } from '../routing/rule-book.ts'
import { decideSubmission } from './decide-submission.ts'
import { windowOf } from './place-report.ts'
import { type ItemKey, LOCK_CITIES, LOCK_OVERDUE, READ_STATE } from './read-state.ts'
import { type BatchState, batchState, type RawState } from './state.ts'
import { statementsFor } from './store.ts'
import type { Outcome, Submission } from './submission.ts'
import { noWrites } from './writes.ts'

/** What submitting stands on. */
export interface SubmittingDeps extends Pick<Deps, 'config'> {
  pipeline: Pipeline
  ring: KeyRing
  ruleBook: RuleBook
  localRuleBook: LocalRuleBook
}

/**
 * Submits reports (灾情报送): read, decide, write, commit; then answer. Two flights to PostgreSQL whatever the size:
 * the locks and the state, then the writes and the commit.
 *
 * @param submissions at most 64
 * @returns one outcome an item, in order: accepted, held, or refused with its problem
 * @throws when the batch could not be committed: nothing of it is written, unless the connection broke after
 *   COMMIT was sent; the sender's retry then finds its receipt
 */
export async function submitReports(
  { pipeline, ring, ruleBook, localRuleBook, config }: SubmittingDeps,
  submissions: readonly Submission[],
): Promise<readonly Outcome[]> {
  const keys = JSON.stringify(submissions.map(itemKey))
  const state = await readState(pipeline, keys)
  try {
    const grounds = {
      routingRules: await ruleBook.rulesFor(state.routingStamp, state.now),
      localRules: await localRuleBook.rulesFor(state.localRulesStamp),
      receiptKey: ring.signing('receipt'),
      anyDeathDirectReport: config.ANY_DEATH_DIRECT_REPORT,
    }
    const writes = noWrites()
    const outcomes = submissions.map((submission) => decideSubmission(submission, state, writes, grounds))
    await commit(pipeline, statementsFor(writes))
    return outcomes
  } catch (error) {
    await pipeline.rollback()
    throw error
  }
}

async function readState(pipeline: Pipeline, keys: string): Promise<BatchState> {
  try {
    const results = await pipeline.flight([
      'begin',
      bind(LOCK_CITIES, [keys]),
      bind(LOCK_OVERDUE, [keys]),
      bind(READ_STATE, [keys]),
    ])
    const row: { state: RawState } | undefined = results.at(-1)?.rows[0]
    if (!row) throw new Error('the state of the batch was not read')
    return batchState(row.state)
  } catch (error) {
    await pipeline.rollback()
    throw error
  }
}

/** After a failed statement COMMIT resolves all the same, as a ROLLBACK: its word is what counts. */
async function commit(pipeline: Pipeline, statements: Parameters<Pipeline['flight']>[0]): Promise<void> {
  const results = await pipeline.flight([...statements, 'commit'])
  if (results.at(-1)?.command !== 'COMMIT') {
    throw new Problem(
      'unavailable',
      'The report could not be stored just now; send it again.',
      {},
      { 'retry-after': '2' },
    )
  }
}

function itemKey({ claims, key, report, draft }: Submission): ItemKey {
  const { event } = report
  return {
    accountId: claims.sub,
    sessionId: claims.sid,
    key,
    versionId: report.id,
    parentVersionId: report.parentVersionId,
    eventId: report.eventId ?? null,
    regionCode: report.regionCode,
    ancestors: ancestorsOf(report.regionCode),
    hazard: event?.hazard ?? null,
    occurredAt: event ? new Date(event.occurredAt).toISOString() : null,
    isExercise: event?.isExercise ?? false,
    windowHours: event ? windowOf(event.hazard) : 0,
    signsDraft: draft !== undefined,
  }
}
