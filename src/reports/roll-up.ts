import { codeAbove, covers } from '../regions/codes.ts'
import type { Figures, IndicatorKey } from '../regulations/indicators.ts'

/** The latest figures of one unit in an event. A unit's figures are for all of it, what lies below included. */
export interface UnitFigures {
  regionCode: string
  figures: Figures
}

/**
 * Totals of an event within a region, nothing counted twice and nothing missed: of what a unit says of itself
 * and what the units below it say together, the larger counts, indicator by indicator.
 *
 * @returns only indicators that some unit has given: not given is not zero
 */
export function rollUp(units: readonly UnitFigures[], regionCode: string): Figures {
  const below = new Map<string, UnitFigures[]>()
  const own: UnitFigures[] = []
  for (const unit of units) {
    if (unit.regionCode === regionCode) own.push(unit)
    else if (covers(regionCode, unit.regionCode)) group(below, childToward(regionCode, unit.regionCode), unit)
  }
  const sum: Partial<Record<IndicatorKey, number>> = {}
  for (const [child, unitsOfChild] of below) add(sum, rollUp(unitsOfChild, child))
  for (const { figures } of own) raise(sum, figures)
  return sum
}

/** The unit directly below `above` on the way to `code`. */
export function childToward(above: string, code: string): string {
  let child = code
  for (let next = codeAbove(child); next !== null && next !== above; next = codeAbove(child)) child = next
  return child
}

function group(map: Map<string, UnitFigures[]>, key: string, unit: UnitFigures): void {
  const list = map.get(key)
  if (list) list.push(unit)
  else map.set(key, [unit])
}

function add(sum: Partial<Record<IndicatorKey, number>>, figures: Figures): void {
  for (const [key, value] of entries(figures)) sum[key] = (sum[key] ?? 0) + value
}

function raise(sum: Partial<Record<IndicatorKey, number>>, figures: Figures): void {
  for (const [key, value] of entries(figures)) sum[key] = Math.max(sum[key] ?? 0, value)
}

function entries(figures: Figures): [IndicatorKey, number][] {
  return Object.entries(figures).filter((entry): entry is [IndicatorKey, number] => entry[1] !== undefined)
}
