import { and, asc, desc, eq, inArray, isNull, ne, type SQL, sql } from 'drizzle-orm'
import type { PermittedPlace } from '../accounts/may.ts'
import type { Db } from '../db/client.ts'
import { deadlines } from '../deadlines/tables.ts'
import { cityOfEvent, isOfEvent } from '../events/store.ts'
import { events } from '../events/tables.ts'
import { within } from '../regions/within.ts'
import type { ForwardedState } from './rules.ts'
import { forwardings, routingDecisions } from './tables.ts'

/** A forwarding with its event and the duty to sign for it. */
export interface ForwardingRow {
  forwarding: typeof forwardings.$inferSelect
  event: typeof events.$inferSelect
  signBy: typeof deadlines.$inferSelect | null
}

export interface ForwardingFilter {
  state: 'open' | 'closed'
  /** where the reader may look: a bureau, or one section or department of it */
  places: readonly PermittedPlace[]
  eventId?: string | undefined
}

/** Rank, instant of forwarding and id among the open; instant of the answer and id among the closed. */
export type ForwardingPosition = readonly [rank: number, at: string, id: string]

/** When a forwarding was signed for or refused. */
const ANSWERED_AT = sql`coalesce(${forwardings.acknowledgedAt}, ${forwardings.refusedAt})`

/**
 * Forwardings (分转): the open ones gravest first, then oldest first; those signed for or refused newest first.
 */
export async function readForwardingPage(
  db: Db,
  filter: ForwardingFilter,
  limit: number,
  after: ForwardingPosition | null,
): Promise<ForwardingRow[]> {
  const isOpen = filter.state === 'open'
  const order = isOpen
    ? [desc(forwardings.severityRank), asc(forwardings.forwardedAt), asc(forwardings.id)]
    : [desc(ANSWERED_AT), desc(forwardings.id)]
  return selectRows(db)
    .where(
      and(
        isOpen ? eq(forwardings.state, 'open') : ne(forwardings.state, 'open'),
        inPlaces(filter.places),
        filter.eventId === undefined ? undefined : isOfEvent(forwardings.eventId, filter.eventId),
        after ? beyond(isOpen, after) : undefined,
      ),
    )
    .orderBy(...order)
    .limit(limit)
}

/** One forwarding, or null. */
export async function findForwarding(db: Db, id: string): Promise<ForwardingRow | null> {
  const [row] = await selectRows(db).where(eq(forwardings.id, id))
  return row ?? null
}

/** The forwarding that took another back, or null. */
export async function findReturn(db: Db, returnsId: string): Promise<ForwardingRow | null> {
  const [row] = await selectRows(db).where(eq(forwardings.returnsId, returnsId))
  return row ?? null
}

/**
 * Signs for a forwarding that is still open: of any number at once exactly one succeeds.
 *
 * @returns whether it was this one
 */
export async function sign(db: Db, id: string, accountId: string, now: Date): Promise<boolean> {
  const { rowCount } = await db
    .update(forwardings)
    .set({ state: 'acknowledged', acknowledgedAt: now, acknowledgedBy: accountId })
    .where(and(eq(forwardings.id, id), eq(forwardings.state, 'open')))
  return rowCount === 1
}

/**
 * Refuses a forwarding that is still open.
 *
 * @returns whether it was this one
 */
export async function refuse(
  db: Db,
  id: string,
  { accountId, reason, now }: { accountId: string; reason: string; now: Date },
): Promise<boolean> {
  const { rowCount } = await db
    .update(forwardings)
    .set({ state: 'refused', refusedAt: now, refusedBy: accountId, refusalReason: reason })
    .where(and(eq(forwardings.id, id), eq(forwardings.state, 'open')))
  return rowCount === 1
}

/**
 * To whom an event, and those merged into it, was handed by rule or by hand, and how grave it was then; what was taken back
 * is left out.
 */
export async function readForwarded(db: Db, eventId: string): Promise<ForwardedState[]> {
  return db
    .select({
      kind: forwardings.recipientKind,
      code: forwardings.recipientCode,
      severityRank: forwardings.severityRank,
    })
    .from(forwardings)
    .where(and(isOfEvent(forwardings.eventId, eventId), isNull(forwardings.returnsId)))
}

export type DecisionRow = typeof routingDecisions.$inferSelect

/** The routing decisions about an event, the newest first. */
export async function readDecisions(
  db: Db,
  eventId: string,
  limit: number,
  after: readonly [at: string, id: string] | null,
): Promise<DecisionRow[]> {
  const beyondIt =
    after &&
    sql`(${routingDecisions.decidedAt}, ${routingDecisions.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
  return db
    .select()
    .from(routingDecisions)
    .where(and(isOfEvent(routingDecisions.eventId, eventId), beyondIt ?? undefined))
    .orderBy(desc(routingDecisions.decidedAt), desc(routingDecisions.id))
    .limit(limit)
}

/** One decision, or null. */
export async function findDecision(db: Db, id: string): Promise<DecisionRow | null> {
  const [row] = await db.select().from(routingDecisions).where(eq(routingDecisions.id, id))
  return row ?? null
}

export async function addDecision(db: Db, row: typeof routingDecisions.$inferInsert): Promise<void> {
  await db.insert(routingDecisions).values(row)
}

/** What decisions forwarded, in the order of forwarding. */
export async function readForwardingsOf(
  db: Db,
  decisionIds: readonly string[],
): Promise<(typeof forwardings.$inferSelect)[]> {
  if (decisionIds.length === 0) return []
  return db
    .select()
    .from(forwardings)
    .where(inArray(forwardings.decisionId, [...decisionIds]))
    .orderBy(asc(forwardings.forwardedAt), asc(forwardings.id))
}

function selectRows(db: Db) {
  return db
    .select({ forwarding: forwardings, event: events, signBy: deadlines })
    .from(forwardings)
    .innerJoin(events, eq(events.id, forwardings.eventId))
    .leftJoin(
      deadlines,
      and(
        eq(deadlines.eventId, forwardings.eventId),
        eq(deadlines.regionCode, cityOfEvent),
        eq(deadlines.duty, 'sign_for_forwarding'),
        eq(deadlines.subjectId, forwardings.id),
        isNull(deadlines.replacedAt),
      ),
    )
    .$dynamic()
}

function inPlaces(places: readonly PermittedPlace[]): SQL {
  if (places.length === 0) return sql`false`
  const mine = places.map(({ regionCode, sectionCode, departmentCode }) => {
    const kind = sectionCode === null ? 'department' : 'section'
    const code = sectionCode ?? departmentCode
    const there = within(cityOfEvent, [regionCode])
    return code === null
      ? there
      : sql`(${there} and ${forwardings.recipientKind} = ${kind} and ${forwardings.recipientCode} = ${code})`
  })
  return sql`(${sql.join(mine, sql` or `)})`
}

function beyond(isOpen: boolean, [rank, at, id]: ForwardingPosition): SQL {
  const instant = sql`${at}::timestamptz`
  return isOpen
    ? sql`(${forwardings.severityRank} < ${rank} or (${forwardings.severityRank} = ${rank}
        and (${forwardings.forwardedAt}, ${forwardings.id}) > (${instant}, ${id}::uuid)))`
    : sql`(${ANSWERED_AT}, ${forwardings.id}) < (${instant}, ${id}::uuid)`
}
