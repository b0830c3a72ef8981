/**
 * What no figure can exceed (数值上限), by what it counts, in base units.
 */

import type { Quantity } from './indicators.ts'

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
