import type { Caller } from '../accounts/caller.ts'
import { mustMay } from '../accounts/may.ts'
import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { mustFindEvent } from '../events/read-event.ts'
import { cityOf, tierOf } from '../regions/codes.ts'
import { type Creation, findMade, identify, mustBeSame, mustConcern, refusal } from './create.ts'
import { readFamily } from './family-store.ts'
import { mustHaveBeen } from './instants.ts'
import type { NewOutsideLoss, OutsideLossView } from './outside-schemas.ts'
import { findOutsideLoss, insertOutsideLoss } from './outside-store.ts'
import { viewOutsideLoss } from './outside-view.ts'
import { tellOutsideLoss } from './tell.ts'

/**
 * Notes deaths or losses outside the jurisdiction (境外损失): kept beside the totals of the event, counted in none.
 * A county or the city does, for what happened outside the city.
 *
 * @throws Problem not-found, not-permitted or outside-jurisdiction; event-closed; unknown-region
 * @throws Problem invalid-request for a place inside the city or an instant ahead; idempotency-key-reused
 */
export async function noteOutsideLoss(
  { db }: Pick<Deps, 'db'>,
  caller: Caller,
  creation: Creation<NewOutsideLoss>,
): Promise<OutsideLossView> {
  const { body, parentId: eventId } = creation
  const { id, requestHash } = identify(caller, creation)
  return db.transaction(async (tx) => {
    const now = await readNow(tx)
    const { event } = await mustFindEvent(tx, caller, eventId)
    mustMay(caller, 'outside-loss.note', body)
    const { eventIds } = await readFamily(tx, eventId, null)
    const known = await findMade(caller, creation, eventIds, (made) => findOutsideLoss(tx, made))
    if (!known) {
      await mustConcern(tx, event, body.regionCode, now)
      mustBeNotedBy(body.regionCode)
      mustLieOutside(body.outsideCode, body.regionCode)
      const row = {
        ...body,
        id,
        lossId: id,
        number: 1,
        eventId,
        happenedAt: mustHaveBeen(body.happenedAt, '/happenedAt', now),
        notedAt: now,
        notedBy: caller.accountId,
        requestHash,
      }
      if (await insertOutsideLoss(tx, row)) await tellOutsideLoss(tx, 'outside_loss.noted', row)
    }
    const made = known ?? (await findOutsideLoss(tx, id))
    if (made) mustBeSame(made, requestHash)
    return viewOutsideLoss(tx, made?.id ?? id)
  })
}

function mustBeNotedBy(regionCode: string): void {
  const tier = tierOf(regionCode)
  if (tier === 'county' || tier === 'city') return
  throw refusal('/regionCode', 'not_county_or_city', 'A county or the city notes losses outside; name one.')
}

/**
 * What lies inside the city is reported, not noted.
 *
 * @throws Problem invalid-request
 */
export function mustLieOutside(outsideCode: string | undefined, regionCode: string): void {
  if (outsideCode === undefined || cityOf(outsideCode) !== cityOf(regionCode)) return
  throw refusal(
    '/outsideCode',
    'inside_city',
    'This place lies inside the city: its own unit reports it, and it counts.',
  )
}
