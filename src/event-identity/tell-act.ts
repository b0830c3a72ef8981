import { record } from '../audit/store.ts'
import type { Db } from '../db/client.ts'
import { enqueue } from '../outbox/store.ts'
import type { Locked, UndoDetail } from './act.ts'
import type { SetAside } from './set-aside.ts'
import type { ActRow } from './store.ts'

/** Says of both events that something was decided about their identity. */
export async function tellAct(
  db: Db,
  act: ActRow,
  topic: string,
  both: readonly [Locked, Locked],
): Promise<void> {
  const { id: actId, kind, fromEventId, intoEventId, reason, at, by } = act
  const { restOnBoth = [], setAside = [] } = act.detail as UndoDetail
  const detail = {
    ...{ actId, kind, fromEventId, intoEventId, reason },
    ...(restOnBoth.length > 0 ? { reportsToReview: restOnBoth } : {}),
  }
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
  await tellSetAside(db, act, setAside)
  await record(
    db,
    subjects.map((subject) => ({
      at,
      accountId: by,
      action: topic,
      subjectKind: 'event',
      ...subject,
      detail: setAside.length > 0 ? { ...detail, setAside } : detail,
    })),
  )
}

/** Each unit hears which of its figures count no more; who else sees the event hears of the act alone. */
async function tellSetAside(
  db: Db,
  { id: actId, kind, fromEventId, intoEventId, at }: ActRow,
  setAside: readonly SetAside[],
): Promise<void> {
  const byUnit = Map.groupBy(setAside, ({ regionCode }) => regionCode)
  await enqueue(
    db,
    [...byUnit].map(([regionCode, figures]) => ({
      topic: 'figures.set_aside',
      eventId: intoEventId,
      regionCode,
      subjectId: actId,
      payload: { actId, kind, fromEventId, intoEventId, setAside: figures },
      createdAt: at,
    })),
  )
}
