import type { Caller } from '../accounts/caller.ts'
import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Db } from '../db/client.ts'
import type { Deps } from '../deps.ts'
import type { EventRow } from '../events/views.ts'
import { enqueue } from '../outbox/store.ts'
import { Problem } from '../problems/problem.ts'
import { shanghaiIso } from '../shanghai.ts'
import {
  countHolds,
  type DestructionRow,
  findDestruction,
  holdDestruction,
  insertDestruction,
  noteAct,
  readClosedAt,
  readDestructions,
} from './destruction-store.ts'
import { cityPlace, mustOversee } from './jurisdiction.ts'
import { type NotDue, notDue, retentionEnd } from './rules/destruction-due.ts'
import { findEvent, lockRegistersOf } from './store.ts'

const WHY: Readonly<Record<NotDue, string>> = {
  event_not_closed: 'The event is not closed.',
  retention_running: 'The registers of this event must still be kept.',
  legal_hold: 'A legal hold stands: release it first.',
}

type Acting = Pick<Deps, 'db' | 'config'>

/**
 * Orders that what identifies people in an event's registers be destroyed (销毁申请). A second person approves it, and the command
 * `destroy-registers` does it.
 *
 * @throws Problem not-permitted, not-found, destruction-not-due, registers-destroyed
 * @throws Problem state-conflict when another order stands
 */
export async function orderDestruction(
  { db, config }: Acting,
  caller: Caller,
  eventId: string,
  { id, reason }: { id: string; reason: string },
): Promise<DestructionRow> {
  const { accountId } = caller
  return db.transaction(async (tx) => {
    const now = await readNow(tx)
    const event = await mustOversee(tx, caller, eventId)
    await lockRegistersOf(tx, [eventId])
    const standing = (await readDestructions(tx, eventId)).find(({ withdrawnAt }) => withdrawnAt === null)
    const known = await findDestruction(tx, id)
    if (known) return mustBeSame(known, { eventId, reason, accountId })
    if (standing) throw standsAlready(standing)
    await mustBeDue(tx, config, eventId, now)
    const order = { id, eventId, reason, orderedAt: now, orderedBy: accountId }
    await insertDestruction(tx, order)
    await tell(tx, 'register_destruction.ordered', event, { id, accountId, now })
    return { ...order, ...NOTHING_YET }
  })
}

const NOTHING_YET = {
  approvedAt: null,
  approvedBy: null,
  withdrawnAt: null,
  withdrawnBy: null,
  withdrawalReason: null,
  executedAt: null,
  proof: null,
}

/**
 * Approves an ordered destruction (销毁审批): never one's own. To approve it twice is harmless.
 *
 * @throws Problem not-permitted, not-found, destruction-not-due, state-conflict
 */
export async function approveDestruction(
  { db, config }: Acting,
  caller: Caller,
  id: string,
): Promise<DestructionRow> {
  const { accountId } = caller
  return db.transaction(async (tx) => {
    const now = await readNow(tx)
    const { destruction, event } = await mustAct(tx, caller, id)
    if (destruction.orderedBy === accountId) {
      throw new Problem(
        'not-permitted',
        'Nobody approves their own order; ask another leader or administrator.',
      )
    }
    if (destruction.approvedBy === accountId && destruction.withdrawnAt === null) return destruction
    if (destruction.approvedAt !== null || destruction.withdrawnAt !== null)
      throw answeredAlready(destruction)
    await mustBeDue(tx, config, destruction.eventId, now)
    const approval = { approvedAt: now, approvedBy: accountId }
    await noteAct(tx, id, approval)
    await tell(tx, 'register_destruction.approved', event, { id, accountId, now })
    return { ...destruction, ...approval }
  })
}

/**
 * Withdraws an order that is not carried out yet (撤销), or refuses to approve it: both with a reason.
 *
 * @throws Problem not-permitted, not-found, state-conflict
 */
