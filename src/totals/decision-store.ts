import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { within } from '../regions/within.ts'
import type { IndicatorKey } from '../regulations/indicators.ts'
import { readFamily } from './family-store.ts'
import { decisionClaims, decisionConfirmations, jointDecisions } from './tables.ts'

type Decision = typeof jointDecisions.$inferSelect

/** A joint decision, the claims that it weighed, and its confirmation. */
export interface DecisionRow extends Decision {
  claimIds: string[]
  confirmedAt: Date | null
  confirmedBy: string | null
  /** confirmed, and no later one of the same unit and indicator is */
  isStanding: boolean
}

/** Joint decisions, the newest first. */
export async function readDecisionPage(
  db: Db,
  filter: { eventIds: readonly string[]; units: readonly string[]; indicator?: IndicatorKey | undefined },
  limit: number,
  before: { at: Date; id: string } | null,
): Promise<DecisionRow[]> {
  const { eventIds, units, indicator } = filter
  const conditions = [
    within(sql.raw('d.region_code'), units),
    ...(indicator ? [sql`d.indicator = ${indicator}`] : []),
    ...(before
      ? [sql`(d.recorded_at, d.id) < (${before.at.toISOString()}::timestamptz, ${before.id}::uuid)`]
      : []),
  ]
  const page = sql`${sql.join(conditions, sql` and `)} order by d.recorded_at desc, d.id desc limit ${limit}`
  return selectDecisions(db, eventIds, null, page)
}

/**
 * The joint decisions that stand for one unit, one for each indicator at most.
 *
 * @param at as of that instant; now where null
 */
export async function readStandingDecisions(
  db: Db,
  eventIds: readonly string[],
  regionCode: string,
  at: Date | null,
): Promise<DecisionRow[]> {
  const rows = await selectDecisions(
    db,
    eventIds,
    at,
    sql`d.region_code = ${regionCode} and f.decision_id is not null`,
  )
  return rows.filter(({ isStanding }) => isStanding)
}

/** One joint decision, or null. */
export async function findDecision(db: Db, id: string): Promise<DecisionRow | null> {
  const { rows } = await db.execute<{ eventId: string }>(
    sql`select event_id as "eventId" from joint_decisions where id = ${id}::uuid`,
  )
  const [found] = rows
  if (!found) return null
  const { eventIds } = await readFamily(db, found.eventId, null)
  const [row] = await selectDecisions(db, eventIds, null, sql`d.id = ${id}::uuid`)
  return row ?? null
}

/**
 * Adds a joint decision and the claims that it weighed.
 *
 * @returns whether it was new
 */
export async function insertDecision(
  db: Db,
  row: typeof jointDecisions.$inferInsert,
  claimIds: readonly string[],
): Promise<boolean> {
  const { rowCount } = await db
    .insert(jointDecisions)
    .values(row)
    .onConflictDoNothing({ target: jointDecisions.id })
  if (rowCount !== 1) return false
  if (claimIds.length > 0) {
    await db.insert(decisionClaims).values(claimIds.map((claimId) => ({ decisionId: row.id, claimId })))
  }
  return true
}

/**
 * Confirms a joint decision, unless somebody already has.
 *
 * @returns whether it was this one
 */
export async function insertConfirmation(
  db: Db,
  row: typeof decisionConfirmations.$inferInsert,
): Promise<boolean> {
  const { rowCount } = await db
    .insert(decisionConfirmations)
    .values(row)
    .onConflictDoNothing({ target: decisionConfirmations.decisionId })
  return rowCount === 1
}

type RawDecision = Omit<DecisionRow, 'value' | 'recordedAt' | 'confirmedAt'> & {
  value: string
  recordedAt: string
  confirmedAt: string | null
}

async function selectDecisions(
  db: Db,
  eventIds: readonly string[],
  at: Date | null,
  condition: SQL,
): Promise<DecisionRow[]> {
  const events = sql`${sql.param([...eventIds])}::uuid[]`
  const by = (column: string) =>
    at ? sql`and ${sql.raw(column)} <= ${at.toISOString()}::timestamptz` : sql``
  const { rows } = await db.execute<RawDecision & Record<string, unknown>>(sql`
    select d.id, d.event_id as "eventId", d.region_code as "regionCode", d.indicator, d.value, d.participants, d.method,
      d.conclusion, d.recorded_at as "recordedAt", d.recorded_by as "recordedBy", d.request_hash as "requestHash",
      array(select w.claim_id from decision_claims w where w.decision_id = d.id order by w.claim_id) as "claimIds",
      f.confirmed_at as "confirmedAt", f.confirmed_by as "confirmedBy",
      f.decision_id is not null and not exists (
        select from joint_decisions o
        join decision_confirmations g on g.decision_id = o.id ${by('g.confirmed_at')}
        where o.event_id = any (${events}) and o.region_code = d.region_code and o.indicator = d.indicator
          and (g.confirmed_at, o.id) > (f.confirmed_at, d.id)
      ) as "isStanding"
    from joint_decisions d
    left join decision_confirmations f on f.decision_id = d.id ${by('f.confirmed_at')}
    where d.event_id = any (${events}) and ${condition}`)
  return rows.map((row) => ({
    ...row,
    value: Number(row.value),
    recordedAt: new Date(row.recordedAt),
    confirmedAt: row.confirmedAt === null ? null : new Date(row.confirmedAt),
  }))
}
