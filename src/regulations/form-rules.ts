/**
 * What facts must be for any rule to read them (填报格式), and which of them cannot be true together. A refusal names one
 * of these; that they are refused is Fengsui's own rule, and that of no text.
 */

import type { Citation } from './citation.ts'

export const FORM_CITATION: Citation = {
  instrument: 'Fengsui defaults for Lhasa',
  instrumentZh: '烽燧默认规则(拉萨)',
  clause: '填报格式',
  edition: '2026',
  inForceFrom: '2000-01-01',
  inForceTo: null,
  status: 'inferred',
}

export interface FormRule {
  rule: string
  zh: string
  en: string
  saysZh: string
  saysEn: string
}

const TABLE = [
  [
    'kind.known',
    '事件类别',
    'Kind',
    '类别为自然灾害、险情或事故',
    'a natural disaster, a danger or an accident',
  ],
  ['region.digits', '区划代码的位数', 'Digits of a region code', '2至12位数字', 'two to twelve digits'],
  [
    'region.known',
    '区划代码须存在',
    'A region that exists',
    '省级代码须存在;已录入单位的城市,其县(区)须已录入',
    'the province exists; in a city whose units are known, so is the county',
  ],
  ['hazard.known', '灾种须在表内', 'A hazard of the list', '灾种须在灾种表内', 'a hazard is one of the list'],
  [
    'hazard.given',
    '自然灾害应填灾种',
    'The hazard of a natural disaster',
    '自然灾害应填灾种',
    'a natural disaster names its hazard',
  ],
  [
    'hazard.of_natural_disaster',
    '事故不填灾种',
    'No hazard of an accident',
    '事故填行业,不填自然灾害灾种',
    'an accident has a sector, and no hazard',
  ],
  [
    'subhazard.of_hazard',
    '亚灾种须属于灾种',
    'A sub-hazard of its hazard',
    '亚灾种须属于所填灾种',
    'a sub-hazard is one of the hazard that is given',
  ],
  ['sector.known', '行业须在表内', 'A sector of the list', '行业须在行业表内', 'a sector is one of the list'],
  [
    'sector.of_accident',
    '自然灾害不填行业',
    'No sector of a natural disaster',
    '行业只属于事故和险情',
    'sectors are of accidents and dangers',
  ],
  ['instant.valid', '时间有效', 'Instants', '1900年至2200年之间', 'between the years 1900 and 2200'],
  [
    'instant.not_before_occurrence',
    '不早于发生时间',
    'Not before the occurrence',
    '得知、报告、稳定不早于灾害发生',
    'nothing is heard of, reported or stable before it happened',
  ],
  [
    'instant.in_order',
    '各级收到的先后',
    'The order in which tiers hear',
    '核报逐级上报:上一级收到核报不早于下一级收到,也不早于本级得知灾情',
    'verified reports go tier by tier: no tier has one before the tier below has, nor before it heard of the disaster',
  ],
  [
    'instant.verified_after_stability',
    '核报在稳定之后',
    'Verified after stability',
    '灾情稳定后才核报',
    'figures are verified once the disaster is stable',
  ],
  [
    'hours.since_occurrence',
    '燃烧时长',
    'Hours of open flame',
    '明火持续时长不超过从发生到报告的时长',
    'open flame has burned no longer than the time from the occurrence to the report',
  ],
  [
    'edition.in_force',
    '当日须有生效的规定',
    'An edition in force',
    '发生之日没有生效的报送规定的,不作研判',
    'a day on which no edition on reporting was in force is not judged',
  ],
  ['calendar.known', '工作日历', 'Calendars', '国家日历或西藏日历', 'the national calendar or that of Tibet'],
  [
    'calendar.year_known',
    '年份须有工作日历',
    'A year whose working days are known',
    '没有工作日历的年份不推算工作日;可自行给出该年的放假日',
    'working days of a year without a calendar are not guessed; days off of your own may supply it',
  ],
  [
    'calendar.off_or_worked',
    '放假或上班',
    'Off or worked',
    '同一天不能既放假又上班',
    'no day is both off and worked',
  ],
  ['magnitude.possible', '震级', 'Magnitude', '负2级至10级', 'from minus 2 to 10'],
  ['share.part_of_one', '比例', 'Shares', '0至1之间', 'from 0 to 1'],
  [
    'criterion.known',
    '定性标准须在表内',
    'A criterion of the list',
    '勾选项须在定性标准表内',
    'what is ticked is one of the list',
  ],
  [
    'criterion.one_drought_grade',
    '干旱等级只勾一项',
    'One grade of a drought',
    '轻度、中度、严重、特大干旱只能勾选一项',
    'of light, moderate, severe and extreme one is ticked',
  ],
  [
    'circumstance.not_negative',
    '不小于0',
    'Circumstances not below 0',
    '各项情况不小于0',
    'no circumstance is below 0',
  ],
  [
    'circumstance.whole',
    '情况的整数',
    'Circumstances that are counted',
    '人数、面积、金额为整数',
    'people, areas and money are whole numbers',
  ],
  [
    'circumstance.possible',
    '情况的上限',
    'Circumstances that can be',
    '超过任何灾害可能数值的,视为笔误',
    'more than any disaster can bring is a slip of the finger',
  ],
  [
    'circumstance.not_read',
    '没有规则使用的情况',
    'Circumstances that no rule reads',
    '所填情况或勾选项,没有规则对该类事件使用;只提示,不影响研判',
    'no rule reads it of such an event; it is pointed out, and changes nothing',
  ],
  ['response.known', '响应级别', 'Response levels', '1至4级', 'one to four'],
  ['warning.known', '预警颜色', 'Colours of warnings', '红、橙、黄、蓝', 'red, orange, yellow or blue'],
  [
    'count.whole_number',
    '计数为整数',
    'Counts are whole numbers',
    '人口、一览表行数和各单位数字为不小于0的整数',
    'populations, rows and figures of units are whole numbers not below 0',
  ],
  [
    'count.possible',
    '计数的上限',
    'Counts that can be',
    '超过任何地方可能数值的,视为笔误',
    'more than any place can have is a slip of the finger',
  ],
  [
    'population.holds_the_dead',
    '死亡不超过人口',
    'No more dead than people',
    '自然灾害死亡人数不超过本单位户籍和流动人口',
    'of a natural disaster no more people died than live and stay in the unit',
  ],
  [
    'previous.none',
    '没有上一次报告',
    'No report before',
    '没有上一次报告的,不填上一次数字',
    'where there was no report before there are no figures of it',
  ],
  ['series.span', '推演跨度', 'Span of a timeline', '推演跨度有上限', 'a timeline is bounded'],
  [
    'series.one_event',
    '推演只含一个事件',
    'One event in a timeline',
    '各次报告的类别、灾种、行业和发生时间相同;险情可以发展为灾情',
    'its reports have one kind, hazard, sector and occurrence; a danger may become a disaster',
  ],
  [
    'series.until',
    '推演的终点',
    'The end of a timeline',
    '终点不早于第一次报告',
    'it ends no earlier than its first report',
  ],
  [
    'series.made_before_it_came',
    '先报告后收到',
    'Made before it came',
    '报告时间不晚于收到时间',
    'a report is made no later than it came',
  ],
] as const satisfies readonly (readonly [string, string, string, string, string])[]

export type FormRuleId = (typeof TABLE)[number][0]

export const FORM_RULES: readonly FormRule[] = TABLE.map(([rule, zh, en, saysZh, saysEn]) => ({
  rule,
  zh,
  en,
  saysZh,
  saysEn,
}))
