import type { Caller } from '../accounts/caller.ts'
import { mustMay } from '../accounts/may.ts'
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import type { Deps } from '../deps.ts'
import { mustFindEvent } from '../events/read-event.ts'
import { Problem } from '../problems/problem.ts'
import { covers } from '../regions/codes.ts'
import type { DecisionView, NewDecision } from './claim-schemas.ts'
import { lockClosures, readClaims } from './claim-store.ts'
import { type Creation, findMade, identify, mustBeSame, mustConcern, refusal } from './create.ts'
import { findDecision, insertDecision } from './decision-store.ts'
import { viewDecision } from './decision-view.ts'
import { readFamily } from './family-store.ts'
import { mustKnowDepartments } from './make-claim.ts'
import { tell } from './tell.ts'

/**
 * Records the figure that several departments agreed on (会商核定). It stands once a second person has confirmed it,
 * and changes no total: the units correct their reports.
 *
 * @throws Problem not-found, not-permitted or outside-jurisdiction; event-closed; unknown-region, unknown-recipient
 * @throws Problem invalid-request for a claim about another fact; idempotency-key-reused
 * @throws Problem state-conflict for a claim that is closed
 */
export async function recordDecision(
  { db }: Pick<Deps, 'db'>,
  caller: Caller,
  creation: Creation<NewDecision>,
): Promise<DecisionView> {
  const { body, parentId: eventId } = creation
  const { claimIds, ...agreed } = body
  const { id, requestHash } = identify(caller, creation)
  return db.transaction(async (tx) => {
    const now = await readNow(tx)
    const { event } = await mustFindEvent(tx, caller, eventId)
    mustMay(caller, 'decision.record', body)
    const { eventIds } = await readFamily(tx, eventId, null)
    const known = await findMade(caller, creation, eventIds, (made) => findDecision(tx, made))
    if (!known) {
      await mustConcern(tx, event, body.regionCode, now)
      await mustKnowDepartments(tx, body.participants, (place) => `/participants/${place}`)
      await mustBeAboutIt(tx, eventIds, body)
      await mustWeighOpen(tx, claimIds)
      const row = { ...agreed, id, eventId, recordedAt: now, recordedBy: caller.accountId, requestHash }
      if (await insertDecision(tx, row, claimIds)) {
        const { regionCode, indicator, value, participants, method } = body
        const subject = { subjectKind: 'joint_decision' as const, subjectId: id, eventId, regionCode }
        const detail = { indicator, value, participants, method, claimIds }
        await tell(tx, { action: 'decision.recorded', ...subject, accountId: caller.accountId, now, detail })
      }
    }
    const made = known ?? (await findDecision(tx, id))
    if (made) mustBeSame(made, requestHash)
    return viewDecision(tx, made?.id ?? id)
  })
}

/** The claims that a decision weighs are about its own indicator and unit, or a part of that unit. */
async function mustBeAboutIt(db: Db, eventIds: readonly string[], decision: NewDecision): Promise<void> {
  const { claimIds, indicator, regionCode } = decision
  const claims = new Map((await readClaims(db, claimIds)).map((claim) => [claim.id, claim]))
  const place = claimIds.findIndex((id) => {
    const claim = claims.get(id)
    return !(
      claim &&
      eventIds.includes(claim.eventId) &&
      claim.indicator === indicator &&
      covers(regionCode, claim.regionCode)
    )
  })
  if (place === -1) return
  const detail = 'There is no such claim about this figure; name those of the same event, indicator and unit.'
  throw refusal(`/claimIds/${place}`, 'unknown_claim', detail)
}

/**
 * What was closed, as rumour or as superseded, is weighed no more.
 *
 * @throws Problem state-conflict with the claims that are closed
 */
export async function mustWeighOpen(db: Db, claimIds: readonly string[]): Promise<void> {
  const closed = await lockClosures(db, claimIds)
  if (closed.length === 0) return
  const detail = 'Claims that this decision weighs are closed: record a decision without them.'
  throw new Problem('state-conflict', detail, {
    closedClaims: closed.map(({ claimId, outcome }) => ({ claimId, outcome })),
  })
}
