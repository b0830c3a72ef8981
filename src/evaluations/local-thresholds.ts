/**
 * Lays thresholds of local rules into the bands of a ladder: bands stay half-open and meet (分级标准). The graver band
 * ends nowhere earlier for it; the milder one ends where the changed one begins.
 */

import type { Day } from '../regulations/citation.ts'
import type { Band, Criterion, Ladder, Measure } from '../regulations/ladder.ts'
import type { LocalRule } from '../regulations/local-rule.ts'
import { inForce } from './editions.ts'
import { thresholdParts } from './local-targets.ts'

/**
 * A ladder with thresholds of local rules in the edition of a day.
 *
 * @param rules each for another threshold of this ladder
 * @returns null where bands would no longer follow each other, gravest first
 */
export function withThresholds<Id, Level extends string | number>(
  ladder: Ladder<Id, Level>,
  rules: readonly LocalRule[],
  onDay: Day,
): Ladder<Id, Level> | null {
  const held = inForce(ladder.editions, onDay)
  if (!held || rules.length === 0) return ladder
  const bands = relaid(held.bands, rules)
  if (!bands) return null
  const editions = ladder.editions.map((edition) => (edition === held ? { ...held, bands } : edition))
  return { ...ladder, editions }
}

function relaid<Level extends string | number>(
  bands: readonly Band<Level>[],
  rules: readonly LocalRule[],
): Band<Level>[] | null {
  const touched = new Set(rules.map(({ target }) => thresholdParts(target)?.measure))
  const graverFrom = new Map<Measure, number>()
  const made: Band<Level>[] = []
  for (const band of bands) {
    const criteria = changed(band, rules).map((criterion): Criterion => {
      if (!touched.has(criterion.measure)) return criterion
      return { ...criterion, below: graverFrom.get(criterion.measure) ?? criterion.below }
    })
    for (const { measure, from, below } of criteria) {
      if (touched.has(measure) && below !== null && from >= below) return null
      graverFrom.set(measure, from)
    }
    made.push({ ...band, criteria })
  }
  return made
}

function changed<Level extends string | number>(
  { level, criteria }: Band<Level>,
  rules: readonly LocalRule[],
): Criterion[] {
  const own = rules.flatMap(({ target, value, citation }): Criterion[] => {
    const parts = thresholdParts(target)
    if (!parts || parts.level !== String(level) || !('from' in value)) return []
    return [{ measure: parts.measure, from: value.from, below: null, citation }]
  })
  const kept = criteria.map((criterion) => {
    const local = own.find(({ measure }) => measure === criterion.measure)
    return local ? { ...local, below: criterion.below } : criterion
  })
  const added = own.filter(({ measure }) => !criteria.some((criterion) => criterion.measure === measure))
  return [...kept, ...added]
}
