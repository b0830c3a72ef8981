import type { Caller } from '../accounts/caller.ts'
import type { Db } from '../db/client.ts'
import { reachOf } from '../events/reach.ts'
import { mustFindEvent } from '../events/read-event.ts'
import { within } from '../regions/within.ts'
import { readCorrections } from './correction-store.ts'
import { readReductions } from './reduction-store.ts'
import { readOrders, readResponses, standingResponses } from './response-store.ts'
import type { ResponseView } from './schemas.ts'
import { correctionRequests } from './tables.ts'
import { viewCorrections, viewOrders, viewReduction, viewResponses } from './views.ts'

/**
 * Responses of an event, as they were recorded.
 *
 * @throws Problem not-found
 */
export async function listResponses(db: Db, caller: Caller, eventId: string) {
  await mustFindEvent(db, caller, eventId)
  const rows = await readResponses(db, eventId)
  return { items: await viewResponses(db, rows, rows) }
}

/** Responses that are on in an event: for whoever has seen it. */
export async function readResponsesOn(db: Db, eventId: string): Promise<ResponseView[]> {
  const known = await readResponses(db, eventId)
  return viewResponses(db, standingResponses(known), known)
}

/**
 * Orders of nil reports of an event, each with its end.
 *
 * @throws Problem not-found
 */
export async function listOrders(db: Db, caller: Caller, eventId: string) {
  await mustFindEvent(db, caller, eventId)
  return { items: await viewOrders(db, await readOrders(db, eventId)) }
}

/**
 * Proposals to lower the severity of an event.
 *
 * @throws Problem not-found
 */
export async function listReductions(db: Db, caller: Caller, eventId: string) {
  const { event } = await mustFindEvent(db, caller, eventId)
  const rows = await readReductions(db, eventId)
  return { items: rows.map((row) => viewReduction(row, event)) }
}

/**
 * Requests to correct verified reports of the units in the caller's jurisdiction.
 *
 * @throws Problem not-found
 */
export async function listCorrections(db: Db, caller: Caller, eventId: string) {
  const found = await mustFindEvent(db, caller, eventId)
  const inScope = within(correctionRequests.regionCode, reachOf(caller, found).reports)
  return { items: await viewCorrections(db, await readCorrections(db, eventId, inScope)) }
}
