import type { Caller } from '../accounts/caller.ts'
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import { reachOf } from '../events/reach.ts'
import { mustFindEvent } from '../events/read-event.ts'
import { maybeDue, maybeIso, nodeRef } from '../events/views.ts'
import { ancestorsOf, covers, tierOf } from '../regions/codes.ts'
import { type Names, readNames } from '../regions/names.ts'
import { unitsDiffering } from '../registers/count-registers.ts'
import type { Progress } from '../reports/course-state.ts'
import { type Blocker, blockersOf, isOutdated, stageShown } from '../reports/verification.ts'
import { cityOfEvent } from './act.ts'
import { readResponsesOn } from './read-decisions.ts'
import { readOverrides, readProgress, readVerifiedDuties, type StandingUnit } from './unit-store.ts'
import type { VerificationView } from './verification-schemas.ts'
import { viewOverrides } from './views.ts'

type UnitView = VerificationView['units'][number]

/**
 * How far an event is verified (核报进度): tier by tier who has verified, by when the others do, and who blocks whom. Of
 * units, those in the caller's jurisdiction.
 *
 * @throws Problem not-found when there is no such event, or it is hidden
 */
export async function readVerification(db: Db, caller: Caller, eventId: string): Promise<VerificationView> {
  const found = await mustFindEvent(db, caller, eventId)
  const { event } = found
  const progress = await readProgress(db, eventId)
  const { stabilityId } = event
  const duties = stabilityId === null ? [] : await readVerifiedDuties(db, stabilityId)
  const overrides = stabilityId === null ? [] : await readOverrides(db, stabilityId)
  const city = cityOfEvent(event)
  const codes = unitsAndAbove(progress.units, city)
  const names = await readNames(db, codes)
  const leave = new Map((await viewOverrides(db, overrides)).map((one) => [one.node.regionCode, one]))
  const now = await readNow(db)
  const { reports } = reachOf(caller, found)
  const view = (regionCode: string) =>
    unitView({ regionCode, progress, codes, names, isStable: event.state === 'stable' }, leave, {
      due: maybeDue(duties.find((one) => one.regionCode === regionCode) ?? null, now),
    })
  const blockers = closureBlockers(city, progress)
  const differing = await unitsDiffering(db, eventId, city, verifiedCodes(progress))
  const isReady = blockers.length === 0 && differing.length === 0
  const responsesOn = await readResponsesOn(db, eventId)
  return {
    eventId,
    state: event.state,
    stableAt: maybeIso(event.stableAt),
    units: codes.filter((code) => reports.some((scope) => covers(scope, code))).map(view),
    closure: {
      isPossible: event.state === 'stable' && responsesOn.length === 0 && (isReady || leave.has(city)),
      blockedBy: blockers.map(({ regionCode, stage, isReturned }) => ({
        ...{ node: nodeRef(regionCode, names), stage, isReturned },
      })),
      registersDiffer: differing.map(({ regionCode }) => nodeRef(regionCode, names)),
      responsesOn,
    },
  }
}

/** Who keeps an event from closing: units that have not verified, or have to again, and in its turn the city itself. */
export function closureBlockers(city: string, progress: Progress<StandingUnit>): Omit<Blocker, 'nameZh'>[] {
  const own = progress.units.find(({ regionCode }) => regionCode === city)
  const blockers = blockersOf(city, progress)
  const isOwnOpen = own?.stage !== 'verified' || (blockers.length === 0 && isOutdated(own, progress))
  const itself = own ?? { stage: null, isReturned: false }
  return [...blockers, ...(isOwnOpen ? [{ ...itself, regionCode: city }] : [])].map(
    ({ regionCode, stage, isReturned }) => ({
      ...{ regionCode, stage: stage && stageShown({ stage, isReturned }), isReturned },
    }),
  )
}

/** The units that have verified: what they said must still agree with their registers when the event is closed. */
export function verifiedCodes({ units }: Progress<StandingUnit>): string[] {
  return units.filter(({ stage }) => stage === 'verified').map(({ regionCode }) => regionCode)
}

interface Tree {
  regionCode: string
  progress: Progress<StandingUnit>
  codes: readonly string[]
  names: Names
  isStable: boolean
}

function unitView(
  { regionCode, progress, codes, names, isStable }: Tree,
  leave: ReadonlyMap<string, NonNullable<UnitView['leave']>>,
  { due }: Pick<UnitView, 'due'>,
): UnitView {
  const own = progress.units.find((unit) => unit.regionCode === regionCode)
  const isVerified = own?.stage === 'verified' && !isOutdated(own, progress)
  const blockers = blockersOf(regionCode, progress)
  const given = leave.get(regionCode) ?? null
  return {
    node: nodeRef(regionCode, names),
    aboveCode: ancestorsOf(regionCode).find((code) => codes.includes(code)) ?? null,
    tier: tierOf(regionCode),
    stage: own ? stageShown(own) : null,
    isReturned: own?.isReturned ?? false,
    isVerified,
    verifiedAt: maybeIso(isVerified ? own.headReceivedAt : null),
    headVersionId: own?.headVersionId ?? null,
    due,
    blockedBy: blockers.map((unit) => ({
      ...{ node: nodeRef(unit.regionCode, names), stage: stageShown(unit), isReturned: unit.isReturned },
    })),
    leave: given,
    mayVerify: isStable && own !== undefined && !isVerified && (blockers.length === 0 || given !== null),
  }
}

/** The city, the units with reports, and all between: each after the one above it. */
function unitsAndAbove(units: readonly StandingUnit[], city: string): string[] {
  const all = units.flatMap(({ regionCode }) => [regionCode, ...ancestorsOf(regionCode)])
  return [...new Set([city, ...all])].filter((code) => tierOf(code) !== 'province').sort()
}
