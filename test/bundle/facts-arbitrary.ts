/** Random facts of all kinds: mostly small figures of the same few indicators, so that they get in each other's way. */
import fc from 'fast-check'
import type { VectorFacts } from '../../src/bundle/judge-vector.ts'
import { REGISTER_NAMES } from '../../src/regulations/check-row.ts'
import { HAZARD_CODES, SUBHAZARD_CODES } from '../../src/regulations/hazards.ts'
import { INDICATOR_KEYS } from '../../src/regulations/indicators.ts'
import { KINDS, STAGES } from '../../src/regulations/vocabulary.ts'

const UNITS = ['540000000000', '540100000000', '540122000000', '540122', '540122200000', '540122200202']

const value = fc.oneof(
  { weight: 60, arbitrary: fc.integer({ min: 0, max: 6 }) },
  { weight: 10, arbitrary: fc.integer({ min: 0, max: 2_000 }) },
  { weight: 10, arbitrary: fc.integer({ min: 0, max: 50_000_000 }) },
  { weight: 1, arbitrary: fc.constantFrom(-1, 0.5, 1e15, 2 ** 53) },
)

/** Figures that the named checks read, or any; more or fewer of them are given. */
const figures = fc
  .tuple(
    fc.subarray([...INDICATOR_KEYS.slice(0, 37)], { minLength: 0 }),
    fc.subarray([...INDICATOR_KEYS.slice(37)], { minLength: 0, maxLength: 8 }),
    fc.subarray(INDICATOR_KEYS.filter((key) => key.startsWith('loss_') || key.startsWith('livestock_'))),
    fc.boolean(),
  )
  .chain(([form, rest, sums, isShort]) => {
    const keys = isShort ? [...form.slice(0, 4), ...rest.slice(0, 1)] : [...form, ...rest, ...sums]
    return fc.record(Object.fromEntries([...new Set(keys)].map((key) => [key, value])))
  })

const instant = fc
  .integer({ min: 0, max: 10 })
  .map((minutes) => new Date(Date.UTC(2026, 6, 1) + minutes * 60_000).toISOString())

const count = fc.integer({ min: 0, max: 6 })

export const anyFacts = fc.record(
  {
    kind: fc.constantFrom(...KINDS),
    hazard: fc.constantFrom('drought', 'flood', ...HAZARD_CODES),
    subhazard: fc.constantFrom(...SUBHAZARD_CODES),
    regionCode: fc.constantFrom(...UNITS),
    occurredAt: instant,
    reportedAt: instant,
    stage: fc.constantFrom(...STAGES),
    figures,
    facts: fc.record({ foundAlive: count }, { requiredKeys: [] }),
    previous: fc.oneof({ weight: 2, arbitrary: figures }, { weight: 1, arbitrary: fc.constant({}) }),
    previousStage: fc.constantFrom(null, ...STAGES),
    correctionApproved: fc.boolean(),
    explanation: fc.constantFrom('', ' ', '　\n', '。', '\u200B', '\u2800', '\u3164', '重复统计', '7', 'བོད'),
    registers: fc.record(Object.fromEntries(REGISTER_NAMES.map((name) => [name, count])), {
      requiredKeys: [],
    }),
    children: fc.array(figures, { maxLength: 3 }),
    ownAdditional: figures,
    population: fc.integer({ min: 0, max: 2_000 }),
  },
  { requiredKeys: ['figures'] },
) as fc.Arbitrary<VectorFacts>
