/** What every act upon the course of an event has in common: it is done alone, at one instant, and told. */
import type { Caller } from '../accounts/caller.ts'
import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import type { Deps } from '../deps.ts'
import { mustFindEvent } from '../events/read-event.ts'
import { lockCityOf, readEventRegions } from '../events/store.ts'
import type { EventRow } from '../events/views.ts'
import { enqueue } from '../outbox/store.ts'
import { Problem } from '../problems/problem.ts'
import { cityOf } from '../regions/codes.ts'

/** One act in its transaction: who, when, and the event as it is now that nobody else changes it. */
export interface Act {
  db: Db
  caller: Caller
  now: Date
  event: EventRow
  /** the counties, or the city, that the event covers */
  regions: readonly string[]
}

/**
 * Does something about an event in one transaction. Reports of its city are kept out until the end, so that none is
 * decided by a state that is just changing; the instant is read after that, and the event once more.
 *
 * @throws Problem not-found when there is no such event, or it is hidden
 */
export async function actOn<Result>(
  { db }: Pick<Deps, 'db'>,
  caller: Caller,
  eventId: string,
  work: (act: Act) => Promise<Result>,
): Promise<Result> {
  return db.transaction(async (tx) => {
    const { event: found } = await mustFindEvent(tx, caller, eventId)
    await lockCityOf(tx, found.regionCode)
    const now = await readNow(tx)
    const { event } = await mustFindEvent(tx, caller, eventId)
    const regions = (await readEventRegions(tx, eventId)).map(({ regionCode }) => regionCode)
    return work({ db: tx, caller, now, event, regions })
  })
}

/** The city whose event it is. */
export function cityOfEvent({ regionCode }: Pick<EventRow, 'regionCode'>): string {
  return cityOf(regionCode) ?? regionCode
}

/** The unit that decides about an event: its county where it is the event of one county, otherwise the city. */
export function placeOf({ event, regions }: Pick<Act, 'event' | 'regions'>): string {
  const [only] = regions
  return regions.length === 1 && only !== undefined ? only : cityOfEvent(event)
}

/**
 * @throws Problem event-closed
 */
export function mustNotBeClosed({ event }: Pick<Act, 'event'>): void {
  if (event.state !== 'closed') return
  throw new Problem(
    'event-closed',
    'The event is closed: a duty leader of the city opens it again first (POST /v1/events/{id}/reopening), and then all is verified anew.',
    {
      eventId: event.id,
    },
  )
}

/** One thing done, as the trail and the messages tell it. */
interface Done {
  action: string
  subjectKind: string
  subjectId: string
  regionCode: string
  detail: object
}

/** Writes the trail and the message of an act. */
export async function tellAct({ db, caller, now, event }: Act, done: Done): Promise<void> {
  const { action, subjectKind, subjectId, regionCode, detail } = done
  const { accountId } = caller
  await enqueue(db, [
    {
      topic: action,
      eventId: event.id,
      regionCode,
      subjectId,
      payload: { ...detail, accountId },
      createdAt: now,
    },
  ])
  await record(db, [
    {
      at: now,
      accountId,
      action,
      subjectKind,
      subjectId,
      regionCode,
      detail: { ...detail, eventId: event.id },
    },
  ])
}

/** A field of the body that cannot be so in this event. */
export function unfit(pointer: string, code: string, detail: string): Problem {
  return new Problem('invalid-request', detail, { errors: [{ pointer, code, detail }] })
}
