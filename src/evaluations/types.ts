/**
 * What the one judge is given and what it answers (研判). The shapes are those of `POST /v1/evaluations`;
 * inside the judge instants are `Date`.
 */

import type { CalendarId } from '../regulations/calendar.ts'
import type { RegisterName } from '../regulations/check-row.ts'
import type { Reason } from '../regulations/citation.ts'
import type { CriterionCode } from '../regulations/criteria.ts'
import type { DepartmentCode } from '../regulations/departments.ts'
import type { DeskAct, DeskProfileId } from '../regulations/desk-profiles.ts'
import type { HazardCode, SubhazardCode } from '../regulations/hazards.ts'
import type { Figures } from '../regulations/indicators.ts'
import type { SectionCode } from '../regulations/sections.ts'
import type { SectorCode } from '../regulations/sectors.ts'
import type {
  CountsFrom,
  Kind,
  LadderId,
  Limit,
  Party,
  Receiver,
  ReliefPlan,
  ResponseLevel,
  Role,
  SeverityLevel,
  Stage,
  ToldGovernment,
  WarningColour,
} from '../regulations/vocabulary.ts'

import type { CustomCalendar } from './working-days.ts'

export type { Reason } from '../regulations/citation.ts'
export type { Figures } from '../regulations/indicators.ts'
export type {
  LadderId,
  ReliefPlan,
  ResponseLevel,
  Role,
  SeverityLevel,
} from '../regulations/vocabulary.ts'

/** Circumstances that no indicator of the form carries. Absent is "not known". */
export interface Circumstances {
  magnitude?: number
  burnedAreaM2?: number
  openFlameHours?: number
  peopleInDanger?: number
  peopleToMove?: number
  possibleLossYuan?: number
  trapped?: number
  evacuated?: number
  railCutHours?: number
  roadCutHours?: number
  /** people with acute industrial poisoning, counted with the seriously injured */
  acutePoisoned?: number
  /** missing people who were found alive since the previous report */
  foundAlive?: number
  /** parts of one, 0 to 1, of the county or (for relief) of the province */
  shares?: {
    cropLost?: number
    livestockDead?: number
    roomsCollapsed?: number
    droughtAid?: number
    provincialGdpLost?: number
  }
  /** a sensitive time, place or person: not bound by grade limits */
  sensitive?: boolean
  /** harm crosses, or may cross, a county boundary */
  crossesBoundary?: boolean
  /** a neighbouring province has started a relief response of this level for the same disaster */
  neighbourReliefLevel?: ResponseLevel
  /** a relief response has been started by decision */
  reliefResponseOn?: boolean
  /** an operator ordered daily follow-ups */
  nilReportOrdered?: boolean
  /** level of the emergency response that a named body has decided */
  responseLevel?: ResponseLevel
  /** colour of the warning in force */
  warningColour?: WarningColour
  /** hazards that struck in the same process beside the main one */
  concurrentHazards?: readonly HazardCode[]
  /** what an operator ticked where the text has no number */
  criteria?: readonly CriterionCode[]
}

/** What is judged. */
export interface Facts {
  kind: Kind
  hazard?: HazardCode
  subhazard?: SubhazardCode
  sector?: SectorCode
  /** 12-digit code (or its significant beginning) of the unit that reports */
  regionCode: string
  occurredAt: Date
  /** instant whose editions apply; the occurrence's, where it is not given */
  asOf?: Date
  stage?: Stage
  figures: Figures
  facts?: Circumstances
  /** when each of these was told: limits that count from receipt start here */
  received?: Partial<Record<Receiver, Date>>
  /** whose working days count; by default those of the place */
  calendar?: CalendarId | CustomCalendar
  /** the duty desk's limits that hold; by default those of the rule set */
  deskProfile?: DeskProfileId
  /** figures of the previous accepted report of the same unit */
  previous?: Figures
  /** stage of the previous accepted report; null where there is none */
  previousStage?: Stage | null
  /** a correction after verification was approved (更正) */
  correctionApproved?: boolean
  explanation?: string
  /** the moment after which the next of a row of duties is looked for; the report's, where it is not given */
  now?: Date
  /** when this report was received */
  reportedAt?: Date
  /** when the disaster became stable; absent while it is not */
  stableAt?: Date
  /**
   * rows in the registers (一览表) of the unit. Absent: nobody says anything of registers. Given without one of them:
   * that register has not been handed in.
   */
  registers?: Partial<Record<RegisterName, number>>
  /** the figures that each unit directly below gave last; those that gave none are left out */
  children?: readonly Figures[]
  /** what the unit adds to the figures of those below; absent is nothing */
  ownAdditional?: Figures
  /** registered and floating population of the unit */
  population?: number
}

