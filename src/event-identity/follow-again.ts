/** Follow-ups (续报、零报告) after what belongs to an event has changed: what asks for them, and who owes them. */
import { eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Db } from '../db/client.ts'
import { endDutiesDueLater } from '../deadlines/store.ts'
import { evaluate } from '../evaluations/evaluate.ts'
import { settleFollowUps } from '../event-course/settle-follow-ups.ts'
import { events, FOLLOW_UP_GROUNDS, followUpGrounds } from '../events/tables.ts'
import { readApprovedRules } from '../local-rules/store.ts'
import { groundChanges, groundsIn } from '../reports/follow-up-grounds.ts'
import { factsOf } from './judge-again.ts'
import type { ActRow } from './store.ts'

const FOLLOW_UPS = ['daily_follow_up', 'drought_follow_up']

/**
 * An event leads to another from now on. Its follow-ups that are not due yet end, since the other one asks for them of the
 * same units; what fell due before stays owed, and met by a report to either.
 */
export async function followMerged(
  db: Db,
  fromEventId: string,
  intoEventId: string,
  now: Date,
): Promise<void> {
  await endDutiesDueLater(db, fromEventId, FOLLOW_UPS, '本过程已并入另一过程,续报在该过程中报送', now)
  await db.update(events).set({ followUpsLookAt: null }).where(eq(events.id, fromEventId))
  await followAgain(db, [intoEventId], now)
}

/** A merge or a split was taken back. While an event was merged nobody owed anything in it. */
export async function followApart(
  db: Db,
  { kind, fromEventId, intoEventId }: Pick<ActRow, 'kind' | 'fromEventId' | 'intoEventId'>,
  now: Date,
): Promise<void> {
  if (kind === 'split') return followMerged(db, intoEventId, fromEventId, now)
  await db.update(events).set({ followUpsThrough: now }).where(eq(events.id, fromEventId))
  await followAgain(db, [fromEventId, intoEventId], now)
}

/** What in the reports of events asks for daily follow-ups now, and who owes them today. */
export async function followAgain(db: Db, eventIds: readonly string[], now: Date): Promise<void> {
  for (const eventId of eventIds) await groundAgain(db, eventId, now)
  await settleFollowUps(db, eventIds, now)
}

async function groundAgain(db: Db, eventId: string, now: Date): Promise<void> {
  const [event] = await db.select().from(events).where(eq(events.id, eventId))
  if (!event) throw new Error(`event ${eventId} has gone`)
  const facts = await factsOf(db, event, event.facts as Record<string, unknown>)
  const { relief } = evaluate(facts, { routingRules: [], localRules: await readApprovedRules(db) })
  const after = groundsIn(facts, event.severity, relief)
  const before = FOLLOW_UP_GROUNDS.filter((ground) => (event.grounds as string[]).includes(ground))
  const changes = groundChanges(before, after)
  if (changes.length === 0) return
  await db.insert(followUpGrounds).values(changes.map((one) => ({ ...one, id: uuidv7(), eventId, at: now })))
  await db
    .update(events)
    .set({ grounds: after.map(({ ground }) => ground) })
    .where(eq(events.id, eventId))
}
