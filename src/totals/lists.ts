/** Lists of what is said beside the totals of an event: pages by time and id, newest first, as far as one may see. */
import { z } from 'zod'
import type { Caller } from '../accounts/caller.ts'
import type { Db } from '../db/client.ts'
import { reachOf } from '../events/reach.ts'
import { mustFindEvent } from '../events/read-event.ts'
import { cursorInstant, pageFrom, positionOf } from '../http/pages.ts'
import type { ClaimView, DecisionView } from './claim-schemas.ts'
import { type ClaimFilter, readClaimPage } from './claim-store.ts'
import { viewClaims } from './claim-view.ts'
import { readDecisionPage } from './decision-store.ts'
import { viewDecisions } from './decision-view.ts'
import { mustFindFamily } from './family-store.ts'
import type { OutsideLossView } from './outside-schemas.ts'
import { readOutsideLossPage } from './outside-store.ts'
import { viewOutsideLosses } from './outside-view.ts'

const POSITION = z.tuple([cursorInstant, z.uuid()])

interface Query {
  limit: number
  after?: string | undefined
}

interface Page<Item> {
  items: Item[]
  next: string | null
}

/**
 * What was noted of losses outside, corrected and withdrawn words included.
 *
 * @throws Problem not-found
 */
export async function listOutsideLosses(
  db: Db,
  caller: Caller,
  eventId: string,
  { limit, after }: Query,
): Promise<Page<OutsideLossView>> {
  const { eventIds, units } = await seenIn(db, caller, eventId)
  const found = await readOutsideLossPage(db, eventIds, units, limit + 1, placeOf(after))
  const { rows, next } = pageFrom(found, limit, ({ notedAt, id }) => [notedAt.toISOString(), id])
  return { items: await viewOutsideLosses(db, rows), next }
}

/**
 * Claims, open ones or all.
 *
 * @throws Problem not-found
 */
export async function listClaims(
  db: Db,
  caller: Caller,
  eventId: string,
  { limit, after, state, indicator }: Query & Pick<ClaimFilter, 'indicator'> & { state: 'open' | 'all' },
): Promise<Page<ClaimView>> {
  const seen = await seenIn(db, caller, eventId)
  const filter = { ...seen, onlyOpen: state === 'open', indicator, at: null }
  const found = await readClaimPage(db, filter, limit + 1, placeOf(after))
  const { rows, next } = pageFrom(found, limit, ({ madeAt, id }) => [madeAt.toISOString(), id])
  return { items: await viewClaims(db, rows), next }
}

/**
 * Joint decisions, confirmed or not.
 *
 * @throws Problem not-found
 */
export async function listJointDecisions(
  db: Db,
  caller: Caller,
  eventId: string,
  { limit, after, indicator }: Query & Pick<ClaimFilter, 'indicator'>,
): Promise<Page<DecisionView>> {
  const filter = { ...(await seenIn(db, caller, eventId)), indicator }
  const found = await readDecisionPage(db, filter, limit + 1, placeOf(after))
  const { rows, next } = pageFrom(found, limit, ({ recordedAt, id }) => [recordedAt.toISOString(), id])
  return { items: await viewDecisions(db, rows), next }
}

async function seenIn(db: Db, caller: Caller, eventId: string) {
  const asked = await mustFindEvent(db, caller, eventId)
  const found = await mustFindFamily(db, caller, asked, null)
  return { eventIds: found.eventIds, units: reachOf(caller, found).reports }
}

function placeOf(after: string | undefined): { at: Date; id: string } | null {
  if (after === undefined) return null
  const [at, id] = positionOf(POSITION, after)
  return { at: new Date(at), id }
}
