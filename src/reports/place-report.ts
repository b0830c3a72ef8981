import { v7 as uuidv7 } from 'uuid'
import { Problem } from '../problems/problem.ts'
import { HAZARD_BY_CODE } from '../regulations/hazards.ts'
import { shanghaiIso } from '../shanghai.ts'
import { NEW_COURSE } from './course-state.ts'
import { coverageOf, findEvent, mayReportTo, type Suggestion } from './find-event.ts'
import type { NewReport } from './schemas.ts'
import type { BatchState, ChainState, EventState } from './state.ts'
import type { Submission } from './submission.ts'
import { mayCorrect } from './verification.ts'

const MINUTE_MS = 60_000
/** A device's clock may run this far ahead of ours; what happened "then" counts as happened now. */
const CLOCK_TOLERANCE_MS = 5 * MINUTE_MS

/** How a report came to its event. */
type FoundBy = 'event_id' | 'parent' | 'match' | 'opened'

/** Where a report belongs: its event, and the chain of its unit there, if there is one. */
export interface Placement {
  event: EventState
  chain: ChainState | null
  foundBy: FoundBy
  isNewEvent: boolean
  /** a first report that became the next version of a chain somebody else had begun */
  joinsChain: boolean
  /** opened because the report said so, whatever event was near */
  isSaidAnother: boolean
  suggestions: readonly Suggestion[]
}

const OF_A_NAMED_EVENT = { isNewEvent: false, isSaidAnother: false, suggestions: [] } as const

/**
 * Finds the place of a report, or opens an event for it.
 *
 * @returns null when its parent is not known here yet: the report is held
 * @throws Problem unknown-event, event-closed, chain-mismatch, chain-verified, stale-parent, occurred-in-future,
 *   rules-violated; state-conflict for the withdrawal of what is withdrawn
 */
export function placeReport(submission: Submission, state: BatchState): Placement | null {
  const { report } = submission
  if (report.parentVersionId !== null) return placeByParent(submission, report.parentVersionId, state)
  if (report.stage !== 'first') {
    throw sequenceProblem(
      'A follow-up or verified report names the version that it follows in parentVersionId.',
    )
  }
  const placement = report.eventId
    ? placeByEventId(report.eventId, report.regionCode, state)
    : placeByMatch(submission, state)
  mustBeOpen(submission, placement.event, placement.chain)
  return placement
}

function placeByParent(submission: Submission, parentId: string, state: BatchState): Placement | null {
  const { report } = submission
  if (report.stage === 'first')
    throw sequenceProblem('A report that follows another one is not a first report.')
  const parent = state.versions.get(parentId)
  if (!parent) return null
  const event = state.events.get(parent.eventId)
  if (!event) throw new Error('a version without its event was read')
  const named = report.eventId === undefined ? undefined : rootOf(report.eventId, state)
  const chain = [...event.chains.values()].find(({ id }) => id === parent.chainId)
  // after a merge another chain of the unit may count
  const aside = event.beside.find(({ id }) => id === parent.chainId)
  const counting = chain ?? (aside && (event.chains.get(aside.regionCode) ?? aside))
  if (!counting) throw new Error('a version without its chain was read')
  if (counting.regionCode !== report.regionCode || (named !== undefined && named !== event.id)) {
    throw new Problem('chain-mismatch', 'The parent belongs to another unit or to another event.', {
      errors: [
        {
          pointer: '/parentVersionId',
          code: 'chain_mismatch',
          detail: 'Name the head of this unit’s own chain.',
        },
      ],
    })
  }
  mustBeAbout(event, report.event)
  mustBeOpen(submission, event, counting)
  mustStand(submission, chain ?? aside, counting)
  if (!chain) throw otherChainCounts(counting, parentId)
  if (chain.headVersionId !== parentId) throw staleParent(counting, parentId, GONE_ON)
  return { event, chain, foundBy: 'parent', ...OF_A_NAMED_EVENT, joinsChain: false }
}

/** What was withdrawn is not withdrawn again, and a withdrawal not at all: its unit says anew what it knows. */
function mustStand(
  { withdrawalReason }: Submission,
  named: ChainState | undefined,
  { headVersionId, headNumber }: ChainState,
): void {
  if (withdrawalReason === null || !named?.isWithdrawn) return
  const detail =
    'The report is withdrawn already, and a withdrawal is not withdrawn. To report anew, send a follow-up report with the head as its parentVersionId.'
  throw new Problem('state-conflict', detail, { head: { versionId: headVersionId, number: headNumber } })
}

/** The event that an id leads to: what it was merged into, else itself. */
export function rootOf(eventId: string, state: Pick<BatchState, 'merged'>): string {
  return state.merged.get(eventId) ?? eventId
}

/** A follow-up may describe its event again, but not as another one; as what it was taken for before, it may. */
function mustBeAbout(event: EventState, described: Submission['report']['event']): void {
  if (!described) return
  const isOther = described.hazard !== event.hazard && !event.formerHazards.includes(described.hazard)
  if (!isOther && (event.isExercise || !described.isExercise)) return
  const pointer = isOther ? '/event/hazard' : '/event/isExercise'
  const detail = 'The parent belongs to an event of another kind; leave event out and name eventId.'
  throw new Problem('chain-mismatch', detail, { errors: [{ pointer, code: 'chain_mismatch', detail }] })
}

