/**
 * What no number of a report can exceed (数值上限), by what it counts, in base units.
 */

import { INDICATOR_BY_KEY, type IndicatorKey, type Quantity } from './indicators.ts'

/** Above these a figure is a slip of the finger, whatever happened. The citation is that of the check `absurd_figures`. */
export const LARGEST: Readonly<Record<Quantity, number>> = {
  people: 10_000_000,
  households: 10_000_000,
  rooms: 100_000_000,
  heads: 100_000_000,
  count: 10_000_000,
  area: 10_000_000_000_000,
  length: 10_000_000_000,
  depth: 10_000,
  money: 100_000_000_000_000,
}

/** Longer than this no railway has been cut and no fire has burned: a slip of the finger. */
const LONGEST_HOURS = 100_000

/** Numbers that no indicator of the form carries: circumstances, the population, rows of registers that are no people. */
const LARGEST_BESIDE: Readonly<Record<string, number>> = {
  burnedAreaM2: LARGEST.area,
  openFlameHours: LONGEST_HOURS,
  railCutHours: LONGEST_HOURS,
  roadCutHours: LONGEST_HOURS,
  peopleInDanger: LARGEST.people,
  peopleToMove: LARGEST.people,
  possibleLossYuan: LARGEST.money,
  trapped: LARGEST.people,
  evacuated: LARGEST.people,
  acutePoisoned: LARGEST.people,
  foundAlive: LARGEST.people,
  population: LARGEST.people,
  collapsedHomes: LARGEST.households,
  severeHomes: LARGEST.households,
  generalHomes: LARGEST.households,
}

/**
 * The most that a number can be, by its name in the facts: an indicator, a circumstance, a register, `population`.
 *
 * @returns null for a name that has no bound
 */
export function boundOf(name: string): number | null {
  const indicator = INDICATOR_BY_KEY[name as IndicatorKey]
  return indicator ? LARGEST[indicator.quantity] : (LARGEST_BESIDE[name] ?? null)
}
