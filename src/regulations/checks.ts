/**
 * The consistency checks (校验) C01-C22 as rows of data, in the order in which they are read. What a form means is
 * said in `check-row.ts`, where a check comes from in `check-citations.ts`, what it says in `check-texts.ts`.
 */

import type { CheckRow, RegisterName } from './check-row.ts'
import type { Citation } from './citation.ts'
import { INDICATORS, type IndicatorKey } from './indicators.ts'
import { STAGES } from './vocabulary.ts'

export { CHECK_CITATIONS } from './check-citations.ts'

/** 0.01 万元. */
const YUAN_TOLERANCE = 100

function atLeast(
  check: CheckRow['check'],
  left: IndicatorKey,
  right: readonly IndicatorKey[],
  unlessGiven?: IndicatorKey,
): CheckRow<'at_least'> {
  return { check, form: 'at_least', kind: 'hard', left, right, ...(unlessGiven ? { unlessGiven } : {}) }
}

function equals(
  check: CheckRow['check'],
  left: IndicatorKey,
  right: readonly IndicatorKey[],
): CheckRow<'equals_sum'> {
  return { check, form: 'equals_sum', kind: 'hard', left, right, tolerance: 0 }
}

/** Whatever the rest says of figures that are no numbers, or none that can be, would only confuse. */
const NUMBERS: readonly CheckRow[] = [
  { check: 'C01', form: 'whole_number', kind: 'hard', stops: true },
  { check: 'absurd_figures', form: 'within_bounds', kind: 'hard', stops: true },
]

const RELATIONS: readonly CheckRow[] = [
  atLeast('C02', 'affected_pop', ['dead']),
  atLeast('C02', 'affected_pop', ['missing']),
  atLeast('C02', 'affected_pop', ['injured']),
  atLeast('C02', 'affected_pop', ['relocated_cum']),
  atLeast('C02', 'affected_pop', ['urgent_aid_cum']),
  atLeast('C02', 'affected_pop', ['drought_water_cum']),
  atLeast('C02', 'affected_pop', ['seriously_injured'], 'injured'),
  atLeast('C02', 'affected_pop', ['relocated_now'], 'relocated_cum'),
  atLeast('C02', 'affected_pop', ['urgent_aid_now'], 'urgent_aid_cum'),
  atLeast('C02', 'affected_pop', ['drought_water_now'], 'drought_water_cum'),
  atLeast('C03', 'affected_pop', ['dead', 'missing', 'injured']),
  atLeast('C04', 'injured', ['seriously_injured']),
  equals('C05', 'relocated_cum', ['central_cum', 'dispersed_cum']),
  equals('C05', 'relocated_now', ['central_now', 'dispersed_now']),
  atLeast('C06', 'relocated_cum', ['relocated_now']),
  atLeast('C06', 'central_cum', ['central_now']),
  atLeast('C06', 'dispersed_cum', ['dispersed_now']),
  atLeast('C06', 'urgent_aid_cum', ['urgent_aid_now']),
  atLeast('C06', 'drought_aid_cum', ['drought_aid_now']),
  atLeast('C06', 'drought_water_cum', ['drought_water_now']),
  atLeast('C07', 'urgent_aid_cum', ['transitional_aid']),
  atLeast('C08', 'drought_aid_cum', ['drought_water_cum']),
  atLeast('C08', 'drought_aid_now', ['drought_water_now']),
  atLeast('C09', 'crop_affected', ['crop_damaged']),
  atLeast('C09', 'crop_damaged', ['crop_lost']),
  atLeast('C09', 'crop_affected', ['crop_lost'], 'crop_damaged'),
  atLeast('C09', 'crop_affected', ['grain_affected']),
  atLeast('C09', 'crop_damaged', ['grain_damaged']),
  atLeast('C09', 'crop_lost', ['grain_lost']),
  atLeast('C09', 'grain_affected', ['grain_damaged']),
  atLeast('C09', 'grain_damaged', ['grain_lost']),
  atLeast('C09', 'grain_affected', ['grain_lost'], 'grain_damaged'),
  atLeast('C10', 'collapsed_rooms', ['collapsed_home_rooms']),
  atLeast('C10', 'severe_rooms', ['severe_home_rooms']),
  atLeast('C10', 'general_rooms', ['general_home_rooms']),
  equals('C12', 'livestock_dead', ['livestock_dead_large', 'livestock_dead_small']),
  {
    ...equals('C13', 'loss_total', [
      'loss_home',
      'loss_agri',
      'loss_industry',
      'loss_infra',
      'loss_public',
      'loss_other',
    ]),
    tolerance: YUAN_TOLERANCE,
    text: 'equals_sum_within',
  },
]

function homes(rooms: IndicatorKey, households: IndicatorKey): CheckRow<'rooms_and_households'> {
  return { check: 'C11', form: 'rooms_and_households', kind: 'soft', rooms, households }
}

const CIRCUMSTANCES: readonly CheckRow[] = [
  homes('collapsed_home_rooms', 'collapsed_home_hh'),
  homes('severe_home_rooms', 'severe_home_hh'),
  homes('general_home_rooms', 'general_home_hh'),
  {
    check: 'C14',
    form: 'sites_for_people',
    kind: 'soft',
    sites: 'central_sites_now',
    people: 'central_now',
  },
  {
    check: 'C08',
    form: 'only_in_hazard',
    kind: 'soft',
    hazard: 'drought',
    indicators: [
      'drought_aid_cum',
      'drought_aid_now',
      'drought_water_cum',
      'drought_water_now',
      'livestock_thirst',
    ],
  },
  {
    check: 'C08',
    form: 'not_in_hazard',
    kind: 'soft',
    hazard: 'drought',
    indicators: ['urgent_aid_cum', 'urgent_aid_now'],
  },
]

