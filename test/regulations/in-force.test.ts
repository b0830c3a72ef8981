import t from 'tap'
import type { Citation } from '../../src/regulations/citation.ts'
import { CRITERIA } from '../../src/regulations/criteria.ts'
import { GRAVE_WARNING, RESPONSE_LEVELS, WARNING_LEVELS } from '../../src/regulations/decided-levels.ts'
import { FORM_CITATION } from '../../src/regulations/form-rules.ts'
import { ALL_RULES } from '../../src/regulations/register.ts'
import { ROUTING_RULES } from '../../src/regulations/routing.ts'

/** Each edition of each text: the first day on which it is in force, and the first on which it is no more. */
const DAYS: readonly (readonly [instrumentZh: string, edition: string, from: string, to: string | null])[] = [
  ['《中华人民共和国防震减灾法》', '主席令第7号(2008修订)', '2009-05-01', null],
  ['《中华人民共和国突发事件应对法》', '主席令第69号(2007)', '2007-11-01', '2024-11-01'],
  ['《中华人民共和国突发事件应对法》', '主席令第25号(2024修订)', '2024-11-01', null],
  ['《国家突发公共事件总体应急预案》', '国发〔2005〕11号', '2006-01-08', '2025-02-25'],
  ['《自然灾害情况统计制度》', '民函〔2008〕119号', '2008-05-07', '2011-10-14'],
  ['《自然灾害情况统计制度》', '民发〔2011〕168号', '2011-10-14', '2013-12-01'],
  ['《自然灾害情况统计制度》', '2013年12月', '2013-12-01', '2020-03-08'],
  ['《自然灾害情况统计调查制度》', '应急〔2020〕19号', '2020-03-08', null],
  ['《自然灾害情况统计调查制度》(征求意见稿)', '2019-10-31', '2020-03-08', null],
  ['《自然灾害情况统计调查制度》损失统计表', '应急〔2020〕19号', '2020-03-08', null],
  ['《自然灾害救助条例》', '国务院令第577号', '2010-09-01', '2019-03-02'],
  ['《自然灾害救助条例》', '2019修订', '2019-03-02', null],
  ['《国家自然灾害救助应急预案》', '国办函〔2016〕25号', '2016-03-10', '2024-01-20'],
  ['《国家自然灾害救助应急预案》', '国办函〔2024〕11号', '2024-01-20', null],
  ['《西藏自治区自然灾害救助应急预案》', '2015-05-11', '2015-05-11', null],
  ['《拉萨市自然灾害救助应急预案》', '2024-08', '2024-08-01', null],
  ['《拉萨市自然灾害救助应急预案》(占位阈值)', '占位', '2024-08-01', null],
  ['《国家地震应急预案》', '2006', '2006-01-12', '2012-08-28'],
  ['《国家地震应急预案》', '2012', '2012-08-28', null],
  ['《国家突发地质灾害应急预案》', '2006', '2006-01-13', null],
  ['《地质灾害防治条例》', '国务院令第394号', '2004-03-01', null],
  ['《森林防火条例》', '国务院令第541号', '2009-01-01', null],
  ['《草原火灾级别划分规定》', '农牧发〔2010〕7号', '2010-04-20', null],
  ['《抗旱条例》', '国务院令第552号', '2009-02-26', null],
  ['《特别重大、重大突发公共事件分级标准(试行)》', '2006', '2006-01-01', null],
  ['《西藏自治区突发事件分类分级标准(试行)》', '试行', '2022-07-01', null],
  ['《生产安全事故报告和调查处理条例》', '国务院令第493号', '2007-06-01', null],
  ['《生产安全事故信息报告和处置办法》', '国家安全监管总局令第21号', '2009-07-01', null],
  ['《自然灾害分类与代码》', 'GB/T 28921-2012', '2013-02-01', null],
  ['《突发事件分类与编码》', 'GB/T 35561-2017', '2018-07-01', null],
  ['国家自然灾害灾情管理系统 组合查询表2024', '2024', '2024-01-01', null],
  ['国家自然灾害灾情管理系统地市级操作说明', '操作说明', '2000-01-01', null],
  ['《拉萨市应急管理局2019-2020年自然灾害应急管理工作要点》', '2019-07-19', '2019-07-19', null],
  ['长子县应急管理局值班规定', '2025-08', '2000-01-01', null],
  ['应急信息报送通行做法', '通行', '2000-01-01', null],
  ['河南省应急管理厅信息报送规定', '2021', '2021-01-01', null],
  ['某县信息报送规定', '2018', '2018-01-01', null],
  ['烽燧默认规则(拉萨)', '2026', '2000-01-01', null],
]

/** Editions of rules whose days are others than those of the text that they stand in. */
const OF_THEIR_OWN: Readonly<Record<string, readonly [from: string, to: string | null]>> = {
  // taken over from a rule of those years
  'direct_report.any_death 2026': ['2011-10-14', null],
}

const daysOf = ({ inForceFrom, inForceTo }: Citation) => [inForceFrom, inForceTo]
const cited = ALL_RULES.filter(({ rule }) => !rule.startsWith('calendar.'))

t.test('every rule is in force on the days of its text', async (t) => {
  for (const { rule, citation } of cited) {
    const row = DAYS.find(([name, edition]) => name === citation.instrumentZh && edition === citation.edition)
    const days = OF_THEIR_OWN[`${rule} ${citation.edition}`] ?? row?.slice(2)
    t.same(daysOf(citation), days, `${rule} by ${citation.instrumentZh} ${citation.edition}`)
  }
  t.ok(cited.length > 400, `${cited.length} rules`)
})

t.test('every text is the source of a rule', async (t) => {
  for (const [name, edition] of DAYS) {
    t.ok(
      cited.some(({ citation }) => name === citation.instrumentZh && edition === citation.edition),
      `${name} ${edition}`,
    )
  }
  for (const key of Object.keys(OF_THEIR_OWN))
    t.ok(
      cited.some(({ rule, citation }) => `${rule} ${citation.edition}` === key),
      key,
    )
})

t.test('what facts must be is asked of any day that can be judged', async (t) => {
  t.same([FORM_CITATION.inForceFrom, FORM_CITATION.inForceTo], ['2000-01-01', null])
})

t.test('routing rules hold from the first day on, and go on', async (t) => {
  for (const { id, validFrom, validTo, continue: goesOn } of ROUTING_RULES) {
    t.same([validFrom, validTo, goesOn], ['2000-01-01', null, true], id)
  }
})

t.test('levels that people decide are the first to the fourth, red the first', async (t) => {
  t.same(WARNING_LEVELS.levelOf, { red: 1, orange: 2, yellow: 3, blue: 4 })
  t.same(Object.entries(RESPONSE_LEVELS.zh), [
    ['1', '一级响应'],
    ['2', '二级响应'],
    ['3', '三级响应'],
    ['4', '四级响应'],
  ])
  t.equal(GRAVE_WARNING.upTo, 2)
})

t.test('something an operator ticks cites the last edition of its text', async (t) => {
  for (const { code, editions, citation } of CRITERIA)
    t.equal(citation.inForceTo, null, `${code} by ${citation.edition} of ${editions.length}`)
  t.ok(
    CRITERIA.some(({ editions }) => editions.length > 1),
    'some have several',
  )
})
