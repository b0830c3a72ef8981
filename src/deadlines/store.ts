import { and, eq, gt, inArray, isNull, sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { isOfEvent } from '../events/store.ts'
import { ENDED_BY_CLOSING, isLate, type NewDeadline } from './rules.ts'
import { deadlines } from './tables.ts'

/** Writes deadlines; one that is already set for the same duty and subject stays as it is. */
export async function insertDeadlines(db: Db, rows: readonly NewDeadline[]): Promise<void> {
  if (rows.length === 0) return
  await db
    .insert(deadlines)
    .values([...rows])
    .onConflictDoNothing({
      target: [deadlines.eventId, deadlines.regionCode, deadlines.duty, deadlines.subjectId],
      where: sql`replaced_at is null`,
    })
}

type DeadlineRow = typeof deadlines.$inferSelect

/** A duty that has just been met; `isNewlyMissed` when its instant had passed and nobody had marked it yet. */
export interface MetDeadline {
  deadline: DeadlineRow
  isNewlyMissed: boolean
}

/**
 * Marks a duty as met by an act of this instant, in time or late.
 *
 * @param metById id of the version or act that met it; for acts of the desk, of the account that acted
 * @returns null when nothing of the kind was owed any more
 */
export async function meetDeadline(
  db: Db,
  owed: { duty: string; subjectId: string },
  metById: string,
  now: Date,
): Promise<MetDeadline | null> {
  const [deadline] = await db
    .select()
    .from(deadlines)
    .where(
      and(
        eq(deadlines.duty, owed.duty),
        eq(deadlines.subjectId, owed.subjectId),
        isNull(deadlines.metAt),
        isNull(deadlines.replacedAt),
      ),
    )
    .for('update')
  if (!deadline) return null
  const isNewlyMissed = deadline.missedAt === null && isLate(now, deadline.dueAt)
  const change = { metAt: now, metById, missedAt: isNewlyMissed ? now : deadline.missedAt }
  await db.update(deadlines).set(change).where(eq(deadlines.id, deadline.id))
  return { deadline: { ...deadline, ...change }, isNewlyMissed }
}

/** Duties of one kind about some subjects that are still owed, held from the engine until the end of the transaction. */
export async function readOwedFor(
  db: Db,
  duty: string,
  subjectIds: readonly string[],
): Promise<DeadlineRow[]> {
  if (subjectIds.length === 0) return []
  return db
    .select()
    .from(deadlines)
    .where(
      and(
        eq(deadlines.duty, duty),
        inArray(deadlines.subjectId, [...subjectIds]),
        isNull(deadlines.metAt),
        isNull(deadlines.replacedAt),
      ),
    )
    .orderBy(deadlines.id)
    .for('update')
}

/** A deadline that ends, and the one that stands for it from now on. */
export interface Standin {
  id: string
  standsInId: string
  reason: string
}

/** Lets other deadlines stand for some that are owed no longer. */
export async function standInFor(db: Db, standins: readonly Standin[], now: Date): Promise<void> {
  if (standins.length === 0) return
  await db.execute(sql`
    update deadlines d
    set replaced_at = ${now.toISOString()}::timestamptz, replaced_by_id = given."standsInId",
      replaced_reason = given.reason
    from json_to_recordset(${JSON.stringify(standins)}::json) as given (id uuid, "standsInId" uuid, reason text)
    where d.id = given.id and d.replaced_at is null`)
}

/** Ends duties that nobody owes any more, each with its reason; what was met meanwhile stays met. */
export async function endDeadlines(
  db: Db,
  ended: readonly { id: string; reason: string }[],
  now: Date,
): Promise<void> {
  if (ended.length === 0) return
  await db.execute(sql`
    update deadlines d
    set replaced_at = ${now.toISOString()}::timestamptz, replaced_reason = given.reason
    from json_to_recordset(${JSON.stringify(ended)}::json) as given (id uuid, reason text)
    where d.id = given.id and d.met_at is null and d.replaced_at is null`)
}

/** Ends every duty of some kinds that is still open in an event, or in one that was merged into it. */
export async function endDutiesOf(
  db: Db,
  eventId: string,
  duties: readonly string[],
  reason: string,
  now: Date,
): Promise<void> {
  await db
    .update(deadlines)
    .set({ replacedAt: now, replacedReason: reason })
    .where(
      and(
        isOfEvent(deadlines.eventId, eventId),
        inArray(deadlines.duty, [...duties]),
        isNull(deadlines.metAt),
        isNull(deadlines.replacedAt),
      ),
    )
}

/** Ends duties of some kinds of one event that are open and not due yet; what has fallen due stays owed. */
export async function endDutiesDueLater(
  db: Db,
  eventId: string,
  duties: readonly string[],
  reason: string,
  now: Date,
): Promise<void> {
  await db
    .update(deadlines)
    .set({ replacedAt: now, replacedReason: reason })
    .where(
      and(
        eq(deadlines.eventId, eventId),
        inArray(deadlines.duty, [...duties]),
        gt(deadlines.dueAt, now),
        isNull(deadlines.metAt),
        isNull(deadlines.replacedAt),
      ),
    )
}

/**
 * Ends whatever is still owed in an event that is closed, or in one that was merged into it: what was missed stays so.
 *
 * Who has just marked or met one of them holds its row, and may have set another duty beside it: it is waited for, and
 * what it set is found by looking again. Nobody else sets duties of the event while the caller holds the lock of its city.
 */
export async function endDutiesByClosing(db: Db, eventId: string, now: Date): Promise<void> {
  const reasons = JSON.stringify(ENDED_BY_CLOSING)
  for (;;) {
    const { rowCount } = await db
      .update(deadlines)
      .set({ replacedAt: now, replacedReason: sql`${reasons}::jsonb ->> ${deadlines.duty}` })
      .where(
        and(
          isOfEvent(deadlines.eventId, eventId),
          inArray(deadlines.duty, Object.keys(ENDED_BY_CLOSING)),
          isNull(deadlines.metAt),
          isNull(deadlines.replacedAt),
        ),
      )
    if (!rowCount) return
  }
}
