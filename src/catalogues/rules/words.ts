/** What the codes of the rules are called, in Chinese and English. A code without a name does not compile. */

import type { Status } from '../../regulations/citation.ts'
import { SEVERITY_ZH } from '../../regulations/labels.ts'
import type {
  Kind,
  Party,
  ResponseLevel,
  Role,
  SeverityLevel,
  Tier,
  TierAbove,
  ToldGovernment,
} from '../../regulations/vocabulary.ts'

/** The same said twice. */
export interface Words {
  zh: string
  en: string
}

export const words = (zh: string, en: string): Words => ({ zh, en })

/**
 * Joins what is said, in Chinese by one mark and in English by another.
 */
export function joined(parts: readonly Words[], zh: string, en: string): Words {
  return words(parts.map((part) => part.zh).join(zh), parts.map((part) => part.en).join(en))
}

/** Names in a row: 、 and commas. */
export const listed = (parts: readonly Words[]): Words => joined(parts, '、', ', ')
/** Names of which one is enough. */
export const either = (parts: readonly Words[]): Words => joined(parts, '或', ' or ')
/** Clauses of one sentence. */
export const clauses = (parts: readonly Words[]): Words => joined(parts, ';', '; ')
/** The same with a beginning. */
export const prefixed = (zh: string, en: string, said: Words): Words =>
  words(`${zh}${said.zh}`, `${en}${said.en}`)
/** Sentences in a row, each with its full stop. */
export const sentences = (parts: readonly Words[]): Words =>
  words(parts.map(({ zh }) => `${zh}。`).join(''), parts.map(({ en }) => `${capital(en)}.`).join(' '))

/** With a capital at its beginning. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** A code as English: `daily_follow_up` is "daily follow-up". */
export const spelled = (code: string): string => code.replaceAll('_', ' ').replace('follow up', 'follow-up')

export const STATUS_WORDS: Readonly<Record<Status, Words>> = {
  verified: words('已核对正式文本', 'the official text was read'),
  secondary: words(
    '转见:读过,但出自旧版、外地规定、报道或公开软件',
    'read, but in an older edition, another place’s rule, a news report or public software',
  ),
  unverified: words('未核对:一般所知,尚未见到文本', 'known in general, the text not yet seen'),
  inferred: words(
    '推定:据其他依据推出的默认值,市局可以更改',
    'derived from other sources: a default that the bureau may change',
  ),
}

/** One word for a cell of a table. */
export const STATUS_SHORT: Readonly<Record<Status, Words>> = {
  verified: words('已核对', 'verified'),
  secondary: words('转见', 'secondary'),
  unverified: words('未核对', 'unverified'),
  inferred: words('推定', 'inferred'),
}

export const SEVERITY_WORDS: Readonly<Record<SeverityLevel, Words>> = {
  especially_serious: words(SEVERITY_ZH.especially_serious, 'especially serious'),
  serious: words(SEVERITY_ZH.serious, 'serious'),
  relatively_serious: words(SEVERITY_ZH.relatively_serious, 'relatively serious'),
  ordinary: words(SEVERITY_ZH.ordinary, 'ordinary'),
}

export const BELOW_ANY_GRADE = words('未达等级', 'below any grade')

export const RESPONSE_WORDS: Readonly<Record<ResponseLevel, Words>> = {
  1: words('一级响应', 'response level one'),
  2: words('二级响应', 'response level two'),
  3: words('三级响应', 'response level three'),
  4: words('四级响应', 'response level four'),
}

/** A level in words: a grade, or a response. */
export function levelWords(level: SeverityLevel | ResponseLevel): Words {
  return typeof level === 'number' ? RESPONSE_WORDS[level] : SEVERITY_WORDS[level]
}

export const KIND_WORDS: Readonly<Record<Kind, Words>> = {
  natural_disaster: words('自然灾害', 'natural disasters'),
  danger: words('险情', 'dangers'),
  accident: words('事故', 'accidents'),
}

export const ROLE_WORDS: Readonly<Record<Role, Words>> = {
  lead: words('牵头', 'lead'),
  support: words('配合', 'support'),
  inform: words('知会', 'inform'),
}

const TIER_WORDS: Readonly<Record<Tier | TierAbove, Words>> = {
  village: words('村(社区)', 'the village'),
  township: words('乡镇(街道)', 'the township'),
  county: words('县(区)应急管理局', 'the county'),
  city: words('市应急管理局', 'the city'),
  autonomous_region: words('自治区应急管理厅', 'the autonomous region'),
  ministry: words('应急管理部', 'the ministry'),
  state_council: words('国务院', 'the State Council'),
}

export const PARTY_WORDS: Readonly<Record<Party, Words>> = {
  ...TIER_WORDS,
  person_on_site: words('事故现场有关人员', 'whoever is on the site'),
  unit: words('事故发生单位', 'the unit where it happened'),
  sector_regulator: words('负有安全生产监督管理职责的有关部门', 'the regulator of the sector'),
  county_government: words('县级人民政府', 'the county government'),
  county_natural_resources: words('县级自然资源主管部门', 'the county department of natural resources'),
  city_natural_resources: words('市级自然资源主管部门', 'the city department of natural resources'),
  national_forest_fire_headquarters: words('国家森林防火指挥机构', 'the national forest fire headquarters'),
}

export const GOVERNMENT_WORDS: Readonly<Record<ToldGovernment, Words>> = {
  own_government: words('本级人民政府', 'its own government'),
  neighbour_governments: words('相邻地区人民政府', 'governments next to it'),
  downstream_governments: words('下游地区人民政府', 'governments downstream'),
  garrison: words('驻地军队', 'the garrison'),
}

/** Divisions by the beginning of their codes, as far as a rule names one. */
const PLACE_WORDS: Readonly<Record<string, Words>> = {
  54: words('西藏自治区', 'the Tibet Autonomous Region'),
  5401: words('拉萨市', 'Lhasa'),
}

/** A division by the beginning of its code; the code itself where it has no name here. */
export function placeWords(code: string): Words {
  return PLACE_WORDS[code] ?? words(code, code)
}
