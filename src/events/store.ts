import { and, asc, type Column, desc, eq, isNull, ne, type SQL, sql } from 'drizzle-orm'
import type { Caller } from '../accounts/caller.ts'
import { type PermittedPlace, placesOf, scopeOf } from '../accounts/may.ts'
import type { Db } from '../db/client.ts'
import { ancestorsOf } from '../regions/codes.ts'
import { within } from '../regions/within.ts'
import { eventRegions, events, severityAnswers } from './tables.ts'
import type { EventRow } from './views.ts'

export type EventRegionRow = typeof eventRegions.$inferSelect
export type SeverityAnswerRow = typeof severityAnswers.$inferSelect

/** An event as one caller may see it. */
export interface VisibleEvent {
  event: EventRow
  /** whether it was forwarded to a section or department of the caller's */
  isRecipient: boolean
}

export interface EventFilter {
  state: 'open' | 'closed'
  hazard?: string | undefined
  /** only events that cover this unit, or something below it */
  under?: string | undefined
}

/** Rank, instant of opening and id. */
export type EventPosition = readonly [rank: number, openedAt: string, id: string]

/**
 * Events (灾害过程) that a caller may see, the gravest first, then the newest.
 */
export async function readEventPage(
  db: Db,
  caller: Pick<Caller, 'bindings'>,
  filter: EventFilter,
  limit: number,
  after: EventPosition | null,
): Promise<EventRow[]> {
  return db
    .select()
    .from(events)
    .where(
      and(
        filter.state === 'closed' ? eq(events.state, 'closed') : ne(events.state, 'closed'),
        isNull(events.mergedIntoId),
        filter.hazard === undefined ? undefined : eq(events.hazard, filter.hazard),
        filter.under === undefined ? undefined : touches([filter.under]),
        sql`(${touches(scopeOf(caller, 'event.read'))} or ${isForwardedTo(caller)})`,
        after ? beyond(after) : undefined,
      ),
    )
    .orderBy(desc(events.severityRank), desc(events.openedAt), desc(events.id))
    .limit(limit)
}

/**
 * One event, if the caller may see it: because it covers something in their jurisdiction, or was forwarded to them.
 *
 * @returns null when there is none, or it is hidden
 */
export async function findVisibleEvent(
  db: Db,
  caller: Pick<Caller, 'bindings'>,
  id: string,
): Promise<VisibleEvent | null> {
  const [found] = await db
    .select({
      event: events,
      isCovered: sql<boolean>`${touches(scopeOf(caller, 'event.read'))}`,
      isRecipient: sql<boolean>`${isForwardedTo(caller)}`,
    })
    .from(events)
    .where(eq(events.id, id))
  if (!found || !(found.isCovered || found.isRecipient)) return null
  return { event: found.event, isRecipient: found.isRecipient }
}

/** The counties, or the city, that an event covers, in the order of their codes. */
export async function readEventRegions(db: Db, eventId: string): Promise<EventRegionRow[]> {
  return db
    .select()
    .from(eventRegions)
    .where(eq(eventRegions.eventId, eventId))
    .orderBy(asc(eventRegions.regionCode))
}

/**
 * Adds a region to an event, once.
 *
 * @returns whether it was new
 */
export async function addEventRegion(db: Db, region: typeof eventRegions.$inferInsert): Promise<boolean> {
  const { rowCount } = await db
    .insert(eventRegions)
    .values(region)
    .onConflictDoNothing({ target: [eventRegions.eventId, eventRegions.regionCode] })
  return rowCount === 1
}

/** Each ladder's last answer. */
export async function readLastAnswers(db: Db, eventId: string): Promise<SeverityAnswerRow[]> {
  return db
    .selectDistinctOn([severityAnswers.ladder])
    .from(severityAnswers)
    .where(and(eq(severityAnswers.eventId, eventId), sql`not ${IS_TAKEN_BACK}`))
    .orderBy(asc(severityAnswers.ladder), desc(severityAnswers.answeredAt), desc(severityAnswers.id))
}

/** Identity acts stand right of events: their table is named, nothing of them is imported. */
const IS_TAKEN_BACK = sql`exists (select from identity_acts undo where undo.undoes_id = ${severityAnswers.actId})`

