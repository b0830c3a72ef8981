/**
 * Where each consistency check (校验) comes from.
 */

import type { Citation, Status } from './citation.ts'

const SYSTEM = {
  instrument: 'Statistics and survey system for natural disasters, loss tables',
  instrumentZh: '《自然灾害情况统计调查制度》损失统计表',
  edition: '应急〔2020〕19号',
  inForceFrom: '2020-03-08',
  inForceTo: null,
} as const

const OUR_OWN = {
  instrument: 'Fengsui defaults for Lhasa',
  instrumentZh: '烽燧默认规则(拉萨)',
  edition: '2026',
  inForceFrom: '2000-01-01',
  inForceTo: null,
  status: 'inferred',
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
    'That the list goes up with the figures was read in the draft of 2019; that its rows equal them follows.',
  ),
  C16: cite(
    '因灾倒塌损坏住房户一览表',
    'inferred',
    'That the ledger is filed with the verified report was read in the draft of 2019; that its rows equal the figures follows.',
  ),
  C17: cite(
    '续报数据变化说明',
    'secondary',
    'A local measure of 2023 that implements the system; that leaving a figure out is a fall too is inferred.',
  ),
  C18: cite('数据陡升陡降说明', 'inferred', 'The duty to explain was read; the thresholds are defaults.'),
  C19: cite('汇总 上级数等于下级之和', 'inferred'),
  C20: cite('初报、续报、核报顺序', 'secondary'),
  C21: cite(
    '指标含义 受灾人口',
    'inferred',
    'Of residents and others alike; the population is that of the unit.',
  ),
  C22: {
    ...SYSTEM,
    instrumentZh: '《自然灾害情况统计调查制度》',
    clause: '一(二) 县级填报亚灾种',
    status: 'verified',
  },
  absurd_figures: {
    ...OUR_OWN,
    clause: '数值上限',
    note: 'Above these a figure is a slip of the finger, whatever happened: a default that the bureau may change.',
  },
  verified_figures: {
    ...OUR_OWN,
    clause: '核报必填指标',
    note: 'Which figures a verified report cannot lack: a default that the bureau may change.',
  },
} as const satisfies Record<string, Citation>

export type CheckId = keyof typeof CHECK_CITATIONS
