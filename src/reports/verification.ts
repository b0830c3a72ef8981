/** Closing tier by tier (逐级核报): nobody verifies before those below who reported have. */
import type { Claims } from '../accounts/caller.ts'
import { Problem } from '../problems/problem.ts'
import { covers } from '../regions/codes.ts'
import type { Stage } from '../regulations/vocabulary.ts'
import type { UnitStage, Verification } from './course-state.ts'
import type { NewReport } from './schemas.ts'
import type { ChainState, EventState } from './state.ts'

/**
 * The units below one that keep it from verifying: those directly below that have reported and not verified, and where
 * a unit directly below has never reported, those below that one. Each verified unit answers for what lies below it.
 */
export function blockersOf<Unit extends Pick<UnitStage, 'regionCode' | 'stage'>>(
  parent: string,
  units: readonly Unit[],
): Unit[] {
  const below = units.filter(({ regionCode }) => regionCode !== parent && covers(parent, regionCode))
  return below.filter(
    (unit) =>
      unit.stage !== 'verified' &&
      !below.some((other) => other !== unit && covers(other.regionCode, unit.regionCode)),
  )
}

/**
 * Whether a verified report comes in its turn: once the disaster is stable, and after those below who reported; with
 * leave also before them, but never by leave of whoever sends it. An approved correction has had its turn.
 *
 * @throws Problem event-not-stable, children-not-verified
 */
export function mustComeInTurn(
  { report, claims }: { report: Pick<NewReport, 'regionCode' | 'stage'>; claims: Pick<Claims, 'sub'> },
  event: EventState,
  chain: ChainState | null,
): void {
  if (report.stage !== 'verified') return
  const { verification } = event.course
  if (!verification) {
    const detail =
      'Figures are verified (核报) once the disaster is declared stable; until then send a follow-up report.'
    throw new Problem('event-not-stable', detail, { eventId: event.id, state: event.state })
  }
  if (chain?.stage === 'verified') return
  const blockers = blockersOf(report.regionCode, verification.units)
  if (blockers.length === 0 || hasLeave(verification, report.regionCode, claims.sub)) return
  throw childrenNotVerified(report.regionCode, blockers)
}

/** Whether a unit may go before those below it, by leave of somebody else. */
export function hasLeave(
  { overrides }: Pick<Verification, 'overrides'>,
  regionCode: string,
  accountId: string,
): boolean {
  return overrides.some((one) => one.regionCode === regionCode && one.givenBy !== accountId)
}

/**
 * Whether a verified chain may go on: by one verified version more, where a correction of its head was approved, or a unit
 * above returned it.
 */
export function mayCorrect(
  { report }: { report: Pick<NewReport, 'stage'> },
  { course }: EventState,
  { headVersionId, isReturned }: ChainState,
): boolean {
  if (report.stage !== 'verified') return false
  return isReturned || course.verification?.corrections.has(headVersionId) === true
}

/** Names those who keep a unit, or the event, from closing. */
export function childrenNotVerified(
  regionCode: string,
  blockers: readonly (Omit<UnitStage, 'stage'> & { stage: Stage | null })[],
): Problem {
  const names = blockers.map(({ nameZh }) => nameZh).join(', ')
  return new Problem('children-not-verified', `These units have reported and not verified: ${names}.`, {
    regionCode,
    blockers: blockers.map((unit) => ({
      regionCode: unit.regionCode,
      nameZh: unit.nameZh,
      stage: unit.stage,
    })),
  })
}
