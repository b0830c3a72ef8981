/**
 * The forms of the two registers (一览表): the fields of each, what of them identifies people, and the code lists
 * that stand in them. Data only; how long they are kept is here too.
 */

import type { Citation } from './citation.ts'

/**
 * How a field is shown to those who only list or read: as it is, as the beginning of a name, as the ends of an id
 * number, or not at all.
 */
export type Showing = 'plain' | 'name' | 'id_number' | 'hidden'

/** One field of a form. What is sealed identifies people, and is destroyed after the legal end. */
export interface FormField {
  key: string
  /** as the official form calls it */
  zh: string
  isSealed: boolean
  shown: Showing
}

const SYSTEM = {
  instrument: 'Statistics and survey system for natural disasters',
  instrumentZh: '《自然灾害情况统计调查制度》',
  edition: '应急〔2020〕19号',
  inForceFrom: '2020-03-08',
  inForceTo: null,
} as const

const DEFAULTS = {
  instrument: 'Fengsui defaults for Lhasa',
  instrumentZh: '烽燧默认规则(拉萨)',
  edition: '2026',
  inForceFrom: '2000-01-01',
  inForceTo: null,
  status: 'inferred',
} as const

/** Register of the dead and missing: the seventeen fields of the form. */
export const PEOPLE_FORM = [
  { key: 'name', zh: '姓名', isSealed: true, shown: 'name' },
  { key: 'sex', zh: '性别', isSealed: false, shown: 'plain' },
  // the exact age goes at the end, its band stays
  { key: 'age', zh: '年龄', isSealed: true, shown: 'plain' },
  { key: 'ethnicity', zh: '民族', isSealed: true, shown: 'hidden' },
  { key: 'registeredAddress', zh: '户口所在地', isSealed: true, shown: 'hidden' },
  { key: 'idNumber', zh: '身份证号', isSealed: true, shown: 'id_number' },
  { key: 'place', zh: '死亡/失踪地点', isSealed: true, shown: 'hidden' },
  { key: 'occurredAt', zh: '死亡/失踪时间', isSealed: true, shown: 'plain' },
  { key: 'cause', zh: '死亡/失踪原因', isSealed: false, shown: 'plain' },
  { key: 'hazard', zh: '灾害种类', isSealed: false, shown: 'plain' },
  { key: 'remarks', zh: '备注', isSealed: true, shown: 'hidden' },
  { key: 'solatiumYuan', zh: '抚慰金发放金额', isSealed: false, shown: 'plain' },
  { key: 'solatiumForm', zh: '发放形式', isSealed: false, shown: 'plain' },
  { key: 'recipientName', zh: '领款人姓名', isSealed: true, shown: 'name' },
  { key: 'recipientIdNumber', zh: '领款人身份证号', isSealed: true, shown: 'id_number' },
  { key: 'recipientAddress', zh: '领款人住址', isSealed: true, shown: 'hidden' },
  { key: 'relation', zh: '与死亡/失踪人员关系', isSealed: true, shown: 'plain' },
] as const satisfies readonly FormField[]

/**
 * Register of damaged homes. Inferred: the form itself was not seen. The list is made of what the indicators
 * 24 to 31 of the flash report count, and of what a household ledger must name.
 */
export const HOMES_FORM = [
  { key: 'headName', zh: '户主姓名', isSealed: true, shown: 'name' },
  { key: 'idNumber', zh: '身份证号', isSealed: true, shown: 'id_number' },
  { key: 'address', zh: '住址', isSealed: true, shown: 'hidden' },
  { key: 'householdSize', zh: '家庭人口', isSealed: false, shown: 'plain' },
  { key: 'householdKind', zh: '家庭类型', isSealed: true, shown: 'hidden' },
  { key: 'structure', zh: '房屋结构', isSealed: false, shown: 'plain' },
  { key: 'collapsedRooms', zh: '倒塌住房间数', isSealed: false, shown: 'plain' },
  { key: 'severeRooms', zh: '严重损坏住房间数', isSealed: false, shown: 'plain' },
  { key: 'generalRooms', zh: '一般损坏住房间数', isSealed: false, shown: 'plain' },
  { key: 'remarks', zh: '备注', isSealed: true, shown: 'hidden' },
] as const satisfies readonly FormField[]

