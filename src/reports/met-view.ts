/** What a report met of what its unit owed (办结的时限事项): for the receipt, and in a sentence for whoever sent it. */
import { spelled } from '../catalogues/rules/words.ts'
import { isLate } from '../deadlines/rules.ts'
import { dutyZh } from '../regulations/labels.ts'
import { shanghaiDay, shanghaiIso } from '../shanghai.ts'
import type { Duties } from './duties.ts'

/** A duty that a report met, as its receipt proves it. */
export interface MetClaim {
  duty: string
  regionCode: string
  /** the day whose daily report it is; null for all other duties */
  day: string | null
  dueAt: string
  metAt: string
  isLate: boolean
}

/** All that a report met: what was owed before, and what it set and met at once. In the order in which it fell due. */
export function metClaims({ set, met }: Pick<Duties, 'set' | 'met'>): MetClaim[] {
  const before = met.map(({ deadline, metAt }) => ({ ...deadline, metAt }))
  const atOnce = set.flatMap((one) => (one.metAt === null ? [] : [{ ...one, metAt: one.metAt }]))
  return [...before, ...atOnce]
    .toSorted((one, other) => +one.dueAt - +other.dueAt)
    .map(({ duty, regionCode, dueAt, metAt }) => ({
      ...{ duty, regionCode, day: duty === 'daily_follow_up' ? shanghaiDay(dueAt) : null },
      ...{ dueAt: shanghaiIso(dueAt), metAt: shanghaiIso(metAt), isLate: isLate(metAt, dueAt) },
    }))
}

/** The same for whoever sent the report, to be read in one glance. */
export function metView(claim: MetClaim) {
  const { duty, day, isLate: late } = claim
  const name = dutyZh(duty)
  const [, month = '', date = ''] = (day ?? '').split('-')
  const ofDayZh = day === null ? '' : `${Number(month)}月${Number(date)}日`
  const ofDayEn = day === null ? '' : ` of ${day}`
  return {
    ...claim,
    dutyZh: name,
    sentenceZh: `${ofDayZh}${name ?? duty}:${late ? '已报,逾期' : '按时完成'}。`,
    sentenceEn: `${spelled(duty)}${ofDayEn}: met ${late ? 'late' : 'in time'}.`,
  }
}
