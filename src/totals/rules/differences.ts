/** What changed in totals between two instants: which figures of which units, and which versions did it. */
import { type Figures, INDICATORS, type IndicatorKey } from '../../regulations/indicators.ts'
import type { Totals } from './roll-up.ts'
import { lastWords, type Word } from './tree.ts'

/** Words and what they add up to, with lineage. */
export interface Standing {
  words: readonly Word[]
  totals: Totals
}

/** A version in between, and what the one before it in its chain had said. */
export interface Change {
  versionId: string
  regionCode: string
  figures: Figures
  figuresBefore: Figures
}

interface UnitDifference {
  regionCode: string
  from: number | null
  to: number | null
  countedFrom: boolean
  countedTo: boolean
  versionIds: string[]
}

export interface IndicatorDifference {
  indicator: IndicatorKey
  labelZh: string
  from: number | null
  to: number | null
  units: UnitDifference[]
}

/**
 * The differences by indicator and unit, only where something changed: a figure, whether it counts, or the total.
 *
 * @param changes the versions in between, in order
 */
export function differencesOf(
  before: Standing,
  after: Standing,
  changes: readonly Change[],
): IndicatorDifference[] {
  const [from, to] = [lastWords(before.words), lastWords(after.words)]
  const codes = [
    ...new Set([...from.keys(), ...to.keys(), ...changes.map(({ regionCode }) => regionCode)]),
  ].sort()
  const changesOf = Map.groupBy(changes, ({ regionCode }) => regionCode)
  return INDICATORS.map(({ key, zh }, i) => {
    const counted = [before, after].map(({ totals }) => new Set(totals.lineage(i).versionIds))
    const units = codes.map((regionCode): UnitDifference => {
      const words = [from.get(regionCode), to.get(regionCode)] as const
      return {
        regionCode,
        from: words[0]?.values[i] ?? null,
        to: words[1]?.values[i] ?? null,
        countedFrom: counted[0]?.has(words[0]?.versionId ?? '') ?? false,
        countedTo: counted[1]?.has(words[1]?.versionId ?? '') ?? false,
        versionIds: versionsBehind(words, changesOf.get(regionCode) ?? [], key, i),
      }
    })
    return {
      indicator: key,
      labelZh: zh,
      from: before.totals.whole.cell(i).value,
      to: after.totals.whole.cell(i).value,
      units: units.filter(isDifferent),
    }
  }).filter(({ from: was, to: is, units }) => was !== is || units.length > 0)
}

/** Those that said another figure; or one that came or left whole, with a merge or a split of events. */
function versionsBehind(
  [was, is]: readonly [Word | undefined, Word | undefined],
  changes: readonly Change[],
  key: IndicatorKey,
  i: number,
): string[] {
  const said = changes
    .filter(({ figures, figuresBefore }) => figures[key] !== figuresBefore[key])
    .map(({ versionId }) => versionId)
  const isSame = (was?.values[i] ?? null) === (is?.values[i] ?? null)
  const moved = is ?? was
  return said.length > 0 || isSame || !moved ? said : [moved.versionId]
}

/** A figure that rose and fell again in between has changed too. */
function isDifferent({ from, to, countedFrom, countedTo, versionIds }: UnitDifference): boolean {
  return from !== to || countedFrom !== countedTo || versionIds.length > 0
}
