/** Indicators and the relations between them in words. */

import { INDICATOR_BY_KEY, type IndicatorKey } from '../../regulations/indicators.ts'
import { inFormUnit } from '../../units.ts'
import type { Relation } from './values.ts'
import { joined, listed, type Words, words } from './words.ts'

/**
 * A relation in words: "农作物受灾面积≥农作物成灾面积".
 */
export function relationWords({ form, left, right, tolerance = 0, unlessGiven }: Relation): Words {
  switch (form) {
    case 'at_least':
      return unlessGiven === undefined ? atLeast(left, right) : unless(atLeast(left, right), unlessGiven)
    case 'equals_sum':
      return within(said(left, right, '='), left, tolerance)
  }
}

/** That an indicator is at least the sum of others. */
function atLeast(left: IndicatorKey, right: readonly IndicatorKey[]): Words {
  return said(left, right, '≥')
}

function said(left: IndicatorKey, right: readonly IndicatorKey[], sign: '≥' | '='): Words {
  const sum = joined(right.map(nameOf), '+', ' + ')
  return words(`${nameOf(left).zh}${sign}${sum.zh}`, `${nameOf(left).en} ${sign} ${sum.en}`)
}

function unless({ zh, en }: Words, key: IndicatorKey): Words {
  return words(`${zh}(未填${nameOf(key).zh}时)`, `${en} (while ${nameOf(key).en} is not given)`)
}

function within(sum: Words, left: IndicatorKey, tolerance: number): Words {
  if (tolerance === 0) return sum
  const { formFactor, formUnit, base } = INDICATOR_BY_KEY[left]
  return words(
    `${sum.zh}(允许误差${inFormUnit(tolerance, formFactor)}${formUnit})`,
    `${sum.en} (within ${tolerance} ${base})`,
  )
}

/** Indicators in a row. */
export function namesOf(keys: readonly IndicatorKey[]): Words {
  return listed(keys.map(nameOf))
}

/** A figure of an indicator, in Chinese in the unit of the official form. */
export function figureWords(key: IndicatorKey, value: number): Words {
  const { formFactor, formUnit } = INDICATOR_BY_KEY[key]
  const { zh, en } = nameOf(key)
  return words(`${zh}${inFormUnit(value, formFactor)}${formUnit}`, `${value} (${en})`)
}

function nameOf(key: IndicatorKey): Words {
  const { zh, en } = INDICATOR_BY_KEY[key]
  return words(zh, en.toLowerCase())
}