/** Totals of which any fall is refused until it is explained. */
const MAY_NOT_FALL: readonly IndicatorKey[] = [
  'dead',
  'relocated_cum',
  'central_cum',
  'dispersed_cum',
  'central_sites_cum',
  'urgent_aid_cum',
  'drought_aid_cum',
  'drought_water_cum',
  'loss_total',
]

/** What may neither fall nor be left out in silence (C17). */
export const MAY_NOT_FALL_UNEXPLAINED: readonly IndicatorKey[] = [...MAY_NOT_FALL, 'missing']

/** Other running totals: a fall asks for an explanation, but never refuses. */
const SHOULD_NOT_FALL: readonly IndicatorKey[] = INDICATORS.filter(
  ({ course, key }) => course === 'cumulative' && !MAY_NOT_FALL.includes(key),
).map(({ key }) => key)

/** How many there are now: a fall asks for an explanation as any other does. Who is missing has a rule of its own. */
const STANDS_NOW: readonly IndicatorKey[] = INDICATORS.filter(
  ({ course, key, localTo }) => course === 'current' && localTo === null && key !== 'missing',
).map(({ key }) => key)

/**
 * A report is the whole word of its unit, so what it leaves out is said no more: as much a fall as a lower figure. Who is
 * missing is no exception, for that the last of them were found is said with a 0. Silence stands before the fall of the
 * missing, which counts deaths that are not given as 0: who forgot the deaths reads of that first.
 */
const FALLS: readonly CheckRow[] = [
  { check: 'C17', form: 'never_falls', kind: 'hard_until_explained', indicators: MAY_NOT_FALL },
  {
    check: 'C17',
    form: 'left_out',
    kind: 'hard_until_explained',
    status: 'inferred',
    indicators: MAY_NOT_FALL_UNEXPLAINED,
  },
  { check: 'C17', form: 'missing_falls', kind: 'hard_until_explained', missing: 'missing', dead: 'dead' },
  { check: 'C18', form: 'never_falls', kind: 'soft', indicators: SHOULD_NOT_FALL },
  { check: 'C18', form: 'never_falls', kind: 'soft', indicators: STANDS_NOW },
  { check: 'C18', form: 'left_out', kind: 'soft', indicators: [...SHOULD_NOT_FALL, ...STANDS_NOW] },
]

/** A rise above which an indicator needs an explanation, where it also more than doubles. */
export interface SharpRise {
  key: IndicatorKey
  moreThan: number
  /** where a local rule set it: the text that did */
  citation?: Citation
}

/** A rise of more than its double, and by more than this, needs an explanation (C18). */
export const SHARP_RISES: readonly SharpRise[] = [
  { key: 'dead', moreThan: 3 },
  { key: 'relocated_cum', moreThan: 100 },
  { key: 'affected_pop', moreThan: 500 },
]

const ORDER_AND_HAZARD: readonly CheckRow[] = [
  { check: 'C20', form: 'not_after_report', kind: 'hard' },
  {
    check: 'C20',
    form: 'sequence',
    kind: 'hard',
    after: { none: ['first'], first: STAGES, follow_up: STAGES, verified: ['verified'] },
    correctable: ['verified'],
  },
  { check: 'C22', form: 'subhazard_given', kind: 'hard', tiers: ['county'], exceptKinds: ['accident'] },
  { check: 'C22', form: 'subhazard_absent', kind: 'soft', tiers: ['city'], exceptKinds: ['accident'] },
]

function register(
  check: 'C15' | 'C16',
  name: RegisterName,
  indicator: IndicatorKey,
): CheckRow<'register_agrees'> {
  return { check, form: 'register_agrees', kind: 'hard', stages: ['verified'], register: name, indicator }
}

const BEYOND_THE_REPORT: readonly CheckRow[] = [
  {
    check: 'verified_figures',
    form: 'given',
    kind: 'hard',
    stages: ['verified'],
    exceptKinds: ['accident'],
    indicators: ['affected_pop', 'dead', 'missing', 'loss_total'],
  },
  register('C15', 'dead', 'dead'),
  register('C15', 'missing', 'missing'),
  register('C16', 'collapsedHomes', 'collapsed_home_hh'),
  register('C16', 'severeHomes', 'severe_home_hh'),
  register('C16', 'generalHomes', 'general_home_hh'),
  {
    check: 'C19',
    form: 'sum_of_children',
    kind: 'soft',
    indicators: INDICATORS.filter(({ additive }) => additive).map(({ key }) => key),
  },
  { check: 'C21', form: 'within_population', kind: 'soft', indicator: 'affected_pop' },
]

/**
 * The table of checks with thresholds of one's own for sharp rises (C18).
 */
export function checksWith(sharpRises: readonly SharpRise[]): readonly CheckRow[] {
  return [
    ...NUMBERS,
    ...RELATIONS,
    ...CIRCUMSTANCES,
    ...FALLS,
    ...sharpRises.map(
      ({ key, moreThan, citation }): CheckRow => ({
        check: 'C18',
        form: 'sharp_rise',
        kind: 'soft',
        indicator: key,
        times: 2,
        moreThan,
        ...(citation ? { citation } : {}),
      }),
    ),
    ...ORDER_AND_HAZARD,
    ...BEYOND_THE_REPORT,
  ]
}

/** Every check. */
export const CHECKS: readonly CheckRow[] = checksWith(SHARP_RISES)