export const REGISTER_FORMS = { people: PEOPLE_FORM, homes: HOMES_FORM } as const

/** What a row of each register counts as, and the indicator that counts it; who was found alive counts as nothing. */
export const ROW_CLASSES = {
  people: { dead: '死亡', missing: '失踪', found_alive: '已找到(生还)' },
  homes: { collapsed: '倒塌', severe: '严重损坏', general: '一般损坏' },
} as const

/** Code lists of the forms. `unknown` (不详) may stand in every field and is in none of them. Inferred, but for the sexes. */
export const FORM_CODES = {
  sex: { male: '男', female: '女' },
  cause: {
    collapse: '房屋倒塌',
    burial: '滑坡、崩塌、泥石流掩埋',
    avalanche: '雪崩、冰崩掩埋',
    drowning: '溺水',
    lightning: '雷击',
    cold: '冻伤冻亡',
    fire: '火灾',
    falling_object: '高空坠物',
    traffic: '灾害引发的交通事故',
    other: '其他',
  },
  solatiumForm: { cash: '现金', transfer: '银行转账(一卡通)', other: '其他' },
  relation: {
    spouse: '配偶',
    child: '子女',
    parent: '父母',
    sibling: '兄弟姐妹',
    grandparent: '祖父母、外祖父母',
    grandchild: '孙子女、外孙子女',
    other: '其他',
  },
  householdKind: {
    ordinary: '一般户',
    subsistence_allowance: '低保户',
    extremely_poor: '特困供养户',
    disabled: '困难残疾人家庭',
    near_poverty: '防返贫监测户',
    other: '其他',
  },
  structure: {
    steel_concrete: '钢混',
    brick_concrete: '砖混',
    brick_timber: '砖木',
    earth_timber: '土木',
    stone_timber: '石木',
    other: '其他',
  },
} as const

/** Bands in which ages are kept when everything else of a person is destroyed; inferred. */
export const AGE_BANDS = ['0-6', '7-17', '18-59', '60+'] as const
/** The first age of each band. */
export const AGE_BANDS_FROM = [0, 7, 18, 60] as const

/** The indicator that each class is compared with. */
export const INDICATOR_OF_CLASS = {
  dead: 'dead',
  missing: 'missing',
  collapsed: 'collapsed_home_hh',
  severe: 'severe_home_hh',
  general: 'general_home_hh',
} as const

export type RegisterRule =
  | 'register.people'
  | 'register.homes'
  | 'register.destruction'
  | 'register.age_bands'

/** Where all this comes from. */
export const REGISTER_RULES: readonly { rule: RegisterRule; citation: Citation }[] = [
  {
    rule: 'register.people',
    citation: {
      ...SYSTEM,
      clause: '因灾死亡失踪人口一览表',
      status: 'secondary',
      note: 'The seventeen names of the fields were read; the code lists that stand in them are defaults.',
    },
  },
  {
    rule: 'register.homes',
    citation: {
      ...SYSTEM,
      clause: '因灾倒塌损坏住房户一览表',
      status: 'inferred',
      note: 'The table is in the contents of the system; its fields were not seen.',
    },
  },
  {
    rule: 'register.destruction',
    citation: {
      instrument: 'Emergency response law',
      instrumentZh: '《中华人民共和国突发事件应对法》',
      clause: '第八十四条、第八十五条',
      edition: '主席令第25号(2024修订)',
      inForceFrom: '2024-11-01',
      inForceTo: null,
      status: 'verified',
      note: 'The law names no number of days: how long a closed event waits is REGISTER_RETENTION_DAYS.',
    },
  },
  {
    rule: 'register.age_bands',
    citation: { ...DEFAULTS, clause: '年龄分段', note: 'What stays of an age when a register is destroyed.' },
  },
]
