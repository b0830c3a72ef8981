/** What of an event's course (灾害过程状态) decides about a report: stability, decisions, how far it is verified. */
import type { Circumstances } from '../evaluations/types.ts'
import type { ClassCount } from '../registers/rules/sum-rows.ts'
import type { ResponseLevel, Stage } from '../regulations/vocabulary.ts'
import type { FollowUpGround } from './follow-up-grounds.ts'

export interface CourseState {
  stableAt: Date | null
  /** the declaration behind it */
  stabilityId: string | null
  /** two people have lowered the severity: only what is new raises it again */
  isLowered: boolean
  /** what in the reports asks for daily follow-ups so far */
  grounds: readonly FollowUpGround['ground'][]
  /** whether the engine has been asked to look after its follow-ups */
  isLookedAfter: boolean
  /** what people decided, as the judge is told of it */
  decided: Pick<Circumstances, 'reliefResponseOn' | 'nilReportOrdered' | 'responseLevel'>
  /** null unless the event is stable */
  verification: Verification | null
}

/** How far a stable event is verified (核报进度). */
export interface Verification {
  /** every unit with a standing report */
  units: readonly UnitStage[]
  /** every unit that reported and has withdrawn all of it */
  gone: readonly GoneUnit[]
  /** leave to verify before all below have, and who gave it */
  overrides: readonly { regionCode: string; givenBy: string }[]
  /** verified versions that may be followed by one correction */
  corrections: ReadonlySet<string>
  /** what stands in the registers (一览表), unit by unit: a verified report agrees with them */
  registers: readonly ClassCount[]
  /** where responses are or were on, and the photos that a unit and all below it have sent; null without any response */
  photos: { responses: readonly string[]; units: Readonly<Record<string, number>> } | null
}

/** What the trail's numbers say of the order in which units reported: clocks may stand still, and held reports come late. */
export interface UnitProgress {
  regionCode: string
  stage: Stage
  /** position of its last report in the trail */
  headAt: number
  /** position since which its figures stand: of the report that brought them, or of the return of a verified one */
  figuresAt: number
  /** whether a leader let it go before those below it */
  hasLeave: boolean
  /** whether its verified report was returned, and not answered: its stage is not `verified` then */
  isReturned: boolean
}

/** A unit whose figures no longer count, by the same numbers: it reported first at one, and withdrew its last at another. */
export interface GoneUnit {
  regionCode: string
  firstAt: number
  goneAt: number
}

/** How far the units of an event have come, those that withdrew included: what lies below whom, and since when. */
export interface Progress<Unit extends UnitProgress = UnitProgress> {
  units: readonly Unit[]
  gone: readonly GoneUnit[]
}

export interface UnitStage extends UnitProgress {
  nameZh: string
}

/** The same as PostgreSQL sends it. */
export interface RawCourse extends Omit<CourseState, 'stableAt' | 'decided' | 'verification'> {
  stableAt: string | null
  responses: { kind: 'relief' | 'emergency'; level: ResponseLevel }[]
  nilReportOrdered: boolean
  verification: (Omit<Verification, 'corrections'> & { corrections: string[] }) | null
}

/** The course of an event that a report has just opened. */
export const NEW_COURSE: CourseState = {
  stableAt: null,
  stabilityId: null,
  isLowered: false,
  grounds: [],
  isLookedAfter: false,
  decided: {},
  verification: null,
}

/** Makes the working model from what was read. */
export function courseState({ responses, nilReportOrdered, ...raw }: RawCourse): CourseState {
  const { stableAt, verification, ...rest } = raw
  return {
    ...rest,
    stableAt: stableAt === null ? null : new Date(stableAt),
    decided: decidedBy(responses, nilReportOrdered),
    verification: verification && { ...verification, corrections: new Set(verification.corrections) },
  }
}

/** What the judge is told of responses and orders that stand: only what is so, nothing that is not. */
export function decidedBy(
  responses: readonly { kind: 'relief' | 'emergency'; level: ResponseLevel }[],
  nilReportOrdered: boolean,
): CourseState['decided'] {
  const emergencies = responses.filter(({ kind }) => kind === 'emergency').map(({ level }) => level)
  return {
    ...(responses.some(({ kind }) => kind === 'relief') ? { reliefResponseOn: true } : {}),
    ...(nilReportOrdered ? { nilReportOrdered } : {}),
    // level one is the highest
    ...(emergencies.length > 0 ? { responseLevel: Math.min(...emergencies) as ResponseLevel } : {}),
  }
}
