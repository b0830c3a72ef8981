import type { Caller } from '../accounts/caller.ts'
import { mustMay } from '../accounts/may.ts'
import { insertDeadlines } from '../deadlines/store.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problems/problem.ts'
import { verifiedReports } from '../reports/verified-duties.ts'
import { shanghaiIso } from '../shanghai.ts'
import { type Act, actOn, placeOf, unfit } from './act.ts'
import type { TurnView } from './schemas.ts'
import { settleFollowUps } from './settle-follow-ups.ts'
import { readTurns } from './store.ts'
import { turnEvent } from './turn-event.ts'
import { readStandingUnits } from './unit-store.ts'
import { viewTurn } from './views.ts'

/**
 * Declares a disaster stable (宣布灾情稳定): daily follow-ups end, each tier's clock to verify begins. What fell due at the
 * declared instant or before it stays owed, what fell due after it is ended.
 *
 * @throws Problem not-found, not-permitted or outside-jurisdiction
 * @throws Problem invalid-request for an instant in the future, or before the disaster or its reopening
 * @throws Problem state-conflict where it is stable or closed already, with who said so and when
 */
export async function declareStability(
  deps: Pick<Deps, 'db'>,
  caller: Caller,
  eventId: string,
  given: { declaredAt: string; basis: string },
): Promise<TurnView> {
  return actOn(deps, caller, eventId, async (act) => {
    mustMay(caller, 'event.declare', { regionCode: placeOf(act) })
    const stableAt = new Date(given.declaredAt)
    await mustBePossible(act, stableAt)
    const turn = await turnEvent(act, { state: 'stable', effectiveAt: stableAt, basis: given.basis })
    await settleFollowUps(act.db, [eventId], act.now, stableAt)
    const units = await readStandingUnits(act.db, eventId)
    const { hazard, occurredAt } = act.event
    const stable = { id: eventId, hazard, occurredAt, stableAt, stabilityId: turn.id }
    const clocks = verifiedReports(stable, units, () => false, act.now)
    await insertDeadlines(act.db, clocks.owed)
    return viewTurn(act.db, turn, clocks)
  })
}

async function mustBePossible({ db, event, now }: Act, stableAt: Date): Promise<void> {
  const last = (await readTurns(db, event.id)).at(-1)
  if (event.state === 'stable' || event.state === 'closed') {
    const detail = `The event is ${event.state} already; open it again first (reopening).`
    throw new Problem('state-conflict', detail, {
      state: event.state,
      stableAt: event.stableAt && shanghaiIso(event.stableAt),
      recordedBy: last?.recordedBy ?? null,
    })
  }
  if (stableAt > now) {
    const detail = `It is ${shanghaiIso(now)} here: stability is declared of what is, not ahead. Give the instant of the declaration, or declare it then.`
    throw unfit('/declaredAt', 'in_future', detail)
  }
  if (stableAt < event.occurredAt) {
    const detail = `A disaster is stable at the earliest when it has happened: this one happened at ${shanghaiIso(event.occurredAt)}.`
    throw unfit('/declaredAt', 'before_occurrence', detail)
  }
  if (last?.state === 'reopened' && stableAt < last.effectiveAt) {
    const detail = `What was opened again is stable at the earliest from then: this event was opened again at ${shanghaiIso(last.effectiveAt)}.`
    throw unfit('/declaredAt', 'before_reopening', detail)
  }
}
