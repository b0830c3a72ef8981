/**
 * One rule as its readers see it (规则条目): what it says in words, in Chinese and English, the same as figures for
 * machines, and where it comes from, edition by edition.
 */

import type { Citation } from '../../regulations/citation.ts'
import type { Values } from './values.ts'
import { type Words, words } from './words.ts'

/** What kind of rule an entry is, in the order in which the tables show them. */
export const GROUPS = [
  'severity_ladder',
  'relief_response',
  'reporting_duty',
  'accident_duty',
  'form',
  'check',
  'must_tell',
  'routing',
  'escalation',
  'desk_profile',
  'switch',
  'decided_level',
  'consequence',
  'calendar',
  'hazard',
  'subhazard',
  'indicator',
  'criterion',
  'section',
  'department',
  'sector',
  'other',
] as const
export type Group = (typeof GROUPS)[number]

export const GROUP_WORDS: Readonly<Record<Group, Words>> = {
  severity_ladder: words('事件等级', 'Severity of events'),
  relief_response: words('自然灾害救助应急响应', 'Relief response'),
  reporting_duty: words('自然灾害和险情的报送', 'Reporting of natural disasters and dangers'),
  accident_duty: words('生产安全事故的报送', 'Reporting of accidents'),
  form: words('填报格式', 'What facts must be'),
  check: words('校验', 'Checks'),
  must_tell: words('通报', 'Who must be told'),
  routing: words('分转', 'Routing'),
  escalation: words('升级', 'Escalation'),
  desk_profile: words('值班时限', 'Limits of the duty desk'),
  switch: words('开关', 'Switches'),
  decided_level: words('由人决定的级别', 'Levels that people decide'),
  consequence: words('附带要求', 'What figures and grades bring with them'),
  calendar: words('工作日历', 'Working days'),
  hazard: words('灾种', 'Hazards'),
  subhazard: words('亚灾种', 'Sub-hazards'),
  indicator: words('快报指标', 'Indicators of the flash report'),
  criterion: words('定性标准', 'Criteria that are ticked'),
  section: words('业务科室', 'Sections of the bureau'),
  department: words('联动单位', 'Departments outside the bureau'),
  sector: words('事故行业', 'Sectors of accidents'),
  other: words('其他', 'Others'),
}

/**
 * How the bureau may lay its own over a rule: `local_rule` by a rule of its own, `switch` by a switch of the
 * configuration, `table` by rows of a table in the database.
 */
export const OVERRIDES = ['local_rule', 'switch', 'table'] as const
type Override = (typeof OVERRIDES)[number]

/** A citation, its note in both languages. */
export interface EntryCitation extends Citation {
  noteZh?: string
}

export interface EntryEdition {
  citation: EntryCitation
  /** beginnings of the codes of the divisions it holds for; absent where it holds everywhere */
  places?: string[]
  saysZh: string
  saysEn: string
  values?: Values
}

/** The id of a reason that is explained by the entry it stands in. */
interface DerivedRule {
  rule: string
  saysZh: string
  saysEn: string
}

export interface Entry {
  rule: string
  group: Group
  titleZh: string
  titleEn: string
  editions: EntryEdition[]
  overridable?: Override
  /** ids that stand in reasons and lead here: `flood_drought_tibet.below_any_grade` */
  derived?: DerivedRule[]
  /** the whole in plain text, to print, quote or search */
  text: string
}

/** One edition of a rule as its module describes it. */
export interface DraftEdition {
  citation: Citation
  places?: readonly string[]
  says: Words
  values?: Values
}

/** A rule as its module describes it, before notes are translated and texts put together. */
export interface Draft {
  rule: string
  group: Group
  title: Words
  editions: readonly DraftEdition[]
  overridable?: Override
  /** by the end of the id, or the whole id where it does not begin with that of the entry */
  derived?: Readonly<Record<string, Words>>
  /** what a local rule may name besides, by the whole id */
  targets?: Readonly<Record<string, Words>>
}
