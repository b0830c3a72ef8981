/**
 * The twelve hazards (灾种) of the statistics system with their sub-hazards (亚灾种), and Lhasa's own mapped
 * upward, with the codes by which other systems know them.
 */

import type { Citation } from './citation.ts'

/** The standards whose codes stand beside each hazard. Their tables were not seen: check a code before relying on it. */
export const CODE_STANDARDS: Readonly<Record<'gb28921' | 'gb35561', Citation>> = {
  gb28921: {
    instrument: 'Classification and codes of natural disasters',
    instrumentZh: '《自然灾害分类与代码》',
    clause: '代码表',
    edition: 'GB/T 28921-2012',
    inForceFrom: '2013-02-01',
    inForceTo: null,
    status: 'unverified',
  },
  gb35561: {
    instrument: 'Classification and coding of emergencies',
    instrumentZh: '《突发事件分类与编码》',
    clause: '代码表',
    edition: 'GB/T 35561-2017',
    inForceFrom: '2018-07-01',
    inForceTo: null,
    status: 'unverified',
  },
}

const LIST: Citation = {
  instrument: 'Statistics and survey system for natural disasters',
  instrumentZh: '《自然灾害情况统计调查制度》',
  clause: '灾害种类',
  edition: '应急〔2020〕19号',
  inForceFrom: '2020-03-08',
  inForceTo: null,
  status: 'secondary',
  note: 'Read in a county notice that implements it.',
}

/** Several hazards in one process are counted under the main one. */
export const MAIN_HAZARD: { rule: string; citation: Citation } = {
  rule: 'hazard.main',
  citation: {
    instrument: 'Statistics and survey system for natural disasters',
    instrumentZh: '《自然灾害情况统计调查制度》',
    clause: '一(二)',
    edition: '应急〔2020〕19号',
    inForceFrom: '2020-03-08',
    inForceTo: null,
    status: 'verified',
  },
}

const LHASA_PLAN: Citation = {
  instrument: 'Relief plan of Lhasa for natural disasters',
  instrumentZh: '《拉萨市自然灾害救助应急预案》',
  clause: '1.3',
  edition: '2024-08',
  inForceFrom: '2024-08-01',
  inForceTo: null,
  status: 'verified',
  note: 'The plan names the hazard; the national hazard it is counted under is inferred.',
}

const SEED: Citation = {
  instrument: 'Work plan of the Lhasa bureau for natural disasters 2019-2020',
  instrumentZh: '《拉萨市应急管理局2019-2020年自然灾害应急管理工作要点》',
  clause: '任务8',
  edition: '2019-07-19',
  inForceFrom: '2019-07-19',
  inForceTo: null,
  status: 'verified',
  note: 'Names the hazard; the national hazard it is counted under is inferred.',
}

const FOREST_OR_GRASS: Citation = {
  ...LIST,
  status: 'inferred',
  note: 'The split follows the name of the hazard.',
}

const WINDOW: Citation = {
  instrument: 'Fengsui defaults for Lhasa',
  instrumentZh: '烽燧默认规则(拉萨)',
  clause: '过程汇拢时间窗',
  edition: '2026',
  inForceFrom: '2000-01-01',
  inForceTo: null,
  status: 'inferred',
  note: 'A default that the bureau may change.',
}

const WINDOW_READ: Citation = {
  instrument: 'Operating guide of the national system for cities',
  instrumentZh: '国家自然灾害灾情管理系统地市级操作说明',
  clause: '过程汇拢',
  edition: '操作说明',
  inForceFrom: '2000-01-01',
  inForceTo: null,
  status: 'secondary',
  note: 'Floods within three days belong together, hail may stay apart, snow should not span too long.',
}

interface SubhazardRow<S extends string> {
  code: S
  zh: string
  en: string
  bo: string | null
  /** codes of GB/T 28921-2012 and GB/T 35561-2017, by CODE_STANDARDS */
  gb28921: string | null
  gb35561: string | null
  /** null for a national one, else the division whose own it is */
  localTo: '5401' | null
  /** the national sub-hazard it is counted under, where it is local */
  mapsTo: string | null
  citation: Citation
}

interface HazardRow<H extends string, S extends string> extends Omit<SubhazardRow<H>, 'localTo' | 'mapsTo'> {
  shownInLhasa: boolean
  /** reports of this hazard in one county that lie this close belong to one event */
  sameEventWindowHours: number
  windowCitation: Citation
  subhazards: readonly SubhazardRow<S>[]
}

type Codes = [gb28921: string | null, gb35561: string | null]

function sub<const S extends string>(
  code: S,
  zh: string,
  en: string,
  codes: Codes,
  citation = LIST,
): SubhazardRow<S> {
  return {
    code,
    zh,
    en,
    bo: null,
    gb28921: codes[0],
    gb35561: codes[1],
    localTo: null,
    mapsTo: null,
    citation,
  }
}

function own<const S extends string>(row: SubhazardRow<S>, mapsTo: string): SubhazardRow<S> {
  return { ...row, localTo: '5401', mapsTo }
}

