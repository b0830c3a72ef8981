/** Consolidating what the units below say (综合): the roll-up, what it rests on, and what is to be asked. */
import { Problem } from '../problems/problem.ts'
import { tierOf } from '../regions/codes.ts'
import { type Figures, INDICATOR_KEYS, type IndicatorKey } from '../regulations/indicators.ts'
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

/** An indicator of which a unit says more or less than those below it and what it adds itself. */
export interface Difference {
  indicator: IndicatorKey
  own: number
  /** null where none of those below has given it */
  below: number | null
  additional: number
  /** own, less what those below say and what the unit adds */
  difference: number
}

/**
 * Where what a unit reported differs from the sum of those below and what it added: shown, never evened out. Indicators
 * that it has not given are not compared, nor those that nobody below and no addition speaks of.
 */
export function differencesOf(own: Figures, additional: Figures, rolledUp: Figures): Difference[] {
  const sum = together([rolledUp, additional])
  return INDICATOR_KEYS.flatMap((indicator): Difference[] => {
    const value = own[indicator]
    const said = sum[indicator]
    if (value === undefined || said === undefined || value === said) return []
    const below = rolledUp[indicator] ?? null
    return [
      { indicator, own: value, below, additional: additional[indicator] ?? 0, difference: value - said },
    ]
  })
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
