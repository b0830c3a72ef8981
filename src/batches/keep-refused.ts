import type { Caller } from '../accounts/caller.ts'
import { record } from '../audit/store.ts'
import type { Db } from '../db/client.ts'
import { idSchema } from '../events/view-schemas.ts'
import { enqueue } from '../outbox/store.ts'
import { Problem, type ProblemBody } from '../problems/problem.ts'
import { countOpenOf, existingNodes, upsertQuarantined } from './store.ts'

/** A refused item, ready to be kept. */
export interface RefusedItem {
  id: string
  versionId: string | null
  /** null: the sender's own unit stands for it */
  regionCode: string | null
  content: unknown
  contentHash: string
  problem: ProblemBody
}

/** More than a device can mean: whoever has so many open is asked to settle them first. */
const MOST_OPEN = 5_000

/**
 * Keeps refused items in quarantine (隔离区): the same content once, however often it is refused.
 *
 * @returns the id under which each content is kept, by its hash
 * @throws Problem quarantine-full when the account has too many open ones
 */
export async function keepRefused(
  db: Db,
  caller: Caller,
  refused: readonly RefusedItem[],
  now: Date,
): Promise<ReadonlyMap<string, string>> {
  const own = caller.bindings[0]?.regionCode
  if (own === undefined) throw new Error('an account without a post got past the route')
  if ((await countOpenOf(db, caller.accountId)) > MOST_OPEN) {
    throw new Problem(
      'quarantine-full',
      `More than ${MOST_OPEN} refused reports wait; correct or discard them first.`,
    )
  }
  const wanted = refused.flatMap(({ regionCode }) => (regionCode === null ? [] : [regionCode]))
  const units = await existingNodes(db, wanted)
  const rows = [...new Map(refused.map((item) => [item.contentHash, item])).values()].map((item) => ({
    id: item.id,
    accountId: caller.accountId,
    versionId: idSchema.safeParse(item.versionId).data ?? null,
    regionCode: item.regionCode !== null && units.has(item.regionCode) ? item.regionCode : own,
    content: item.content,
    contentHash: item.contentHash,
    problem: item.problem,
    firstAt: now,
    lastAt: now,
  }))
  const kept = await upsertQuarantined(db, rows)
  const fresh = rows.filter(({ id, contentHash }) => kept.get(contentHash) === id)
  await tellQuarantined(
    db,
    fresh.map((one) => ({ ...one, eventId: null })),
    caller.accountId,
    now,
  )
  return kept
}

interface Fresh extends Pick<RefusedItem, 'id' | 'versionId' | 'problem'> {
  regionCode: string
  /** the event that the item belongs to, where it is known */
  eventId: string | null
}

/**
 * Tells of what has come to quarantine, and writes its trail.
 *
 * @param accountId whose item was refused as it was sent; null for what the engine moves there
 */
export async function tellQuarantined(
  db: Db,
  fresh: readonly Fresh[],
  accountId: string | null,
  now: Date,
): Promise<void> {
  const told = fresh.map(({ id, versionId, regionCode, problem, eventId }) => ({
    subjectId: id,
    regionCode,
    eventId,
    summary: { versionId, problem: problem.type },
  }))
  await enqueue(
    db,
    told.map(({ subjectId, regionCode, eventId, summary }) => ({
      topic: 'report.quarantined',
      eventId,
      regionCode,
      subjectId,
      payload: summary,
      createdAt: now,
    })),
  )
  await record(
    db,
    told.map(({ subjectId, regionCode, summary }) => ({
      at: now,
      accountId,
      action: 'report.quarantined',
      subjectKind: 'quarantined_report',
      subjectId,
      regionCode,
      detail: summary,
    })),
  )
}