export async function withdrawDestruction(
  { db }: Pick<Deps, 'db'>,
  caller: Caller,
  id: string,
  reason: string,
): Promise<DestructionRow> {
  const { accountId } = caller
  return db.transaction(async (tx) => {
    const now = await readNow(tx)
    const { destruction, event } = await mustAct(tx, caller, id)
    const { executedAt, withdrawnBy, withdrawalReason } = destruction
    if (withdrawnBy === accountId && withdrawalReason === reason) return destruction
    if (executedAt !== null || withdrawnBy !== null) throw answeredAlready(destruction)
    const withdrawal = { withdrawnAt: now, withdrawnBy: accountId, withdrawalReason: reason }
    await noteAct(tx, id, withdrawal)
    await tell(tx, 'register_destruction.withdrawn', event, { id, accountId, now })
    return { ...destruction, ...withdrawal }
  })
}

/**
 * Whether the registers of an event may be destroyed now.
 *
 * @throws Problem destruction-not-due with the reason, and where it is known the instant from which they may
 */
export async function mustBeDue(
  db: Db,
  { REGISTER_RETENTION_DAYS: retentionDays }: Pick<Config, 'REGISTER_RETENTION_DAYS'>,
  eventId: string,
  now: Date,
): Promise<{ closedAt: Date }> {
  const event = await findEvent(db, eventId)
  // an order for an event that was merged since waits: its rows end with those of the event that goes on
  const isClosed = event?.id === eventId && event.state === 'closed'
  const closedAt = isClosed ? await readClosedAt(db, eventId) : null
  const because = notDue({ closedAt, retentionDays, holds: await countHolds(db, eventId) }, now)
  if (because === null && closedAt !== null) return { closedAt }
  throw new Problem('destruction-not-due', WHY[because ?? 'event_not_closed'], {
    because: because ?? 'event_not_closed',
    keptUntil: closedAt && shanghaiIso(retentionEnd(closedAt, retentionDays)),
  })
}

async function mustAct(
  db: Db,
  caller: Caller,
  id: string,
): Promise<{ destruction: DestructionRow; event: EventRow }> {
  const destruction = await holdDestruction(db, id)
  const event = await mustOversee(db, caller, destruction?.eventId ?? id)
  if (!destruction) throw new Problem('not-found', 'There is no such destruction in your jurisdiction.')
  return { destruction, event }
}

function mustBeSame(
  known: DestructionRow,
  { eventId, reason, accountId }: { eventId: string; reason: string; accountId: string },
): DestructionRow {
  if (known.eventId === eventId && known.reason === reason && known.orderedBy === accountId) return known
  throw new Problem('state-conflict', 'Another destruction already has this id. Make a new UUIDv7.')
}

function standsAlready({ id, executedAt }: DestructionRow): Problem {
  return executedAt === null
    ? new Problem('state-conflict', 'An order for this event stands already.', { destructionId: id })
    : new Problem('registers-destroyed', 'The registers of this event were destroyed already.', {
        destructionId: id,
      })
}

function answeredAlready({ approvedAt, withdrawnAt, executedAt }: DestructionRow): Problem {
  const state = executedAt ? 'carried out' : withdrawnAt ? 'withdrawn' : approvedAt ? 'approved' : 'ordered'
  return new Problem('state-conflict', `The destruction is ${state} already.`)
}

/** The reason stays out of the trail: it is read where the destruction is. */
async function tell(
  db: Db,
  topic: string,
  event: EventRow,
  { id, accountId, now }: { id: string; accountId: string; now: Date },
): Promise<void> {
  const subject = { subjectId: id, ...cityPlace(event) }
  const detail = { eventId: event.id }
  await enqueue(db, [
    { topic, eventId: event.id, ...subject, payload: { ...detail, accountId }, createdAt: now },
  ])
  await record(db, [
    { at: now, accountId, action: topic, subjectKind: 'register_destruction', ...subject, detail },
  ])
}
