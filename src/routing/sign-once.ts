/** One disaster is signed for once (一次签收): what becomes of forwardings when events turn out to be one. */
import { v7 as uuidv7 } from 'uuid'
import type { Db } from '../db/client.ts'
import { insertDeadlines, readOwedFor, type Standin, standInFor } from '../deadlines/store.ts'
import type { deadlines } from '../deadlines/tables.ts'
import { lockUnsigned, readUnanswered } from './family-store.ts'
import type { forwardings } from './tables.ts'

type SignDuty = Pick<typeof deadlines.$inferSelect, 'id' | 'dueAt' | 'missedAt'>

/** A forwarding that waits for a signature, with the duty to sign for it. */
interface Unsigned {
  forwarding: Pick<
    typeof forwardings.$inferSelect,
    'id' | 'eventId' | 'recipientKind' | 'recipientCode' | 'severityRank'
  >
  duty: SignDuty
}

/**
 * Lets one duty stand for the others where a recipient was handed several events that are one: else each would be missed,
 * and passed on, by itself.
 *
 * @param eventId the event that goes on
 * @param joining events that are one with it from now on
 * @returns the duties that another one stands for now
 */
export async function signOnce(
  db: Db,
  eventId: string,
  joining: readonly string[],
  now: Date,
): Promise<string[]> {
  const open = await lockUnsigned(db, eventId)
  const owed = await readOwedFor(
    db,
    'sign_for_forwarding',
    open.map(({ id }) => id),
  )
  const dutyOf = new Map(owed.map((duty) => [duty.subjectId, duty]))
  const unsigned = open.flatMap((forwarding) => {
    const duty = dutyOf.get(forwarding.id)
    return duty ? [{ forwarding, duty }] : []
  })
  const standins = standinsOf(unsigned, joining)
  await standInFor(db, standins, now)
  return standins.map(({ id }) => id)
}

/**
 * Of the forwardings of one recipient that of the gravest event stands for those of other events, since who knows of that
 * knows the rest; of equals the one due first. What was missed already was passed on, and stays owed.
 *
 * @param joining events that are one with the rest from now on
 */
function standinsOf(unsigned: readonly Unsigned[], joining: readonly string[]): Standin[] {
  const byRecipient = Map.groupBy(
    unsigned,
    ({ forwarding: { recipientKind, recipientCode } }) => `${recipientKind} ${recipientCode}`,
  )
  return [...byRecipient.values()].flatMap((ofRecipient) => {
    const [first, ...others] = ofRecipient.toSorted(
      (one, other) =>
        other.forwarding.severityRank - one.forwarding.severityRank ||
        +one.duty.dueAt - +other.duty.dueAt ||
        (one.duty.id < other.duty.id ? -1 : 1),
    )
    if (!first) return []
    const joins = ({ forwarding }: Unsigned) => joining.includes(forwarding.eventId)
    return others
      .filter((other) => joins(other) !== joins(first) && other.duty.missedAt === null)
      .map(({ duty }) => ({
        id: duty.id,
        standsInId: first.duty.id,
        reason: '两起过程已汇拢,由同一单位的另一分转一并签收',
      }))
  })
}

/** The events are two again: each is signed for by itself, by the instant that it had, unless it was answered meanwhile. */
export async function signEach(db: Db, deadlineIds: readonly string[]): Promise<void> {
  const rows = await readUnanswered(db, deadlineIds)
  const unmet = { metAt: null, metById: null, missedAt: null }
  await insertDeadlines(
    db,
    rows.map(({ eventId, regionCode, duty, subjectId, setAt, dueAt, limit, because }) => ({
      ...{ id: uuidv7(), eventId, regionCode, duty, subjectId, setAt, dueAt, ...unmet },
      // what the database holds was written from a deadline
      limit: limit as { minutes: number },
      because: because as [],
    })),
  )
}
