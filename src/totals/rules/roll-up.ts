/**
 * Totals (汇总): what an event has cost a unit and all below it, nothing counted twice and nothing missed. Of what a unit
 * says of itself and what the units below it say together the larger counts, indicator by indicator.
 */
import {
  INDICATOR_BY_KEY,
  INDICATOR_KEYS,
  INDICATORS,
  type IndicatorKey,
} from '../../regulations/indicators.ts'
import { type Lineage, plant, type Said, type Unit, upward, type VillageSums, type Word } from './tree.ts'

/** One indicator of one unit: what counts, and what it was chosen from. */
interface Cell {
  value: number | null
  /** which of the two counted; `none` where a newer word above has taken the place of both */
  counted: 'own' | 'below' | 'none'
  own: number | null
  below: number | null
  /** whether something said here, or below, was set aside for a newer word above it */
  setAside: boolean
}

/** One unit as it counts: its own word, and a cell for each indicator. */
export interface UnitTotal {
  regionCode: string
  word: Word | null
  cell: (indicator: number) => Cell
}

/** The totals of a unit and how they came about. */
export interface Totals {
  /** the unit itself */
  whole: UnitTotal
  /** the units directly below it that have reported, or something below them has; in the order of their codes */
  children: readonly UnitTotal[]
  /** the versions behind a value of the whole; empty unless it was asked for */
  lineage: (indicator: number) => Lineage
}

const IS_MAXIMUM = INDICATORS.map(({ rollUp }) => rollUp === 'max')
const LATEST = INDICATORS.flatMap(({ rollUp }, i) => (rollUp === 'latest' ? [i] : []))
/** A township is one flooded township, however many of its villages say so. */
const TOWNSHIPS_COUNTED: IndicatorKey = 'flooded_towns'
const COUNTS_TOWNSHIPS = indicatorAt(TOWNSHIPS_COUNTED)

/** The place of an indicator in all that counts by number. */
export function indicatorAt(key: IndicatorKey): number {
  return INDICATOR_KEYS.indexOf(key)
}

/** Whether of what villages say of their township the largest counts, where other figures add up. */
export function isLargestOfVillages(key: IndicatorKey): boolean {
  return key === TOWNSHIPS_COUNTED || INDICATOR_BY_KEY[key].rollUp === 'max'
}

/**
 * Rolls up the words of units to one of them, or to a unit above them. Whoever lies elsewhere is left out.
 *
 * @param withLineage whether to keep which versions each value is made of: dropping any other one changes nothing
 */
export function rollUp(words: readonly Word[], regionCode: string, withLineage = false): Totals {
  // the same lineage in whatever order words are read: of two equal maxima the first unit's is named
  const inOrder = withLineage
    ? words.toSorted((one, other) => (one.regionCode < other.regionCode ? -1 : 1))
    : words
  const units = plant({ words: inOrder }, regionCode)
  return totalsOf(units, regionCode, setAside(units), withLineage)
}

/**
 * The same from sums of villages, where these are enough.
 *
 * @returns null where a newer word above sets some villages of a township aside and others not: ask each one
 */
export function rollUpSums(said: Said, regionCode: string): Totals | null {
  const units = plant(said, regionCode)
  for (const unit of units.values()) if (unit.villages && !setVillagesAside(unit, unit.villages)) return null
  return totalsOf(units, regionCode, setAside(units), false)
}

function totalsOf(
  units: ReadonlyMap<string, Unit>,
  regionCode: string,
  setters: ReadonlyMap<number, ReadonlySet<string>>,
  withLineage: boolean,
): Totals {
  const whole = units.get(regionCode)
  if (!whole) throw new Error('a tree without its root was planted')
  const inOrder = upward(units.values())
  for (const unit of inOrder) if (unit.above) addTo(unit.above, unit, withLineage)
  const children = inOrder
    .filter(({ above }) => above === whole)
    .sort((one, other) => (one.code < other.code ? -1 : 1))
  return {
    whole: totalOf(whole),
    children: children.map(totalOf),
    lineage(i) {
      const versionIds = withLineage ? [...versionsOf(whole, i)] : []
      const others = withLineage ? [...(setters.get(i) ?? [])] : []
      return { versionIds, setAsideBy: others.filter((id) => !versionIds.includes(id)) }
    },
  }
}

