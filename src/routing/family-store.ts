/** Forwardings of events that are one (并案): what one recipient was handed of the same disaster. */
import { and, asc, eq, inArray, isNull, lte, ne, or } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { deadlines } from '../deadlines/tables.ts'
import { isOfEvent } from '../events/store.ts'
import type { ForwardingRow } from './forwarding-store.ts'
import { forwardings } from './tables.ts'

type Forwarding = typeof forwardings.$inferSelect

/** The forwardings of an event and of those merged into it that wait for a signature, held; not what was taken back. */
export async function lockUnsigned(db: Db, eventId: string): Promise<Forwarding[]> {
  return db
    .select()
    .from(forwardings)
    .where(
      and(
        isOfEvent(forwardings.eventId, eventId),
        eq(forwardings.state, 'open'),
        isNull(forwardings.returnsId),
      ),
    )
    .orderBy(asc(forwardings.id))
    .for('update')
}

/**
 * What the signature for a forwarding is good for besides: forwardings of the same recipient in the events that are one
 * with its own, none of a graver event. Held together with the forwarding itself, in one order, so that two who sign for
 * one disaster wait for each other.
 */
export async function lockSignedWith(db: Db, { forwarding, event }: ForwardingRow): Promise<Forwarding[]> {
  const { id, eventId, recipientKind, recipientCode, severityRank, returnsId } = forwarding
  const others = and(
    isOfEvent(forwardings.eventId, event.mergedIntoId ?? event.id),
    ne(forwardings.eventId, eventId),
    eq(forwardings.recipientKind, recipientKind),
    eq(forwardings.recipientCode, recipientCode),
    eq(forwardings.state, 'open'),
    isNull(forwardings.returnsId),
    lte(forwardings.severityRank, severityRank),
  )
  const rows = await db
    .select()
    .from(forwardings)
    .where(returnsId === null ? or(eq(forwardings.id, id), others) : eq(forwardings.id, id))
    .orderBy(asc(forwardings.id))
    .for('update')
  return rows.filter((row) => row.id !== id)
}

/** Duties to sign for forwardings that nobody has answered since, by the ids of the duties. */
export async function readUnanswered(
  db: Db,
  deadlineIds: readonly string[],
): Promise<(typeof deadlines.$inferSelect)[]> {
  if (deadlineIds.length === 0) return []
  const rows = await db
    .select({ deadline: deadlines })
    .from(deadlines)
    .innerJoin(forwardings, eq(forwardings.id, deadlines.subjectId))
    .where(and(inArray(deadlines.id, [...deadlineIds]), eq(forwardings.state, 'open')))
    .orderBy(asc(deadlines.id))
    .for('update')
  return rows.map(({ deadline }) => deadline)
}
