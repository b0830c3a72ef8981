/**
 * Arithmetic of region codes (区划代码): two digits for the province, two for the city, two for the county,
 * three for the township and three for the village, zeros where a unit has no such level.
 */
import type { TIERS } from './tables.ts'

export type Tier = (typeof TIERS)[number]

const SIGNIFICANT_DIGITS = { province: 2, city: 4, county: 6, township: 9, village: 12 } as const
const FROM_VILLAGE_UP = ['village', 'township', 'county', 'city', 'province'] as const satisfies Tier[]

/** Twelve digits that begin with a province: the shape only, not whether such a unit exists. */
export function isRegionCode(text: string): boolean {
  return /^[1-9][0-9]{11}$/.test(text)
}

/** The tier of a unit, from the zeros at the end of its code. */
export function tierOf(code: string): Tier {
  return (
    FROM_VILLAGE_UP.find((tier) => {
      const digits = SIGNIFICANT_DIGITS[tier]
      return digits === 2 || /[1-9]/.test(code.slice(digitsAbove(tier), digits))
    }) ?? 'province'
  )
}

/**
 * The code of the unit one level up. It may skip a tier: a township of a city without counties (不设区的市) lies
 * directly below its city.
 *
 * @returns null for a province
 */
export function codeAbove(code: string): string | null {
  const tier = tierOf(code)
  return tier === 'province' ? null : padded(code.slice(0, digitsAbove(tier)), '0')
}

/** The digits that a unit shares with everything below it: 2, 4, 6, 9 or 12 of them. */
export function significantPrefix(code: string): string {
  return code.slice(0, SIGNIFICANT_DIGITS[tierOf(code)])
}

/** The last code that can lie at or below a unit: its territory is every code from its own up to this one. */
export function lastCodeUnder(code: string): string {
  return padded(significantPrefix(code), '9')
}

/** Whether a region is the unit itself or lies below it. */
export function covers(aboveCode: string, regionCode: string): boolean {
  return regionCode.startsWith(significantPrefix(aboveCode))
}

/**
 * Every code above a unit, the nearest first.
 *
 * @returns empty for a province
 */
export function ancestorsOf(code: string): string[] {
  const above = codeAbove(code)
  return above === null ? [] : [above, ...ancestorsOf(above)]
}

/**
 * The unit of a tier in which a region lies; the region itself when it is of that tier.
 *
 * @returns null when the region lies higher, or its chain has no unit of that tier
 */
export function ancestorAt(code: string, tier: Tier): string | null {
  return [code, ...ancestorsOf(code)].find((candidate) => tierOf(candidate) === tier) ?? null
}

/** The county (县、区) of a region, or null above and outside counties. */
export function countyOf(code: string): string | null {
  return ancestorAt(code, 'county')
}

/** The city (地级市) of a region, or null for a province. */
export function cityOf(code: string): string | null {
  return ancestorAt(code, 'city')
}

function digitsAbove(tier: Tier): number {
  const above = FROM_VILLAGE_UP[FROM_VILLAGE_UP.indexOf(tier) + 1]
  return above ? SIGNIFICANT_DIGITS[above] : 0
}

function padded(prefix: string, digit: '0' | '9'): string {
  return prefix.padEnd(12, digit)
}
