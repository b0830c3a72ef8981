/** How far the units of an event have come: their standing reports, what they owe, and leave to go ahead. */
import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { countsIn } from '../events/store.ts'
import type { GoneUnit, Progress, UnitStage } from '../reports/course-state.ts'
import { COUNTED_STAGE, GONE_UNITS, UNIT_PROGRESS } from '../reports/progress-sql.ts'
import { verificationOverrides } from './tables.ts'

/** A unit with a standing report. */
export interface StandingUnit extends UnitStage {
  headVersionId: string
  /** when its head was received */
  headReceivedAt: Date
}

export type OverrideRow = typeof verificationOverrides.$inferSelect

/** Units with a standing report, in the order of their codes: each after those above it. */
export async function readStandingUnits(db: Db, eventId: string): Promise<StandingUnit[]> {
  const { rows } = await db.execute<
    Omit<StandingUnit, 'headReceivedAt'> & { headReceivedAt: string } & Record<string, unknown>
  >(sql`
    select c.region_code as "regionCode", ${sql.raw(COUNTED_STAGE)} as stage, n.name_zh as "nameZh", c.head_version_id as "headVersionId",
      v.received_at as "headReceivedAt", ${sql.raw(UNIT_PROGRESS)}
    from report_chains c
    join events e on e.id = ${eventId}::uuid
    join nodes n on n.region_code = c.region_code
    join report_versions v on v.id = c.head_version_id
    where ${countsIn(eventId)} and not c.is_withdrawn
    order by c.region_code`)
  return rows.map(({ headReceivedAt, headAt, figuresAt, ...row }) => ({
    ...row,
    headReceivedAt: new Date(headReceivedAt),
    // the driver sends 64-bit numbers as text
    headAt: Number(headAt),
    figuresAt: Number(figuresAt),
  }))
}

/** The same, with the units that have withdrawn all they reported. */
export async function readProgress(db: Db, eventId: string): Promise<Progress<StandingUnit>> {
  const units = await readStandingUnits(db, eventId)
  const { rows } = await db.execute<Record<keyof GoneUnit, string>>(sql`
    select g.* from events e cross join lateral (${sql.raw(GONE_UNITS)}) as g where e.id = ${eventId}::uuid`)
  const gone = rows.map(({ regionCode, firstAt, goneAt }) => ({
    ...{ regionCode, firstAt: Number(firstAt), goneAt: Number(goneAt) },
  }))
  return { units, gone }
}

/** By when a unit verifies, and when it did. */
export interface VerifiedDuty {
  regionCode: string
  id: string
  dueAt: Date
  metAt: Date | null
}

/** The clocks that run, or ran, for one declaration of stability. */
export async function readVerifiedDuties(db: Db, stabilityId: string): Promise<VerifiedDuty[]> {
  const { rows } = await db.execute<{
    regionCode: string
    id: string
    dueAt: string
    metAt: string | null
  }>(sql`
    select d.region_code as "regionCode", d.id, d.due_at as "dueAt", d.met_at as "metAt"
    from deadlines d
    join event_turns t on t.id = ${stabilityId}::uuid and t.event_id = d.event_id
    where d.duty = 'verified_report' and d.subject_id = t.id`)
  return rows.map(({ dueAt, metAt, ...row }) => ({
    ...row,
    dueAt: new Date(dueAt),
    metAt: metAt === null ? null : new Date(metAt),
  }))
}

/** Leave that was given for one declaration of stability. */
export async function readOverrides(db: Db, stabilityId: string): Promise<OverrideRow[]> {
  return db
    .select()
    .from(verificationOverrides)
    .where(eq(verificationOverrides.stabilityId, stabilityId))
    .orderBy(verificationOverrides.regionCode)
}

/** Gives leave, once for each unit and declaration. */
export async function writeOverride(db: Db, row: OverrideRow): Promise<void> {
  await db.insert(verificationOverrides).values(row)
}

/** Leave of one unit, or null. */
export async function findOverride(
  db: Db,
  stabilityId: string,
  regionCode: string,
): Promise<OverrideRow | null> {
  const [row] = await db
    .select()
    .from(verificationOverrides)
    .where(
      and(
        eq(verificationOverrides.stabilityId, stabilityId),
        eq(verificationOverrides.regionCode, regionCode),
      ),
    )
  return row ?? null
}
