/** What the three turns of an event's course share: declared stable, opened again, closed. */
import { v7 as uuidv7 } from 'uuid'
import { shanghaiIso } from '../shanghai.ts'
import { type Act, placeOf, tellAct } from './act.ts'
import { readTurns, writeTurn } from './store.ts'
import type { eventTurns } from './tables.ts'

type Turn = typeof eventTurns.$inferSelect

const ACTIONS = { stable: 'event.stabilised', reopened: 'event.reopened', closed: 'event.closed' } as const

/**
 * Writes a turn after the one before it, with its trail and message.
 *
 * @param more what the trail and the message tell besides
 */
export async function turnEvent(
  act: Act,
  given: Pick<Turn, 'state' | 'effectiveAt' | 'basis'>,
  more: object = {},
): Promise<Turn> {
  const { db, event, now, caller } = act
  const before = (await readTurns(db, event.id)).at(-1)
  const turn: Turn = {
    ...given,
    id: uuidv7(),
    eventId: event.id,
    followsId: before?.id ?? null,
    recordedAt: now,
    recordedBy: caller.accountId,
  }
  await writeTurn(db, turn)
  await tellAct(act, {
    action: ACTIONS[turn.state],
    subjectKind: 'event',
    subjectId: event.id,
    regionCode: placeOf(act),
    detail: { turnId: turn.id, effectiveAt: shanghaiIso(turn.effectiveAt), basis: turn.basis, ...more },
  })
  return turn
}
