/**
 * Units at the edge: inside, money is whole yuan, area whole square metres, length whole metres. The official
 * form speaks of 万元, 公顷 and 千米.
 */

export const MINUTE_MS = 60_000
export const DAY_MS = 86_400_000

/**
 * A figure in the unit of the official form, with at most two decimals.
 *
 * @param formFactor base units in one form unit
 */
export function inFormUnit(baseValue: number, formFactor: number): number {
  return formFactor === 1 ? baseValue : Math.round((baseValue * 100) / formFactor) / 100
}

/**
 * A figure of the official form in whole base units.
 *
 * @param formFactor base units in one form unit
 */
export function fromFormUnit(formValue: number, formFactor: number): number {
  return Math.round(formValue * formFactor)
}
