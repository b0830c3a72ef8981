import { asc } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { isOfEvent } from '../events/store.ts'
import { eventResponses, nilReportOrders } from './tables.ts'

export type ResponseRow = typeof eventResponses.$inferSelect
export type OrderRow = typeof nilReportOrders.$inferSelect

/** Decisions about one event at most: far more than any disaster has. */
const MOST = 1_000

/** Every row of every response in an event and in those merged into it, in the order in which they were recorded. */
export async function readResponses(db: Db, eventId: string): Promise<ResponseRow[]> {
  return db
    .select()
    .from(eventResponses)
    .where(isOfEvent(eventResponses.eventId, eventId))
    .orderBy(asc(eventResponses.recordedAt), asc(eventResponses.id))
    .limit(MOST)
}

/** The responses that are on: the last row of each, where it did not end it. */
export function standingResponses(known: readonly ResponseRow[]): ResponseRow[] {
  return known.filter(({ id, level }) => level !== null && !known.some(({ followsId }) => followsId === id))
}

/** Writes one row of a response. */
export async function writeResponse(db: Db, row: ResponseRow): Promise<void> {
  await db.insert(eventResponses).values(row)
}

/** Orders of nil reports in an event and in those merged into it, and their ends, in the order in which they were recorded. */
export async function readOrders(db: Db, eventId: string): Promise<OrderRow[]> {
  return db
    .select()
    .from(nilReportOrders)
    .where(isOfEvent(nilReportOrders.eventId, eventId))
    .orderBy(asc(nilReportOrders.recordedAt), asc(nilReportOrders.id))
    .limit(MOST)
}

/** Writes an order, or the end of one. */
export async function writeOrder(db: Db, row: OrderRow): Promise<void> {
  await db.insert(nilReportOrders).values(row)
}

/** Orders that nobody has ended. */
export function standingOrders(known: readonly OrderRow[]): OrderRow[] {
  return known.filter(({ id, endsId }) => endsId === null && !known.some((one) => one.endsId === id))
}
