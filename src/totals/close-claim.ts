import type { Caller } from '../accounts/caller.ts'
import { may, mustMay } from '../accounts/may.ts'
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import type { Deps } from '../deps.ts'
import { reachOf } from '../events/reach.ts'
import { Problem } from '../problems/problem.ts'
import { covers } from '../regions/codes.ts'
import type { ClaimView, NewClosure } from './claim-schemas.ts'
import { type ClaimRow, findClaim, findClosure, insertClosure } from './claim-store.ts'
import { viewClaim } from './claim-view.ts'
import { findVisibleRoot } from './family-store.ts'
import { tell } from './tell.ts'

/**
 * Closes a claim as rumour (谣言) or as superseded, with a reason: it stays on record. Repeating one's own closure word
 * for word is harmless.
 *
 * @throws Problem not-found, not-permitted or outside-jurisdiction; state-conflict when it is closed already
 */
export async function closeClaim(
  { db }: Pick<Deps, 'db'>,
  caller: Caller,
  id: string,
  { outcome, reason }: NewClosure,
): Promise<ClaimView> {
  const { accountId } = caller
  return db.transaction(async (tx) => {
    const now = await readNow(tx)
    const claim = await mustFindClaim(tx, caller, id)
    mustMay(caller, 'claim.close', claim)
    if (await insertClosure(tx, { claimId: id, outcome, reason, closedAt: now, closedBy: accountId })) {
      const { eventId, regionCode } = claim
      const subject = { subjectKind: 'claim' as const, subjectId: id, eventId, regionCode }
      await tell(tx, { action: 'claim.closed', ...subject, accountId, now, detail: { outcome, reason } })
      return viewClaim(tx, id)
    }
    const closed = await findClosure(tx, id)
    const isRepeated =
      closed?.closedBy === accountId && closed.outcome === outcome && closed.reason === reason
    if (isRepeated) return viewClaim(tx, id)
    throw new Problem('state-conflict', `The claim is closed already, as ${closed?.outcome}.`, {
      outcome: closed?.outcome,
      closedBy: closed?.closedBy,
    })
  })
}

/** A claim that the caller may see: with its event and its unit, or because they may close it. */
async function mustFindClaim(db: Db, caller: Caller, id: string): Promise<ClaimRow> {
  const claim = await findClaim(db, id)
  const event = claim && (await findVisibleRoot(db, caller, claim.eventId))
  const isSeen = event && reachOf(caller, event).reports.some((code) => covers(code, claim.regionCode))
  if (claim && (isSeen || may(caller, 'claim.close', claim))) return claim
  throw new Problem('not-found', 'There is no such claim in your jurisdiction.')
}
