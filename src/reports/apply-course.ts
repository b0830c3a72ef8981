/** What a report does to the course of its event (灾害过程状态): grounds of follow-ups, silence, verification. */
import { isDeepStrictEqual } from 'node:util'
import { v7 as uuidv7 } from 'uuid'
import { ancestorsOf, covers } from '../regions/codes.ts'
import { groundChanges } from './follow-up-grounds.ts'
import type { Judgement } from './judge-event.ts'
import type { BatchState, ChainState, EventState } from './state.ts'
import type { EventUpdate, VersionRow, Writes } from './writes.ts'

/** Duties that follow from a standing report. */
const FOLLOWING: ReadonlySet<string> = new Set(['daily_follow_up', 'drought_follow_up', 'verified_report'])

/** What in the reports asks for daily follow-ups now, and what of that is new. */
export function applyGrounds(
  event: EventState,
  judgement: Judgement,
  version: VersionRow,
  now: Date,
): { grounds: EventUpdate['grounds']; changes: Writes['grounds'] } {
  const common = { eventId: event.id, versionId: version.id, at: now }
  return {
    grounds: judgement.grounds.map(({ ground }) => ground),
    changes: groundChanges(event.course.grounds, judgement.grounds).map((change) => ({
      ...change,
      ...common,
      id: uuidv7(),
    })),
  }
}

/** Whether the engine must look at who owes follow-ups: each thing that changes it while the event is not stable. */
export function asksForALook(
  { state, course }: EventState,
  { evaluation }: Judgement,
  { withdrawalReason }: VersionRow,
  hasNewGround: boolean,
): boolean {
  if (state !== 'open' && state !== 'reopened') return false
  if (hasNewGround) return true
  if (course.isLookedAfter) return withdrawalReason !== null
  return evaluation.chain.some(({ duty }) => duty === 'drought_follow_up')
}

/** Who has no standing report any more, and nobody below who has, owes nothing that follows from one. */
export function silence(event: EventState, regionCode: string, now: Date, writes: Writes): void {
  const standing = [...event.latest.keys()]
  for (const code of [regionCode, ...ancestorsOf(regionCode)]) {
    if (standing.some((other) => covers(code, other))) return
    writes.silenced.set(`${event.id} ${code}`, { eventId: event.id, regionCode: code, replacedAt: now })
    event.deadlines = event.deadlines.filter(
      (one) => one.regionCode !== code || one.metAt !== null || !FOLLOWING.has(one.duty),
    )
  }
}

/** How far the event is verified, with this report in it. */
export function verifiedSoFar(
  { course }: EventState,
  before: ChainState | undefined,
  { regionCode, stage, isWithdrawn, figures }: ChainState,
  { nodes }: BatchState,
): EventState['course'] {
  if (!course.verification) return course
  const { units, gone, overrides } = course.verification
  const others = units.filter((unit) => unit.regionCode !== regionCode)
  const stillGone = gone.filter((unit) => unit.regionCode !== regionCode)
  // after everything so far; what position it has in the trail only the database can tell
  const headAt =
    1 +
    Math.max(
      0,
      ...units.flatMap((unit) => [unit.headAt, unit.figuresAt]),
      ...gone.map(({ goneAt }) => goneAt),
    )
  if (isWithdrawn) {
    const left = [...stillGone, { regionCode, firstAt: 0, goneAt: headAt }]
    return { ...course, verification: { ...course.verification, units: others, gone: left } }
  }
  const own = units.find((unit) => unit.regionCode === regionCode)
  const isSame = before !== undefined && isDeepStrictEqual(before.figures, figures)
  const unit = {
    ...{ regionCode, stage, headAt },
    nameZh: nodes.get(regionCode)?.nameZh ?? regionCode,
    figuresAt: own && isSame && !before.isReturned ? own.figuresAt : headAt,
    hasLeave: overrides.some((one) => one.regionCode === regionCode),
    isReturned: false,
  }
  return {
    ...course,
    verification: { ...course.verification, units: [...others, unit], gone: stillGone },
  }
}
