import { isDeepStrictEqual } from 'node:util'
import type { Caller } from '../accounts/caller.ts'
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import type { Deps } from '../deps.ts'
import type { EventRow } from '../events/views.ts'
import { Problem } from '../problems/problem.ts'
import { readNode } from '../regions/store.ts'
import { mayBeCounted, mustBeOpenUnit, registersDestroyed, unknownEvent } from './add-rows.ts'
import { keysForWriting } from './generations.ts'
import { mustSeeRow, mustWrite } from './jurisdiction.ts'
import { openFields } from './open-fields.ts'
import { type ContentRow, contentOfRow, mustBeCurrent } from './row-state.ts'
import {
  corrected,
  countsTheSame,
  type Register,
  type RowClass,
  type RowContent,
} from './rules/row-content.ts'
import {
  findDestroyed,
  findEvent,
  findRows,
  lockRegistersOf,
  readOwnRegions,
  readSealedFields,
  type StoredRow,
} from './store.ts'
import { rowTaken, writeRows } from './write-rows.ts'

export interface Reason {
  reasonCode: NonNullable<StoredRow['reasonCode']>
  reason: string
}

/** A correction: only what changes is given, everything else is taken over from the row that it replaces. */
export interface Correction extends Reason {
  id: string
  changes: Readonly<Record<string, unknown>> & {
    regionCode?: string | undefined
    class?: RowClass | undefined
  }
}

/** What replaces a row, and whether it was there already. */
export interface Replaced {
  row: ContentRow
  isReplay: boolean
}

/**
 * Corrects a row (更正) by a new one with a reason: a missing person who is found, a name, a payment. Of a closed event only
 * what moves no count may still be corrected.
 *
 * @throws Problem not-permitted, outside-jurisdiction, not-found, register-row-replaced, register-row-taken
 * @throws Problem event-closed, registers-destroyed, unknown-region, unknown-event, state-conflict, invalid-request
 */
export async function correctRow(
  { db }: Pick<Deps, 'db'>,
  sealingKey: Buffer,
  caller: Caller,
  target: { register: Register; id: string },
  correction: Correction,
): Promise<Replaced> {
  const { id, reasonCode, reason, changes } = correction
  return db.transaction((tx) =>
    replace(
      tx,
      sealingKey,
      caller,
      target,
      { id, kind: 'correction', reasonCode },
      async (before, event, now) => {
        const after = corrected(target.register, before.content, changes)
        mustBeReadable(before, changes)
        mustChange(before.content, after)
        if (after.regionCode !== before.content.regionCode) await mustMoveTo(tx, caller, before, after, now)
        if (event.state === 'closed' && !countsTheSame(before.content, after)) throw countsClosed()
        return { ...after, identity: { ...after.identity, reason } }
      },
    ),
  )
}

/**
 * Removes a row (删除) that should never have been: a row of its own says so, with a reason. What stood there stays in the
 * history.
 *
 * @throws Problem not-permitted, outside-jurisdiction, not-found, register-row-replaced, register-row-taken
 * @throws Problem event-closed, registers-destroyed
 */
export async function removeRow(
  { db }: Pick<Deps, 'db'>,
  sealingKey: Buffer,
  caller: Caller,
  target: { register: Register; id: string },
  { id, reasonCode, reason }: Reason & { id: string },
): Promise<Replaced> {
  return db.transaction((tx) =>
    replace(tx, sealingKey, caller, target, { id, kind: 'removal', reasonCode }, async (before, event) => {
      if (event.state === 'closed') throw countsClosed()
      return { ...before.content, facts: {}, identity: { reason } }
    }),
  )
}

type Successor = Pick<StoredRow, 'id' | 'reasonCode'> & { kind: 'correction' | 'removal' }

/**
 * @param says what the new row says; asked again for a retry, so that it can be compared
 */
async function replace(
  tx: Db,
  sealingKey: Buffer,
  caller: Caller,
  { register, id }: { register: Register; id: string },
  successor: Successor,
  says: (before: ContentRow, event: EventRow, now: Date) => Promise<RowContent>,
): Promise<Replaced> {
  const now = await readNow(tx)
  const { row: seen } = await mustSeeRow(tx, caller, register, id)
  mustWrite(caller, seen.regionCode)
  await lockRegistersOf(tx, [seen.eventId])
  // asked again behind the lock: somebody may just have closed it
  const event = await findEvent(tx, seen.eventId)
  const ids = [id, successor.id]
  const rows = await findRows(tx, ids)
  const opened = openFields(await readSealedFields(tx, ids), sealingKey)
  const [before, known] = ids.map((one) => {
    const row = rows.find((found) => found.id === one)
    return row && contentOfRow(row, opened.get(one))
  })
  if (!before || !event) throw new Error(`row ${id} has gone`)
  if (known)
    return { row: await mustBeSame(known, before, { caller, successor, says, event, now }), isReplay: true }
  if ((await findDestroyed(tx, [event.id])).size > 0) throw registersDestroyed()
  mustBeCurrent(before)
  const content = await says(before, event, now)
  const keys = await keysForWriting(tx, sealingKey, now)
  const row = { ...successor, register, eventId: before.eventId, replacesId: id, content }
  const [written] = await writeRows(tx, [row], { keys, accountId: caller.accountId, now })
  if (!written) throw new Error(`row ${successor.id} was not written`)
  return { row: { ...written, content, unreadable: [] }, isReplay: false }
}

interface Retry {
  caller: Caller
  successor: Successor
  says: (before: ContentRow, event: EventRow, now: Date) => Promise<RowContent>
  event: EventRow
  now: Date
}

/** A retry hears its first answer; what would refuse it now does not matter any more. */
async function mustBeSame(
  known: ContentRow,
  before: ContentRow,
  { caller, successor, says, event, now }: Retry,
): Promise<ContentRow> {
  const isSame =
    known.kind === successor.kind &&
    known.replacesId === before.id &&
    known.accountId === caller.accountId &&
    known.reasonCode === successor.reasonCode &&
    known.destructionId === null &&
    isDeepStrictEqual(known.content, await says(before, { ...event, state: 'open' }, now).catch(() => null))
  if (isSame) return known
  throw rowTaken()
}

/** What cannot be read cannot be taken over. */
function mustBeReadable({ unreadable }: ContentRow, changes: Correction['changes']): void {
  const lost = unreadable.filter((field) => field !== 'reason' && changes[field] === undefined)
  if (lost.length === 0) return
  throw new Problem(
    'state-conflict',
    `These fields cannot be read any more; give them anew: ${lost.join(', ')}.`,
    {
      fields: lost,
    },
  )
}

function mustChange(before: RowContent, after: RowContent): void {
  const { reason, ...identity } = before.identity
  if (!isDeepStrictEqual({ ...before, identity }, after)) return
  const detail = 'Nothing would change: the row says this already.'
  throw new Problem('invalid-request', detail, {
    errors: [{ pointer: '/changes', code: 'no_change', detail }],
  })
}

/** A row never leaves its event, so that the event itself must cover the unit: what a merge added may go again. */
async function mustMoveTo(
  db: Db,
  caller: Caller,
  { eventId }: ContentRow,
  { regionCode }: RowContent,
  now: Date,
): Promise<void> {
  mustWrite(caller, regionCode)
  mustBeOpenUnit((await readNode(db, regionCode)) ?? undefined, now)
  const regions = (await readOwnRegions(db, [eventId])).get(eventId) ?? []
  if (!mayBeCounted(regions, regionCode)) throw unknownEvent()
}

function countsClosed(): Problem {
  return new Problem('event-closed', 'The event is closed: its counts do not change any more.')
}
