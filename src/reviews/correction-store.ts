import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { deadlines } from '../deadlines/tables.ts'
import { isOfEvent } from '../events/store.ts'
import { events, followUpGrounds, severityAnswers } from '../events/tables.ts'
import type { Reason } from '../regulations/citation.ts'
import type { AnswerRow } from '../reports/writes.ts'
import type { OwedReport, Replacement } from './corrected-deadlines.ts'
import { eventCorrections } from './tables.ts'

/**
 * First and direct reports of an event that are still owed, held from the engine until the end of the transaction, or
 * awaited from it.
 */
export async function lockOwedReports(db: Db, eventId: string): Promise<OwedReport[]> {
  const rows = await db
    .select()
    .from(deadlines)
    .where(
      and(
        isOfEvent(deadlines.eventId, eventId),
        sql`${deadlines.duty} in ('first_report', 'direct_report')`,
        sql`${deadlines.metAt} is null and ${deadlines.replacedAt} is null`,
      ),
    )
    .orderBy(deadlines.id)
    .for('no key update')
  return rows.map((row) => ({
    ...row,
    because: row.because as Reason[],
    limit: row.limit as OwedReport['limit'],
  }))
}

/** The units that have reported of an event, and when the first report came. */
export async function readReporters(
  db: Db,
  eventId: string,
): Promise<{ regionCodes: string[]; firstReceivedAt: Date }> {
  const { rows } = await db.execute<{ regionCodes: string[]; firstReceivedAt: string }>(sql`
    select array_agg(distinct v.region_code) as "regionCodes", min(v.received_at) as "firstReceivedAt"
    from report_versions v
    join report_chains c on c.id = v.chain_id
    where ${isOfEvent(sql.raw('c.event_id'), eventId)}`)
  const [row] = rows
  if (!row?.firstReceivedAt) throw new Error(`the event ${eventId} has no report`)
  return { regionCodes: row.regionCodes, firstReceivedAt: new Date(row.firstReceivedAt) }
}

/** Changes what an event is taken for, and how grave it is by that. */
export async function updateEvent(
  db: Db,
  id: string,
  change: Partial<typeof events.$inferInsert>,
): Promise<void> {
  await db.update(events).set(change).where(eq(events.id, id))
}

/** Writes a correction, with the answers of the ladders that are new by it. */
export async function insertCorrection(
  db: Db,
  correction: typeof eventCorrections.$inferInsert,
  answers: readonly AnswerRow[],
): Promise<void> {
  await db.insert(eventCorrections).values(correction)
  if (answers.length > 0) await db.insert(severityAnswers).values([...answers])
}

/** Writes what asks for daily follow-ups from now on, or no more. */
export async function insertGrounds(
  db: Db,
  rows: readonly (typeof followUpGrounds.$inferInsert)[],
): Promise<void> {
  if (rows.length > 0) await db.insert(followUpGrounds).values([...rows])
}

/** Ends the deadlines that others replace; these are written after it. */
export async function endReplaced(
  db: Db,
  replacements: readonly Replacement[],
  reason: string,
  now: Date,
): Promise<void> {
  for (const { old, fresh } of replacements) {
    await db
      .update(deadlines)
      .set({ replacedAt: now, replacedById: fresh.id, replacedReason: reason })
      .where(eq(deadlines.id, old.id))
  }
}
