/** Words of the timeline in both languages (用语). */
import { CAUSE_ZH, dutyZh, SEVERITY_ZH, TARGET_TIER_ZH } from '../../regulations/labels.ts'
import { SEVERITY_LADDERS } from '../../regulations/severity-ladders.ts'
import type { SeverityLevel } from '../../regulations/vocabulary.ts'
import { shanghaiIso } from '../../shanghai.ts'
import type { Words } from '../terms.ts'

const TIER: Readonly<Record<string, Words>> = {
  village: { zh: '村', en: 'village' },
  township: { zh: '乡镇', en: 'township' },
  county: { zh: '县', en: 'county' },
  city: { zh: '市', en: 'city' },
}

const STAGE: Readonly<Record<string, Words>> = {
  first: { zh: '初报', en: 'first report' },
  follow_up: { zh: '续报', en: 'follow-up' },
  verified: { zh: '核报', en: 'verified report' },
}

const STATUS: Readonly<Record<string, Words>> = {
  verified: { zh: '已核原文', en: 'verified' },
  secondary: { zh: '转引', en: 'secondary' },
  unverified: { zh: '未见原文', en: 'unverified' },
  inferred: { zh: '推定', en: 'inferred' },
}

const CAUSE_EN: Readonly<Record<string, string>> = {
  severity: 'severity',
  direct_report: 'direct report',
  deadline_missed: 'missed its limit',
  ordered: 'ordered',
  report_held: 'report waits too long',
}

const ROLE: Readonly<Record<string, Words>> = {
  lead: { zh: '牵头', en: 'lead' },
  support: { zh: '配合', en: 'support' },
  inform: { zh: '知悉', en: 'inform' },
}

/** Both languages side by side. */
export const both = ({ zh, en }: Words): string => (en === '' || en === zh ? zh : `${zh} ${en}`)

export const tierTerm = (tier: string): string =>
  both(TIER[tier] ?? { zh: TARGET_TIER_ZH[tier as keyof typeof TARGET_TIER_ZH] ?? tier, en: english(tier) })
export const stageTerm = (stage: string): string => both(STAGE[stage] ?? { zh: stage, en: stage })
export const statusTerm = (status: string): string => both(STATUS[status] ?? { zh: status, en: status })
export const roleTerm = (role: string): string => both(ROLE[role] ?? { zh: role, en: role })
export const dutyTerm = (duty: string): string => both({ zh: dutyZh(duty) ?? duty, en: english(duty) })
export const causeTerm = (cause: string): string =>
  both({ zh: CAUSE_ZH[cause as keyof typeof CAUSE_ZH] ?? cause, en: CAUSE_EN[cause] ?? cause })

/** A grade, or that there is none. */
export function levelTerm(level: string | null): string {
  if (level === null) return '未达分级 below any grade'
  return both({ zh: SEVERITY_ZH[level as SeverityLevel] ?? level, en: english(level) })
}

export function ladderTerm(id: string): string {
  const ladder = SEVERITY_LADDERS.find((one) => one.id === id)
  return ladder ? both(ladder) : id
}

/** A clock time of Shanghai; with the day where it is another than that of the line it stands on. */
export function clock(instant: string | Date, on?: Date): string {
  const text = shanghaiIso(new Date(instant))
  const isOtherDay = on !== undefined && shanghaiIso(on).slice(0, 10) !== text.slice(0, 10)
  return isOtherDay ? `${text.slice(5, 10)} ${text.slice(11, 16)}` : text.slice(11, 16)
}

function english(code: string): string {
  return code.replaceAll('_', ' ')
}
