/**
 * Consistency checks (校验) C01-C22 that are relations between indicators. Checks that need more than that are in
 * the judge; their citations are here too.
 */

import type { Citation, Status } from './citation.ts'
import type { IndicatorKey } from './indicators.ts'

const SYSTEM = {
  instrument: 'Statistics and survey system for natural disasters, loss tables',
  instrumentZh: '《自然灾害情况统计调查制度》损失统计表',
  edition: '应急〔2020〕19号',
  inForceFrom: '2020-03-08',
  inForceTo: null,
} as const

/** The checks bind older reports too: they follow from what the words of the form mean. */
function cite(clause: string, status: Status, note?: string): Citation {
  return { ...SYSTEM, clause, status, ...(note === undefined ? {} : { note }) }
}

export const CHECK_CITATIONS = {
  C01: cite('填报说明 数值', 'inferred'),
  C02: cite('表内逻辑 受灾人口', 'secondary', 'As a public implementation of the loss tables checks it.'),
  C03: cite('指标含义 受灾人口', 'inferred'),
  C04: cite('表内逻辑 其中项', 'secondary'),
  C05: cite('表内逻辑 紧急转移安置', 'secondary'),
  C06: cite('指标含义 累计值与实时值', 'inferred'),
  C07: cite('表内逻辑 救助人口', 'secondary', 'Hard as met in the field; soft if the text of 2020 differs.'),
  C08: cite('指标含义 旱灾指标', 'inferred'),
  C09: cite('表内逻辑 农作物', 'secondary'),
  C10: cite('表内逻辑 房屋其中项', 'inferred'),
  C11: cite('指标含义 户与间', 'inferred'),
  C12: cite('表内逻辑 牲畜合计', 'inferred'),
  C13: cite('表内逻辑 直接经济损失合计', 'secondary'),
  C14: cite('指标含义 集中安置点', 'inferred'),
  C15: cite(
    '因灾死亡失踪人口一览表',
    'inferred',
    'Hard at verification; before it the register may lag behind.',
  ),
  C16: cite(
    '因灾倒塌损坏住房户一览表',
    'inferred',
    'Hard at verification; before it the register may lag behind.',
  ),
  C17: cite('续报数据变化说明', 'secondary', 'A local measure of 2023 that implements the system.'),
  C18: cite('数据陡升陡降说明', 'inferred', 'The duty to explain was read; the thresholds are defaults.'),
  C20: cite('初报、续报、核报顺序', 'secondary'),
  C22: {
    ...SYSTEM,
    instrumentZh: '《自然灾害情况统计调查制度》',
    clause: '一(二) 县级填报亚灾种',
    status: 'verified',
  },
  verified_photos: cite(
    '附件 照片',
    'secondary',
    'Read in the draft of 2019: three photos where a response is on.',
  ),
  verified_figures: {
    instrument: 'Fengsui defaults for Lhasa',
    instrumentZh: '烽燧默认规则(拉萨)',
    clause: '核报必填指标',
    edition: '2026',
    inForceFrom: '2000-01-01',
    inForceTo: null,
    status: 'inferred',
    note: 'Which figures a verified report cannot lack: a default that the bureau may change.',
  },
} as const satisfies Record<string, Citation>

export type CheckId = keyof typeof CHECK_CITATIONS

/** `left` at least the sum of `right`. */
export interface AtLeast {
  id: CheckId
  form: 'at_least'
  left: IndicatorKey
  right: readonly IndicatorKey[]
  /** runs only while this one is not given: two closer checks cover it when it is */
  unlessGiven?: IndicatorKey
}

/** `left` equal to the sum of `right`, within a tolerance in base units. */
export interface EqualsSum {
  id: CheckId
  form: 'equals_sum'
  left: IndicatorKey
  right: readonly IndicatorKey[]
  tolerance: number
}

/** 0.01 万元. */
const YUAN_TOLERANCE = 100

function atLeast(id: CheckId, left: IndicatorKey, ...right: IndicatorKey[]): AtLeast {
  return { id, form: 'at_least', left, right }
}

function equals(id: CheckId, left: IndicatorKey, right: readonly IndicatorKey[], tolerance = 0): EqualsSum {
  return { id, form: 'equals_sum', left, right, tolerance }
}

