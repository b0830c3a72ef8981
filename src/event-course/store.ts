/** Rows of the course of events (灾害过程): turns, decisions, leave, corrections. */
import { asc, eq, sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { isOfEvent } from '../events/store.ts'
import { events } from '../events/tables.ts'
import { reportChains } from '../reports/tables.ts'
import { eventTurns } from './tables.ts'

type Turn = typeof eventTurns.$inferSelect

/** Keeps the submissions of some cities out until the end of the transaction, in the order in which they lock them. */
export async function lockCities(db: Db, cities: readonly number[]): Promise<void> {
  await db.execute(sql`
    select pg_advisory_xact_lock(5401, city)
    from (select distinct unnest(${sql.param([...cities])}::integer[]) as city order by city) as cities`)
}

/** Events whose follow-ups are to be looked at, the longest due first, with their cities. */
export async function readDueForALook(db: Db, limit: number): Promise<{ eventId: string; city: number }[]> {
  const { rows } = await db.execute<{ eventId: string; city: number }>(sql`
    select id as "eventId", left(region_code, 4)::integer as city
    from events
    where follow_ups_look_at <= (select judged_now())
    order by follow_ups_look_at, id
    limit ${limit}`)
  return rows
}

/** Of these events, those that are still to be looked at: another engine may have been first. */
export async function stillDue(db: Db, eventIds: readonly string[], now: Date): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select id from events
    where id = any (${sql.param([...eventIds])}::uuid[]) and follow_ups_look_at <= ${now.toISOString()}::timestamptz`)
  return rows.map(({ id }) => id)
}

/** Says up to when follow-ups are settled, and when they are looked at again. */
export async function writeSettled(
  db: Db,
  settled: readonly { eventId: string; lookAt: Date | null }[],
  now: Date,
): Promise<void> {
  if (settled.length === 0) return
  await db.execute(sql`
    update events e
    set follow_ups_through = greatest(e.follow_ups_through, ${now.toISOString()}::timestamptz),
        follow_ups_look_at = given."lookAt"
    from json_to_recordset(${JSON.stringify(settled)}::json) as given ("eventId" uuid, "lookAt" timestamptz)
    where e.id = given."eventId"`)
}

/** The turns of an event's course, in order. */
export async function readTurns(db: Db, eventId: string): Promise<Turn[]> {
  return db
    .select()
    .from(eventTurns)
    .where(eq(eventTurns.eventId, eventId))
    .orderBy(asc(eventTurns.recordedAt), asc(eventTurns.id))
}

/** Writes a turn and the state that the event has from then on. */
export async function writeTurn(db: Db, turn: Turn): Promise<void> {
  await db.insert(eventTurns).values(turn)
  const { state, effectiveAt, id } = turn
  const stability = {
    stable: { stableAt: effectiveAt, stabilityId: id },
    reopened: { stableAt: null, stabilityId: null },
    closed: {},
  }[state]
  await db
    .update(events)
    .set({ state, ...stability })
    .where(eq(events.id, turn.eventId))
}

/** What was verified is open again: the chains go on with follow-ups. Their versions stay what they are. */
export async function reopenChains(db: Db, eventId: string): Promise<void> {
  await db.execute(sql`
    update ${reportChains} set stage = 'follow_up' where ${isOfEvent(sql.raw('event_id'), eventId)} and stage = 'verified'`)
}
