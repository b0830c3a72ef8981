/**
 * Checks a verified report against the registers and the photos (C15, C16, 核报附件). What nobody counted is not checked.
 */

import { LEAST_PHOTOS, REGISTER_FIGURES } from '../regulations/checks.ts'
import type { IndicatorKey } from '../regulations/indicators.ts'
import type { Figures, Violation } from './types.ts'
import { inChinese, inEnglish, violation } from './violations.ts'

/** What other registers hold of a unit; null where nobody counts it. */
export interface EvidenceCounts {
  /** rows of the register of dead and missing (因灾死亡失踪人口一览表) */
  people: { dead: number; missing: number } | null
  /** households in the register of damaged homes (因灾倒塌损坏住房户一览表), by class */
  homes: { collapsed: number; severe: number; general: number } | null
  /** photos attached */
  photos: number | null
}

/**
 * Where a verified report and what was counted differ. A figure that is not given counts as none.
 *
 * @param isResponseOn whether a relief or emergency response is on: photos are asked for then
 */
export function checkEvidence(
  figures: Figures,
  { people, homes, photos }: EvidenceCounts,
  isResponseOn: boolean,
): Violation[] {
  const rows = { ...people, ...homes }
  const found = REGISTER_FIGURES.flatMap(({ rule, key, rows: name }) => {
    const counted = rows[name]
    return counted === undefined ? [] : differs(rule, key, figures[key] ?? 0, counted)
  })
  return photos === null || !isResponseOn || photos >= LEAST_PHOTOS ? found : [...found, tooFewPhotos(photos)]
}

function differs(rule: 'C15' | 'C16', key: IndicatorKey, told: number, counted: number): Violation[] {
  if (told === counted) return []
  return [
    violation(rule, 'hard', [key], {
      observed: `${key} = ${told}, rows in the register = ${counted}`,
      expected: `${key} = rows in the register`,
      textZh: `核报${inChinese([key])}${told},一览表为${counted},应一致`,
      textEn: `${inEnglish([key])} is ${told}, but the register has ${counted}: they must agree`,
    }),
  ]
}

function tooFewPhotos(photos: number): Violation {
  return {
    ...violation('verified_photos', 'soft', [], {
      observed: `${photos} photos`,
      expected: `at least ${LEAST_PHOTOS} photos while a response is on`,
      textZh: `启动响应的灾害,核报应附照片不少于${LEAST_PHOTOS}张,现有${photos}张`,
      textEn: `While a response is on, a verified report comes with ${LEAST_PHOTOS} photos or more; there are ${photos}`,
    }),
    pointers: ['/narrative'],
  }
}
