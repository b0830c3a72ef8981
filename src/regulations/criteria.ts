/**
 * What an operator ticks where a text has words instead of numbers (定性标准).
 */

import type { Citation } from './citation.ts'
import { citedThroughAll } from './statistics-editions.ts'

const STANDARD_2006 = {
  instrument: 'Grading standard for especially serious and serious public emergencies (trial)',
  instrumentZh: '《特别重大、重大突发公共事件分级标准(试行)》',
  edition: '2006',
  inForceFrom: '2006-01-01',
  inForceTo: null,
  clause: '水旱灾害',
  status: 'secondary',
  note: 'Seen through provincial copies; the day of issue was not.',
} as const satisfies Citation

const DROUGHT = {
  instrument: 'Regulation on drought control',
  instrumentZh: '《抗旱条例》',
  edition: '国务院令第552号',
  inForceFrom: '2009-02-26',
  inForceTo: null,
  clause: '第二十八条',
  status: 'verified',
  note: "The four names are the text's; that they stand for the four severities is inferred.",
} as const satisfies Citation

const FOREST = {
  instrument: 'Regulation on forest fire prevention',
  instrumentZh: '《森林防火条例》',
  edition: '国务院令第541号',
  inForceFrom: '2009-01-01',
  inForceTo: null,
  clause: '第三十二条',
  status: 'verified',
} as const satisfies Citation

const DECREE_21 = {
  instrument: 'Measures on reporting and handling information of production-safety accidents',
  instrumentZh: '《生产安全事故信息报告和处置办法》',
  edition: '国家安全监管总局令第21号',
  inForceFrom: '2009-07-01',
  inForceTo: null,
  clause: '较大涉险事故',
  status: 'secondary',
} as const satisfies Citation

/** As the duty of direct reports has them, which these call for. */
const DIRECT_REPORT = citedThroughAll('初报(直报)')

const TABLE = [
  ['basin_great_flood', '一个流域发生大洪水', 'Great flood of a whole basin', STANDARD_2006],
  ['key_river_breach', '重要江河堤防决口', 'Breach of a dike on a key river', STANDARD_2006],
  ['key_large_reservoir_failure', '重点大型水库垮坝', 'Dam failure of a key large reservoir', STANDARD_2006],
  [
    'extreme_drought_several_cities',
    '多个城市发生极度干旱',
    'Extreme drought in several cities',
    STANDARD_2006,
  ],
  ['reservoir_failure', '大中型水库垮坝', 'Dam failure of a large or medium reservoir', STANDARD_2006],
  ['drought_light', '轻度干旱', 'Light drought', DROUGHT],
  ['drought_moderate', '中度干旱', 'Moderate drought', DROUGHT],
  ['drought_severe', '严重干旱', 'Severe drought', DROUGHT],
  ['drought_extreme', '特大干旱', 'Extreme drought', DROUGHT],
  ['other_forest_land', '其他林地起火', 'Fire on other forest land', { ...FOREST, clause: '第四十条' }],
  ['near_border', '国界附近的森林火灾', 'Forest fire near the national border', FOREST],
  ['threat_to_homes', '威胁居民区或者重要设施', 'Threat to homes or key facilities', FOREST],
  ['virgin_forest', '未开发原始林区的森林火灾', 'Forest fire in virgin forest', FOREST],
  ['provincial_border', '省界附近危险性大的森林火灾', 'Dangerous forest fire at a provincial border', FOREST],
  ['needs_national_help', '需要国家支援扑救', 'Needs national help', FOREST],
  ['serious_pollution', '造成严重环境污染', 'Serious environmental pollution', DECREE_21],
  [
    'threat_to_key_facility',
    '危及重要场所和设施安全',
    'Threat to a key facility or crowded place',
    DECREE_21,
  ],
  ['massive_house_collapse', '房屋大量倒塌', 'Massive collapse of houses', DIRECT_REPORT],
  ['large_farmland_damage', '农田大面积受灾', 'Large damage to farmland', DIRECT_REPORT],
] as const satisfies readonly (readonly [string, string, string, Citation | readonly Citation[]])[]

export type CriterionCode = (typeof TABLE)[number][0]

export interface TickedCriterion {
  code: CriterionCode
  zh: string
  en: string
  /** the text in each of its editions, the oldest first */
  editions: readonly Citation[]
  /** the last of them */
  citation: Citation
}

export const CRITERIA: readonly TickedCriterion[] = TABLE.map(([code, zh, en, cited]) => {
  const editions: readonly Citation[] = 'clause' in cited ? [cited] : cited
  return { code, zh, en, editions, citation: lastOf(editions) }
})

export const CRITERION_CODES = TABLE.map(([code]) => code)

export const CRITERION_BY_CODE = Object.fromEntries(CRITERIA.map((row) => [row.code, row])) as Record<
  CriterionCode,
  TickedCriterion
>

function lastOf(editions: readonly Citation[]): Citation {
  const last = editions.at(-1)
  if (!last) throw new RangeError('a criterion without a source')
  return last
}
