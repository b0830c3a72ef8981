/** Totals counted the slow way, straight from what docs/totals.md says: to hold the service against. */
import type { IndicatorKey } from '../../src/regulations/indicators.ts'
import { INDICATOR_KEYS } from '../../src/regulations/indicators.ts'
import type { Word } from '../../src/totals/rules/tree.ts'

/** What one unit said, before it is put in the order of the form. */
export interface Said {
  regionCode: string
  receivedMs: number
  figures: Partial<Record<IndicatorKey, number>>
}

const STATE = /_now$|^road_cuts$|^villages_without_/

/** The total of one indicator of one unit, or null. */
export function naiveTotal(said: readonly Said[], root: string, key: IndicatorKey): number | null {
  const inside = said.filter(({ regionCode }) => pathOf(regionCode).includes(root))
  const given = inside.filter(({ figures }) => figures[key] !== undefined)
  const standing = given.filter(
    (one) =>
      !STATE.test(key) ||
      !given.some(
        (other) =>
          other.regionCode !== one.regionCode &&
          pathOf(one.regionCode).includes(other.regionCode) &&
          other.receivedMs > one.receivedMs,
      ),
  )
  return count(new Map(standing.map(({ regionCode, figures }) => [regionCode, figures[key] ?? 0])), root, key)
}

function count(figures: ReadonlyMap<string, number>, unit: string, key: IndicatorKey): number | null {
  const children = new Set(
    [...figures.keys()].flatMap((code) => {
      const path = pathOf(code)
      const place = path.indexOf(unit)
      return place > 0 ? [path[place - 1] ?? ''] : []
    }),
  )
  const parts = [...children].map((child) => count(figures, child, key)).filter((value) => value !== null)
  const isTownship = /[1-9]/.test(unit.slice(6, 9)) && unit.endsWith('000')
  const largest = key === 'snow_depth_cm' || (key === 'flooded_towns' && isTownship)
  const below = largest ? Math.max(...parts) : parts.reduce((sum, value) => sum + value, 0)
  const all = [...(parts.length > 0 ? [below] : []), ...(figures.has(unit) ? [figures.get(unit) ?? 0] : [])]
  return all.length === 0 ? null : Math.max(...all)
}

/** A unit and all above it, the nearest first. */
function pathOf(code: string): string[] {
  const ends = [12, 9, 6, 4, 2].map((digits) => code.slice(0, digits).padEnd(12, '0'))
  return [...new Set(ends.slice(ends.lastIndexOf(code)))]
}

/** The same as the service reads it. */
export function wordOf({ regionCode, receivedMs, figures }: Said, i: number): Word {
  return {
    regionCode,
    receivedMs,
    versionId: `v${String(i).padStart(3, '0')} ${regionCode}`,
    values: INDICATOR_KEYS.map((key) => figures[key] ?? null),
  }
}
