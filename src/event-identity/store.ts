import { and, asc, eq, ne, sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { eventRegions, events } from '../events/tables.ts'
import { lastCodeUnder } from '../regions/codes.ts'
import { INDICATOR_KEYS } from '../regulations/indicators.ts'
import { chainMoves, identityActs } from './tables.ts'

export type ActRow = typeof identityActs.$inferSelect
export type MoveRow = typeof chainMoves.$inferSelect
type EventRow = typeof events.$inferSelect

/** The chain of one unit, with what decides between two of the same unit. */
export interface ChainPlace {
  id: string
  eventId: string
  regionCode: string
  headReceivedAt: Date
}

/** Events by id, locked until the end of the transaction, in the order of their ids. */
export async function lockEvents(db: Db, ids: readonly string[]): Promise<Map<string, EventRow>> {
  const rows: EventRow[] = []
  for (const id of [...ids].sort()) {
    // an engine that holds a duty of the event may go on to pass it upward, which refers to the event
    const [row] = await db.select().from(events).where(eq(events.id, id)).for('no key update')
    if (row) rows.push(row)
  }
  return new Map(rows.map((row) => [row.id, row]))
}

/** Events that stand by themselves and may be the same as others: of one city, near in time; also closed ones. */
export async function readCandidates(db: Db, event: EventRow, hours: number): Promise<EventRow[]> {
  const city = event.regionCode.slice(0, 4)
  const at = event.occurredAt.toISOString()
  return db
    .select()
    .from(events)
    .where(
      and(
        ne(events.id, event.id),
        eq(events.isExercise, event.isExercise),
        sql`${events.mergedIntoId} is null and left(${events.regionCode}, 4) = ${city}`,
        sql`${events.occurredAt} between ${at}::timestamptz - make_interval(hours => ${hours}::integer)
          and ${at}::timestamptz + make_interval(hours => ${hours}::integer)`,
      ),
    )
    .orderBy(asc(events.occurredAt), asc(events.id))
    .limit(500)
}

/** What each of these events covers. */
export async function readRegions(db: Db, ids: readonly string[]): Promise<Map<string, string[]>> {
  const { rows } = await db.execute<{ eventId: string; regions: string[] }>(sql`
    select event_id as "eventId", array_agg(region_code order by region_code) as regions
    from event_regions where event_id = any (${sql.param([...ids])}::uuid[])
    group by event_id`)
  return new Map(rows.map(({ eventId, regions }) => [eventId, regions]))
}

/** Chains of an event, with the instant at which their head was received. */
export async function readChainPlaces(db: Db, eventId: string): Promise<ChainPlace[]> {
  const { rows } = await db.execute<{
    id: string
    eventId: string
    regionCode: string
    headReceivedAt: string
  }>(sql`
    select c.id, c.event_id as "eventId", c.region_code as "regionCode", v.received_at as "headReceivedAt"
    from report_chains c
    join report_versions v on v.id = c.head_version_id
    where c.event_id = ${eventId}::uuid
    order by c.region_code`)
  return rows.map((row) => ({ ...row, headReceivedAt: new Date(row.headReceivedAt) }))
}

/** Units with a chain parked at an event: in one that was merged into it, where another chain of the unit counts. */
export async function readParkedUnits(db: Db, eventId: string): Promise<string[]> {
  const { rows } = await db.execute<{ regionCode: string }>(sql`
    select distinct c.region_code as "regionCode"
    from report_chains c
    join events e on e.id = c.event_id
    where e.merged_into_id = ${eventId}::uuid
    order by c.region_code`)
  return rows.map(({ regionCode }) => regionCode)
}

/** Where some chains stand now. */
export async function readPlacesOf(db: Db, chainIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await db.execute<{ id: string; eventId: string }>(sql`
    select c.id, c.event_id as "eventId" from report_chains c
    where c.id = any (${sql.param([...chainIds])}::uuid[])`)
  return new Map(rows.map(({ id, eventId }) => [id, eventId]))
}

/** Whether a version began to count in a chain of this event at or after an instant. */
export async function hasHeardSince(db: Db, eventId: string, at: Date): Promise<boolean> {
  const { rows } = await db.execute(sql`
    select from report_chains c
    join report_versions v on v.chain_id = c.id
    join receipts r on r.version_id = v.id
    where c.event_id = ${eventId}::uuid and r.issued_at >= ${at.toISOString()}::timestamptz
    limit 1`)
  return rows.length > 0
}

/** Moves chains from one event to another. Each must stand where the move says it stands. */
export async function moveChains(db: Db, moves: readonly Omit<MoveRow, 'actId'>[]): Promise<void> {
  if (moves.length === 0) return
  const { rowCount } = await db.execute(sql`
    update report_chains c
    set event_id = m."toEventId"
    from jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) as m ("chainId" uuid, "fromEventId" uuid, "toEventId" uuid)
    where c.id = m."chainId" and c.event_id = m."fromEventId"`)
  if (rowCount !== moves.length) throw new Error('a chain did not stand where it was read')
}

/** Writes an act with the chains that it moved. */
export async function writeAct(db: Db, act: ActRow, moves: readonly Omit<MoveRow, 'actId'>[]): Promise<void> {
  await db.insert(identityActs).values(act)
  if (moves.length > 0) await db.insert(chainMoves).values(moves.map((move) => ({ ...move, actId: act.id })))
}

/** The chains that an act moved. */
export async function readMoves(db: Db, actId: string): Promise<MoveRow[]> {
  return db.select().from(chainMoves).where(eq(chainMoves.actId, actId)).orderBy(asc(chainMoves.regionCode))
}

/** An act, or null. */
export async function findAct(db: Db, id: string): Promise<ActRow | null> {
  const [row] = await db.select().from(identityActs).where(eq(identityActs.id, id))
  return row ?? null
}

/** The acts about an event, newest first. */
export async function readActs(db: Db, eventId: string): Promise<ActRow[]> {
  return db
    .select()
    .from(identityActs)
    .where(sql`${eventId}::uuid in (${identityActs.fromEventId}, ${identityActs.intoEventId})`)
    .orderBy(sql`${identityActs.at} desc, ${identityActs.id} desc`)
    .limit(200)
}

/** Acts that still hold and touch any of these events later than another: they must be taken back first. */
export async function readLaterActs(db: Db, act: ActRow): Promise<ActRow[]> {
  const both = sql`(${act.fromEventId}::uuid, ${act.intoEventId}::uuid)`
  return db
    .select()
    .from(identityActs)
    .where(
      and(
        sql`(${identityActs.fromEventId} in ${both} or ${identityActs.intoEventId} in ${both})`,
        sql`(${identityActs.at}, ${identityActs.id}) > (${act.at.toISOString()}::timestamptz, ${act.id}::uuid)`,
        ne(identityActs.kind, 'undo'),
        sql`not exists (select from identity_acts u where u.undoes_id = ${identityActs.id})`,
      ),
    )
}

/** Whether an act was taken back. */
export async function isUndone(db: Db, actId: string): Promise<boolean> {
  const { rows } = await db.execute(sql`select from identity_acts where undoes_id = ${actId}::uuid limit 1`)
  return rows.length > 0
}

/**
 * Makes the latest figures of some events anew from the heads of the chains that stand there, and of those parked with
 * the events merged into them: of two chains of one unit the one that was heard of last counts.
 */
export async function rebuildLatest(db: Db, eventIds: readonly string[]): Promise<void> {
  const ids = sql`${sql.param([...eventIds])}::uuid[]`
  const columns = sql.raw(INDICATOR_KEYS.join(', '))
  await db.execute(sql`delete from latest_figures where event_id = any (${ids})`)
  await db.execute(sql`
    with heads as (
      select distinct on (home, c.region_code) home, c.region_code, v.id, v.received_at, v.content
      from report_chains c
      join report_versions v on v.id = c.head_version_id
      join events e on e.id = c.event_id
      cross join lateral (select coalesce(e.merged_into_id, e.id) as home) as at
      where (e.id = any (${ids}) or e.merged_into_id = any (${ids})) and not c.is_withdrawn
      order by home, c.region_code, v.received_at desc, v.id desc
    )
    insert into latest_figures (event_id, region_code, version_id, received_at, ${columns})
    select h.home, h.region_code, h.id, h.received_at, ${sql.raw(INDICATOR_KEYS.map((key) => `f.${key}`).join(', '))}
    from heads h
    cross join lateral jsonb_populate_record(null::latest_figures, coalesce(h.content -> 'figures', '{}')) as f`)
}

/** The latest figures that count in an event. */
export async function readLatest(db: Db, eventId: string) {
  const { rows } = await db.execute<{ regionCode: string; figures: Record<string, number | null> }>(sql`
    select f.region_code as "regionCode",
      to_jsonb(f) - array['event_id', 'region_code', 'version_id', 'received_at'] as figures
    from latest_figures f where f.event_id = ${eventId}::uuid`)
  return rows
}

/** Lets an event lead to another; and those that led to it lead there too. */
export async function pointTo(db: Db, fromEventId: string, intoEventId: string): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    update events set merged_into_id = ${intoEventId}::uuid
    where merged_into_id = ${fromEventId}::uuid
    returning id`)
  await db.update(events).set({ mergedIntoId: intoEventId }).where(eq(events.id, fromEventId))
  return rows.map(({ id }) => id)
}

/** Lets events stand by themselves again, or lead where they led before. */
export async function pointBack(db: Db, ids: readonly string[], mergedIntoId: string | null): Promise<void> {
  if (ids.length === 0) return
  await db.execute(sql`
    update events set merged_into_id = ${mergedIntoId}::uuid
    where id = any (${sql.param([...ids])}::uuid[])`)
}

/** @returns the regions that were new to the event */
export async function coverRegions(
  db: Db,
  eventId: string,
  regions: readonly string[],
  at: Date,
  by: string,
): Promise<string[]> {
  if (regions.length === 0) return []
  const added = await db
    .insert(eventRegions)
    .values(regions.map((regionCode) => ({ eventId, regionCode, addedAt: at, addedBy: by })))
    .onConflictDoNothing({ target: [eventRegions.eventId, eventRegions.regionCode] })
    .returning({ regionCode: eventRegions.regionCode })
  return added.map(({ regionCode }) => regionCode)
}

/** Uncovers regions in which no chain of the event stands. */
export async function uncoverRegions(db: Db, eventId: string, regions: readonly string[]): Promise<void> {
  for (const regionCode of regions) {
    await db.execute(sql`
      delete from event_regions r
      where r.event_id = ${eventId}::uuid and r.region_code = ${regionCode}
        and not exists (
          select from report_chains c
          where c.event_id = ${eventId}::uuid
            and c.region_code between ${regionCode} and ${lastCodeUnder(regionCode)})`)
  }
}

/** The event that an id leads to now: itself, or the one it was merged into; null when there is none. */
export async function readRoot(db: Db, eventId: string): Promise<string | null> {
  const [row] = await db
    .select({ id: events.id, mergedIntoId: events.mergedIntoId })
    .from(events)
    .where(eq(events.id, eventId))
  return row ? (row.mergedIntoId ?? row.id) : null
}
