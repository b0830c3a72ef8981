/** By when each tier verifies (核报时限), once the disaster is stable. */
import { v7 as uuidv7 } from 'uuid'
import type { NewDeadline } from '../deadlines/rules.ts'
import { reportingChain } from '../evaluations/chain.ts'
import { UnjudgeableError } from '../evaluations/contradictions.ts'
import { dayOfJudgement } from '../evaluations/editions.ts'
import type { ChainItem } from '../evaluations/types.ts'
import { ancestorsOf, tierOf } from '../regions/codes.ts'
import type { HazardCode } from '../regulations/hazards.ts'
import { NATIONAL_RULES } from '../regulations/rule-set.ts'
import type { Stage } from '../regulations/vocabulary.ts'
import type { Reported } from './duties.ts'

const VERIFIED = 'verified_report'
/** The tiers that verify by a clock of their own; a village verifies before its township does. */
const CLOCKED: ReadonlySet<string> = new Set(['township', 'county', 'city'])

export interface StableEvent {
  id: string
  hazard: string
  occurredAt: Date
  stableAt: Date
  stabilityId: string
}

/** Verified reports that are owed now, and tiers whose clock could not be told, with the reason. */
export interface VerifiedReports {
  owed: NewDeadline[]
  withoutClock: { regionCode: string; because: string }[]
}

/**
 * The clocks that a report in a stable event starts: of units that had not reported before, and of the city once the
 * last county has verified.
 */
export function verifiedReportsSet({
  event,
  regionCode,
  stage,
  isWithdrawal,
  now,
}: Pick<Reported, 'event' | 'regionCode' | 'stage' | 'isWithdrawal' | 'now'>): NewDeadline[] {
  const { stableAt, stabilityId, verification } = event.course
  if (!stableAt || !stabilityId || !verification) return []
  const units = withUnit(verification.units, isWithdrawal ? null : stage, regionCode)
  const isSet = (code: string) =>
    event.deadlines.some(
      (one) => one.duty === VERIFIED && one.subjectId === stabilityId && one.regionCode === code,
    )
  const own = new Set([regionCode, ...ancestorsOf(regionCode)])
  return verifiedReports({ ...event, stableAt, stabilityId }, units, isSet, now).owed.filter((one) =>
    own.has(one.regionCode),
  )
}

/** The units of an event with one of them as a report leaves it; null takes it out. */
function withUnit<Unit extends { regionCode: string; stage: Stage }>(
  units: readonly Unit[],
  stage: Stage | null,
  regionCode: string,
): { regionCode: string; stage: Stage }[] {
  const others = units.filter((unit) => unit.regionCode !== regionCode)
  return stage === null ? others : [...others, { regionCode, stage }]
}

/**
 * The duties to verify of every unit that has reported or lies above one that has, where they can be told, are not set
 * yet, and the unit has not verified. A year without a calendar of working days is not guessed: that unit then has no clock.
 *
 * @param units units with a standing report
 * @param isSet whether a unit has its clock already
 */
export function verifiedReports(
  event: StableEvent,
  units: readonly { regionCode: string; stage: Stage }[],
  isSet: (regionCode: string) => boolean,
  now: Date,
): VerifiedReports {
  const found: VerifiedReports = { owed: [], withoutClock: [] }
  const cityVerifiedAt = startOfCity(event, units, now)
  const done = new Set(units.filter(({ stage }) => stage === 'verified').map(({ regionCode }) => regionCode))
  for (const regionCode of concerned(units.map((unit) => unit.regionCode))) {
    if (isSet(regionCode) || done.has(regionCode)) continue
    try {
      const item = itemFor(event, regionCode, cityVerifiedAt)
      if (item?.dueAt) found.owed.push(dutyFrom(item, item.dueAt, event, regionCode, now))
    } catch (error) {
      if (!(error instanceof UnjudgeableError)) throw error
      found.withoutClock.push({ regionCode, because: error.textZh })
    }
  }
  return found
}

/** Units with reports and those above them, of the tiers that owe follow-ups and verified reports. */
function concerned(reporting: readonly string[]): string[] {
  const all = new Set(reporting.flatMap((code) => [code, ...ancestorsOf(code)]))
  return [...all].filter((code) => CLOCKED.has(tierOf(code))).sort()
}

/**
 * From when the city's clock runs, where it counts from the counties: it waits for all of them that reported, so it
 * starts with the last one's verified report. Where no county reported, with stability.
 */
function startOfCity(
  { stableAt }: StableEvent,
  units: readonly { regionCode: string; stage: Stage }[],
  now: Date,
): Date | null {
  const counties = units.filter(({ regionCode }) => tierOf(regionCode) === 'county')
  if (counties.length === 0) return stableAt
  return counties.every(({ stage }) => stage === 'verified') ? now : null
}

function itemFor(
  { hazard, occurredAt, stableAt }: StableEvent,
  regionCode: string,
  cityVerifiedAt: Date | null,
): ChainItem | undefined {
  const tier = tierOf(regionCode)
  const facts = {
    kind: 'natural_disaster' as const,
    hazard: hazard as HazardCode,
    regionCode,
    occurredAt,
    figures: {},
    severity: null,
    stableAt,
    ...(cityVerifiedAt ? { received: { cityVerified: cityVerifiedAt } } : {}),
  }
  const duties = NATIONAL_RULES.duties.filter(({ duty, from }) => duty === VERIFIED && from === tier)
  const knowledge = { daily: null, before: null }
  return reportingChain(facts, dayOfJudgement(facts), knowledge, { ...NATIONAL_RULES, duties })[0]
}

function dutyFrom(
  { limit, because }: ChainItem,
  dueAt: Date,
  { id, stabilityId }: StableEvent,
  regionCode: string,
  now: Date,
): NewDeadline {
  return {
    id: uuidv7(),
    eventId: id,
    regionCode,
    duty: VERIFIED,
    subjectId: stabilityId,
    setAt: now,
    dueAt,
    limit: limit as NewDeadline['limit'],
    because,
    metAt: null,
    metById: null,
    missedAt: null,
  }
}
