import { z } from 'zod'
import type { Caller } from '../accounts/caller.ts'
import { may, scopeOf } from '../accounts/may.ts'
import type { Db } from '../db/client.ts'
import { reachOf } from '../events/reach.ts'
import { mustFindEvent } from '../events/read-event.ts'
import { findVisibleEvent } from '../events/store.ts'
import { cursorInstant, pageFrom, positionOf } from '../http/pages.ts'
import { Problem } from '../problems/problem.ts'
import { covers } from '../regions/codes.ts'
import {
  type AttachmentPosition,
  findAttachment,
  type LinkedAttachment,
  readAttachmentsOf,
  readWaiting,
} from './read-store.ts'
import { viewAttachments } from './views.ts'

const POSITION = z.tuple([cursorInstant, z.uuid()])

interface Page {
  limit: number
  after?: string | undefined
}

/**
 * The attachments of an event, as far as the caller may see its reports; whoever it was forwarded to sees all of them.
 *
 * @throws Problem not-found when there is no such event, or it is hidden
 */
export async function listAttachmentsOf(db: Db, caller: Caller, eventId: string, { limit, after }: Page) {
  const { reports } = reachOf(caller, await mustFindEvent(db, caller, eventId))
  return pageOf(db, await readAttachmentsOf(db, eventId, reports, limit + 1, placeOf(after)), limit)
}

/** Attachments whose report has not come, in the caller's jurisdiction. */
export async function listWaiting(db: Db, caller: Caller, { limit, after }: Page) {
  return pageOf(db, await readWaiting(db, scopeOf(caller, 'report.read'), limit + 1, placeOf(after)), limit)
}

/**
 * One attachment, if the caller may see it: by its unit, or because its event was forwarded to them.
 *
 * @throws Problem not-found
 */
export async function mustFindAttachment(db: Db, caller: Caller, id: string): Promise<LinkedAttachment> {
  const found = await findAttachment(db, id)
  if (found && (may(caller, 'report.read', found) || (await isHanded(db, caller, found)))) return found
  throw new Problem('not-found', 'There is no such attachment that the account may see.')
}

async function isHanded(db: Db, caller: Caller, { linkedEventId, regionCode }: LinkedAttachment) {
  if (linkedEventId === null) return false
  const event = await findVisibleEvent(db, caller, linkedEventId)
  return event !== null && reachOf(caller, event).reports.some((place) => covers(place, regionCode))
}

async function pageOf(db: Db, found: LinkedAttachment[], limit: number) {
  const { rows, next } = pageFrom(found, limit, ({ createdAt, id }) => [createdAt.toISOString(), id])
  return { items: await viewAttachments(db, rows), next }
}

function placeOf(after: string | undefined): AttachmentPosition | null {
  return after === undefined ? null : positionOf(POSITION, after)
}
