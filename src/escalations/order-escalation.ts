import { v5 as uuidv5 } from 'uuid'
import type { Caller } from '../accounts/caller.ts'
import { may, mustMay, scopeOf } from '../accounts/may.ts'
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import type { Deps } from '../deps.ts'
import { reasonFor } from '../evaluations/editions.ts'
import { findVisibleEvent, lockCityOf, readEventRegions } from '../events/store.ts'
import type { EventRow } from '../events/views.ts'
import { Problem } from '../problems/problem.ts'
import { tierOf } from '../regions/codes.ts'
import type { Reason } from '../regulations/citation.ts'
import { DESK_ORDER } from '../regulations/desk-profiles.ts'
import { openEscalations } from './open-escalations.ts'
import { type NewEscalation, passTo, type TargetTier } from './rules.ts'
import type { EscalationView } from './schemas.ts'
import { type EscalationRow, findOrdered } from './store.ts'
import { viewEscalation } from './view.ts'

/** An order to pass an event upward. */
export interface Order {
  eventId: string
  toTier: TargetTier
  reason: string
  /** `Idempotency-Key`, scoped to the account */
  key: string
}

/**
 * Passes an event upward by order of the desk (指令升级), whatever its severity. The same key makes one order only.
 *
 * @throws Problem not-found, not-permitted or outside-jurisdiction; event-closed
 * @throws Problem state-conflict when the tier does not lie above; idempotency-key-reused
 */
export async function orderEscalation(
  { db }: Pick<Deps, 'db'>,
  caller: Caller,
  order: Order,
): Promise<EscalationView> {
  const orderId = uuidv5(`${caller.accountId} ${order.key}`, order.eventId)
  return db.transaction(async (tx) => {
    const seen = await mustSeeEvent(tx, caller, order.eventId)
    // a closing comes before the order, or ends what the order sets
    await lockCityOf(tx, seen.regionCode)
    const now = await readNow(tx)
    const event = await mustSeeEvent(tx, caller, order.eventId)
    await mustOrder(tx, caller, event)
    const known = await findOrdered(tx, orderId)
    if (!known && event.state === 'closed') {
      throw new Problem('event-closed', 'The event is closed: nothing more is passed upward.')
    }
    if (!known)
      await openEscalations(tx, [newOrder(caller, event, order, orderId, now)], now, caller.accountId)
    const made = known ?? (await findOrdered(tx, orderId))
    if (!made) throw new Error(`the order ${orderId} made no escalation`)
    mustBeSame(made, order)
    return viewEscalation(tx, made.escalation.id, now)
  })
}

async function mustSeeEvent(db: Db, caller: Caller, eventId: string): Promise<EventRow> {
  const found = await findVisibleEvent(db, caller, eventId)
  if (!found) throw new Problem('not-found', 'There is no such event in your jurisdiction.')
  return found.event
}

/** The desks of every region that the event covers may order. */
async function mustOrder(db: Db, caller: Caller, event: EventRow): Promise<void> {
  const regions = await readEventRegions(db, event.id)
  const places = [event.regionCode, ...regions.map(({ regionCode }) => regionCode)]
  if (places.some((regionCode) => may(caller, 'escalation.order', { regionCode }))) return
  mustMay(caller, 'escalation.order', { regionCode: event.regionCode })
}

/** It goes up from the desk that orders it, or where that stands too high, from where the event was reported. */
function newOrder(
  caller: Caller,
  event: EventRow,
  { toTier, reason }: Order,
  orderId: string,
  now: Date,
): NewEscalation {
  const because = reasonFor('desk.order', DESK_ORDER, { figure: 'reason', value: reason })
  const cause = { kind: 'ordered', id: orderId, because: [because] } as const
  const passing = { eventId: event.id, severityRank: event.severityRank, cause, now }
  for (const fromCode of [...scopeOf(caller, 'escalation.order'), event.regionCode]) {
    if (tierOf(fromCode) === 'province') continue
    const [made] = passTo([toTier], { ...passing, fromCode })
    // One step whatever the tier, so that the database lets a key make one escalation only.
    if (made) return { ...made, step: 1 }
  }
  throw new Problem('state-conflict', `The event already stands at the tier ${toTier}, or above it.`, {
    toTier,
  })
}

/** A retry repeats its order; another order under the same key is a mistake of the client's. */
function mustBeSame({ escalation }: EscalationRow, { toTier, reason }: Order): void {
  const [because] = escalation.because as Reason[]
  if (escalation.toTier === toTier && because?.value === reason) return
  throw new Problem('idempotency-key-reused', 'This key was used for another order.', {
    escalationId: escalation.id,
  })
}
