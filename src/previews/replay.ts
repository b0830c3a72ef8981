/** Puts an event together again, report by report, so that the judge is given what it was given then. */
import type { Facts } from '../evaluations/types.ts'
import { ancestorsOf } from '../regions/codes.ts'
import type { HazardCode } from '../regulations/hazards.ts'
import { decidedBy, NEW_COURSE } from '../reports/course-state.ts'
import { eventWithReport } from '../reports/event-with-report.ts'
import { factsOf } from '../reports/judge-event.ts'
import type { ChainState, EventState } from '../reports/state.ts'
import type { PastDecision } from './decision-store.ts'
import type { PastEvent, PastVersion } from './store.ts'

/** An event as it stood before any report. */
export function eventBefore({ id, hazard, regionCode, occurredAt }: PastEvent): EventState {
  return {
    id,
    hazard,
    subhazard: null,
    title: null,
    regionCode,
    occurredAt,
    state: 'open',
    isExercise: false,
    severity: null,
    severityRank: 0,
    facts: {},
    formerHazards: [],
    regions: [],
    chains: new Map(),
    latest: new Map(),
    beside: [],
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

/**
 * The event with a version in it, and the facts that were judged. A submission knows the chains of the reporting unit and
 * of those above it, and so do these facts; and the responses and orders that stood when it was judged.
 */
export function replay(
  known: EventState,
  version: PastVersion,
  decisions: readonly PastDecision[] = [],
): { event: EventState; facts: Facts } {
  const { regionCode, stage, judgedAt: now } = version
  const before = { ...known, course: { ...known.course, decided: decidedAt(decisions, now) } }
  const event = eventWithReport(before, { ...version, ...described(before, version) }, version.isWithdrawal)
  const seen = [regionCode, ...ancestorsOf(regionCode)]
  const chains = new Map([...before.chains].filter(([code]) => seen.includes(code)))
  const facts = factsOf({ event: { ...event, chains }, before, report: { regionCode, stage }, now })
  return {
    event: { ...event, chains: new Map(before.chains).set(regionCode, chainOf(before, version)) },
    facts,
  }
}

/** What stood at an instant: from when it was entered, and no longer from when its end or another level was. */
function decidedAt(decisions: readonly PastDecision[], now: Date): EventState['course']['decided'] {
  const standing = decisions.filter(({ since, until }) => since <= now && (until === null || until > now))
  const responses = standing.flatMap(({ what }) => (what === 'nil_reports' ? [] : [what]))
  return decidedBy(responses, responses.length < standing.length)
}

/** A sub-hazard is of the hazard that the event has now. */
function described({ hazard }: EventState, { subhazard }: PastVersion) {
  return subhazard === null ? {} : { event: { hazard: hazard as HazardCode, subhazard } }
}

function chainOf(
  before: EventState,
  { id, regionCode, stage, figures, isWithdrawal, ...rest }: PastVersion,
): ChainState {
  const known = before.chains.get(regionCode)
  return {
    id: known?.id ?? id,
    eventId: known?.eventId ?? before.id,
    regionCode,
    headVersionId: id,
    headNumber: rest.position[2],
    stage,
    isWithdrawn: isWithdrawal,
    isReturned: false,
    unexplained: {},
    firstReceivedAt: known?.firstReceivedAt ?? rest.judgedAt,
    headReceivedAt: rest.judgedAt,
    figures,
  }
}
