import type { Caller } from '../accounts/caller.ts'
import { may } from '../accounts/may.ts'
import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problems/problem.ts'
import { findQuarantined, markDiscarded, type QuarantinedRow } from './store.ts'

/**
 * Discards a refused item (作废): by whoever sent it, or by those who answer for its unit. The content stays on record.
 *
 * @throws Problem not-found when there is none, or it is hidden
 * @throws Problem state-conflict when it was discarded before
 */
export async function discardRefused(
  { db }: Pick<Deps, 'db'>,
  caller: Caller,
  id: string,
  reason: string,
): Promise<QuarantinedRow> {
  return db.transaction(async (tx) => {
    const now = await readNow(tx)
    const found = await findQuarantined(tx, id)
    const isOwn = found?.accountId === caller.accountId
    if (!found || !(isOwn || may(caller, 'quarantine.handle', found))) {
      throw new Problem('not-found', 'There is no such refused report that the account may see.')
    }
    if (!(await markDiscarded(tx, id, { by: caller.accountId, at: now, reason }))) {
      throw new Problem('state-conflict', 'The report was discarded before.')
    }
    await record(tx, [
      {
        at: now,
        accountId: caller.accountId,
        action: 'report.discarded',
        subjectKind: 'quarantined_report',
        subjectId: id,
        regionCode: found.regionCode,
        detail: { versionId: found.versionId, reason },
      },
    ])
    return { ...found, discardedAt: now, discardedBy: caller.accountId, discardedReason: reason }
  })
}
