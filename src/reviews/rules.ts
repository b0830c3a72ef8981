/** Pure rules of reviews (审核): by when a returned report is to be corrected, and how that is said. */
import { reasonFor } from '../evaluations/editions.ts'
import type { Reason } from '../regulations/citation.ts'
import { type Figures, INDICATOR_BY_KEY, type IndicatorKey } from '../regulations/indicators.ts'
import { RETURN_LIMITS, RETURN_REASONS, type ReturnReasonCode } from '../regulations/reviews.ts'
import { shanghaiIso } from '../shanghai.ts'

/**
 * The limit within which a returned report is to be corrected (更正时限): shorter where people are dead or missing by
 * its figures.
 */
export function returnLimit({ dead = 0, missing = 0 }: Figures): { minutes: number; because: Reason[] } {
  const { rule, minutes, minutesWithDeaths, citation } = RETURN_LIMITS
  const value = dead + missing
  if (value === 0) return { minutes, because: [reasonFor(rule, citation)] }
  return {
    minutes: minutesWithDeaths,
    because: [reasonFor(rule, citation, { figure: 'dead_and_missing', value })],
  }
}

interface Returned {
  /** name of the reporting unit */
  unitZh: string
  number: number
  reasonCode: ReturnReasonCode
  fields: readonly string[]
  comment: string | null
  dueAt: Date
}

/** Why a report came back and by when it is to be corrected, in a sentence for whoever sent it. */
export function returnSentence(returned: Returned): { zh: string; en: string } {
  const { unitZh, number, reasonCode, comment, dueAt } = returned
  const { zh, en } = RETURN_REASONS[reasonCode]
  const [day, time] = shanghaiIso(dueAt).slice(0, 16).split('T')
  const fields = returned.fields.map(fieldName)
  const aboutZh = fields.length > 0 ? `(${fields.map((field) => field.zh).join('、')})` : ''
  const aboutEn = fields.length > 0 ? ` (${fields.map((field) => field.en).join(', ')})` : ''
  return {
    zh: `${unitZh}第${number}次报送被退回:${zh}${aboutZh}。${comment ? `审核意见:${comment} ` : ''}请于${day} ${time}前更正后再报。`,
    en: `Report ${number} was returned: ${en}${aboutEn}.${comment ? ` The reviewer says: ${comment}` : ''} Correct it and send it again by ${day} ${time}.`,
  }
}

/** A figure by its name; anything else by its place in the report. */
function fieldName(pointer: string): { zh: string; en: string } {
  const row = INDICATOR_BY_KEY[pointer.replace(/^\/figures\//, '') as IndicatorKey]
  return row && pointer.startsWith('/figures/') ? row : { zh: pointer, en: pointer }
}
