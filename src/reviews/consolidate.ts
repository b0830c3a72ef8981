/** Consolidating what the units below say (综合): the roll-up, what it rests on, and what is to be asked. */
import { Problem } from '../problems/problem.ts'
import { tierOf } from '../regions/codes.ts'
import type { Figures } from '../regulations/indicators.ts'
import { type HigherBelow, higherBelow, together, unitsBelow } from '../reports/below.ts'
import type { UnitFigures } from '../reports/roll-up.ts'

/** What the units directly below one say together. */
export interface Consolidated<Version> {
  rolledUp: Figures
  /** the versions whose figures are added up */
  restsOn: readonly Version[]
  higherBelow: readonly HigherBelow[]
}

/** Adds up what the units directly below one say; what they were given by those below them is in it. */
export function consolidate<Version extends UnitFigures>(
  latest: readonly Version[],
  regionCode: string,
): Consolidated<Version> {
  const units = unitsBelow(latest, regionCode)
  const codes = new Set(units.flatMap(({ restsOn }) => restsOn))
  return {
    rolledUp: together(units.map(({ figures }) => figures)),
    restsOn: latest.filter((version) => codes.has(version.regionCode)),
    higherBelow: higherBelow(latest, regionCode),
  }
}

/**
 * Only units that have others below them have something to consolidate.
 *
 * @throws Problem invalid-request
 */
export function mustHaveUnitsBelow(regionCode: string, pointer: string): void {
  const tier = tierOf(regionCode)
  if (tier === 'township' || tier === 'county' || tier === 'city') return
  const detail = 'A township, a county or the city consolidates; choose one of these.'
  throw new Problem('invalid-request', detail, { errors: [{ pointer, code: 'nothing_below', detail }] })
}
