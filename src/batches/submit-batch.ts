import { v7 as uuidv7 } from 'uuid'
import type { Caller, Claims } from '../accounts/caller.ts'
import { may } from '../accounts/may.ts'
import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { misfit, toProblem } from '../http/error-handler.ts'
import type { Problem, ProblemBody } from '../problems/problem.ts'
import { contentHash } from '../reports/canonical.ts'
import type { SubmissionLane } from '../reports/lane.ts'
import { newReport } from '../reports/schemas.ts'
import type { Outcome } from '../reports/submission.ts'
import { keepRefused, type RefusedItem } from './keep-refused.ts'
import { type Applied, readSettled } from './store.ts'

/** What became of one item: the lane's outcome, or the problem that kept it out. */
export interface BatchItem {
  /** the id that the item gave itself, where it is a text at all */
  id: string | null
  outcome: Outcome
  /** where a refused item is kept; null for one that is not refused, or that only has to be sent again */
  quarantineId: string | null
  /** of one that was held when it came first, and is sent again: what was applied since, or the problem that it met */
  since: { applied: Applied } | { refused: ProblemBody } | null
}

interface Batch {
  caller: Caller
  claims: Claims
  items: readonly unknown[]
  sentAt: Date | null
}

type Submitting = Pick<Deps, 'db' | 'log'> & { lane: SubmissionLane }

/**
 * Submits up to 500 reports of a device (批量报送), in the order given: each has its own outcome, and its id is its
 * idempotency key. One bad item harms no other. Refused ones are kept in quarantine with the reason.
 *
 * @throws Problem unauthenticated when the session has ended: nothing is kept, everything can be sent again
 */
export async function submitBatch(deps: Submitting, batch: Batch): Promise<BatchItem[]> {
  const outcomes = await Promise.all(batch.items.map((item) => submitItem(deps, batch, item)))
  for (const outcome of outcomes) {
    if (outcome.kind === 'refused' && outcome.problem.slug === 'unauthenticated') throw outcome.problem
  }
  const refused = outcomes.flatMap((outcome, index): RefusedItem[] =>
    outcome.kind === 'refused' && outcome.problem.status < 500
      ? [refusedItem(batch, batch.items[index], outcome.problem)]
      : [],
  )
  const kept = await keep(deps, batch.caller, refused)
  const sinceOf = await settledSince(deps, batch.caller, outcomes)
  return outcomes.map((outcome, index) => {
    const item = batch.items[index]
    const id = textOf(item, 'id')
    return { id, outcome, quarantineId: kept.get(contentHash(item)) ?? null, since: sinceOf(outcome) }
  })
}

async function submitItem(
  { lane, log }: Submitting,
  { claims, sentAt }: Batch,
  item: unknown,
): Promise<Outcome> {
  const read = newReport.safeParse(item)
  if (!read.success) return { kind: 'refused', problem: misfit(read.error.issues, item) }
  try {
    return await lane.submit({
      claims,
      key: read.data.id,
      report: read.data,
      content: item as object,
      contentHash: contentHash(item),
      sentAt,
      withdrawalReason: null,
      heldSince: null,
    })
  } catch (error) {
    const problem = toProblem(error as Error, { body: item, query: {}, params: {}, headers: {} })
    if (problem.status >= 500) log.warn({ problem: problem.slug }, 'batch item not stored')
    return { kind: 'refused', problem }
  }
}

function refusedItem({ caller }: Batch, item: unknown, problem: Problem): RefusedItem {
  const regionCode = textOf(item, 'regionCode')
  const mayFileThere = regionCode !== null && may(caller, 'report.submit', { regionCode })
  return {
    id: uuidv7(),
    versionId: textOf(item, 'id'),
    regionCode: mayFileThere ? regionCode : null,
    content: item,
    contentHash: contentHash(item),
    problem: problem.body,
  }
}

/** @returns the id under which each content is kept, by its hash */
async function keep(
  { db }: Submitting,
  caller: Caller,
  refused: readonly RefusedItem[],
): Promise<ReadonlyMap<string, string>> {
  if (refused.length === 0) return new Map()
  return db.transaction(async (tx) => keepRefused(tx, caller, refused, await readNow(tx)))
}

/** A retry alone hears its first answer to the letter; a device that sends its batch again wants to be done with it. */
async function settledSince(
  { db }: Submitting,
  { accountId }: Caller,
  outcomes: readonly Outcome[],
): Promise<(outcome: Outcome) => BatchItem['since']> {
  const again = outcomes.flatMap((one) => (one.kind === 'held' && one.isReplay ? [one.versionId] : []))
  if (again.length === 0) return () => null
  const settled = await readSettled(db, accountId, again)
  return (outcome) => {
    if (outcome.kind !== 'held') return null
    const applied = settled.applied.get(outcome.versionId)
    const refused = settled.refused.get(outcome.versionId)
    if (applied) return { applied }
    return refused ? { refused } : null
  }
}

function textOf(item: unknown, member: string): string | null {
  if (typeof item !== 'object' || item === null) return null
  const value: unknown = Reflect.get(item, member)
  return typeof value === 'string' && value.length <= 64 ? value : null
}
