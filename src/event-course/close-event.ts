import type { Caller } from '../accounts/caller.ts'
import { mustMay } from '../accounts/may.ts'
import { endDutiesByClosing } from '../deadlines/store.ts'
import type { Deps } from '../deps.ts'
import { missOverdueOf } from '../escalations/missed-step.ts'
import { Problem } from '../problems/problem.ts'
import { readNames } from '../regions/names.ts'
import { type DifferingUnit, unitsDiffering } from '../registers/count-registers.ts'
import { lockRegistersOf } from '../registers/store.ts'
import { childrenNotVerified, hasLeave } from '../reports/verification.ts'
import { type Act, actOn, cityOfEvent } from './act.ts'
import { endOrdersByClosing } from './order-nil-reports.ts'
import { readResponsesOn } from './read-decisions.ts'
import { closureBlockers, verifiedCodes } from './read-verification.ts'
import type { TurnView } from './schemas.ts'
import { settleFollowUps } from './settle-follow-ups.ts'
import { turnEvent } from './turn-event.ts'
import { readOverrides, readProgress } from './unit-store.ts'
import { viewTurn } from './views.ts'

/**
 * Closes an event (灾害过程结束): only when it is stable, every county that reported has verified, and then the city, and
 * the registers still agree with what was verified; or by the leave of another leader for the city. Reports are refused
 * from then on, until it is opened again. Orders and duties end with it; a response is ended by whoever decided it, before.
 *
 * @throws Problem not-found, not-permitted or outside-jurisdiction
 * @throws Problem event-closed; event-not-stable; children-not-verified with who blocks it; registers-differ; response-on
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
    await mustHaveNoResponse(act)
    const turn = await turnEvent(act, { state: 'closed', effectiveAt: now, basis }, detailOf(differing))
    await endOrdersByClosing(act)
    await settleFollowUps(db, [eventId], now)
    // what was missed was missed, whether or not an engine has seen it
    await missOverdueOf(db, eventId, now)
    await endDutiesByClosing(db, eventId, now)
    return viewTurn(db, turn)
  })
}

/** Software does not end a government's response: whoever decided it does, and that is recorded first. */
async function mustHaveNoResponse({ db, event }: Act): Promise<void> {
  const on = await readResponsesOn(db, event.id)
  if (on.length === 0) return
  const named = on.map(({ node, kindZh, levelZh }) => `${node.nameZh} ${kindZh} ${levelZh}`).join(', ')
  const detail = `Responses are on in this event: ${named}. Record the end of each first (POST /v1/events/{id}/responses with level null and followsId), then close.`
  throw new Problem('response-on', detail, {
    eventId: event.id,
    responses: on.map(({ id, node, kind, level, startedAt, recordedAt, recordedBy }) => ({
      ...{ responseId: id, regionCode: node.regionCode, nameZh: node.nameZh },
      ...{ kind, level, startedAt, recordedAt, recordedBy },
    })),
  })
}

/** @returns the units whose registers differ, where leave lets the event close all the same */
async function mustBeVerified({ db, event, caller }: Act, stabilityId: string): Promise<DifferingUnit[]> {
  const city = cityOfEvent(event)
  // rows that are on their way come before the comparison, or find the event closed
  await lockRegistersOf(db, [event.id])
  const progress = await readProgress(db, event.id)
  const blockers = closureBlockers(city, progress)
  const differing = await unitsDiffering(db, event.id, city, verifiedCodes(progress))
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
