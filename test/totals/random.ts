/** Random trees: any tiers, any of them silent, equal figures and equal instants often. */
import fc from 'fast-check'
import type { Said } from './naive.ts'

/** Counties and townships, one of these right below the city; villages of each. */
export const UNITS = [
  '540100000000',
  '540100001000',
  '540100001201',
  '540100001202',
  ...['540121000000', '540122000000'].flatMap((county) => {
    const townships = [`${county.slice(0, 6)}100000`, `${county.slice(0, 6)}200000`]
    const villages = townships.flatMap((township) =>
      [201, 202, 203].map((village) => `${township.slice(0, 9)}${village}`),
    )
    return [county, ...townships, ...villages]
  }),
]

/** One of each rule, and what is special among them. */
export const KEYS = [
  'dead',
  'missing',
  'trapped',
  'relocated_now',
  'villages_without_power',
  'snow_depth_cm',
  'flooded_towns',
] as const

const figures = fc.record(Object.fromEntries(KEYS.map((key) => [key, fc.nat({ max: 5 })])), {
  requiredKeys: [],
})

/** What some of the units said, each once. */
export const saids: fc.Arbitrary<Said[]> = fc
  .subarray(UNITS)
  .chain((codes) =>
    fc.tuple(
      ...codes.map((code) =>
        fc.record({ regionCode: fc.constant(code), receivedMs: fc.nat({ max: 4 }), figures }),
      ),
    ),
  )
