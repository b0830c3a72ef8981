import { and, asc, desc, eq, isNotNull, isNull, lt, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { isOfEvent } from '../events/store.ts'
import { events } from '../events/tables.ts'
import { within } from '../regions/within.ts'
import { deadlines } from './tables.ts'

export const DEADLINE_STATES = ['open', 'missed', 'met', 'replaced'] as const
export type DeadlineState = (typeof DEADLINE_STATES)[number]

export interface DeadlineFilter {
  state: DeadlineState
  /** units whose deadlines the reader may see, with all below */
  scope: readonly string[]
  eventId?: string | undefined
  /** only what this unit or one below owes */
  under?: string | undefined
}

export interface ListedDeadline {
  deadline: typeof deadlines.$inferSelect
  event: typeof events.$inferSelect
}

/** The instant by which a state is ordered, and the id. */
export type DeadlinePosition = readonly [at: string, id: string]

/** Open and missed ones in the order they fall due; met and replaced ones newest first. */
const ORDERED_BY = {
  open: deadlines.dueAt,
  missed: deadlines.dueAt,
  met: deadlines.metAt,
  replaced: deadlines.replacedAt,
} as const

/**
 * Deadlines (时限). What is owed stays open however late it is; those past due are also the missed ones, judged by
 * the instant and not by whether an engine has been there.
 */
export async function readDeadlinePage(
  db: Db,
  { state, scope, eventId, under }: DeadlineFilter,
  now: Date,
  limit: number,
  after: DeadlinePosition | null,
): Promise<ListedDeadline[]> {
  const at = ORDERED_BY[state]
  const isAscending = state === 'open' || state === 'missed'
  const direction = isAscending ? asc : desc
  return db
    .select({ deadline: deadlines, event: events })
    .from(deadlines)
    .innerJoin(events, eq(events.id, deadlines.eventId))
    .where(
      and(
        inState(state, now),
        within(deadlines.regionCode, scope),
        eventId === undefined ? undefined : isOfEvent(deadlines.eventId, eventId),
        under === undefined ? undefined : within(deadlines.regionCode, [under]),
        after ? beyond(at, isAscending, after) : undefined,
      ),
    )
    .orderBy(direction(at), direction(deadlines.id))
    .limit(limit)
}

/** Where a deadline stands, as its list shows it. */
export function positionOfDeadline(state: DeadlineState, { deadline }: ListedDeadline): [string, string] {
  const { dueAt, metAt, replacedAt, id } = deadline
  const at = { open: dueAt, missed: dueAt, met: metAt, replaced: replacedAt }[state] ?? dueAt
  return [at.toISOString(), id]
}

function inState(state: DeadlineState, now: Date): SQL | undefined {
  if (state === 'replaced') return isNotNull(deadlines.replacedAt)
  if (state === 'met') return and(isNotNull(deadlines.metAt), isNull(deadlines.replacedAt))
  return and(
    isNull(deadlines.metAt),
    isNull(deadlines.replacedAt),
    state === 'missed' ? lt(deadlines.dueAt, now) : undefined,
  )
}

function beyond(
  at: (typeof ORDERED_BY)[DeadlineState],
  isAscending: boolean,
  [instant, id]: DeadlinePosition,
): SQL {
  const position = sql`(${instant}::timestamptz, ${id}::uuid)`
  return isAscending
    ? sql`(${at}, ${deadlines.id}) > ${position}`
    : sql`(${at}, ${deadlines.id}) < ${position}`
}
