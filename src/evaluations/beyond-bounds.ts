/** Numbers beside the figures of a report that are larger than can be: circumstances, and what the checks compare with. */

import { boundOf } from '../regulations/bounds.ts'
import type { Facts } from './types.ts'

/** A number that cannot be, with the most that it could. */
export interface BeyondBounds {
  /** JSON pointer into the facts */
  pointer: string
  name: string
  value: number
  largest: number
}

type BoundedFacts = Pick<
  Facts,
  'facts' | 'previous' | 'registers' | 'population' | 'children' | 'ownAdditional'
>

/**
 * The first number that is larger than can be. The figures themselves are a violation (`absurd_figures`) and not
 * looked at.
 *
 * @returns null where every number can be
 */
export function beyondBounds(facts: BoundedFacts): BeyondBounds | null {
  const { previous, registers, population, children = [], ownAdditional } = facts
  return (
    firstBeyond('/facts', facts.facts) ??
    firstBeyond('', { population }) ??
    firstBeyond('/registers', registers) ??
    firstBeyond('/previous', previous) ??
    firstBeyond('/ownAdditional', ownAdditional) ??
    children.reduce<BeyondBounds | null>(
      (found, figures, index) => found ?? firstBeyond(`/children/${index}`, figures),
      null,
    )
  )
}

function firstBeyond(within: string, numbers: object = {}): BeyondBounds | null {
  for (const [name, value] of Object.entries(numbers)) {
    const largest = boundOf(name)
    if (largest === null || typeof value !== 'number' || value <= largest) continue
    return { pointer: `${within}/${name}`, name, value, largest }
  }
  return null
}
