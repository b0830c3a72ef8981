import type { Caller } from '../accounts/caller.ts'
import { mustMay } from '../accounts/may.ts'
import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { lockCityOf } from '../events/store.ts'
import { enqueue } from '../outbox/store.ts'
import { mustBeDrafted } from './draft-tier-report.ts'
import type { TierReportView } from './tier-schemas.ts'
import { findTierReport, insertDiscard } from './tier-store.ts'
import { mustSeeTierReport, viewTierReport } from './view-tier-report.ts'

/**
 * Gives a draft up (作废), with a reason: its drafter does, or whoever could sign it. Who repeats it gets the same
 * answer again.
 *
 * @throws Problem not-found, not-permitted, outside-jurisdiction; state-conflict once it is signed, or given up by another
 */
export async function discardTierReport(
  { db }: Pick<Deps, 'db'>,
  caller: Caller,
  id: string,
  reason: string,
): Promise<TierReportView> {
  const { accountId } = caller
  return db.transaction(async (tx) => {
    const now = await readNow(tx)
    const { report } = mustSeeTierReport(caller, await findTierReport(tx, id))
    const { eventId, regionCode } = report
    mustMay(caller, 'tier_report.sign', { regionCode })
    // a signature that is on its way in the lane comes before, or finds it given up
    await lockCityOf(tx, regionCode)
    const row = mustSeeTierReport(caller, await findTierReport(tx, id))
    if (row.discarded?.discardedBy === accountId) return viewTierReport(tx, row)
    mustBeDrafted(row)
    await insertDiscard(tx, { reportId: id, discardedAt: now, discardedBy: accountId, reason })
    const subject = { regionCode, subjectId: id }
    const topic = 'tier_report.discarded'
    await enqueue(tx, [{ topic, eventId, ...subject, payload: { reason }, createdAt: now }])
    const detail = { eventId, reason }
    await record(tx, [{ at: now, accountId, action: topic, subjectKind: 'tier_report', ...subject, detail }])
    return viewTierReport(tx, mustSeeTierReport(caller, await findTierReport(tx, id)))
  })
}
