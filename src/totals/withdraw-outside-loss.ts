import { v7 as uuidv7 } from 'uuid'
import type { Caller } from '../accounts/caller.ts'
import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { contentHash } from '../reports/canonical.ts'
import { mustFindOutsideLoss, nextOf, notTheLast } from './correct-outside-loss.ts'
import type { OutsideLossView } from './outside-schemas.ts'
import { findFollower, insertOutsideLoss } from './outside-store.ts'
import { viewOutsideLoss } from './outside-view.ts'
import { tellOutsideLoss } from './tell.ts'

/**
 * Takes back what was noted of a loss outside (撤回), with a reason. Repeating one's own withdrawal is harmless.
 *
 * @throws Problem not-found, not-permitted or outside-jurisdiction; state-conflict when it is not the last word
 */
export async function withdrawOutsideLoss(
  { db }: Pick<Deps, 'db'>,
  caller: Caller,
  id: string,
  reason: string,
): Promise<OutsideLossView> {
  const { accountId } = caller
  return db.transaction(async (tx) => {
    const now = await readNow(tx)
    const withdrawn = await mustFindOutsideLoss(tx, caller, id)
    const { place, outsideCode, figures, source, note, happenedAt } = withdrawn
    const row = {
      ...nextOf(withdrawn),
      ...{ place, outsideCode, figures, source, note, happenedAt },
      id: uuidv7(),
      notedAt: now,
      notedBy: accountId,
      withdrawalReason: reason,
      requestHash: contentHash({ reason }),
    }
    if (withdrawn.withdrawalReason === null && (await insertOutsideLoss(tx, row))) {
      await tellOutsideLoss(tx, 'outside_loss.withdrawn', row)
      return viewOutsideLoss(tx, row.id)
    }
    const follower = await findFollower(tx, id)
    const isRepeated = follower?.notedBy === accountId && follower.withdrawalReason === reason
    if (follower && isRepeated) return viewOutsideLoss(tx, follower.id)
    throw await notTheLast(tx, withdrawn)
  })
}
