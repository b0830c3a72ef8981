import { and, asc, eq, exists, isNull, sql } from 'drizzle-orm'
import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import type { Deps } from '../deps.ts'
import type { Problem } from '../problems/problem.ts'
import type { SubmitBatch } from './lane.ts'
import type { Submission } from './submission.ts'
import { heldReports, reportVersions } from './tables.ts'

/** Held reports after which a run ends, so that it stays within its limit; as many mean that there may be more. */
export const HELD_BATCH = 64

const NO_SESSION = '00000000-0000-0000-0000-000000000000'

type Held = typeof heldReports.$inferSelect

/**
 * Engine step: reports that waited for a version which has arrived meanwhile are applied, oldest first, and then those
 * that waited for these. One that cannot be applied keeps the problem it met, to be seen by its unit and those above.
 *
 * @returns reports tried; HELD_BATCH or more means call again
 * @throws the first fault that is nobody's mistake, after the others have had their turn
 */
export async function heldStep({ db }: Deps, submitBatch: SubmitBatch): Promise<number> {
  const tried = new Set<string>()
  const faults: unknown[] = []
  // a run has a limit: whatever is more than a batch waits for the next one, unless a faulty one would hold it up there
  while (tried.size < HELD_BATCH || faults.length > 0) {
    const ready = (await readReady(db)).filter(({ versionId }) => !tried.has(versionId))
    if (ready.length === 0) break
    for (const held of ready) {
      tried.add(held.versionId)
      await release(db, held, submitBatch).catch((fault: unknown) => faults.push(fault))
    }
  }
  if (faults.length > 0) throw faults[0]
  return tried.size
}

async function release(db: Deps['db'], held: Held, submitBatch: SubmitBatch): Promise<void> {
  const [outcome] = await submitBatch([asSubmission(held)])
  if (outcome?.kind === 'refused') await refuse(db, held, outcome.problem)
}

function readReady(db: Db): Promise<Held[]> {
  const parentArrived = exists(
    db.select({ one: sql`1` }).from(reportVersions).where(eq(reportVersions.id, heldReports.missingParentId)),
  )
  return db
    .select()
    .from(heldReports)
    .where(and(isNull(heldReports.releasedAt), parentArrived))
    .orderBy(asc(heldReports.receivedAt), asc(heldReports.versionId))
    .limit(HELD_BATCH)
}

function asSubmission(held: Held): Submission {
  return {
    claims: { sub: held.accountId, sid: NO_SESSION },
    key: held.idempotencyKey,
    report: held.content,
    content: held.content,
    contentHash: held.contentHash,
    sentAt: held.sentAt,
    withdrawalReason: null,
    heldSince: held.receivedAt,
  }
}

async function refuse(db: Deps['db'], held: Held, problem: Problem): Promise<void> {
  await db.transaction(async (tx) => {
    const now = await readNow(tx)
    const refused = await tx
      .update(heldReports)
      .set({ releasedAt: now, problem: problem.body })
      .where(and(eq(heldReports.versionId, held.versionId), isNull(heldReports.releasedAt)))
      .returning({ versionId: heldReports.versionId })
    if (refused.length === 0) return
    await record(tx, [
      {
        at: now,
        accountId: null,
        action: 'report.refused',
        subjectKind: 'report',
        subjectId: held.versionId,
        regionCode: held.regionCode,
        detail: { problem: problem.slug, missingParentId: held.missingParentId },
      },
    ])
  })
}
