/** Closing tier by tier (逐级核报): nobody verifies before those below who reported have. */
import type { Claims } from '../accounts/caller.ts'
import { Problem } from '../problems/problem.ts'
import { covers } from '../regions/codes.ts'
import type { Stage } from '../regulations/vocabulary.ts'
import type { UnitProgress, Verification } from './course-state.ts'
import type { NewReport } from './schemas.ts'
import type { ChainState, EventState } from './state.ts'

/**
 * Whether figures that a unit verified rest on others than those that stand: a unit below it has reported other figures
 * since, or its verified report was returned and not answered. Such a unit has to verify again.
 */
export function isOutdated(
  { regionCode, stage, headAt }: Omit<UnitProgress, 'figuresAt' | 'hasLeave'>,
  units: readonly UnitProgress[],
): boolean {
  return stage === 'verified' && units.some((one) => one.figuresAt > headAt && isBelow(one, regionCode))
}

/**
 * The units below one that keep it from verifying: every one, however far below, that has reported and not verified, or
 * whose verified figures are outdated. Named are those whose turn it is: of units that have not verified the uppermost,
 * which wait for those below them; of outdated ones those below which nothing is open any more. A unit that verified by
 * leave answers for what lies below it, until it is outdated.
 */
export function blockersOf<Unit extends UnitProgress>(parent: string, units: readonly Unit[]): Unit[] {
  const below = units.filter((unit) => isBelow(unit, parent))
  const answering = below.filter(
    (unit) => unit.hasLeave && unit.stage === 'verified' && !isOutdated(unit, below),
  )
  const waiting = below.filter((unit) => !answering.some(({ regionCode }) => isBelow(unit, regionCode)))
  const open = waiting.filter(({ stage }) => stage !== 'verified')
  const outdated = waiting.filter((unit) => isOutdated(unit, below))
  const behind = [...open, ...outdated]
  return [
    ...open.filter((unit) => !open.some(({ regionCode }) => isBelow(unit, regionCode))),
    ...outdated.filter(({ regionCode }) => !behind.some((one) => isBelow(one, regionCode))),
  ]
}

function isBelow(unit: { regionCode: string }, regionCode: string): boolean {
  return unit.regionCode !== regionCode && covers(regionCode, unit.regionCode)
}

/**
 * Whether a verified report comes in its turn: once the disaster is stable, and after those below who reported; with
 * leave also before them, but never by leave of whoever sends it. A correction that was approved or asked for by a return
 * has had its turn.
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
  if (chain?.stage === 'verified' && isCorrection(event, chain)) return
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
 * Whether a verified chain may go on: by one verified version more, where a correction of its head was approved, a unit
 * above returned it, or a unit below has reported other figures since.
 */
export function mayCorrect(
  { report }: { report: Pick<NewReport, 'stage'> },
  event: EventState,
  chain: ChainState,
): boolean {
  if (report.stage !== 'verified') return false
  if (isCorrection(event, chain)) return true
  const units = event.course.verification?.units ?? []
  const own = units.find(({ regionCode }) => regionCode === chain.regionCode)
  return own !== undefined && isOutdated(own, units)
}

function isCorrection({ course }: EventState, { headVersionId, isReturned }: ChainState): boolean {
  return isReturned || course.verification?.corrections.has(headVersionId) === true
}

/** Who keeps a unit, or the event, from closing. */
interface Blocker {
  regionCode: string
  nameZh: string
  stage: Stage | null
}

/** Names those who keep a unit, or the event, from closing. */
export function childrenNotVerified(regionCode: string, blockers: readonly Blocker[]): Problem {
  const names = (isVerified: boolean) =>
    blockers.filter(({ stage }) => (stage === 'verified') === isVerified).map(({ nameZh }) => nameZh)
  const said = (start: string, who: string[]) => (who.length > 0 ? [`${start}: ${who.join(', ')}.`] : [])
  const detail = [
    ...said('These units have reported and not verified', names(false)),
    ...said('These have to verify again, for figures below them have changed since', names(true)),
  ]
  return new Problem('children-not-verified', detail.join(' '), {
    regionCode,
    blockers: blockers.map(({ regionCode: code, nameZh, stage }) => ({ regionCode: code, nameZh, stage })),
  })
}
