/**
 * Names of the short code lists that a form shows (代码名称).
 */

import type { Kind, SeverityLevel, Stage, Tier } from './vocabulary.ts'

interface Names {
  zh: string
  en: string
}

type NamesOf<Code extends string> = Readonly<Record<Code, Names>>

export const KIND_NAMES: NamesOf<Kind> = {
  natural_disaster: { zh: '自然灾害', en: 'Natural disaster' },
  danger: { zh: '险情', en: 'Danger' },
  accident: { zh: '事故灾难', en: 'Accident' },
}

export const STAGE_NAMES: NamesOf<Stage> = {
  first: { zh: '初报', en: 'First report' },
  follow_up: { zh: '续报', en: 'Follow-up report' },
  verified: { zh: '核报', en: 'Verified report' },
}

export const TIER_NAMES: NamesOf<Tier> = {
  village: { zh: '村(社区)', en: 'Village' },
  township: { zh: '乡镇(街道)', en: 'Township' },
  county: { zh: '县(区)', en: 'County' },
  city: { zh: '市', en: 'City' },
}

export const SEVERITY_NAMES: NamesOf<SeverityLevel> = {
  especially_serious: { zh: '特别重大', en: 'Especially serious' },
  serious: { zh: '重大', en: 'Serious' },
  relatively_serious: { zh: '较大', en: 'Relatively serious' },
  ordinary: { zh: '一般', en: 'Ordinary' },
}
