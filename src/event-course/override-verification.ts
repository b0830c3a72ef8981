import { v7 as uuidv7 } from 'uuid'
import type { Caller } from '../accounts/caller.ts'
import { mustMay } from '../accounts/may.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problems/problem.ts'
import { tierOf } from '../regions/codes.ts'
import { isOutdated } from '../reports/verification.ts'
import { actOn, mustNotBeClosed, tellAct } from './act.ts'
import { placeFor } from './place.ts'
import type { OverrideView } from './schemas.ts'
import { findOverride, readProgress, writeOverride } from './unit-store.ts'
import { viewOverrides } from './views.ts'

/**
 * Gives a unit leave to verify before all below it have (核报放行); for the city, also to close the event. It is the
 * leader's word for this stability, and never serves a report, or a closure, of the leader's own.
 *
 * @throws Problem not-found, not-permitted or outside-jurisdiction; event-closed, event-not-stable
 * @throws Problem invalid-request, unknown-region where the unit does not fit
 * @throws Problem state-conflict where leave was given, or the unit has verified
 */
export async function overrideVerification(
  deps: Pick<Deps, 'db'>,
  caller: Caller,
  eventId: string,
  given: { regionCode: string; reason: string },
): Promise<OverrideView> {
  return actOn(deps, caller, eventId, async (act) => {
    const { db, event, now } = act
    const regionCode = await placeFor(act, given.regionCode)
    mustMay(caller, 'event.declare', { regionCode })
    mustNotBeClosed(act)
    const { stabilityId } = event
    if (stabilityId === null) {
      throw new Problem('event-not-stable', 'Nobody verifies before the disaster is declared stable.', {
        eventId,
        state: event.state,
      })
    }
    const known = await findOverride(db, stabilityId, regionCode)
    if (known) throw new Problem('state-conflict', 'This unit has leave already.', { overrideId: known.id })
    const progress = await readProgress(db, eventId)
    const own = progress.units.find((unit) => unit.regionCode === regionCode)
    // of the city it also lets the event close, when somebody reports after the city has verified
    if (own?.stage === 'verified' && !isOutdated(own, progress) && tierOf(regionCode) !== 'city') {
      throw new Problem('state-conflict', 'This unit has verified already.', { regionCode })
    }
    const { accountId: givenBy } = caller
    const row = { ...given, id: uuidv7(), eventId, stabilityId, regionCode, givenAt: now, givenBy }
    await writeOverride(db, row)
    await tellAct(act, {
      action: 'verification.overridden',
      subjectKind: 'verification_override',
      subjectId: row.id,
      regionCode,
      detail: { reason: given.reason },
    })
    const [view] = await viewOverrides(db, [row])
    if (!view) throw new Error('leave that was just given has gone')
    return view
  })
}
