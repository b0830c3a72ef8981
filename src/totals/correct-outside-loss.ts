import type { Caller } from '../accounts/caller.ts'
import { may, mustMay } from '../accounts/may.ts'
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import type { Deps } from '../deps.ts'
import { reachOf } from '../events/reach.ts'
import { Problem } from '../problems/problem.ts'
import { covers } from '../regions/codes.ts'
import { type Creation, identify, mustBeSame } from './create.ts'
import { findVisibleRoot } from './family-store.ts'
import { mustHaveBeen } from './instants.ts'
import { mustLieOutside } from './note-outside-loss.ts'
import type { OutsideCorrection, OutsideLossView } from './outside-schemas.ts'
import {
  findFollower,
  findOutsideLoss,
  insertOutsideLoss,
  lockOutsideLoss,
  type OutsideLossRow,
} from './outside-store.ts'
import { viewOutsideLoss } from './outside-view.ts'
import { tellOutsideLoss } from './tell.ts'

/**
 * Corrects what was noted of a loss outside (更正): a new word takes the place of the last one, which stays on record.
 *
 * @throws Problem not-found, not-permitted or outside-jurisdiction; state-conflict when it is not the last word
 * @throws Problem invalid-request; idempotency-key-reused
 */
export async function correctOutsideLoss(
  { db }: Pick<Deps, 'db'>,
  caller: Caller,
  creation: Creation<OutsideCorrection>,
): Promise<OutsideLossView> {
  const { body, parentId } = creation
  const { id, requestHash } = identify(caller, creation)
  return db.transaction(async (tx) => {
    const now = await readNow(tx)
    const corrected = await mustFindOutsideLoss(tx, caller, parentId)
    const known = await findOutsideLoss(tx, id)
    if (known) {
      mustBeSame(known, requestHash)
      return viewOutsideLoss(tx, id)
    }
    mustLieOutside(body.outsideCode, corrected.regionCode)
    const row = {
      ...nextOf(corrected),
      ...body,
      outsideCode: body.outsideCode ?? null,
      note: body.note ?? null,
      id,
      happenedAt: mustHaveBeen(body.happenedAt, '/happenedAt', now),
      notedAt: now,
      notedBy: caller.accountId,
      requestHash,
    }
    if (!(corrected.isLast && corrected.withdrawalReason === null && (await insertOutsideLoss(tx, row)))) {
      throw await notTheLast(tx, corrected)
    }
    await tellOutsideLoss(tx, 'outside_loss.corrected', row)
    return viewOutsideLoss(tx, id)
  })
}

/**
 * One that the caller may change, held until the end of the transaction.
 *
 * @throws Problem not-found when there is none, or it is hidden; not-permitted or outside-jurisdiction
 */
export async function mustFindOutsideLoss(db: Db, caller: Caller, id: string): Promise<OutsideLossRow> {
  await lockOutsideLoss(db, id)
  const row = await findOutsideLoss(db, id)
  const event = row && (await findVisibleRoot(db, caller, row.eventId))
  const isSeen = event && reachOf(caller, event).reports.some((code) => covers(code, row.regionCode))
  if (!row || !(isSeen || may(caller, 'outside-loss.note', row))) {
    throw new Problem('not-found', 'There is no such loss outside in your jurisdiction.')
  }
  mustMay(caller, 'outside-loss.note', row)
  return row
}

/** What the next word about the same loss has in common with this one. */
export function nextOf({ id, lossId, number, eventId, regionCode }: OutsideLossRow) {
  return { lossId, number: number + 1, followsId: id, eventId, regionCode }
}

/** The refusal to whoever builds on a word that another one has followed, or that was taken back. */
export async function notTheLast(db: Db, row: OutsideLossRow): Promise<Problem> {
  const follower = await findFollower(db, row.id)
  const detail = follower
    ? 'Something was said of it since; build on that.'
    : 'It was taken back; note it anew if it was true after all.'
  return new Problem('state-conflict', detail, { id: row.id, followedById: follower?.id ?? null })
}
