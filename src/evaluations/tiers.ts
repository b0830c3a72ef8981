/**
 * The tier of a unit, read from its region code (区划代码): 6 digits to the county, 3 more to the township, 3 to the village.
 */

import type { Tier } from '../regulations/vocabulary.ts'

/**
 * The tier of a unit.
 *
 * @param regionCode 12 digits, or its significant beginning (`5401`, `540122`, `540122200`)
 * @returns null above the city
 */
export function tierOfRegion(regionCode: string): Tier | null {
  const significant = regionCode.padEnd(12, '0')
  if (significant.slice(9) !== '000') return 'village'
  if (significant.slice(6, 9) !== '000') return 'township'
  if (significant.slice(4, 6) !== '00') return 'county'
  if (significant.slice(2, 4) !== '00') return 'city'
  return null
}
