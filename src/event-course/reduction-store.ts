import { asc, eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Db } from '../db/client.ts'
import { severityRank } from '../evaluations/severity-rank.ts'
import { events, followUpGrounds } from '../events/tables.ts'
import { severityReductionAnswers, severityReductions } from './tables.ts'

type Reduction = typeof severityReductions.$inferSelect
type Answer = typeof severityReductionAnswers.$inferSelect

/** A proposal to lower a severity, and what a second person said to it. */
export interface ReductionRow {
  reduction: Reduction
  answer: Answer | null
}

const MOST = 1_000

/** Proposals in an event, in order. */
export async function readReductions(db: Db, eventId: string): Promise<ReductionRow[]> {
  return selectRows(db)
    .where(eq(severityReductions.eventId, eventId))
    .orderBy(asc(severityReductions.proposedAt), asc(severityReductions.id))
    .limit(MOST)
}

/** One proposal, or null. */
export async function findReduction(db: Db, id: string): Promise<ReductionRow | null> {
  const [row] = await selectRows(db).where(eq(severityReductions.id, id))
  return row ?? null
}

/** Writes a proposal. */
export async function writeReduction(db: Db, row: Reduction): Promise<void> {
  await db.insert(severityReductions).values(row)
}

/** Writes what the second person said. */
export async function writeReductionAnswer(db: Db, row: Answer): Promise<void> {
  await db.insert(severityReductionAnswers).values(row)
}

/** Lowers the severity that stands. */
export async function lowerSeverity(
  db: Db,
  { eventId, toLevel }: Pick<Reduction, 'eventId' | 'toLevel'>,
  now: Date,
): Promise<void> {
  await db
    .update(events)
    .set({
      severity: toLevel,
      severityRank: severityRank(toLevel),
      severitySince: now,
      severityLoweredAt: now,
    })
    .where(eq(events.id, eventId))
}

/** Says that the severity asks for daily follow-ups no longer. */
export async function endSeverityGround(
  db: Db,
  eventId: string,
  remaining: readonly string[],
  now: Date,
): Promise<void> {
  await db.update(events).set({ grounds: remaining }).where(eq(events.id, eventId))
  await db
    .insert(followUpGrounds)
    .values({ id: uuidv7(), eventId, ground: 'severity', isOn: false, because: [], versionId: null, at: now })
}

function selectRows(db: Db) {
  return db
    .select({ reduction: severityReductions, answer: severityReductionAnswers })
    .from(severityReductions)
    .leftJoin(severityReductionAnswers, eq(severityReductionAnswers.reductionId, severityReductions.id))
    .$dynamic()
}
