/** What the units directly below one say together (汇总), and on which reports that rests. */
import { covers } from '../regions/codes.ts'
import { type Figures, INDICATOR_BY_KEY, type IndicatorKey } from '../regulations/indicators.ts'
import { childToward, rollUp, type UnitFigures } from './roll-up.ts'

/** A unit directly below: its own latest figures or, where it has none, the sum of what lies below it. */
export interface BelowUnit {
  regionCode: string
  figures: Figures
  /** the units whose latest reports these figures are: the unit itself, or those below it */
  restsOn: readonly string[]
}

/** An indicator of which the units below one say more than it says itself. */
export interface HigherBelow {
  regionCode: string
  indicator: IndicatorKey
  /** null where the unit has not given it */
  own: number | null
  below: number
}

/**
 * The units directly below one that say something of the event, in the order of their codes. A unit's figures are for
 * all of it: where it has reported, what lies below it is in them and is not looked at.
 *
 * @param units latest figures of any units of the event
 */
export function unitsBelow(units: readonly UnitFigures[], above: string): BelowUnit[] {
  return groupsBelow(units, above).map(({ regionCode, own, below }) => {
    if (own) return { regionCode, figures: own.figures, restsOn: [regionCode] }
    const parts = unitsBelow(below, regionCode)
    return {
      regionCode,
      figures: together(parts.map(({ figures }) => figures)),
      restsOn: parts.flatMap(({ restsOn }) => restsOn),
    }
  })
}

/**
 * Figures of several units as one: each indicator as its row says, summed or the largest. Not given is not zero.
 */
export function together(all: readonly Figures[]): Figures {
  const figures: Figures = {}
  for (const one of all) {
    for (const [key, value] of Object.entries(one) as [IndicatorKey, number | undefined][]) {
      if (value === undefined) continue
      const sofar = figures[key]
      const isLargest = INDICATOR_BY_KEY[key]?.rollUp === 'max'
      figures[key] = isLargest ? Math.max(sofar ?? 0, value) : (sofar ?? 0) + value
    }
  }
  return figures
}

/**
 * Where a unit that the roll-up rests on says less than what lies below it says, however far below: its figures count as
 * it gave them, the totals of the event are higher, and whoever consolidates should ask. In the order of the codes.
 */
export function higherBelow(units: readonly UnitFigures[], above: string): HigherBelow[] {
  return groupsBelow(units, above).flatMap(({ regionCode, own, below }) => {
    if (!own) return higherBelow(below, regionCode)
    const sum = rollUp(below, regionCode)
    return (Object.entries(sum) as [IndicatorKey, number][])
      .filter(([key, value]) => value > (own.figures[key] ?? -1))
      .map(([indicator, value]) => ({
        regionCode,
        indicator,
        own: own.figures[indicator] ?? null,
        below: value,
      }))
  })
}

interface Group {
  regionCode: string
  own: UnitFigures | undefined
  below: UnitFigures[]
}

function groupsBelow(units: readonly UnitFigures[], above: string): Group[] {
  const groups = new Map<string, Group>()
  for (const unit of units) {
    if (unit.regionCode === above || !covers(above, unit.regionCode)) continue
    const regionCode = childToward(above, unit.regionCode)
    const group = groups.get(regionCode) ?? { regionCode, own: undefined, below: [] }
    if (unit.regionCode === regionCode) group.own = unit
    else group.below.push(unit)
    groups.set(regionCode, group)
  }
  return [...groups.values()].sort((one, other) => (one.regionCode < other.regionCode ? -1 : 1))
}
