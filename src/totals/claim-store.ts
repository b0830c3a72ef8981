import { eq, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { within } from '../regions/within.ts'
import type { IndicatorKey } from '../regulations/indicators.ts'
import { claimClosures, claims } from './tables.ts'

type Claim = typeof claims.$inferSelect
type Closure = typeof claimClosures.$inferSelect

/** A claim, how it was closed, and the confirmed joint decision that weighed it. */
export interface ClaimRow extends Claim {
  closure: Closure | null
  decision: { id: string; confirmedAt: Date; confirmedBy: string } | null
}

export interface ClaimFilter {
  eventIds: readonly string[]
  /** units whose claims the reader may see, with those below */
  units: readonly string[]
  onlyOpen: boolean
  indicator?: IndicatorKey | undefined
  /** as of that instant; now where null */
  at: Date | null
}

/** Claims, the newest first. */
export async function readClaimPage(
  db: Db,
  filter: ClaimFilter,
  limit: number,
  before: { at: Date; id: string } | null,
): Promise<ClaimRow[]> {
  const { eventIds, units, onlyOpen, indicator, at } = filter
  const conditions = [
    sql`c.event_id = any (${sql.param([...eventIds])}::uuid[])`,
    within(sql.raw('c.region_code'), units),
    ...(indicator ? [sql`c.indicator = ${indicator}`] : []),
    ...(onlyOpen ? [sql`closed.claim_id is null and decided.id is null`] : []),
    ...(at ? [sql`c.made_at <= ${at.toISOString()}::timestamptz`] : []),
    ...(before
      ? [sql`(c.made_at, c.id) < (${before.at.toISOString()}::timestamptz, ${before.id}::uuid)`]
      : []),
  ]
  return selectClaims(
    db,
    at,
    sql`${sql.join(conditions, sql` and `)} order by c.made_at desc, c.id desc limit ${limit}`,
  )
}

/** One claim, or null. */
export async function findClaim(db: Db, id: string): Promise<ClaimRow | null> {
  const [row] = await selectClaims(db, null, sql`c.id = ${id}::uuid`)
  return row ?? null
}

/** These claims, as far as they exist. */
export async function readClaims(db: Db, ids: readonly string[]): Promise<Claim[]> {
  return ids.length === 0
    ? []
    : db
        .select()
        .from(claims)
        .where(sql`${claims.id} = any (${sql.param([...ids])}::uuid[])`)
}

/** @returns whether it was new */
export async function insertClaim(db: Db, row: typeof claims.$inferInsert): Promise<boolean> {
  const { rowCount } = await db.insert(claims).values(row).onConflictDoNothing({ target: claims.id })
  return rowCount === 1
}

/**
 * Closes a claim, unless somebody already has: of any number at once exactly one succeeds.
 *
 * @returns whether it was this one
 */
export async function insertClosure(db: Db, row: Closure): Promise<boolean> {
  const { rowCount } = await db
    .insert(claimClosures)
    .values(row)
    .onConflictDoNothing({ target: claimClosures.claimId })
  return rowCount === 1
}

/** How a claim was closed, or null. */
export async function findClosure(db: Db, claimId: string): Promise<Closure | null> {
  const [row] = await db.select().from(claimClosures).where(eq(claimClosures.claimId, claimId))
  return row ?? null
}

/**
 * How these claims were closed, as far as they were. They are held until the end of the transaction: who closes one
 * meanwhile waits.
 */
export async function lockClosures(db: Db, ids: readonly string[]): Promise<Closure[]> {
  if (ids.length === 0) return []
  const all = sql`${sql.param([...ids])}::uuid[]`
  await db.execute(sql`select id from claims where id = any (${all}) order by id for update`)
  return db.select().from(claimClosures).where(sql`${claimClosures.claimId} = any (${all})`)
}

type Instants<Row, Key extends keyof Row> = Omit<Row, Key> & Record<Key, string>

async function selectClaims(db: Db, at: Date | null, condition: SQL): Promise<ClaimRow[]> {
  const by = (column: string) =>
    at ? sql`and ${sql.raw(column)} <= ${at.toISOString()}::timestamptz` : sql``
  const { rows } = await db.execute<{
    claim: Instants<Claim, 'saidAt' | 'madeAt'>
    closure: Instants<Closure, 'closedAt'> | null
    decision: { id: string; confirmedAt: string; confirmedBy: string } | null
  }>(sql`
    select
      json_build_object(
        'id', c.id, 'eventId', c.event_id, 'regionCode', c.region_code, 'indicator', c.indicator, 'value', c.value,
        'departmentCode', c.department_code, 'sourceText', c.source_text, 'reliability', c.reliability,
        'saidAt', c.said_at, 'note', c.note, 'madeAt', c.made_at, 'madeBy', c.made_by, 'requestHash', c.request_hash
      ) as claim,
      case when closed.claim_id is not null then json_build_object(
        'claimId', closed.claim_id, 'outcome', closed.outcome, 'reason', closed.reason, 'closedAt', closed.closed_at,
        'closedBy', closed.closed_by) end as closure,
      case when decided.id is not null then json_build_object(
        'id', decided.id, 'confirmedAt', decided.confirmed_at, 'confirmedBy', decided.confirmed_by) end as decision
    from claims c
    left join claim_closures closed on closed.claim_id = c.id ${by('closed.closed_at')}
    left join lateral (
      select w.decision_id as id, f.confirmed_at, f.confirmed_by
      from decision_claims w
      join decision_confirmations f on f.decision_id = w.decision_id
      where w.claim_id = c.id ${by('f.confirmed_at')}
      order by f.confirmed_at desc, w.decision_id desc
      limit 1
    ) as decided on true
    where ${condition}`)
  return rows.map(({ claim, closure, decision }) => ({
    ...claim,
    saidAt: new Date(claim.saidAt),
    madeAt: new Date(claim.madeAt),
    closure: closure && { ...closure, closedAt: new Date(closure.closedAt) },
    decision: decision && { ...decision, confirmedAt: new Date(decision.confirmedAt) },
  }))
}