export interface LadderAnswer {
  ladder: LadderId
  level: SeverityLevel | null
  because: Reason[]
}

export interface ReliefAnswer {
  plan: ReliefPlan
  level: ResponseLevel | null
  because: Reason[]
}

/** One duty of the reporting chain (报送链). */
export interface ChainItem {
  duty: string
  from: Party
  to: Party[]
  /** null where the receipt it counts from has not happened, or where the text says "at once" */
  dueAt: Date | null
  limit: Limit
  countsFrom: CountsFrom
  channel?: string
  content?: string[]
  because: Reason[]
}

/** Who must be told besides the tier above. */
type ToldParty = DepartmentCode | ToldGovernment

export interface MustTell {
  party: ToldParty
  because: Reason[]
}

export type Recipient = { role: Role; because: Reason[] } & (
  | { section: SectionCode; department?: never }
  | { department: DepartmentCode; section?: never }
)

/** One check that the figures do not pass (校验). */
export interface Violation {
  rule: string
  /** hard: refused; soft: needs a written explanation */
  kind: 'hard' | 'soft'
  /** JSON pointers into the report, `/figures/dead` */
  pointers: string[]
  observed: string
  expected: string
  /** soft, and the report comes with a written explanation */
  explained: boolean
  because: Reason[]
  textZh: string
  textEn: string
  /** stored all the same: what stood of the figures that fell or are left out, asked for until they are explained */
  stood?: Figures
  /** the report before, where the writer of a first report did not know of it */
  comparedWith?: { eventId: string; versionId: string; number: number }
}

export type FlagCode =
  | 'still_to_be_reported'
  | 'direct_report'
  | 'daily_follow_up'
  | 'danger_has_casualties'
  | 'relatively_serious_danger'
  | 'placeholder_thresholds'
  | 'thresholds_may_be_lowered'
  | 'not_bound_by_grade'
  | 'subhazard_needed'
  | 'not_covered'
  | 'no_edition_in_force'
  | 'regraded'
  | 'outside_casualty_window'
  | 'counted_after_casualty_window'
  | 'main_hazard'
  | 'may_report_to_state_council'
  | 'grave_warning'
  | 'register_of_persons_needed'
  | 'register_of_homes_needed'
  | 'photos_needed'
  | 'led_by'
  | 'relief_started_by'
  | 'counted_under_national'

export interface Flag {
  flag: FlagCode
  because: Reason[]
}

/** One limit of the duty desk (值班时限). */
export interface DeskAnswer {
  act: DeskAct
  minutes: number
  because: Reason[]
}

/** What the judge says. */
export interface Evaluation {
  severity: { level: SeverityLevel | null; because: Reason[] }
  ladders: LadderAnswer[]
  relief: ReliefAnswer[]
  chain: ChainItem[]
  mustTell: MustTell[]
  recipients: Recipient[]
  violations: Violation[]
  flags: Flag[]
  /** the emergency response that was decided, where the facts name one: never taken for a severity */
  response?: { level: ResponseLevel; because: Reason[] }
  /** the warning in force, where the facts name one */
  warning?: { colour: WarningColour; level: ResponseLevel; because: Reason[] }
  /** by when the duty desk acts on an event of this severity */
  desk: DeskAnswer[]
  investigation?: { by: 'state_council' | 'autonomous_region' | 'city' | 'county'; because: Reason[] }
}
