import { and, asc, desc, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Db } from '../db/client.ts'
import { deadlines } from '../deadlines/tables.ts'
import { isOfEvent } from '../events/store.ts'
import { events } from '../events/tables.ts'
import { within } from '../regions/within.ts'
import { escalations } from './tables.ts'

type Row = typeof escalations.$inferSelect
type DeadlineRow = typeof deadlines.$inferSelect

/** An escalation with its event, the desk's deadlines about it, and the duty whose miss caused it. */
export interface EscalationRow {
  escalation: Row
  event: typeof events.$inferSelect
  acknowledgeBy: DeadlineRow | null
  resolveBy: DeadlineRow | null
  missed: DeadlineRow | null
}

export interface EscalationFilter {
  state: 'open' | 'closed'
  /** units whose escalations the reader may see, with all below */
  scope: readonly string[]
  eventId?: string | undefined
  /** only what is owned at this unit or below */
  under?: string | undefined
}

/** Rank, instant of escalation and id among the open; instant of resolution and id among the closed. */
export type EscalationPosition = readonly [rank: number, at: string, id: string]

/**
 * Escalations (升级): the open ones gravest first, then oldest first; the closed ones newest first. What is
 * acknowledged stays open until it is resolved.
 */
export async function readEscalationPage(
  db: Db,
  filter: EscalationFilter,
  limit: number,
  after: EscalationPosition | null,
): Promise<EscalationRow[]> {
  const isOpen = filter.state === 'open'
  const order = isOpen
    ? [desc(escalations.severityRank), asc(escalations.escalatedAt), asc(escalations.id)]
    : [desc(escalations.resolvedAt), desc(escalations.id)]
  return selectRows(db)
    .where(
      and(
        isOpen ? isNull(escalations.resolvedAt) : isNotNull(escalations.resolvedAt),
        within(escalations.ownerCode, filter.scope),
        filter.eventId === undefined ? undefined : isOfEvent(escalations.eventId, filter.eventId),
        filter.under === undefined ? undefined : within(escalations.ownerCode, [filter.under]),
        after ? beyond(isOpen, after) : undefined,
      ),
    )
    .orderBy(...order)
    .limit(limit)
}

/** One escalation, or null. */
export async function findEscalation(db: Db, id: string): Promise<EscalationRow | null> {
  const [row] = await selectRows(db).where(eq(escalations.id, id))
  return row ?? null
}

/** The escalation that an order made, or null. */
export async function findOrdered(db: Db, orderId: string): Promise<EscalationRow | null> {
  const [row] = await selectRows(db).where(
    and(eq(escalations.causeKind, 'ordered'), eq(escalations.causeId, orderId)),
  )
  return row ?? null
}

/**
 * Signs for an escalation, unless somebody already has: of any number at once exactly one succeeds.
 *
 * @returns whether it was this one
 */
export async function acknowledge(db: Db, id: string, accountId: string, now: Date): Promise<boolean> {
  const { rowCount } = await db
    .update(escalations)
    .set({ acknowledgedAt: now, acknowledgedBy: accountId })
    .where(and(eq(escalations.id, id), isNull(escalations.acknowledgedAt)))
  return rowCount === 1
}

/**
 * Closes an acknowledged escalation, unless somebody already has.
 *
 * @returns whether it was this one
 */
export async function resolve(
  db: Db,
  id: string,
  { accountId, resolution, now }: { accountId: string; resolution: string; now: Date },
): Promise<boolean> {
  const { rowCount } = await db
    .update(escalations)
    .set({ resolvedAt: now, resolvedBy: accountId, resolution })
    .where(and(eq(escalations.id, id), isNotNull(escalations.acknowledgedAt), isNull(escalations.resolvedAt)))
  return rowCount === 1
}

const acknowledgeBy = alias(deadlines, 'acknowledge_by')
const resolveBy = alias(deadlines, 'resolve_by')
const missed = alias(deadlines, 'missed')

function selectRows(db: Db) {
  return db
    .select({ escalation: escalations, event: events, acknowledgeBy, resolveBy, missed })
    .from(escalations)
    .innerJoin(events, eq(events.id, escalations.eventId))
    .leftJoin(acknowledgeBy, isDeskDuty(acknowledgeBy, 'acknowledge_escalation'))
    .leftJoin(resolveBy, isDeskDuty(resolveBy, 'resolve_escalation'))
    .leftJoin(missed, and(eq(escalations.causeKind, 'deadline_missed'), eq(missed.id, escalations.causeId)))
    .$dynamic()
}

function isDeskDuty(deadline: typeof acknowledgeBy | typeof resolveBy, duty: string): SQL | undefined {
  return and(
    eq(deadline.eventId, escalations.eventId),
    eq(deadline.regionCode, escalations.ownerCode),
    eq(deadline.duty, duty),
    eq(deadline.subjectId, escalations.id),
    isNull(deadline.replacedAt),
  )
}

function beyond(isOpen: boolean, [rank, at, id]: EscalationPosition): SQL {
  const instant = sql`${at}::timestamptz`
  return isOpen
    ? sql`(${escalations.severityRank} < ${rank} or (${escalations.severityRank} = ${rank}
        and (${escalations.escalatedAt}, ${escalations.id}) > (${instant}, ${id}::uuid)))`
    : sql`(${escalations.resolvedAt}, ${escalations.id}) < (${instant}, ${id}::uuid)`
}
