import type { Caller } from '../accounts/caller.ts'
import { mustMay } from '../accounts/may.ts'
import { record } from '../audit/store.ts'
import type { Db } from '../db/client.ts'
import { mustFindEvent } from '../events/read-event.ts'
import { lockCityOf } from '../events/store.ts'
import type { events } from '../events/tables.ts'
import { enqueue } from '../outbox/store.ts'
import { Problem } from '../problems/problem.ts'
import { cityOf } from '../regions/codes.ts'
import type { Standing } from './judge-again.ts'
import type { Identified } from './same-event.ts'
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
}

/** An event that an act is about, with what it covers. */
export interface Locked {
  event: EventRow
  regions: readonly string[]
}

/**
 * Finds two events that the caller may decide about, and keeps submissions out of their city until the end of the
 * transaction. Whoever decides answers for everything that both cover.
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
  await lockCityOf(db, first.event.regionCode)
  const locked = await lock(db, ids)
  for (const { regions } of locked) {
    for (const regionCode of regions) mustMay(caller, 'event.identify', { regionCode })
  }
  return locked
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

/** What of an event decides whether it is the same as another. */
export function identified({ event, regions }: Locked): Identified {
  const { id, hazard, subhazard, occurredAt, isExercise } = event
  return { id, hazard, subhazard, occurredAt, isExercise, regions }
}

/** Says of both events that something was decided about their identity. */
export async function tellAct(
  db: Db,
  act: ActRow,
  topic: string,
  both: readonly [Locked, Locked],
): Promise<void> {
  const { id: actId, kind, fromEventId, intoEventId, reason, at, by } = act
  const detail = { actId, kind, fromEventId, intoEventId, reason }
  const subjects = both.map(({ event }) => ({ subjectId: event.id, regionCode: event.regionCode }))
  await enqueue(
    db,
    subjects.map((subject) => ({
      topic,
      eventId: subject.subjectId,
      ...subject,
      payload: detail,
      createdAt: at,
    })),
  )
  await record(
    db,
    subjects.map((subject) => ({
      at,
      accountId: by,
      action: topic,
      subjectKind: 'event',
      ...subject,
      detail,
    })),
  )
}
