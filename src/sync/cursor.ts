import { z } from 'zod'
import { cursorOf, positionOf } from '../http/pages.ts'
import { Problem } from '../problems/problem.ts'
import type { CommitPosition } from './store.ts'

const XID = /^\d{1,20}$/
const SHAPE = z.tuple([z.string().regex(/^\d{1,20}$/), z.string().regex(XID), z.int().min(0)])

/** Packs a place in the order of commits, with the cluster whose order it is. */
export function syncCursor(clusterId: string, { xid, position }: CommitPosition): string {
  return cursorOf([clusterId, xid, position])
}

/**
 * Unpacks a cursor.
 *
 * @param next the transaction id that comes next: none before it can be later
 * @throws Problem invalid-request for what no sync gave out
 * @throws Problem cursor-not-usable for one of another database, or from the future
 */
export function placeOf(cursor: string, clusterId: string, next: string): CommitPosition {
  const [cluster, xid, position] = positionOf(SHAPE, cursor, 'query:cursor')
  if (cluster === clusterId && BigInt(xid) < BigInt(next)) return { xid, position }
  const detail =
    cluster === clusterId
      ? 'This cursor lies in the future: it was not given out here. Start again without a cursor.'
      : 'The database was restored elsewhere since this cursor was given out. Start again without a cursor.'
  throw new Problem('cursor-not-usable', detail, {
    errors: [{ pointer: 'query:cursor', code: 'cursor_not_usable', detail }],
  })
}
