/**
 * The sections (业务科室) of the bureau that receive what comes in. The codes are a typical municipal layout:
 * Lhasa's own list has not been seen, so names are for the bureau to confirm.
 */

import type { Citation } from './citation.ts'

const SECTIONS_CITATION: Citation = {
  instrument: 'Fengsui defaults for Lhasa',
  instrumentZh: '烽燧默认规则(拉萨)',
  clause: '业务科室',
  edition: '2026',
  inForceFrom: '2000-01-01',
  inForceTo: null,
  status: 'inferred',
  note: 'The command centre is named in the plan of 2021; the other names await the bureau.',
}

const TABLE = [
  [
    'ZHZX',
    '应急指挥中心',
    'Command centre',
    '接收、登记、研判、综合、报送、分转、督办',
    'Receives everything first: registers, assesses, consolidates, submits, routes, follows up',
  ],
  [
    'BGS',
    '办公室',
    'General office',
    '签批件、涉密、舆情、非紧急公文',
    'Signed instructions, confidential papers, public opinion, ordinary papers',
  ],
  [
    'ZHJZ',
    '风险监测和综合减灾科',
    'Risk monitoring and disaster reduction',
    '预警、会商、普查、减灾委办工作',
    'Warnings, consultations, surveys, the reduction committee',
  ],
  [
    'HZFZ',
    '火灾防治管理科',
    'Fire prevention',
    '森林草原火灾、城市火灾',
    'Forest and grassland fire, urban fire',
  ],
  [
    'FXKH',
    '防汛抗旱科',
    'Flood control and drought relief',
    '洪涝、干旱、堰塞湖、冰湖溃决',
    'Flood, drought, landslide lakes, glacial lake outbursts',
  ],
  [
    'DZDZ',
    '地震和地质灾害救援科',
    'Earthquake and geological rescue',
    '地震、滑坡、泥石流、崩塌、冰崩',
    'Earthquake, landslide, debris flow, rockfall, ice avalanche',
  ],
  [
    'JZWZ',
    '救灾和物资保障科',
    'Relief and supplies',
    '有受灾人员的各类自然灾害:统计、救助、冬春、物资',
    'Every natural disaster with affected people: statistics, relief, winter aid, supplies',
  ],
  [
    'ZHXT',
    '安全生产综合协调科',
    'Work-safety coordination',
    '各类生产安全事故',
    'All accidents: statistics and the safety committee',
  ],
  [
    'WHJG',
    '危险化学品和工贸监管科',
    'Hazardous chemicals, mines, industry and trade',
    '本行业事故',
    'Accidents of its sectors',
  ],
  [
    'DCZF',
    '调查评估统计和执法科',
    'Investigation and enforcement',
    '一般以上有死亡的事故',
    'Accidents with deaths, ordinary and above',
  ],
  [
    'YAGL',
    '救援协调和预案管理科',
    'Rescue coordination and plans',
    '需调队伍、启动预案的事件,演练',
    'Events that need teams or start a plan; drills',
  ],
] as const

export type SectionCode = (typeof TABLE)[number][0]

export interface Section {
  code: SectionCode
  nameZh: string
  nameEn: string
  dutyZh: string
  dutyEn: string
  citation: Citation
}

export const SECTIONS: readonly Section[] = TABLE.map(([code, nameZh, nameEn, dutyZh, dutyEn]) => ({
  code,
  nameZh,
  nameEn,
  dutyZh,
  dutyEn,
  citation: SECTIONS_CITATION,
}))

export const SECTION_CODES = TABLE.map(([code]) => code)
