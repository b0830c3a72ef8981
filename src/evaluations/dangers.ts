/**
 * Dangers (险情) that have already hurt somebody: they are judged as what they have become. The ladder of dangers
 * speaks of disasters too, so that what still threatens counts beside it.
 */

import { DANGER_WITH_CASUALTIES } from '../regulations/consequences.ts'
import { meets } from './conditions.ts'
import { reasonFor } from './editions.ts'
import type { Facts, Flag } from './types.ts'

/**
 * The facts as they are judged: a danger with dead, missing or injured people is a natural disaster; one of a sector
 * without a hazard is an accident.
 *
 * @returns the facts themselves where they are no such danger
 */
export function asTheyAre(facts: Facts): { facts: Facts; flags: Flag[] } {
  const { rule, when, citation } = DANGER_WITH_CASUALTIES
  if (facts.kind !== 'danger') return { facts, flags: [] }
  const { matched, triggers } = meets(when, { ...facts, severity: null })
  if (!matched) return { facts, flags: [] }
  const isAccident = facts.hazard === undefined && facts.sector !== undefined
  const because = triggers.map((met) => reasonFor(rule, citation, met))
  return {
    facts: { ...facts, kind: isAccident ? 'accident' : 'natural_disaster' },
    flags: [{ flag: 'danger_has_casualties', because }],
  }
}
