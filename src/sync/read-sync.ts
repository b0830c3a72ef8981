import type { z } from 'zod'
import type { Caller } from '../accounts/caller.ts'
import { type Action, placesOf, scopeOf } from '../accounts/may.ts'
import type { Db } from '../db/client.ts'
import { ancestorsOf } from '../regions/codes.ts'
import { dutyZh } from '../regulations/labels.ts'
import { shanghaiIso } from '../shanghai.ts'
import { placeOf, syncCursor } from './cursor.ts'
import type { syncSchema } from './schemas.ts'
import {
  type Change,
  type CommitPosition,
  MOST_LOOKED_AT,
  readChanges,
  readHorizon,
  readOwed,
  readWaiting,
} from './store.ts'

type Sync = z.infer<typeof syncSchema>
type ChangeView = Sync['changes'][number]

/** Of what is owed and what waits: a device shows the next ones, the lists show all. */
const MOST_OWED = 50
const MOST_WAITING = 100

interface Asked {
  caller: Caller
  clusterId: string
  cursor: string | null
  maxBytes: number
  /** version of what clients keep for offline use */
  bundleVersion: string
}

/**
 * What changed for a device since its cursor (增量同步), in commit order, within a budget of bytes. Without a cursor: what
 * is owed and what waits, and the place from which to go on.
 *
 * @throws Problem invalid-request or cursor-not-usable for a cursor that is not ours, or not any more
 */
export async function readSync(db: Db, asked: Asked): Promise<Sync> {
  const { caller, clusterId, cursor, bundleVersion } = asked
  const { now, settled, next } = await readHorizon(db)
  const after = cursor === null ? null : placeOf(cursor, clusterId, next)
  const looked = after
    ? await readChanges(
        db,
        after,
        settled,
        scopeOf(caller, 'report.read'),
        above(ownUnits(caller, 'event.read')),
      )
    : []
  const { changes, last, hasMore } = withinBudget(looked, asked.maxBytes)
  const start: CommitPosition = after ?? {
    xid: String(BigInt(settled) - 1n),
    position: Number.MAX_SAFE_INTEGER,
  }
  const isNews = after === null || changes.length > 0
  return {
    at: shanghaiIso(now),
    changes: changes.map(changeView),
    next: syncCursor(clusterId, last ?? start),
    hasMore,
    bundleVersion,
    ...(isNews ? await standing(db, caller.accountId, ownUnits(caller, 'deadline.read')) : {}),
  }
}

async function standing(
  db: Db,
  accountId: string,
  own: readonly string[],
): Promise<Pick<Sync, 'owed' | 'waiting'>> {
  const owed = await readOwed(db, own, MOST_OWED)
  const waiting = await readWaiting(db, accountId, MOST_WAITING)
  return {
    owed: owed.map(({ dueAt, ...rest }) => ({
      ...rest,
      dutyZh: dutyZh(rest.duty),
      dueAt: shanghaiIso(dueAt),
    })),
    waiting: waiting.map(({ receivedAt, ...rest }) => ({ ...rest, receivedAt: shanghaiIso(receivedAt) })),
  }
}

/** The units of those posts that may look: a post at a unit is not yet a right to hear what happens there. */
function ownUnits(caller: Caller, action: Action): string[] {
  return [...new Set(placesOf(caller, action).map(({ regionCode }) => regionCode))]
}

function above(own: readonly string[]): string[] {
  return [...new Set(own.flatMap((code) => ancestorsOf(code)))]
}

/** As many changes as fit, at least one: the cursor moves past what was looked at and is not the reader's. */
function withinBudget(looked: readonly Change[], maxBytes: number) {
  const changes: Change[] = []
  let last: CommitPosition | null = null
  let bytes = 0
  for (const change of looked) {
    if (change.isMine) {
      bytes += Buffer.byteLength(JSON.stringify(changeView(change)))
      if (bytes > maxBytes && changes.length > 0) return { changes, last, hasMore: true }
      changes.push(change)
    }
    last = { xid: change.xid, position: change.position }
  }
  return { changes, last, hasMore: looked.length >= MOST_LOOKED_AT }
}

function changeView({ topic, at, eventId, regionCode, subjectId, payload }: Change): ChangeView {
  return {
    topic,
    at: shanghaiIso(at),
    eventId,
    regionCode,
    subjectId,
    detail: payload as ChangeView['detail'],
  }
}