/**
 * SQL that holds where a column names an event, or one that was merged into it.
 */
export function isOfEvent(column: Column | SQL, eventId: string): SQL {
  return sql`${column} in (
    select member.id from events member
    where member.id = ${eventId}::uuid or member.merged_into_id = ${eventId}::uuid)`
}

/**
 * For each of some events the events that are one with it: the one that goes on comes first, then those that were merged
 * into it.
 */
export async function readFamilies(db: Db, eventIds: readonly string[]): Promise<Map<string, string[]>> {
  const { rows } = await db.execute<{ id: string; members: string[] }>(sql`
    select named.id, array_agg(member.id order by member.merged_into_id is not null, member.id) as members
    from events named
    join events member
      on member.id = coalesce(named.merged_into_id, named.id)
      or member.merged_into_id = coalesce(named.merged_into_id, named.id)
    where named.id = any (${sql.param([...eventIds])}::uuid[])
    group by named.id`)
  return new Map(rows.map(({ id, members }) => [id, members]))
}

/**
 * SQL over `report_chains`: of each unit's chains in an event, and in those merged into it, the one that counts; where
 * all were withdrawn, the one that stands in the event. Reports stand right of events: their tables are named.
 *
 * @param chain what the statement calls `report_chains`
 */
export function countsIn(eventId: string, chain: 'c' | 'report_chains' = 'c'): SQL {
  const c = sql.raw(chain)
  const latest = sql`from latest_figures counted
    where counted.event_id = ${eventId}::uuid and counted.region_code = ${c}.region_code`
  return sql`(${isOfEvent(sql`${c}.event_id`, eventId)} and (
    exists (select ${latest} and counted.version_id = ${c}.head_version_id)
    or (${c}.event_id = ${eventId}::uuid and not exists (select ${latest}))))`
}

/**
 * Keeps the submissions of a city out until the end of the transaction: they find events by the regions that are
 * about to change. The same lock as theirs.
 */
export async function lockCityOf(db: Db, regionCode: string): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(5401, ${Number(regionCode.slice(0, 4))}::integer)`)
}

/** Places that are one section's or one department's alone. */
export function recipientPlaces(caller: Pick<Caller, 'bindings'>): PermittedPlace[] {
  return placesOf(caller, 'forwarding.read').filter(
    ({ sectionCode, departmentCode }) => sectionCode !== null || departmentCode !== null,
  )
}

/** Whether an event covers something in these units: one of its regions lies in them, or they lie in one of its. */
function touches(regionCodes: readonly string[]): SQL {
  if (regionCodes.length === 0) return sql`false`
  const above = [...new Set(regionCodes.flatMap(ancestorsOf))]
  const region = sql.raw('covered.region_code')
  return sql`exists (
    select from event_regions covered
    where covered.event_id = ${events.id}
      and (${within(region, regionCodes)} or covered.region_code = any(${sql.param(above)}::text[])))`
}

/** Whether an event was forwarded to a section or department of the caller's. Routing stands right of events: its table is named, nothing of it is imported. */
function isForwardedTo(caller: Pick<Caller, 'bindings'>): SQL {
  const places = recipientPlaces(caller)
  if (places.length === 0) return sql`false`
  const mine = places.map(({ regionCode, sectionCode, departmentCode }) => {
    const kind = sectionCode === null ? 'department' : 'section'
    return sql`(handed.recipient_kind = ${kind} and handed.recipient_code = ${sectionCode ?? departmentCode}
      and ${within(cityOfEvent, [regionCode])})`
  })
  return sql`exists (
    select from forwardings handed
    where handed.event_id = ${events.id} and (${sql.join(mine, sql` or `)}))`
}

/** The city whose bureau handles an event, from the code of the place where it opened. */
export const cityOfEvent = sql`(left(${events.regionCode}, 4) || '00000000')`

function beyond([rank, openedAt, id]: EventPosition): SQL {
  return sql`(${events.severityRank}, ${events.openedAt}, ${events.id}) < (${rank}, ${openedAt}::timestamptz, ${id}::uuid)`
}
