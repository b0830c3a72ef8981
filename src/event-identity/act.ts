import type { Caller } from '../accounts/caller.ts'
import { mustMay } from '../accounts/may.ts'
import type { Db } from '../db/client.ts'
import { mustFindEvent } from '../events/read-event.ts'
import { lockCityOf } from '../events/store.ts'
import type { events } from '../events/tables.ts'
import { Problem } from '../problems/problem.ts'
import { cityOf } from '../regions/codes.ts'
import { readHoldsSince } from '../registers/destruction-store.ts'
import { findDestroyed, lockRegistersOf } from '../registers/store.ts'
import type { RestsOnBoth } from './duty-store.ts'
import type { Standing } from './judge-again.ts'
import type { Identified } from './same-event.ts'
import type { SetAside } from './set-aside.ts'
import { type ActRow, lockEvents, readRegions } from './store.ts'

type EventRow = typeof events.$inferSelect

/** What an act changed besides chains: all that is needed to take it back. */
export interface ActDetail {
  /** regions that the receiving event covers only since the act */
  addedRegions: string[]
  /** events that had been merged into the giving one, and lead to the receiving one now */
  repointed: string[]
  /** gravity of the receiving event before and after */
  before: Standing | null
  after: Standing | null
  /** how alike the two were, 0 to 100 */
  score: number
  /** direct reports that a merge asked for, by escalation; acts of earlier releases have none on record */
  asked?: string[]
  /** duties to sign for a forwarding that a merge let another forwarding stand for */
  covered?: string[]
  /** duties to report first that a merge ended, or that left with the chains of a split */
  firstReports?: string[]
  /** figures that count no more, or for less, since the other chain of their unit counts */
  setAside?: SetAside[]
  /** of a split: tiers' own reports that rest on what counts in the other event since */
  restOnBoth?: RestsOnBoth[]
}

/** What is kept with an act that takes another one back. */
export interface UndoDetail {
  /** tiers' own reports that rest on what counts in another event since; undoings of earlier releases have none on record */
  restOnBoth?: RestsOnBoth[]
  /** figures that count no more since chains of two events are one's again: of a split that was taken back */
  setAside?: SetAside[]
}

/** An event that an act is about, with what it covers. */
export interface Locked {
  event: EventRow
  regions: readonly string[]
}

/**
 * Finds two events that the caller may decide about, and keeps submissions out of their city, and entries out of their
 * registers, until the end of the transaction. Whoever decides answers for everything that both cover.
 *
 * @throws Problem not-found, not-permitted, outside-jurisdiction
 * @throws Problem state-conflict for events of two cities
 */
export async function lockBoth(
  db: Db,
  caller: Caller,
  ids: readonly [string, string],
): Promise<[Locked, Locked]> {
  const first = await mustFindEvent(db, caller, ids[0])
  const second = await mustFindEvent(db, caller, ids[1])
  if (cityOf(first.event.regionCode) !== cityOf(second.event.regionCode)) {
    throw new Problem('state-conflict', 'Events of two cities are never one here.')
  }
  await lockOut(db, first.event, ids)
  const locked = await lock(db, ids)
  for (const { regions } of locked) {
    for (const regionCode of regions) mustMay(caller, 'event.identify', { regionCode })
  }
  return locked
}

/**
 * Keeps out who reports in the city of an event, and who enters rows in the registers of these events: before their own
 * rows are locked, which an entry waits for too.
 */
export async function lockOut(
  db: Db,
  { regionCode }: Pick<EventRow, 'regionCode'>,
  eventIds: readonly string[],
): Promise<void> {
  await lockCityOf(db, regionCode)
  await lockRegistersOf(db, eventIds)
}

async function lock(db: Db, ids: readonly [string, string]): Promise<[Locked, Locked]> {
  const rows = await lockEvents(db, ids)
  const covered = await readRegions(db, ids)
  const [first, second] = [rows.get(ids[0]), rows.get(ids[1])]
  if (!first || !second) throw new Error('an event went away, which none does')
  return [
    { event: first, regions: covered.get(ids[0]) ?? [] },
    { event: second, regions: covered.get(ids[1]) ?? [] },
  ]
}

/**
 * What was declared stable or closed was declared of the event as it was: what belongs to it is decided before that, or
 * once it is opened again.
 *
 * @throws Problem state-conflict
 */
export function mustBeGoing({ id, state }: Pick<EventRow, 'id' | 'state'>): void {
  if (state === 'open' || state === 'reopened') return
  throw new Problem('state-conflict', `The event ${id} is ${state}; reopen it first.`, { eventId: id, state })
}

/**
 * Rows of registers count where their event counts, and end with it: of an event whose registers were destroyed it is not
 * decided any more which those were.
 *
 * @throws Problem registers-destroyed
 */
export async function mustKeepRegisters(db: Db, eventIds: readonly string[]): Promise<void> {
  const [eventId] = await findDestroyed(db, eventIds)
  if (eventId === undefined) return
  const detail = 'The registers of this event were destroyed: what belongs to it is not decided anew.'
  throw new Problem('registers-destroyed', detail, { eventId })
}

/**
 * A legal hold that was placed upon events as one holds the rows of both: it is not lost by taking them apart.
 *
 * @throws Problem state-conflict
 */
export async function mustNotLoseHolds(
  db: Db,
  { kind, intoEventId, at }: Pick<ActRow, 'kind' | 'intoEventId' | 'at'>,
): Promise<void> {
  if (kind !== 'merge') return
  const holds = await readHoldsSince(db, intoEventId, at)
  if (holds.length === 0) return
  const detail =
    'A legal hold was placed on the registers of both: release it, take the merge back, and place one on each.'
  throw new Problem('state-conflict', detail, { holds: holds.map(({ id }) => id) })
}

/** What of an event decides whether it is the same as another. */
export function identified({ event, regions }: Locked): Identified {
  const { id, hazard, subhazard, occurredAt, isExercise } = event
  return { id, hazard, subhazard, occurredAt, isExercise, regions }
}
