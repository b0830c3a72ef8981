import type { Caller } from '../accounts/caller.ts'
import { mustMay } from '../accounts/may.ts'
import { endDutiesOf } from '../deadlines/store.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problems/problem.ts'
import { actOn, cityOfEvent, placeOf } from './act.ts'
import type { TurnView } from './schemas.ts'
import { settleFollowUps } from './settle-follow-ups.ts'
import { reopenChains } from './store.ts'
import { turnEvent } from './turn-event.ts'
import { viewTurn } from './views.ts'

/**
 * Opens a stable or closed event again (重新开启): daily follow-ups are owed again from now on while something asks for
 * them, and what was verified goes on with follow-ups, to be verified anew once it is stable again.
 *
 * @throws Problem not-found, not-permitted or outside-jurisdiction: what the city closed the city opens
 * @throws Problem state-conflict where it is open
 */
export async function reopenEvent(
  deps: Pick<Deps, 'db'>,
  caller: Caller,
  eventId: string,
  reason: string,
): Promise<TurnView> {
  return actOn(deps, caller, eventId, async (act) => {
    const { db, event, now } = act
    const regionCode = event.state === 'closed' ? cityOfEvent(event) : placeOf(act)
    mustMay(caller, 'event.declare', { regionCode })
    if (event.state === 'open' || event.state === 'reopened') {
      throw new Problem('state-conflict', 'The event is open.', { state: event.state })
    }
    const turn = await turnEvent(act, { state: 'reopened', effectiveAt: now, basis: reason })
    await reopenChains(db, eventId)
    await endDutiesOf(db, eventId, ['verified_report'], '灾害过程重新开启,核报重新起算', now)
    await settleFollowUps(db, [eventId], now)
    return viewTurn(db, turn)
  })
}
