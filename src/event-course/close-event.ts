import type { Caller } from '../accounts/caller.ts'
import { mustMay } from '../accounts/may.ts'
import { endDutiesOf } from '../deadlines/store.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problems/problem.ts'
import { readNames } from '../regions/names.ts'
import { type DifferingUnit, unitsDiffering } from '../registers/count-registers.ts'
import { lockRegistersOf } from '../registers/store.ts'
import { childrenNotVerified, hasLeave } from '../reports/verification.ts'
import { type Act, actOn, cityOfEvent } from './act.ts'
import { closureBlockers, verifiedCodes } from './read-verification.ts'
import type { TurnView } from './schemas.ts'
import { settleFollowUps } from './settle-follow-ups.ts'
import { turnEvent } from './turn-event.ts'
import { readOverrides, readStandingUnits } from './unit-store.ts'
import { viewTurn } from './views.ts'

/** Reports that nobody can send any more once the event is closed. */
const REPORTS = ['first_report', 'correction', 'daily_follow_up', 'drought_follow_up', 'verified_report']

/**
 * Closes an event (灾害过程结束): only when it is stable, every county that reported has verified, and then the city, and
 * the registers still agree with what was verified; or by the leave of another leader for the city. Reports are refused from then on, until it is opened again.
 *
 * @throws Problem not-found, not-permitted or outside-jurisdiction
 * @throws Problem event-closed; event-not-stable; children-not-verified with who blocks it; registers-differ
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
    const differing = await mustBeVerified(act, event.stabilityId)
    const turn = await turnEvent(act, { state: 'closed', effectiveAt: now, basis }, detailOf(differing))
    await endDutiesOf(db, eventId, REPORTS, '灾害过程已结束', now)
    await settleFollowUps(db, [eventId], now)
    return viewTurn(db, turn)
  })
}

/** @returns the units whose registers differ, where leave lets the event close all the same */
async function mustBeVerified({ db, event, caller }: Act, stabilityId: string): Promise<DifferingUnit[]> {
  const city = cityOfEvent(event)
  // rows that are on their way come before the comparison, or find the event closed
  await lockRegistersOf(db, [event.id])
  const units = await readStandingUnits(db, event.id)
  const blockers = closureBlockers(city, units)
  const differing = await unitsDiffering(db, event.id, city, verifiedCodes(units))
  if (blockers.length === 0 && differing.length === 0) return []
  if (hasLeave({ overrides: await readOverrides(db, stabilityId) }, city, caller.accountId)) return differing
  const codes = [...blockers, ...differing].map(({ regionCode }) => regionCode)
  const names = await readNames(db, codes)
  const named = <Unit extends { regionCode: string }>(unit: Unit) => ({
    ...unit,
    nameZh: names.of(unit.regionCode),
  })
  if (blockers.length > 0) throw childrenNotVerified(city, blockers.map(named))
  throw registersDiffer(differing.map(named))
}

function registersDiffer(units: readonly (DifferingUnit & { nameZh: string })[]): Problem {
  const names = units.map(({ nameZh }) => nameZh).join(', ')
  const detail = `The registers of these units differ from what they verified: ${names}.`
  return new Problem('registers-differ', detail, {
    units: units.map(({ regionCode, nameZh, differences }) => ({ regionCode, nameZh, differences })),
  })
}

/** What the trail keeps of a closing by leave: which units differed, and by how much. */
function detailOf(differing: readonly DifferingUnit[]): object {
  return differing.length === 0 ? {} : { registersDiffer: differing }
}