function hazard<const H extends string, const S extends string = never>(
  code: H,
  zh: string,
  en: string,
  codes: Codes,
  window: [hours: number, citation: Citation],
  subhazards: readonly SubhazardRow<S>[] = [],
): HazardRow<H, S> {
  return {
    code,
    zh,
    en,
    bo: null,
    gb28921: codes[0],
    gb35561: codes[1],
    citation: LIST,
    shownInLhasa: code !== 'typhoon' && code !== 'marine',
    sameEventWindowHours: window[0],
    windowCitation: window[1],
    subhazards,
  }
}

const TABLE = [
  hazard('drought', '干旱灾害', 'Drought', ['010100', '11A00'], [720, WINDOW]),
  hazard(
    'flood',
    '洪涝灾害',
    'Flood',
    ['010200', '11A00'],
    [72, WINDOW_READ],
    [
      sub('river_flood', '江河洪水', 'River flood', ['010200', '11A00']),
      sub('mountain_flood', '山洪', 'Flash flood', ['010200', '11A00']),
      sub('ice_jam_flood', '冰凌洪水', 'Ice-jam flood', ['010200', '11A00']),
      sub('snowmelt_flood', '融雪洪水', 'Snowmelt flood', ['010200', '11A00']),
      sub('urban_waterlogging', '城镇内涝', 'Urban waterlogging', ['010200', '11A00']),
      sub('flood_other', '洪涝-其他', 'Other flood', ['010200', '11A00']),
      own(
        sub('glacial_lake_outburst', '冰湖溃决', 'Glacial lake outburst', [null, null], LHASA_PLAN),
        'flood_other',
      ),
      own(sub('landslide_lake', '堰塞湖', 'Landslide lake', [null, null], SEED), 'flood_other'),
    ],
  ),
  hazard('typhoon', '台风灾害', 'Typhoon', ['010300', '11B00'], [120, WINDOW]),
  hazard(
    'hail_and_wind',
    '风雹灾害',
    'Hail and wind',
    [null, '11B00'],
    [24, WINDOW_READ],
    [
      sub('gale', '大风', 'Gale', ['010500', '11B06']),
      sub('hail', '冰雹', 'Hail', ['010600', '11B15']),
      sub('tornado', '龙卷风', 'Tornado', [null, null]),
      sub('lightning', '雷电', 'Lightning', ['010700', null]),
      sub('wind_hail_other', '风雹-其他', 'Other hail and wind', [null, null]),
    ],
  ),
  hazard(
    'low_temperature',
    '低温冷冻灾害',
    'Low temperature and freezing',
    ['010800', '11B00'],
    [120, WINDOW],
  ),
  hazard('snow', '雪灾', 'Snow disaster', ['010900', '11B00'], [120, WINDOW_READ]),
  hazard('sandstorm', '沙尘暴灾害', 'Sandstorm', ['011100', '11B00'], [48, WINDOW]),
  hazard('earthquake', '地震灾害', 'Earthquake', ['020100', '11C00'], [72, WINDOW]),
  hazard(
    'geological',
    '地质灾害',
    'Geological disaster',
    [null, '11D00'],
    [24, WINDOW],
    [
      sub('landslide', '滑坡', 'Landslide', ['020400', '11D00']),
      sub('debris_flow', '泥石流', 'Debris flow', ['020500', '11D00']),
      sub('ground_collapse', '地面塌陷', 'Ground collapse', ['020600', '11D00']),
      sub('ground_fissure', '地裂缝', 'Ground fissure', ['020800', '11D00']),
      sub('ground_subsidence', '地面沉降', 'Ground subsidence', ['020700', '11D00']),
      sub('rockfall', '崩塌', 'Rockfall', ['020300', '11D00']),
      sub('geological_other', '地质-其他', 'Other geological disaster', ['029900', '11D00']),
      own(sub('ice_avalanche', '冰崩', 'Ice avalanche', [null, null], LHASA_PLAN), 'geological_other'),
    ],
  ),
  hazard('marine', '海洋灾害', 'Marine disaster', ['030000', '11E00'], [72, WINDOW]),
  hazard(
    'forest_grassland_fire',
    '森林草原火灾',
    'Forest or grassland fire',
    ['040000', '11G00'],
    [72, WINDOW],
    [
      sub('forest_fire', '森林火灾', 'Forest fire', ['040000', '11G00'], FOREST_OR_GRASS),
      sub('grassland_fire', '草原火灾', 'Grassland fire', ['040000', '11G00'], FOREST_OR_GRASS),
    ],
  ),
  hazard('biological', '生物灾害', 'Biological disaster', ['040000', '11F00'], [240, WINDOW]),
] as const

export type HazardCode = (typeof TABLE)[number]['code']
export type SubhazardCode = (typeof TABLE)[number]['subhazards'][number]['code']
export type Hazard = HazardRow<HazardCode, SubhazardCode>

export const HAZARDS: readonly Hazard[] = TABLE

export const HAZARD_CODES = TABLE.map(({ code }) => code)

export const SUBHAZARD_CODES = HAZARDS.flatMap(({ subhazards }) => subhazards.map(({ code }) => code))

export const HAZARD_BY_CODE: ReadonlyMap<string, Hazard> = new Map(HAZARDS.map((row) => [row.code, row]))

/** The hazard each sub-hazard belongs to. */
export const HAZARD_OF_SUBHAZARD: ReadonlyMap<string, HazardCode> = new Map(
  HAZARDS.flatMap(({ code, subhazards }) => subhazards.map((row) => [row.code, code])),
)
