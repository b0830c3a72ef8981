/** Timelines at random: who reports what, when and to whom, under rules of anybody's making. */

import fc from 'fast-check'
import type { SeriesItem } from '../../src/evaluations/series.ts'
import type { Facts } from '../../src/evaluations/types.ts'
import type { ReportingDuty } from '../../src/regulations/duty.ts'
import type { RuleSet } from '../../src/regulations/rule-set.ts'
import { COUNTS_FROM, PARTIES, RECEIVERS, STAGES } from '../../src/regulations/vocabulary.ts'
import { after, cited, recurringLimits, ruleSets, singleLimits } from './random-rules.ts'

const FROM = ['unit', 'county', 'county', 'city'] as const
const TO = [['county'], ['city'], ['autonomous_region', 'ministry'], ['county', 'city']] as const
const REGIONS = {
  unit: '540122000000',
  township: '540122200000',
  county: '540122000000',
  city: '540100000000',
  autonomous_region: '540000000000',
} as const
/** Within the years whose working days are known, and so are those of the weeks after. */
const FIRST = Date.parse('2020-01-06T00:00:00Z')
const LAST = Date.parse('2027-09-01T00:00:00Z')
const LONGEST_DAYS = 8

export interface Timeline {
  items: SeriesItem[]
  until: Date
  rules: RuleSet
}

const owed = {
  from: fc.constantFrom(...FROM),
  to: fc.constantFrom(...TO),
  when: fc.oneof(
    { weight: 3, arbitrary: fc.constant({}) },
    {
      weight: 2,
      arbitrary: fc.oneof(
        fc.integer({ min: 1, max: 30 }).map((from) => ({ anyOf: [{ measure: 'dead' as const, from }] })),
        fc.constantFrom({ minSeverity: 'ordinary' as const }, { belowSeverity: 'serious' as const }),
      ),
    },
  ),
}

const once: fc.Arbitrary<Omit<ReportingDuty, 'rule'>> = fc.record(
  {
    ...owed,
    duty: fc.constantFrom(
      'first_report',
      'direct_report',
      'verified_report',
      'casualty_supplement',
      'report',
    ),
    countsFrom: fc.constantFrom(...COUNTS_FROM),
    receiver: fc.constantFrom(...RECEIVERS),
    untilStable: fc.constantFrom(true, false, false),
    editions: singleLimits.map((limit) => [{ citation: cited('1'), limit }]),
  },
  { requiredKeys: ['duty', 'from', 'to', 'countsFrom', 'when', 'editions'] },
)

const again: fc.Arbitrary<Omit<ReportingDuty, 'rule'>> = fc.record(
  {
    ...owed,
    duty: fc.constant('follow_up'),
    countsFrom: fc.constantFrom('day' as const, 'occurrence' as const),
    onlyDaily: fc.boolean(),
    untilStable: fc.boolean(),
    editions: recurringLimits(1, 2, 4).map((limit) => [{ citation: cited('1'), limit }]),
  },
  { requiredKeys: ['duty', 'from', 'to', 'countsFrom', 'when', 'editions'] },
)

function itemsAfter(occurredAt: number): fc.Arbitrary<SeriesItem> {
  return fc.constantFrom(...FROM).chain((from) => {
    const facts = fc.record(
      {
        kind: fc.constant('natural_disaster' as const),
        hazard: fc.constant('snow' as const),
        regionCode: fc.constant(REGIONS[from]),
        occurredAt: fc.constantFrom(
          ...[0, 0, 0, 0, 0, 7].map((hours) => new Date(occurredAt + hours * 3_600_000)),
        ),
        figures: fc.record({ dead: fc.nat(30), missing: fc.nat(5) }, { requiredKeys: [] }),
        stage: fc.constantFrom(...STAGES, 'follow_up' as const, 'follow_up' as const),
        facts: fc.constantFrom({ nilReportOrdered: true }, { nilReportOrdered: true }, {}),
        received: fc.dictionary(fc.constantFrom(...RECEIVERS), after(occurredAt + 25_200_000, 3), {
          maxKeys: 2,
        }),
        stableAt: after(occurredAt + 25_200_000, LONGEST_DAYS),
      },
      { requiredKeys: ['kind', 'hazard', 'regionCode', 'occurredAt', 'figures', 'facts'] },
    )
    const sparing = facts.chain((all: Facts) =>
      fc.tuple(fc.nat(5), fc.nat(5)).map(([stable, received]) => ({
        ...all,
        stableAt: stable === 0 ? all.stableAt : undefined,
        received: received === 0 ? all.received : undefined,
      })),
    )
    const to = fc.oneof(
      { weight: 3, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.subarray(PARTIES.slice(2, 8)) },
    )
    const whole = sparing.map((all: Facts) => (all.stage === 'verified' ? withAllFigures(all) : all))
    return fc.record({ at: after(occurredAt, LONGEST_DAYS), from: fc.constant(from), to, facts: whole })
  })
}

/** A verified report is turned away without these, unless it happens to be odd. */
function withAllFigures(facts: Facts): Facts {
  const { dead = 0, missing = 0 } = facts.figures
  if (dead === 29) return facts
  return { ...facts, figures: { affected_pop: 1_000, dead, missing, loss_total: 5_000 } }
}

/** Some reports of one disaster, the rules that hold, and the instant at which one looks. */
export const timelines: fc.Arbitrary<Timeline> = fc.integer({ min: FIRST, max: LAST }).chain((at) => {
  const occurredAt = Math.floor(at / 60_000) * 60_000
  const some = fc.tuple(fc.array(once, { maxLength: 3 }), fc.array(again, { minLength: 1, maxLength: 3 }))
  return fc.record({
    items: fc.array(itemsAfter(occurredAt), { minLength: 1, maxLength: 12 }),
    until: after(occurredAt + 86_400_000, LONGEST_DAYS + 3),
    rules: ruleSets(some.map((rows) => rows.flat())),
  })
})
