/**
 * What one row of the table of checks says. Each form is a sentence with blanks; `evaluations/` has one reader for
 * each, and docs/validation-bundle.md says the same to whoever writes another reader.
 */

import type { CheckId } from './check-citations.ts'
import type { TextId } from './check-texts.ts'
import type { Citation, Status } from './citation.ts'
import type { HazardCode } from './hazards.ts'
import type { IndicatorKey } from './indicators.ts'
import type { Kind, Stage, Tier } from './vocabulary.ts'

/**
 * - `hard`: refused
 * - `soft`: needs a written explanation
 * - `hard_until_explained`: hard, and soft from the moment there is an explanation
 */
export const CHECK_KINDS = ['hard', 'soft', 'hard_until_explained'] as const
export type CheckKind = (typeof CHECK_KINDS)[number]

/** The registers (一览表) whose rows are counted. */
export const REGISTERS = {
  dead: { zh: '因灾死亡失踪人口一览表(死亡)', en: 'register of dead and missing, the dead' },
  missing: { zh: '因灾死亡失踪人口一览表(失踪)', en: 'register of dead and missing, the missing' },
  collapsedHomes: { zh: '因灾倒塌损坏住房户一览表(倒塌)', en: 'register of damaged homes, collapsed' },
  severeHomes: { zh: '因灾倒塌损坏住房户一览表(严重损坏)', en: 'register of damaged homes, severe' },
  generalHomes: { zh: '因灾倒塌损坏住房户一览表(一般损坏)', en: 'register of damaged homes, general' },
} as const
export type RegisterName = keyof typeof REGISTERS
export const REGISTER_NAMES = Object.keys(REGISTERS) as RegisterName[]

/** The blanks of each form. */
interface Blanks {
  /** each figure that is given is a whole number, not below 0 */
  whole_number: object
  /** each figure that is given is at most what `bounds.ts` says of its quantity */
  within_bounds: object
  /** `left` at least the sum of what is given of `right`, at least two where it names several; not looked at while `unlessGiven` is given, for closer checks cover it then */
  at_least: { left: IndicatorKey; right: readonly IndicatorKey[]; unlessGiven?: IndicatorKey }
  /** `left` equal to the sum of `right`, within a tolerance in base units; where only some are given, not below theirs */
  equals_sum: { left: IndicatorKey; right: readonly IndicatorKey[]; tolerance: number }
  /** `rooms` at least `households`; both 0 or neither */
  rooms_and_households: { rooms: IndicatorKey; households: IndicatorKey }
  /** `sites` above 0 while `people` is */
  sites_for_people: { sites: IndicatorKey; people: IndicatorKey }
  /** each above 0 in this hazard only, and so never in an accident */
  only_in_hazard: { hazard: HazardCode; indicators: readonly IndicatorKey[] }
  /** none above 0 in this hazard */
  not_in_hazard: { hazard: HazardCode; indicators: readonly IndicatorKey[] }
  /** none below the previous report's */
  never_falls: { indicators: readonly IndicatorKey[] }
  /** `missing` falls by no more than `dead` rises and people are found alive */
  missing_falls: { missing: IndicatorKey; dead: IndicatorKey }
  /** each that the previous report gives above 0 is given again, if only as 0 */
  left_out: { indicators: readonly IndicatorKey[] }
  /** not above `times` the previous report's while above it by more than `moreThan` */
  sharp_rise: { indicator: IndicatorKey; times: number; moreThan: number }
  /** the disaster happened before it was reported, or at that instant */
  not_after_report: object
  /** which stages may follow which; after one of `correctable` anything may, once a correction is approved */
  sequence: {
    after: Readonly<Record<Stage | 'none', readonly Stage[]>>
    correctable: readonly Stage[]
  }
  /** a hazard that has sub-hazards comes with one */
  subhazard_given: object
  /** the hazard comes without a sub-hazard */
  subhazard_absent: object
  /** each is given */
  given: { indicators: readonly IndicatorKey[] }
  /** as many rows in the register as the figure says */
  register_agrees: { register: RegisterName; indicator: IndicatorKey }
  /** each is the sum of the units below and of what the unit adds itself */
  sum_of_children: { indicators: readonly IndicatorKey[] }
  /** not above the registered and floating population */
  within_population: { indicator: IndicatorKey }
}

export type Form = keyof Blanks

export const FORMS = [
  'whole_number',
  'within_bounds',
  'at_least',
  'equals_sum',
  'rooms_and_households',
  'sites_for_people',
  'only_in_hazard',
  'not_in_hazard',
  'never_falls',
  'missing_falls',
  'left_out',
  'sharp_rise',
  'not_after_report',
  'sequence',
  'subhazard_given',
  'subhazard_absent',
  'given',
  'register_agrees',
  'sum_of_children',
  'within_population',
] as const satisfies Form[]

interface Head {
  check: CheckId
  kind: CheckKind
  /** runs at these stages only */
  stages?: readonly Stage[]
  /** runs for units of these tiers only */
  tiers?: readonly Tier[]
  /** does not run for these kinds */
  exceptKinds?: readonly Kind[]
  /** once it is broken no later row is read */
  stops?: true
  /** how far this row is verified, where it goes further than the text of its check */
  status?: Status
  /** where it comes from, if a local rule set it; else what the register says of the check */
  citation?: Citation
  /** what it says when broken; that of its form, where it is not given */
  text?: TextId
}

/** A row of one form; of any, where none is named. */
export type CheckRow<Of extends Form = Form> = { [F in Of]: Head & { form: F } & Blanks[F] }[Of]
