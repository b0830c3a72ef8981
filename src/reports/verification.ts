/** Closing tier by tier (逐级核报): nobody verifies before those below who reported have. */
import type { Claims } from '../accounts/caller.ts'
import { Problem } from '../problems/problem.ts'
import { covers } from '../regions/codes.ts'
import type { Stage } from '../regulations/vocabulary.ts'
import type { Progress, UnitProgress, Verification } from './course-state.ts'
import type { NewReport } from './schemas.ts'
import type { ChainState, EventState } from './state.ts'

/**
 * Whether figures that a unit verified rest on others than those that stand: a unit below it has reported other figures
 * since, has withdrawn those that it had then, or its verified report was returned and not answered. Such a unit has to
 * verify again. A unit that reported only afterwards and withdrew that too leaves everything as it was.
 */
export function isOutdated(
  { regionCode, stage, headAt }: Pick<UnitProgress, 'regionCode' | 'stage' | 'headAt'>,
  { units, gone }: Progress,
): boolean {
  if (stage !== 'verified') return false
  return (
    units.some((one) => one.figuresAt > headAt && isBelow(one, regionCode)) ||
    gone.some((one) => one.goneAt > headAt && one.firstAt < headAt && isBelow(one, regionCode))
  )
}

/** The stage that a unit's last report has, as it is shown: what was returned was a verified report all the same. */
export function stageShown({ stage, isReturned }: Pick<UnitProgress, 'stage' | 'isReturned'>): Stage {
  return isReturned ? 'verified' : stage
}

/**
 * The units below one that keep it from verifying: every one, however far below, that has reported and not verified, or
 * whose verified figures are outdated. Named are those whose turn it is: of units that have not verified the uppermost,
 * which wait for those below them; of outdated ones those below which nothing is open any more. A unit that verified by
 * leave answers for what lies below it, until it is outdated.
 */
export function blockersOf<Unit extends UnitProgress>(
  parent: string,
  { units, gone }: Progress<Unit>,
): Unit[] {
  const below = units.filter((unit) => isBelow(unit, parent))
  const progress = { units: below, gone }
  const answering = below.filter(
    (unit) => unit.hasLeave && unit.stage === 'verified' && !isOutdated(unit, progress),
  )
  const waiting = below.filter((unit) => !answering.some(({ regionCode }) => isBelow(unit, regionCode)))
  const open = waiting.filter(({ stage }) => stage !== 'verified')
  const outdated = waiting.filter((unit) => isOutdated(unit, progress))
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
  const blockers = blockersOf(report.regionCode, verification)
  if (blockers.length === 0 || hasLeave(verification, report.regionCode, claims.sub)) return
  throw childrenNotVerified(
    report.regionCode,
    blockers.map((one) => ({ ...one, stage: stageShown(one) })),
  )
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
  const { verification } = event.course
  const own = verification?.units.find(({ regionCode }) => regionCode === chain.regionCode)
  return verification !== null && own !== undefined && isOutdated(own, verification)
}

function isCorrection({ course }: EventState, { headVersionId, isReturned }: ChainState): boolean {
  return isReturned || course.verification?.corrections.has(headVersionId) === true
}

/** Who keeps a unit, or the event, from closing. */
export interface Blocker {
  regionCode: string
  nameZh: string
  stage: Stage | null
  isReturned: boolean
}

/**
 * Names those who keep a unit, or the event, from closing.
 *
 * @param regionCode the unit that would verify, or the city whose event would be closed: then it may be a blocker itself
 */
export function childrenNotVerified(regionCode: string, blockers: readonly Blocker[]): Problem {
  const below = blockers.filter((one) => one.regionCode !== regionCode)
  const own = blockers.find((one) => one.regionCode === regionCode)
  const said = (start: string, which: (one: Blocker) => boolean) => {
    const names = below.filter(which).map(({ nameZh }) => nameZh)
    return names.length > 0 ? [`${start}: ${names.join(', ')}.`] : []
  }
  const detail = [
    ...said('These units have reported and not verified', (one) => one.stage !== 'verified'),
    ...said('The verified reports of these units were returned, and not answered', (one) => one.isReturned),
    ...said(
      'These have to verify again, for figures below them have changed since',
      (one) => one.stage === 'verified' && !one.isReturned,
    ),
    ...(own ? [ofItself(own)] : []),
  ]
  return new Problem('children-not-verified', detail.join(' '), {
    regionCode,
    blockers: blockers.map(({ regionCode: code, nameZh, stage, isReturned }) => ({
      ...{ regionCode: code, nameZh, stage, isReturned },
    })),
  })
}

function ofItself({ nameZh, stage, isReturned }: Blocker): string {
  if (stage === null) return `${nameZh} itself has not reported yet, and verifies last.`
  if (isReturned) return `The verified report of ${nameZh} itself was returned, and not answered.`
  if (stage !== 'verified') return `${nameZh} itself has not verified yet.`
  return `${nameZh} itself has to verify again, for figures below it have changed since.`
}
