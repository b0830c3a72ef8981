/**
 * Sectors of accidents (事故行业), as far as a rule or a recipient depends on them.
 */

import type { Citation } from './citation.ts'

const DECREE_493 = {
  instrument: 'Regulation on reporting and investigating production-safety accidents',
  instrumentZh: '《生产安全事故报告和调查处理条例》',
  edition: '国务院令第493号',
  inForceFrom: '2007-06-01',
  inForceTo: null,
} as const

const LISTED: Citation = {
  ...DECREE_493,
  clause: '第二条、第十三条',
  status: 'inferred',
  note: 'The code list is our own.',
}
const OUTSIDE: Citation = { ...DECREE_493, clause: '第二条', status: 'verified' }

const TABLE = [
  ['road_traffic', '道路交通', 'Road traffic', true],
  ['fire', '火灾', 'Fire', true],
  ['hazardous_chemicals', '危险化学品', 'Hazardous chemicals', true],
  ['non_coal_mine', '非煤矿山', 'Mines other than coal', true],
  ['industry_trade', '工贸', 'Industry and trade', true],
  ['construction', '建筑施工', 'Construction', true],
  ['special_equipment', '特种设备', 'Special equipment', true],
  ['tourism', '旅游', 'Tourism', true],
  ['other', '其他', 'Other', true],
  ['environmental_pollution', '环境污染', 'Environmental pollution', false],
  ['nuclear', '核设施', 'Nuclear', false],
  ['defence_research', '国防科研', 'Defence research', false],
] as const

export type SectorCode = (typeof TABLE)[number][0]

export interface Sector {
  code: SectorCode
  zh: string
  en: string
  /** false where the regulation on accidents does not apply (第二条) */
  isCovered: boolean
  citation: Citation
}

export const SECTORS: readonly Sector[] = TABLE.map(([code, zh, en, isCovered]) => ({
  code,
  zh,
  en,
  isCovered,
  citation: isCovered ? LISTED : OUTSIDE,
}))

export const SECTOR_CODES = TABLE.map(([code]) => code)
