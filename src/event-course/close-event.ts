import type { Caller } from '../accounts/caller.ts'
import { mustMay } from '../accounts/may.ts'
import { endDutiesOf } from '../deadlines/store.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problems/problem.ts'
import { readNames } from '../regions/names.ts'
import { childrenNotVerified, hasLeave } from '../reports/verification.ts'
import { type Act, actOn, cityOfEvent } from './act.ts'
import { closureBlockers } from './read-verification.ts'
import type { TurnView } from './schemas.ts'
import { settleFollowUps } from './settle-follow-ups.ts'
import { turnEvent } from './turn-event.ts'
import { readOverrides, readStandingUnits } from './unit-store.ts'
import { viewTurn } from './views.ts'

/** Reports that nobody can send any more once the event is closed. */
const REPORTS = ['first_report', 'correction', 'daily_follow_up', 'drought_follow_up', 'verified_report']

/**
 * Closes an event (灾害过程结束): only when it is stable, every county that reported has verified, and then the city; or
 * by the leave of another leader for the city. Reports are refused from then on, until it is opened again.
 *
 * @throws Problem not-found, not-permitted or outside-jurisdiction
 * @throws Problem event-closed; event-not-stable; children-not-verified with who blocks it
 */
export async function closeEvent(
  deps: Pick<Deps, 'db'>,
  caller: Caller,
  eventId: string,
  basis: string,
): Promise<TurnView> {
  return actOn(deps, caller, eventId, async (act) => {
    const { db, event, now } = act
    mustMay(caller, 'event.declare', { regionCode: cityOfEvent(event) })
    if (event.state === 'closed')
      throw new Problem('event-closed', 'The event is closed already.', { eventId })
    if (event.stabilityId === null) {
      const detail =
        'An event is closed after the disaster was declared stable and its figures were verified.'
      throw new Problem('event-not-stable', detail, { eventId, state: event.state })
    }
    await mustBeVerified(act, event.stabilityId)
    const turn = await turnEvent(act, { state: 'closed', effectiveAt: now, basis })
    await endDutiesOf(db, eventId, REPORTS, '灾害过程已结束', now)
    await settleFollowUps(db, [eventId], now)
    return viewTurn(db, turn)
  })
}

async function mustBeVerified({ db, event, caller }: Act, stabilityId: string): Promise<void> {
  const city = cityOfEvent(event)
  const blockers = closureBlockers(city, await readStandingUnits(db, event.id))
  if (blockers.length === 0) return
  if (hasLeave({ overrides: await readOverrides(db, stabilityId) }, city, caller.accountId)) return
  const names = await readNames(
    db,
    blockers.map(({ regionCode }) => regionCode),
  )
  throw childrenNotVerified(
    city,
    blockers.map((unit) => ({ ...unit, nameZh: names.of(unit.regionCode) })),
  )
}
