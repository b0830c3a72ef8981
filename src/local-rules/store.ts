import { aliasedTable, and, asc, desc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { events } from '../events/tables.ts'
import { within } from '../regions/within.ts'
import type { LocalRule } from '../regulations/local-rule.ts'
import { shanghaiDay } from '../shanghai.ts'
import type { Preview } from './preview-schemas.ts'
import { localRules } from './tables.ts'

export type LocalRuleRow = typeof localRules.$inferSelect
export type NewLocalRuleRow = typeof localRules.$inferInsert

/** A row, and the day from which an approved one that names it ends it. */
export interface FoundLocalRule {
  row: LocalRuleRow
  endedFrom: string | null
}

export type LocalRuleFilter = {
  scope: readonly string[]
  state?: LocalRuleRow['state'] | 'ended' | undefined
  target?: string | undefined
}

const ends = aliasedTable(localRules, 'ends')

/**
 * Keeps other decisions about local rules out until the end of the transaction: each is checked beside all others.
 */
export async function lockLocalRules(db: Db): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(5402)`)
}

/** Writes a proposal; one that is there already stays as it is. */
export async function insertProposal(db: Db, row: NewLocalRuleRow): Promise<void> {
  await db.insert(localRules).values(row).onConflictDoNothing({ target: localRules.id })
}

/** One row by its id, or null. */
export async function findLocalRule(db: Db, id: string): Promise<FoundLocalRule | null> {
  const [found] = await select(db).where(eq(localRules.id, id))
  return found ?? null
}

/** Proposals and rules, the newest first. */
export async function readLocalRulePage(
  db: Db,
  { scope, state, target }: LocalRuleFilter,
  today: string,
  limit: number,
  before: readonly [proposedAt: string, id: string] | null,
): Promise<FoundLocalRule[]> {
  return select(db)
    .where(
      and(
        within(localRules.regionCode, scope),
        state && inState(state, today),
        target === undefined ? undefined : eq(localRules.target, target),
        before ? sql`(${localRules.proposedAt}, ${localRules.id}) < (${before[0]}, ${before[1]})` : undefined,
      ),
    )
    .orderBy(desc(localRules.proposedAt), desc(localRules.id))
    .limit(limit)
}

/**
 * Every local rule that was ever approved, with the days on which it holds, in the order of the approvals. Rules that
 * have ended are among them: events of their days are still judged by them.
 */
export async function readApprovedRules(db: Db): Promise<LocalRule[]> {
  const found = await select(db)
    .where(and(eq(localRules.state, 'approved'), isNull(localRules.endsId)))
    .orderBy(asc(localRules.decidedAt), asc(localRules.id))
  return found.map(toLocalRule)
}

/** What tells whether the approved rules have changed. */
export async function readLocalRulesStamp(db: Db): Promise<string> {
  const { rows } = await db.execute<{ stamp: string }>(sql`
    select count(*) || ' ' || coalesce(max(decided_at)::text, '') as stamp
    from local_rules where state = 'approved'`)
  return rows[0]?.stamp ?? ''
}

/**
 * The rule that a row proposes, as the judge reads it.
 *
 * @throws where the row ends another one, and proposes none
 */
export function toLocalRule({ row, endedFrom }: FoundLocalRule): LocalRule {
  const { id, target, kind, value, places, note, inForceTo, ...rest } = row
  if (value === null) throw new Error(`the local rule ${id} has no value: it ends another one`)
  const { instrument, instrumentZh, clause, edition, status, inForceFrom } = rest
  const days = [inForceTo, endedFrom].filter((day) => day !== null).sort()
  const citation = {
    instrument,
    instrumentZh,
    clause,
    edition,
    status,
    inForceFrom,
    inForceTo: days[0] ?? null,
    ...(note === null ? {} : { note }),
  }
  return { id, target, kind, value, places, citation }
}

/** The Shanghai day on which each of these events happened. */
export async function readEventDays(db: Db, eventIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await db
    .select({ id: events.id, occurredAt: events.occurredAt })
    .from(events)
    .where(inArray(events.id, [...new Set(eventIds)]))
  return new Map(rows.map(({ id, occurredAt }) => [id, shanghaiDay(occurredAt)]))
}

/** Of these events, those that are closed, or were merged into one that is. */
export async function readClosed(db: Db, eventIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select e.id
    from events e
    join events r on r.id = coalesce(e.merged_into_id, e.id)
    where e.id = any (${sql.param([...new Set(eventIds)])}::uuid[]) and r.state = 'closed'`)
  return new Set(rows.map(({ id }) => id))
}

export interface Decision {
  state: 'approved' | 'refused' | 'withdrawn'
  decidedBy: string
  decidedAt: Date
  decisionReason?: string
  preview?: Preview
}

/**
 * Decides a proposal.
 *
 * @returns whether it was still to be decided
 */
export async function decide(db: Db, id: string, decision: Decision): Promise<boolean> {
  const { rowCount } = await db
    .update(localRules)
    .set(decision)
    .where(and(eq(localRules.id, id), eq(localRules.state, 'proposed')))
  return rowCount === 1
}

function select(db: Db) {
  return db
    .select({ row: localRules, endedFrom: ends.inForceFrom })
    .from(localRules)
    .leftJoin(ends, and(eq(ends.endsId, localRules.id), eq(ends.state, 'approved')))
    .$dynamic()
}

/** A rule has ended from the first day on which it no longer holds. */
function inState(state: NonNullable<LocalRuleFilter['state']>, today: string): SQL | undefined {
  const hasEnded = sql`least(${localRules.inForceTo}, ${ends.inForceFrom}) <= ${today}`
  if (state === 'ended') return and(eq(localRules.state, 'approved'), isNull(localRules.endsId), hasEnded)
  if (state === 'approved') return and(eq(localRules.state, 'approved'), sql`(${hasEnded}) is not true`)
  return eq(localRules.state, state)
}
