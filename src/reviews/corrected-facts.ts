/** What a correction (勘误) changes of an event, and what it may not. */
import { checkFigures } from '../evaluations/checks.ts'
import { Problem } from '../problems/problem.ts'
import { countyOf, covers } from '../regions/codes.ts'
import { isOpenOn } from '../regions/rules.ts'
import type { EventState, NodeState } from '../reports/state.ts'
import { shanghaiDay, shanghaiIso } from '../shanghai.ts'
import type { NewCorrection } from './schemas.ts'

/** What is known of an event besides figures. */
export type EventFacts = Pick<EventState, 'hazard' | 'subhazard' | 'occurredAt' | 'regionCode' | 'title'>

const FACTS = [
  'hazard',
  'subhazard',
  'occurredAt',
  'regionCode',
  'title',
] as const satisfies (keyof EventFacts)[]

/** Whether all that a correction says is a sub-hazard. */
export function namesSubhazardAlone({ reason: _, subhazard, ...others }: NewCorrection): boolean {
  return Boolean(subhazard) && Object.values(others).every((value) => value === undefined)
}

/** Whether these posts answer for a county that the event covers: for all of it, and not for a township in it. */
export function answersForPart(
  scope: readonly string[],
  regions: readonly { regionCode: string }[],
): boolean {
  const within = scope.map((code) => ({ code, county: countyOf(code) ?? code }))
  return within
    .filter(({ code, county }) => code === county)
    .some(({ code }) =>
      regions.some(({ regionCode }) => covers(code, regionCode) || covers(regionCode, code)),
    )
}

/** The facts as corrected. The sub-hazard of another hazard falls away. */
export function correctedFacts(event: EventFacts, given: NewCorrection): EventFacts {
  const hazard = given.hazard ?? event.hazard
  const kept = hazard === event.hazard ? event.subhazard : null
  return {
    hazard,
    subhazard: given.subhazard === undefined ? kept : given.subhazard,
    occurredAt: given.occurredAt === undefined ? event.occurredAt : new Date(given.occurredAt),
    regionCode: given.regionCode ?? event.regionCode,
    title: given.title ?? event.title,
  }
}

/**
 * What differs, before and after.
 *
 * @throws Problem state-conflict when nothing does
 */
export function mustDiffer(before: EventFacts, after: EventFacts) {
  const changed = FACTS.filter((fact) => wire(before)[fact] !== wire(after)[fact])
  if (changed.length === 0) {
    throw new Problem('state-conflict', 'The event is already as the correction says; nothing was changed.')
  }
  const only = (facts: EventFacts) => Object.fromEntries(changed.map((fact) => [fact, wire(facts)[fact]]))
  return { before: only(before), after: only(after) }
}

/**
 * The place lies in what the event covers: whatever else is another decision, to extend, split or merge events.
 *
 * @throws Problem unknown-region for a unit that is not there or not open; invalid-request for one outside
 */
export function mustLieWithin(
  { regions }: Pick<EventState, 'regions'>,
  place: NodeState | null,
  regionCode: string,
  now: Date,
): void {
  const refuse = (slug: 'unknown-region' | 'invalid-request', code: string, detail: string) => {
    throw new Problem(slug, detail, { errors: [{ pointer: '/regionCode', code, detail }] })
  }
  if (!place || !isOpenOn(place, shanghaiDay(now))) {
    refuse('unknown-region', 'unknown_region', 'No open unit has this code.')
  }
  if (regions.some((region) => covers(region, regionCode))) return
  refuse('invalid-request', 'not_covered', 'The event does not cover this unit; extend it first.')
}

/**
 * A disaster happened before anybody reported it, and before it was stable.
 *
 * @throws Problem occurred-in-future; rules-violated (C20) where it lies after the first report
 * @throws Problem state-conflict where it lies after the instant from which the event is declared stable
 */
export function mustHaveHappened(
  { occurredAt }: EventFacts,
  { firstReceivedAt, stableAt }: { firstReceivedAt: Date; stableAt: Date | null },
  now: Date,
): void {
  if (occurredAt > now) {
    const detail = `It is ${shanghaiIso(now)}; a disaster cannot have happened after that.`
    throw new Problem('occurred-in-future', detail, {
      errors: [{ pointer: '/occurredAt', code: 'in_future', detail }],
      now: shanghaiIso(now),
    })
  }
  if (stableAt && occurredAt > stableAt) {
    throw new Problem(
      'state-conflict',
      `The disaster was declared stable from ${shanghaiIso(stableAt)} on; reopen the event before you correct it to a later instant.`,
      { stableAt: shanghaiIso(stableAt) },
    )
  }
  const violations = checkFigures({ figures: {}, occurredAt, reportedAt: firstReceivedAt })
  const [first] = violations
  if (!first) return
  throw new Problem('rules-violated', `${first.rule}: ${first.textEn}`, {
    errors: [{ pointer: '/occurredAt', code: first.rule, detail: first.textEn }],
    violations: violations.map((one) => ({ ...one, pointers: ['/occurredAt'] })),
  })
}

function wire({ occurredAt, ...facts }: EventFacts) {
  return { ...facts, occurredAt: shanghaiIso(occurredAt) }
}
