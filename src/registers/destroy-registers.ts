import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { readFamilies } from '../events/store.ts'
import { enqueue } from '../outbox/store.ts'
import { Problem } from '../problems/problem.ts'
import { shanghaiIso } from '../shanghai.ts'
import {
  type Destroyed,
  type DestructionRow,
  destroyIdentities,
  hashOfDestroyed,
  holdDestruction,
  noteAct,
  readApproved,
} from './destruction-store.ts'
import { cityPlace } from './jurisdiction.ts'
import { destroyUnusedKeys, lockUpkeep } from './key-store.ts'
import { mustBeDue } from './order-destruction.ts'
import { findEvent, holdEvent, lockRegistersOf } from './store.ts'

/** What became of one approved destruction. */
export type DestructionOutcome = { destructionId: string; eventId: string } & (
  | { kind: 'done'; destroyed: Destroyed; keys: readonly string[] }
  | { kind: 'waits'; because: string }
)

/** Signs a statement with a receipt key. */
export type SignStatement = (claims: object) => string

/**
 * Carries out the approved destructions (执行销毁), each in one transaction: whole or not at all, and never twice. What may not
 * be destroyed any more, because the event was opened again or a hold was placed meanwhile, waits.
 *
 * @param eventId only this event's, or those of the one that it was merged into; null for all
 */
export async function destroyRegisters(
  deps: Pick<Deps, 'db' | 'config'>,
  sign: SignStatement,
  eventId: string | null,
): Promise<DestructionOutcome[]> {
  const outcomes: DestructionOutcome[] = []
  const event = eventId === null ? null : await findEvent(deps.db, eventId)
  for (const approved of await readApproved(deps.db, event?.id ?? eventId)) {
    const outcome = await destroy(deps, sign, approved.id)
    if (outcome) outcomes.push(outcome)
  }
  return outcomes
}

/** @returns null when another process was first */
async function destroy(
  { db, config }: Pick<Deps, 'db' | 'config'>,
  sign: SignStatement,
  id: string,
): Promise<DestructionOutcome | null> {
  return db.transaction(async (tx): Promise<DestructionOutcome | null> => {
    const now = await readNow(tx)
    await lockUpkeep(tx)
    const order = await holdDestruction(tx, id)
    if (!order || order.executedAt !== null || order.withdrawnAt !== null) return null
    const { eventId } = order
    await lockRegistersOf(tx, [eventId])
    const event = await holdEvent(tx, eventId)
    const due = await mustBeDue(tx, config, eventId, now).catch((error: unknown) => error)
    if (due instanceof Problem) return { destructionId: id, eventId, kind: 'waits', because: due.message }
    if (!event || !isClosing(due)) throw due
    const [, ...mergedEventIds] = (await readFamilies(tx, [eventId])).get(eventId) ?? []
    const destroyed = await destroyIdentities(tx, order)
    const keys = await destroyUnusedKeys(tx, 'any', now)
    const rowsHash = await hashOfDestroyed(tx, id)
    const retentionDays = config.REGISTER_RETENTION_DAYS
    const proof = sign(
      claimsOf(order, { ...destroyed, ...due, mergedEventIds, now, keys, rowsHash, retentionDays }),
    )
    await noteAct(tx, id, { executedAt: now, proof })
    const detail = { eventId, ...destroyed, keys, rowsHash }
    const subject = { subjectId: id, ...cityPlace(event) }
    const topic = 'register_destruction.executed'
    await enqueue(tx, [{ topic, eventId, ...subject, payload: detail, createdAt: now }])
    const kind = { action: topic, subjectKind: 'register_destruction' }
    await record(tx, [{ at: now, accountId: null, ...kind, ...subject, detail }])
    return { destructionId: id, eventId, kind: 'done', destroyed, keys }
  })
}

function isClosing(due: unknown): due is { closedAt: Date } {
  return typeof due === 'object' && due !== null && 'closedAt' in due
}

interface Done extends Destroyed {
  closedAt: Date
  now: Date
  /** events merged into it, whose rows went with its own */
  mergedEventIds: readonly string[]
  keys: readonly string[]
  rowsHash: string
  retentionDays: number
}

/** What the proof states: what was destroyed, on whose word, and by which law. */
function claimsOf(order: DestructionRow, { now, closedAt, ...done }: Done): object {
  const { id, eventId, orderedBy, orderedAt, approvedBy, approvedAt } = order
  return {
    iss: 'fengsui',
    destructionId: id,
    eventId,
    law: '《中华人民共和国突发事件应对法》第八十四条、第八十五条',
    orderedBy,
    orderedAt: shanghaiIso(orderedAt),
    approvedBy,
    approvedAt: approvedAt && shanghaiIso(approvedAt),
    closedAt: shanghaiIso(closedAt),
    executedAt: shanghaiIso(now),
    ...done,
  }
}
