/**
 * The departments outside the bureau (联动单位) that must be told, or work with it.
 */

import type { Citation } from './citation.ts'

const SEED: Citation = {
  instrument: 'Work plan of the Lhasa bureau for natural disasters 2019-2020',
  instrumentZh: '《拉萨市应急管理局2019-2020年自然灾害应急管理工作要点》',
  clause: '任务7、10、11、12',
  edition: '2019-07-19',
  inForceFrom: '2019-07-19',
  inForceTo: null,
  status: 'verified',
}

const DECREE_493: Citation = {
  instrument: 'Regulation on reporting and investigating production-safety accidents',
  instrumentZh: '《生产安全事故报告和调查处理条例》',
  clause: '第十条',
  edition: '国务院令第493号',
  inForceFrom: '2007-06-01',
  inForceTo: null,
  status: 'verified',
}

const DEFAULT: Citation = {
  instrument: 'Fengsui defaults for Lhasa',
  instrumentZh: '烽燧默认规则(拉萨)',
  clause: '联动单位',
  edition: '2026',
  inForceFrom: '2000-01-01',
  inForceTo: null,
  status: 'inferred',
}

const TABLE = [
  ['fire_rescue', '消防救援支队', 'Fire and rescue', SEED],
  ['forest_fire_brigade', '森林消防', 'Forest fire brigade', SEED],
  ['water', '水利局', 'Water resources', SEED],
  ['natural_resources', '自然资源局', 'Natural resources', SEED],
  ['meteorology', '气象局', 'Meteorology', SEED],
  ['seismology', '地震局', 'Seismology', SEED],
  ['transport', '交通运输局', 'Transport', SEED],
  ['public_security', '公安局', 'Public security', DECREE_493],
  ['human_resources', '人力资源和社会保障局', 'Human resources and social security', DECREE_493],
  ['trade_union', '总工会', 'Trade union', DECREE_493],
  ['procuratorate', '人民检察院', "People's procuratorate", DECREE_493],
  ['sector_regulator', '行业主管部门', 'Regulator of the sector', DECREE_493],
  ['traffic_police', '公安交警支队', 'Traffic police', DEFAULT],
  ['ecology', '生态环境局', 'Ecology and environment', DEFAULT],
  ['health', '卫生健康委员会', 'Health', DEFAULT],
  ['agriculture', '农业农村局', 'Agriculture and herding', DEFAULT],
  ['housing', '住房和城乡建设局', 'Housing and construction', DEFAULT],
  ['forestry', '林业和草原局', 'Forestry and grassland', DEFAULT],
  ['civil_affairs', '民政局', 'Civil affairs', DEFAULT],
  ['publicity', '宣传和网信部门', 'Publicity and internet information', DEFAULT],
  ['power_supply', '供电公司', 'Power supply', DEFAULT],
  ['telecom', '通信管理部门', 'Telecommunications', DEFAULT],
  ['flood_headquarters', '防汛抗旱指挥部', 'Flood and drought headquarters', DEFAULT],
  ['geological_headquarters', '地质灾害防治指挥部', 'Geological disaster headquarters', DEFAULT],
] as const

export type DepartmentCode = (typeof TABLE)[number][0]

export interface Department {
  code: DepartmentCode
  nameZh: string
  nameEn: string
  citation: Citation
}

export const DEPARTMENTS: readonly Department[] = TABLE.map(([code, nameZh, nameEn, citation]) => ({
  code,
  nameZh,
  nameEn,
  citation,
}))
