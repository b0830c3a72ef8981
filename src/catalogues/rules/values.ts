/** The figures of a rule for machines, in base units. Which of the fields are there depends on the kind of rule. */

import type { CheckKind, Form, RegisterName } from '../../regulations/check-row.ts'
import type { Day, Status } from '../../regulations/citation.ts'
import type { Condition } from '../../regulations/condition.ts'
import type { CriterionCode } from '../../regulations/criteria.ts'
import type { DeskAct } from '../../regulations/desk-profiles.ts'
import type { HazardCode } from '../../regulations/hazards.ts'
import type { Course, Quantity, RollUp } from '../../regulations/indicator-row.ts'
import type { IndicatorKey } from '../../regulations/indicators.ts'
import type { Measure, Scope } from '../../regulations/ladder.ts'
import type {
  CountsFrom,
  Kind,
  Limit,
  Party,
  Receiver,
  ResponseLevel,
  Role,
  SeverityLevel,
  Stage,
  Tier,
  TierAbove,
  WarningColour,
} from '../../regulations/vocabulary.ts'
import type { Unit } from './measures.ts'

export type Level = SeverityLevel | ResponseLevel

/** A number that reaches a level: from (以上, inclusive) and below (以下, exclusive; null where it is open). */
export interface Threshold {
  measure: Measure
  unit: Unit
  from: number
  below: number | null
  status: Status
}

/** What an operator ticks instead of a number. */
export interface Tick {
  criterion: CriterionCode
  status: Status
}

/** Which level a band gives, by any of its thresholds and ticks. */
export interface BandValues {
  level: Level
  thresholds: Threshold[]
  ticks: Tick[]
}

/** A relation that figures keep: at least the sum, or equal to it within a tolerance in base units. */
export interface Relation {
  form: 'at_least' | 'equals_sum'
  left: IndicatorKey
  right: IndicatorKey[]
  tolerance?: number
  unlessGiven?: IndicatorKey
}

/** One form of a check: how it is judged, at which stages, for whom. */
export interface CheckValues {
  form: Form
  kind: CheckKind
  stages?: Stage[]
  tiers?: Tier[]
  exceptKinds?: Kind[]
}

export interface Values {
  /** what a ladder judges; a field that is absent excludes nothing */
  scope?: Omit<Scope, 'places'>
  /** when the rule applies; a field that is absent excludes nothing */
  when?: Condition
  bands?: BandValues[]
  level?: Level
  threshold?: Threshold
  tick?: Tick
  duty?: string
  from?: Party
  to?: Party[]
  limit?: Limit
  countsFrom?: CountsFrom
  receiver?: Receiver
  onlyDaily?: boolean
  untilStable?: boolean
  channel?: string
  content?: string[]
  switchedBy?: string
  isOn?: boolean
  /** who must be told */
  parties?: string[]
  /** place of a routing rule in its table */
  order?: number
  noLeadYet?: boolean
  continues?: boolean
  recipients?: { code: string; kind: 'section' | 'department'; role: Role }[]
  deskLimits?: { act: DeskAct; minutes: number; minSeverity?: SeverityLevel }[]
  isDefault?: boolean
  passesTo?: { severity: SeverityLevel | null; tier: Tier | TierAbove }[]
  investigatedBy?: { severity: SeverityLevel; by: string }[]
  relations?: Relation[]
  /** indicators a check speaks about */
  indicators?: IndicatorKey[]
  rises?: { indicator: IndicatorKey; times: number; moreThan: number }[]
  /** by which form, when and for whom a check runs */
  checks?: CheckValues[]
  /** the most that each quantity can be */
  largest?: Record<Quantity, number>
  /** which register agrees with which indicator */
  registers?: { register: RegisterName; indicator: IndicatorKey }[]
  year?: number
  daysOff?: { from: Day; to: Day }[]
  workedWeekends?: Day[]
  losar?: Day
  /** so many at the least */
  least?: number
  levels?: ResponseLevel[]
  colours?: { colour: WarningColour; level: ResponseLevel }[]
  hours?: number
  codes?: { gb28921: string | null; gb35561: string | null }
  subhazards?: string[]
  hazard?: HazardCode
  mapsTo?: string | null
  isLocal?: boolean
  no?: number
  base?: string
  quantity?: Quantity
  formUnit?: string
  formFactor?: number
  rollUp?: RollUp
  course?: Course
  partOf?: IndicatorKey | null
  isCovered?: boolean
}
