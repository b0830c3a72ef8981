import { v7 as uuidv7 } from 'uuid'
import type { Caller } from '../accounts/caller.ts'
import { mustMay } from '../accounts/may.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problems/problem.ts'
import { type Act, actOn, mustNotBeClosed, tellAct } from './act.ts'
import { placeFor } from './place.ts'
import { type OrderRow, readOrders, standingOrders, writeOrder } from './response-store.ts'
import type { NilReportOrderView } from './schemas.ts'
import { settleFollowUps } from './settle-follow-ups.ts'
import { viewOrders } from './views.ts'

/**
 * Orders daily nil reports (要求每日零报告) of a unit and those below it, whatever the severity.
 *
 * @throws Problem not-found, not-permitted or outside-jurisdiction; event-closed
 * @throws Problem invalid-request, unknown-region where the unit does not fit
 * @throws Problem state-conflict where they are ordered there already
 */
export async function orderNilReports(
  deps: Pick<Deps, 'db'>,
  caller: Caller,
  eventId: string,
  given: { regionCode?: string | undefined; reason: string },
): Promise<NilReportOrderView> {
  return actOn(deps, caller, eventId, async (act) => {
    const regionCode = await placeFor(act, given.regionCode)
    mustMay(caller, 'event.decide', { regionCode })
    mustNotBeClosed(act)
    const known = await readOrders(act.db, eventId)
    const on = standingOrders(known).find((one) => one.regionCode === regionCode)
    if (on) throw new Problem('state-conflict', 'Nil reports are ordered there already.', { orderId: on.id })
    return write(act, known, { eventId, regionCode, reason: given.reason, endsId: null })
  })
}

/**
 * Ends an order of nil reports (解除要求). What fell due until now stays as it is.
 *
 * @throws Problem not-found, not-permitted or outside-jurisdiction
 * @throws Problem state-conflict where it was ended before
 */
export async function endNilReportOrder(
  deps: Pick<Deps, 'db'>,
  caller: Caller,
  { eventId, orderId, reason }: { eventId: string; orderId: string; reason: string },
): Promise<NilReportOrderView> {
  return actOn(deps, caller, eventId, async (act) => {
    const known = await readOrders(act.db, eventId)
    const order = known.find(({ id, endsId }) => id === orderId && endsId === null)
    if (!order) throw new Problem('not-found', 'There is no such order in this event.')
    mustMay(caller, 'event.decide', { regionCode: order.regionCode })
    if (known.some(({ endsId }) => endsId === orderId)) {
      throw new Problem('state-conflict', 'This order was ended before.', { orderId })
    }
    const { regionCode } = order
    return write(act, known, { eventId: order.eventId, regionCode, reason, endsId: orderId })
  })
}

/** The reason on record of orders that nobody ended before their event was closed. */
const EVENT_CLOSED = 'event_closed'

/** Ends every order that stands in an event which is being closed, in the name of whoever closes it. */
export async function endOrdersByClosing(act: Act): Promise<void> {
  for (const { id, eventId, regionCode } of standingOrders(await readOrders(act.db, act.event.id))) {
    await put(act, { eventId, regionCode, reason: EVENT_CLOSED, endsId: id })
  }
}

async function write(
  act: Act,
  known: readonly OrderRow[],
  given: Pick<OrderRow, 'eventId' | 'regionCode' | 'reason' | 'endsId'>,
): Promise<NilReportOrderView> {
  const { db, event, now } = act
  const row = await put(act, given)
  await settleFollowUps(db, [event.id], now)
  const shown = [...known, row]
  const views = await viewOrders(db, shown)
  const view = views.find(({ id }) => id === (row.endsId ?? row.id))
  if (!view) throw new Error('an order that was just written has gone')
  return view
}

/** Writes an order or its end, with its trail and message. */
async function put(
  act: Act,
  given: Pick<OrderRow, 'eventId' | 'regionCode' | 'reason' | 'endsId'>,
): Promise<OrderRow> {
  const row = { ...given, id: uuidv7(), recordedAt: act.now, recordedBy: act.caller.accountId }
  await writeOrder(act.db, row)
  await tellAct(act, {
    action: row.endsId === null ? 'nil_reports.ordered' : 'nil_reports.released',
    subjectKind: 'nil_report_order',
    subjectId: row.endsId ?? row.id,
    regionCode: row.regionCode,
    detail: { reason: row.reason },
  })
  return row
}