export const HARD_RELATIONS: readonly (AtLeast | EqualsSum)[] = [
  atLeast('C02', 'affected_pop', 'dead'),
  atLeast('C02', 'affected_pop', 'missing'),
  atLeast('C02', 'affected_pop', 'injured'),
  atLeast('C02', 'affected_pop', 'relocated_cum'),
  atLeast('C02', 'affected_pop', 'urgent_aid_cum'),
  atLeast('C02', 'affected_pop', 'drought_water_cum'),
  atLeast('C03', 'affected_pop', 'dead', 'missing', 'injured'),
  atLeast('C04', 'injured', 'seriously_injured'),
  equals('C05', 'relocated_cum', ['central_cum', 'dispersed_cum']),
  equals('C05', 'relocated_now', ['central_now', 'dispersed_now']),
  atLeast('C06', 'relocated_cum', 'relocated_now'),
  atLeast('C06', 'central_cum', 'central_now'),
  atLeast('C06', 'dispersed_cum', 'dispersed_now'),
  atLeast('C06', 'urgent_aid_cum', 'urgent_aid_now'),
  atLeast('C06', 'drought_aid_cum', 'drought_aid_now'),
  atLeast('C06', 'drought_water_cum', 'drought_water_now'),
  atLeast('C07', 'urgent_aid_cum', 'transitional_aid'),
  atLeast('C08', 'drought_aid_cum', 'drought_water_cum'),
  atLeast('C08', 'drought_aid_now', 'drought_water_now'),
  atLeast('C09', 'crop_affected', 'crop_damaged'),
  atLeast('C09', 'crop_damaged', 'crop_lost'),
  { ...atLeast('C09', 'crop_affected', 'crop_lost'), unlessGiven: 'crop_damaged' },
  atLeast('C09', 'crop_affected', 'grain_affected'),
  atLeast('C09', 'crop_damaged', 'grain_damaged'),
  atLeast('C09', 'crop_lost', 'grain_lost'),
  atLeast('C09', 'grain_affected', 'grain_damaged'),
  atLeast('C09', 'grain_damaged', 'grain_lost'),
  { ...atLeast('C09', 'grain_affected', 'grain_lost'), unlessGiven: 'grain_damaged' },
  atLeast('C10', 'collapsed_rooms', 'collapsed_home_rooms'),
  atLeast('C10', 'severe_rooms', 'severe_home_rooms'),
  atLeast('C10', 'general_rooms', 'general_home_rooms'),
  equals('C12', 'livestock_dead', ['livestock_dead_large', 'livestock_dead_small']),
  equals(
    'C13',
    'loss_total',
    ['loss_home', 'loss_agri', 'loss_industry', 'loss_infra', 'loss_public', 'loss_other'],
    YUAN_TOLERANCE,
  ),
]

/** Home rooms and households of one class of damage (C11). */
export const HOMES: readonly { rooms: IndicatorKey; households: IndicatorKey }[] = [
  { rooms: 'collapsed_home_rooms', households: 'collapsed_home_hh' },
  { rooms: 'severe_home_rooms', households: 'severe_home_hh' },
  { rooms: 'general_home_rooms', households: 'general_home_hh' },
]

/** Figures that belong to a drought only, and figures that a drought does not have (C08). */
export const ONLY_IN_DROUGHT: readonly IndicatorKey[] = [
  'drought_aid_cum',
  'drought_aid_now',
  'drought_water_cum',
  'drought_water_now',
  'livestock_thirst',
]
export const NOT_IN_DROUGHT: readonly IndicatorKey[] = ['urgent_aid_cum', 'urgent_aid_now']

/** Totals of which any fall needs an explanation (C17). */
export const NEVER_FALLING: readonly IndicatorKey[] = [
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

/** A rise of more than its double, and by more than this, needs an explanation (C18). */
export const SHARP_RISES: readonly { key: IndicatorKey; moreThan: number }[] = [
  { key: 'dead', moreThan: 3 },
  { key: 'relocated_cum', moreThan: 100 },
  { key: 'affected_pop', moreThan: 500 },
]

/** A verified report must give these. */
export const VERIFIED_FIGURES: readonly IndicatorKey[] = ['affected_pop', 'dead', 'missing', 'loss_total']

/** Figures of a verified report that the registers must agree with (C15, C16). */
export const REGISTER_FIGURES = [
  { rule: 'C15', key: 'dead', rows: 'dead' },
  { rule: 'C15', key: 'missing', rows: 'missing' },
  { rule: 'C16', key: 'collapsed_home_hh', rows: 'collapsed' },
  { rule: 'C16', key: 'severe_home_hh', rows: 'severe' },
  { rule: 'C16', key: 'general_home_hh', rows: 'general' },
] as const satisfies readonly { rule: CheckId; key: IndicatorKey; rows: string }[]

/** Photos that come with a verified report while a response is on. */
export const LEAST_PHOTOS = 3
