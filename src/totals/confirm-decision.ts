import type { Caller } from '../accounts/caller.ts'
import { may, mustMay } from '../accounts/may.ts'
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import type { Deps } from '../deps.ts'
import { reachOf } from '../events/reach.ts'
import { Problem } from '../problems/problem.ts'
import { covers } from '../regions/codes.ts'
import { shanghaiIso } from '../shanghai.ts'
import type { DecisionView } from './claim-schemas.ts'
import { type DecisionRow, findDecision, insertConfirmation } from './decision-store.ts'
import { viewDecision } from './decision-view.ts'
import { findVisibleRoot } from './family-store.ts'
import { mustWeighOpen } from './record-decision.ts'
import { tell } from './tell.ts'

/**
 * Confirms a joint decision (复核确认): from then on it stands, and an earlier one of the same figure no more. Whoever
 * recorded it may not. Repeating one's own confirmation is harmless.
 *
 * @throws Problem not-found, not-permitted or outside-jurisdiction; needs-another-person to its recorder
 * @throws Problem state-conflict to the second, and where a claim that it weighs was closed meanwhile
 */
export async function confirmDecision(
  { db }: Pick<Deps, 'db'>,
  caller: Caller,
  id: string,
): Promise<DecisionView> {
  const { accountId } = caller
  return db.transaction(async (tx) => {
    const now = await readNow(tx)
    const decision = await mustFindDecision(tx, caller, id)
    mustMay(caller, 'decision.confirm', decision)
    const { recordedBy, eventId, regionCode, indicator, value, claimIds } = decision
    if (recordedBy === accountId) {
      throw new Problem('needs-another-person', 'Nobody confirms what they recorded; ask a second person.', {
        recordedBy,
      })
    }
    if (
      await insertConfirmation(tx, { decisionId: id, recordedBy, confirmedAt: now, confirmedBy: accountId })
    ) {
      await mustWeighOpen(tx, claimIds)
      const subject = { subjectKind: 'joint_decision' as const, subjectId: id, eventId, regionCode }
      await tell(tx, {
        action: 'decision.confirmed',
        ...subject,
        accountId,
        now,
        detail: { indicator, value },
      })
      return viewDecision(tx, id)
    }
    const confirmed = await findDecision(tx, id)
    if (confirmed?.confirmedBy === accountId) return viewDecision(tx, id)
    throw new Problem('state-conflict', 'Somebody else has confirmed it already.', {
      confirmedBy: confirmed?.confirmedBy,
      confirmedAt: confirmed?.confirmedAt && shanghaiIso(confirmed.confirmedAt),
    })
  })
}

/** A decision that the caller may see: with its event and its unit, or because they may confirm it. */
async function mustFindDecision(db: Db, caller: Caller, id: string): Promise<DecisionRow> {
  const decision = await findDecision(db, id)
  const event = decision && (await findVisibleRoot(db, caller, decision.eventId))
  const isSeen = event && reachOf(caller, event).reports.some((code) => covers(code, decision.regionCode))
  if (decision && (isSeen || may(caller, 'decision.confirm', decision))) return decision
  throw new Problem('not-found', 'There is no such joint decision in your jurisdiction.')
}