function placeByEventId(eventId: string, regionCode: string, state: BatchState): Placement {
  const event = state.events.get(rootOf(eventId, state))
  if (!event || !mayReportTo(event, regionCode)) {
    const detail =
      'There is no event of this id that covers the unit; leave eventId out and describe the event instead.'
    throw unknownEvent('/eventId', detail)
  }
  const chain = event.chains.get(regionCode) ?? null
  return { event, chain, foundBy: 'event_id', ...OF_A_NAMED_EVENT, joinsChain: chain !== null }
}

/** The event is not there, or does not cover the unit. */
export function unknownEvent(pointer: string, detail: string): Problem {
  return new Problem('unknown-event', detail, { errors: [{ pointer, code: 'unknown_event', detail }] })
}

function placeByMatch({ report }: Submission, state: BatchState): Placement {
  const reported = report.event
  if (!reported) throw new Error('the schema lets no report through without an event')
  const occurredAt = mustHaveOccurred(new Date(reported.occurredAt), state.now)
  const { event: found, suggestions } = findEvent(
    {
      hazard: reported.hazard,
      occurredAt,
      isExercise: reported.isExercise,
      regionCode: report.regionCode,
      windowHours: windowOf(reported.hazard),
      isAnother: reported.isAnother === true,
    },
    state.events.values(),
  )
  const event = found ?? newEvent(report.regionCode, { ...reported, occurredAt })
  const chain = event.chains.get(report.regionCode) ?? null
  return {
    event,
    chain,
    foundBy: found ? 'match' : 'opened',
    isNewEvent: found === null,
    joinsChain: chain !== null,
    isSaidAnother: reported.isAnother === true,
    suggestions,
  }
}

/** How far apart two reports of a hazard may lie and still be one process. */
export function windowOf(hazard: string): number {
  const row = HAZARD_BY_CODE.get(hazard)
  if (!row) throw new Error(`unknown hazard ${hazard}`)
  return row.sameEventWindowHours
}

function newEvent(
  regionCode: string,
  reported: {
    hazard: string
    subhazard?: string | undefined
    title?: string | undefined
    occurredAt: Date
    isExercise: boolean
  },
): EventState {
  return {
    id: uuidv7(),
    hazard: reported.hazard,
    subhazard: reported.subhazard ?? null,
    title: reported.title ?? null,
    regionCode,
    occurredAt: reported.occurredAt,
    state: 'open',
    isExercise: reported.isExercise,
    severity: null,
    severityRank: 0,
    facts: {},
    formerHazards: [],
    regions: [coverageOf(regionCode)],
    chains: new Map(),
    beside: [],
    latest: new Map(),
    latestVersions: null,
    course: NEW_COURSE,
    deadlines: [],
    answers: new Map(),
    directReports: new Set(),
    ended: [],
    withdrawn: [],
    forwarded: [],
  }
}

function mustHaveOccurred(occurredAt: Date, now: Date): Date {
  if (+occurredAt <= +now) return occurredAt
  if (+occurredAt - +now <= CLOCK_TOLERANCE_MS) return now
  const at = shanghaiIso(now)
  const detail = `It is ${at} here; a disaster cannot have happened after that. Check the clock of the device.`
  throw new Problem('occurred-in-future', detail, {
    errors: [{ pointer: '/event/occurredAt', code: 'in_future', detail }],
    now: at,
  })
}

/**
 * Whether the unit may still report of the event.
 *
 * @throws Problem event-closed, chain-verified
 */
export function mustBeOpen(
  submission: { report: Pick<NewReport, 'stage'> },
  event: EventState,
  chain: ChainState | null,
): void {
  if (event.state === 'closed') {
    throw new Problem(
      'event-closed',
      'The event is closed: nothing is reported or corrected in it until a duty leader of the city opens it again (POST /v1/events/{id}/reopening); then all is verified anew.',
      { eventId: event.id },
    )
  }
  if (chain?.stage === 'verified' && !mayCorrect(submission, event, chain)) {
    const detail =
      'This unit has already verified its figures for the event. Ask for a correction; once it is approved, send one more verified report.'
    throw new Problem('chain-verified', detail, { headVersionId: chain.headVersionId })
  }
}

const GONE_ON = 'Somebody else reported for this unit meanwhile: build on the head and send again.'

function staleParent(chain: ChainState, parentId: string, detail: string, members: object = {}): Problem {
  const { headVersionId: versionId, headNumber: number, stage, figures } = chain
  return new Problem('stale-parent', detail, {
    errors: [{ pointer: '/parentVersionId', code: 'stale_parent', detail: 'Name the head of the chain.' }],
    parentVersionId: parentId,
    head: { versionId, number, stage, figures },
    ...members,
  })
}

/** After a merge: another word of the unit was heard later. */
function otherChainCounts(counting: ChainState, parentId: string): Problem {
  const { headNumber, stage, headVersionId } = counting
  const detail = `Nobody else reported: this unit has reported in two events that are one now. Of its two chains the one that was heard of last counts, and this parent is in the other one. Build on the head of the chain that counts, number ${headNumber} (${stage}, ${headVersionId}), and say all that stands, also what only the other chain says.`
  return staleParent(counting, parentId, detail, { otherChainCounts: true })
}

/** A stage that does not follow the one before it (C20). */
export function sequenceProblem(detail: string): Problem {
  return new Problem('rules-violated', detail, {
    errors: [{ pointer: '/stage', code: 'C20', detail }],
    violations: [
      {
        rule: 'C20',
        kind: 'hard',
        pointers: ['/stage', '/parentVersionId'],
        observed: 'out of order',
        expected: '初报→续报→核报',
      },
    ],
  })
}
