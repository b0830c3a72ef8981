/** The units of an event as a tree, from the codes alone: whatever tiers there are, and whoever has not reported. */
import { codeAbove, covers, type Tier, tierOf } from '../../regions/codes.ts'
import { INDICATORS } from '../../regulations/indicators.ts'

/** What one unit last said of an event, for all of it, what lies below included. */
export interface Word {
  regionCode: string
  versionId: string
  /** when it was received; 0 where nothing depends on it */
  receivedMs: number
  /** in the order of INDICATORS; null is not given, which is not zero */
  values: readonly (number | null)[]
}

/** What the villages of one township say together, added up already. */
export interface VillageSums {
  /** the township */
  regionCode: string
  values: readonly (number | null)[]
  /** when the first and the last of these words were received */
  oldestMs: number
  newestMs: number
}

/** The versions that a value is made of, and the newer ones that set older words aside. */
export interface Lineage {
  versionIds: string[]
  setAsideBy: string[]
}

/** A unit that has reported, or lies above one that has. */
export interface Unit {
  code: string
  tier: Tier
  above: Unit | null
  word: Word | null
  /** the values of its word that count: all, less what a newer word above has set aside */
  standing: readonly (number | null)[]
  /** what the units below say together; null where none has reported */
  below: (number | null)[] | null
  /** the versions behind each of them, where they are asked for */
  versionsBelow: string[][] | null
  /** indicators of which something said here, or below, was set aside */
  setAside: Set<number>
  villages: VillageSums | null
}

const UPWARD = ['village', 'township', 'county', 'city', 'province'] as const satisfies Tier[]

/** What is rolled up: words of units; and sums of villages whose own words are then not among them. */
export interface Said {
  words: readonly Word[]
  townships?: readonly VillageSums[]
}

/** The units at and below one, by code. The last word of a unit counts, should there be several. */
export function plant({ words, townships = [] }: Said, rootCode: string): Map<string, Unit> {
  const root = bare(rootCode, null)
  const units = new Map([[rootCode, root]])
  for (const word of words) {
    if (!covers(rootCode, word.regionCode)) continue
    const unit = unitAt(units, root, word.regionCode)
    if (unit.word && !isNewer(word, unit.word)) continue
    unit.word = word
    unit.standing = word.values
  }
  for (const villages of townships) {
    if (!covers(rootCode, villages.regionCode)) continue
    const unit = unitAt(units, root, villages.regionCode)
    unit.villages = villages
    unit.below = [...villages.values]
  }
  return units
}

/** The last word of each unit, by code. */
export function lastWords(words: readonly Word[]): Map<string, Word> {
  const last = new Map<string, Word>()
  for (const word of words) {
    const known = last.get(word.regionCode)
    if (!known || isNewer(word, known)) last.set(word.regionCode, word)
  }
  return last
}

/** The units in the order in which sums go up: the lowest tier first. */
export function upward(units: Iterable<Unit>): Unit[] {
  const byTier = new Map<Tier, Unit[]>(UPWARD.map((tier) => [tier, []]))
  for (const unit of units) byTier.get(unit.tier)?.push(unit)
  return UPWARD.flatMap((tier) => byTier.get(tier) ?? [])
}

/** Of two words about one unit the one received later; of two received together always the same one. */
function isNewer(word: Word, other: Word): boolean {
  return word.receivedMs === other.receivedMs
    ? word.versionId > other.versionId
    : word.receivedMs > other.receivedMs
}

function unitAt(units: Map<string, Unit>, root: Unit, code: string): Unit {
  const known = units.get(code)
  if (known) return known
  const aboveCode = codeAbove(code)
  const unit = bare(code, aboveCode === null ? root : unitAt(units, root, aboveCode))
  units.set(code, unit)
  return unit
}

const NOTHING: readonly null[] = INDICATORS.map(() => null)

function bare(code: string, above: Unit | null): Unit {
  return {
    code,
    tier: tierOf(code),
    above,
    word: null,
    standing: NOTHING,
    below: null,
    versionsBelow: null,
    setAside: new Set(),
    villages: null,
  }
}
