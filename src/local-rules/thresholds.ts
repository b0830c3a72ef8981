/** What a threshold of a local rule may be: a figure that can be counted, and that somebody could mean. */
import { MEASURES, type Unit } from '../catalogues/rules/measures.ts'
import { thresholdParts } from '../evaluations/local-targets.ts'
import { LARGEST } from '../regulations/bounds.ts'
import type { LocalRule } from '../regulations/local-rule.ts'

interface Range {
  least: number
  most: number
  isWhole: boolean
  /** as a sentence goes on after the target */
  expected: string
}

const whole = (most: number, ofWhat: string): Range => ({
  least: 1,
  most,
  isWhole: true,
  expected: `a whole number of ${ofWhat}, 1 to ${most}`,
})

const RANGES: Readonly<Record<Unit, Range>> = {
  person: whole(LARGEST.people, 'people'),
  room: whole(LARGEST.rooms, 'rooms'),
  household: whole(LARGEST.households, 'households'),
  yuan: whole(LARGEST.money, 'yuan'),
  m2: whole(LARGEST.area, 'square metres'),
  // less is nothing that a county could measure
  part_of_one: {
    least: 0.0001,
    most: 1,
    isWhole: false,
    expected: 'a part of one, above 0 (at least 0.0001) and at most 1',
  },
  hour: { least: 0.5, most: 100_000, isWhole: false, expected: 'hours, 0.5 to 100000' },
  // nobody feels a weaker one, and nothing is damaged by it
  magnitude: { least: 3, most: 10, isWhole: false, expected: 'a magnitude, 3 to 10' },
}

/**
 * What a threshold should be, where it is not.
 *
 * @returns null where it can be, or the rule is for no threshold
 */
export function expectedThreshold({
  target,
  kind,
  value,
}: Pick<LocalRule, 'target' | 'kind' | 'value'>): string | null {
  const parts = thresholdParts(target)
  if (kind !== 'threshold' || !parts || !('from' in value)) return null
  const { least, most, isWhole, expected } = RANGES[MEASURES[parts.measure].unit]
  const { from } = value
  const isFit = from >= least && from <= most && (!isWhole || Number.isSafeInteger(from))
  return isFit ? null : expected
}
