import type { Db } from '../db/client.ts'
import { outbox } from './tables.ts'

/** One committed fact to be told. `subjectId` is the id of what it is about; topics read `noun.verbed`. */
export interface OutboxMessage {
  topic: string
  eventId: string | null
  regionCode: string | null
  subjectId: string
  payload: object
  createdAt: Date
}

/** Writes messages in the caller's transaction: they exist only if the fact does. */
export async function enqueue(db: Db, messages: readonly OutboxMessage[]): Promise<void> {
  if (messages.length > 0) await db.insert(outbox).values([...messages])
}
