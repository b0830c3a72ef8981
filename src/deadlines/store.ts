import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import type { NewDeadline } from './rules.ts'
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

/**
 * Marks a duty as met by an act of this instant, in time or late.
 *
 * @param metById id of the version or act that met it
 */
export async function meetDeadline(
  db: Db,
  owed: { duty: string; subjectId: string },
  metById: string,
  now: Date,
): Promise<void> {
  const at = sql`${now.toISOString()}::timestamptz`
  await db
    .update(deadlines)
    .set({
      metAt: now,
      metById,
      missedAt: sql`case when due_at < ${at} then coalesce(missed_at, ${at}) else missed_at end`,
    })
    .where(
      and(
        eq(deadlines.duty, owed.duty),
        eq(deadlines.subjectId, owed.subjectId),
        isNull(deadlines.metAt),
        isNull(deadlines.replacedAt),
      ),
    )
}
