/** What all that is created here has in common: made once for a key, about a unit of the event's own city. */
import { v5 as uuidv5 } from 'uuid'
import type { Caller } from '../accounts/caller.ts'
import type { Db } from '../db/client.ts'
import { readEventRegions } from '../events/store.ts'
import type { EventRow } from '../events/views.ts'
import { Problem } from '../problems/problem.ts'
import { cityOf, covers } from '../regions/codes.ts'
import { isOpenOn } from '../regions/rules.ts'
import { readNode } from '../regions/store.ts'
import { contentHash } from '../reports/canonical.ts'
import { shanghaiDay } from '../shanghai.ts'

/** Something to be created, once for its `Idempotency-Key`. */
export interface Creation<Body> {
  /** what it is created below: an event, or what it corrects */
  parentId: string
  key: string
  body: Body
}

/** The id that a key gives, scoped to the account, and the hash by which a retry is told from another body. */
export function identify(
  { accountId }: Pick<Caller, 'accountId'>,
  { parentId, key, body }: Creation<unknown>,
) {
  return { id: uuidv5(`${accountId} ${key}`, parentId), requestHash: contentHash(body) }
}

/**
 * What a key created before, under this event or under one that has been merged into it since: a retry that comes
 * after the merge finds it, too.
 */
export async function findMade<Row>(
  caller: Pick<Caller, 'accountId'>,
  creation: Creation<unknown>,
  eventIds: readonly string[],
  find: (id: string) => Promise<Row | null>,
): Promise<Row | null> {
  for (const parentId of [creation.parentId, ...eventIds]) {
    const made = await find(identify(caller, { ...creation, parentId }).id)
    if (made) return made
  }
  return null
}

/**
 * A retry repeats what it created; another body under the same key is a mistake of the client's.
 *
 * @throws Problem idempotency-key-reused
 */
export function mustBeSame(made: { id: string; requestHash: string }, requestHash: string): void {
  if (made.requestHash === requestHash) return
  const detail = 'This key was used for another body.'
  throw new Problem('idempotency-key-reused', detail, {
    errors: [{ pointer: 'header:idempotency-key', code: 'reused', detail }],
    id: made.id,
  })
}

/**
 * What is said beside the totals of an event is about a unit that it covers, or one above, and the event goes on.
 *
 * @throws Problem event-closed; unknown-region; invalid-request for another city, or a unit of which the event covers nothing
 */
export async function mustConcern(db: Db, event: EventRow, regionCode: string, now: Date): Promise<void> {
  if (event.state === 'closed')
    throw new Problem('event-closed', 'The event is closed.', { eventId: event.id })
  if (cityOf(regionCode) !== cityOf(event.regionCode)) {
    throw refusal('/regionCode', 'another_city', 'Name a unit of the city of the event.')
  }
  const node = await readNode(db, regionCode)
  if (!node || !isOpenOn(node, shanghaiDay(now))) {
    const detail = `There is no open unit with the code ${regionCode}.`
    throw new Problem('unknown-region', detail, {
      errors: [{ pointer: '/regionCode', code: 'unknown_region', detail }],
      regionCode,
    })
  }
  const regions = await readEventRegions(db, event.id)
  const isCovered = regions.some(
    (one) => covers(one.regionCode, regionCode) || covers(regionCode, one.regionCode),
  )
  if (isCovered) return
  throw refusal(
    '/regionCode',
    'not_covered',
    'The event covers nothing of this unit: extend the event first.',
  )
}

/** A body that the schema lets through and what is known here does not. */
export function refusal(pointer: string, code: string, detail: string): Problem {
  return new Problem('invalid-request', detail, { errors: [{ pointer, code, detail }] })
}