/**
 * Sets aside what is not the latest: of an indicator that tells the state of things, a word about a unit takes the
 * place of every older word about a part of it.
 *
 * @returns for each indicator the versions that did it
 */
function setAside(units: ReadonlyMap<string, Unit>): Map<number, Set<string>> {
  const setters = new Map<number, Set<string>>()
  for (const unit of units.values()) {
    const { word, above } = unit
    if (!word || !above) continue
    for (const i of LATEST) {
      if (word.values[i] === null) continue
      const newest = newestAbove(above, i)
      if (!newest || newest.receivedMs <= word.receivedMs) continue
      if (unit.standing === word.values) unit.standing = [...word.values]
      ;(unit.standing as (number | null)[])[i] = null
      unit.setAside.add(i)
      setters.set(i, (setters.get(i) ?? new Set()).add(newest.versionId))
    }
  }
  return setters
}

/** The same for villages of which only the sum is known: all of them or none. */
function setVillagesAside(township: Unit, { oldestMs, newestMs }: VillageSums): boolean {
  const { below } = township
  for (const i of LATEST) {
    if (!below || below[i] === null) continue
    const cutMs = newestAbove(township, i)?.receivedMs ?? oldestMs
    if (cutMs > oldestMs && cutMs <= newestMs) return false
    if (cutMs <= newestMs) continue
    below[i] = null
    township.setAside.add(i)
  }
  return true
}

function newestAbove(from: Unit, i: number): Word | null {
  let newest: Word | null = null
  for (let unit: Unit | null = from; unit; unit = unit.above) {
    const { word } = unit
    if (!word || word.values[i] === null) continue
    if (!newest || word.receivedMs > newest.receivedMs) newest = word
  }
  return newest
}

function addTo(above: Unit, unit: Unit, withLineage: boolean): void {
  above.below ??= INDICATORS.map(() => null)
  if (withLineage) above.versionsBelow ??= INDICATORS.map(() => [])
  const { below, versionsBelow } = above
  for (const i of unit.setAside) above.setAside.add(i)
  for (let i = 0; i < INDICATORS.length; i++) {
    const value = countedValue(unit, i)
    if (value === null) continue
    const sofar = below[i] ?? null
    if (sofar === null) {
      below[i] = value
    } else if (IS_MAXIMUM[i] || (i === COUNTS_TOWNSHIPS && above.tier === 'township')) {
      if (value <= sofar) continue
      below[i] = value
      versionsBelow?.[i]?.splice(0)
    } else {
      below[i] = sofar + value
    }
    if (versionsBelow) versionsBelow[i]?.push(...versionsOf(unit, i))
  }
}

/** The larger of a unit's own word and what lies below; of two equal ones the parts, which say more. */
function countsOwn({ standing, below }: Unit, i: number): boolean {
  const own = standing[i] ?? null
  const parts = below?.[i] ?? null
  return own !== null && (parts === null || own > parts)
}

function countedValue(unit: Unit, i: number): number | null {
  return (countsOwn(unit, i) ? unit.standing[i] : unit.below?.[i]) ?? null
}

function versionsOf(unit: Unit, i: number): readonly string[] {
  return countsOwn(unit, i) && unit.word ? [unit.word.versionId] : (unit.versionsBelow?.[i] ?? [])
}

function totalOf(unit: Unit): UnitTotal {
  return {
    regionCode: unit.code,
    word: unit.word,
    cell(i) {
      const value = countedValue(unit, i)
      const counted = value === null ? 'none' : countsOwn(unit, i) ? 'own' : 'below'
      const own = unit.word?.values[i] ?? null
      return { value, counted, own, below: unit.below?.[i] ?? null, setAside: unit.setAside.has(i) }
    },
  }
}
