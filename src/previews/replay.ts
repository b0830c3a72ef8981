/** Puts an event together again, report by report, so that the judge is given what it was given then. */
import type { Facts } from '../evaluations/types.ts'
import { ancestorsOf } from '../regions/codes.ts'
import type { HazardCode } from '../regulations/hazards.ts'
import { NEW_COURSE } from '../reports/course-state.ts'
import { eventWithReport } from '../reports/event-with-report.ts'
import { factsOf } from '../reports/judge-event.ts'
import type { ChainState, EventState } from '../reports/state.ts'
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
    forwarded: [],
  }
}

/**
 * The event with a version in it, and the facts that were judged. A submission knows the chains of the reporting unit and
 * of those above it, and so do these facts.
 */
export function replay(before: EventState, version: PastVersion): { event: EventState; facts: Facts } {
  const { regionCode, stage, judgedAt: now } = version
  const event = eventWithReport(before, { ...version, ...described(before, version) }, version.isWithdrawal)
  const known = [regionCode, ...ancestorsOf(regionCode)]
  const chains = new Map([...before.chains].filter(([code]) => known.includes(code)))
  const facts = factsOf({ event: { ...event, chains }, before, report: { regionCode, stage }, now })
  return {
    event: { ...event, chains: new Map(before.chains).set(regionCode, chainOf(before, version)) },
    facts,
  }
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
    firstReceivedAt: known?.firstReceivedAt ?? rest.judgedAt,
    headReceivedAt: rest.judgedAt,
    figures,
  }
}
