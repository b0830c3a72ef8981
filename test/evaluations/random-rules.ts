/** Rules and facts at random: what the bureau, or Beijing, might write one day, and what might happen under it. */

import fc from 'fast-check'
import type { Circumstances, Facts } from '../../src/evaluations/types.ts'
import type { Citation } from '../../src/regulations/citation.ts'
import type { Condition } from '../../src/regulations/condition.ts'
import type { DutyEdition, ReportingDuty } from '../../src/regulations/duty.ts'
import type { Band } from '../../src/regulations/ladder.ts'
import { NATIONAL_RULES, type RuleSet } from '../../src/regulations/rule-set.ts'
import {
  COUNTS_FROM,
  type Limit,
  RECEIVERS,
  RESPONSE_LEVEL_NUMBERS,
  SEVERITIES,
} from '../../src/regulations/vocabulary.ts'

const DAY = 86_400_000

/** Dates of the years whose working days are known, and of a year before and after them. */
const FIRST = Date.parse('2019-06-01T00:00:00Z')
const LAST = Date.parse('2028-03-01T00:00:00Z')

/** Instants of all sorts: to the millisecond, and about whole seconds, minutes, hours and the ends of days. */
export const instants = fc
  .tuple(
    fc.integer({ min: FIRST, max: LAST }),
    fc.constantFrom(1, 1_000, 60_000, 3_600_000, DAY),
    fc.integer({ min: -1, max: 1 }),
  )
  .map(([at, unit, beside]) => Math.floor(at / unit) * unit + (unit === DAY ? 16 * 3_600_000 : 0) + beside)

/** Instants some days after another at most: to the millisecond, or on a whole second, minute or hour. */
export const after = (at: number, mostDays: number) =>
  fc
    .tuple(fc.integer({ min: 0, max: mostDays * DAY }), fc.constantFrom(1, 1_000, 60_000, 3_600_000))
    .map(([ms, unit]) => new Date(Math.max(at, Math.floor((at + ms) / unit) * unit)))

const clockTimes = fc
  .tuple(fc.nat(23), fc.constantFrom(0, 0, 30, 59))
  .map(([hours, minutes]) => `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`)

/** Limits that come again and again, so many times a day at most. */
export const recurringLimits = (...timesADay: number[]): fc.Arbitrary<Limit> =>
  fc.oneof(
    clockTimes.map((dailyAt) => ({ dailyAt })),
    fc.constantFrom(...timesADay).map((timesDaily) => ({ timesDaily })),
    fc.integer({ min: 1, max: 12 }).map((everyDays) => ({ everyDays })),
  )

/** Limits that end once. */
export const singleLimits: fc.Arbitrary<Limit> = fc.oneof(
  fc.nat(3_000).map((minutes) => ({ minutes })),
  fc.nat(30).map((days) => ({ days })),
  fc.nat(8).map((workingDays) => ({ workingDays })),
  fc.constant({ atOnce: true as const }),
)

/** Editions of one text about a day, one after another, adjoining or with days between them. */
function editionsAbout(at: number, limits: fc.Arbitrary<Limit>): fc.Arbitrary<DutyEdition[]> {
  const lengths = fc.constantFrom(1, 2, 40, 700, 1_500)
  const edition = fc.record(
    {
      limit: limits,
      lasts: lengths,
      gap: fc.constantFrom(0, 0, 0, 0, 1, 40),
      countsFrom: fc.constantFrom(...COUNTS_FROM),
      receiver: fc.constantFrom(...RECEIVERS),
    },
    { requiredKeys: ['limit', 'lasts', 'gap'] },
  )
  const starts = fc.constantFrom(-1_500, -700, -700, -30, -30, -1, 0, 0, 1)
  return fc
    .tuple(starts, fc.array(edition, { minLength: 1, maxLength: 3 }), fc.boolean())
    .map(([start, rows, isOpen]) => {
      let from = Math.floor(at / DAY) + start
      return rows.map(({ limit, lasts, gap, ...rest }, index) => {
        const to = from + lasts
        const isLast = index === rows.length - 1
        const row = {
          citation: cited(`edition ${index}`, dayOf(from), isLast && isOpen ? null : dayOf(to)),
          limit,
          ...rest,
        }
        from = to + gap
        return row
      })
    })
}

const dayOf = (days: number) => new Date(days * DAY).toISOString().slice(0, 10)

export function cited(
  edition: string,
  inForceFrom = '2000-01-01',
  inForceTo: string | null = null,
): Citation {
  return {
    instrument: 'A text',
    instrumentZh: '文件',
    clause: '条',
    edition,
    inForceFrom,
    inForceTo,
    status: 'inferred',
  }
}

const conditions: fc.Arbitrary<Condition> = fc.record(
  {
    kinds: fc.constantFrom(['natural_disaster'] as const, ['natural_disaster', 'danger'] as const),
    hazards: fc.constantFrom(['snow'] as const, ['drought', 'snow'] as const),
    minSeverity: fc.constantFrom(...SEVERITIES),
    belowSeverity: fc.constantFrom(...SEVERITIES),
    anyOf: fc.array(
      fc.oneof(
        fc.record({
          measure: fc.constantFrom('dead' as const, 'dead_and_missing' as const),
          from: fc.nat(30),
        }),
        fc.constantFrom({ fact: 'sensitive' as const }, { minSeverity: 'serious' as const }),
      ),
      { minLength: 1, maxLength: 2 },
    ),
  },
  { requiredKeys: [] },
)

/** Mostly nothing is asked, so that most duties bind. */
const whens = fc.oneof({ weight: 5, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: conditions })

/** One thing now and then, mostly one of the others. */
function rarely<One, Other>(one: One, ...others: Other[]): fc.Arbitrary<One | Other> {
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant(one) },
    { weight: 6, arbitrary: fc.constantFrom(...others) },
  )
}

/** One duty of any form about a day. */
function duties(at: number): fc.Arbitrary<Omit<ReportingDuty, 'rule'>> {
  return fc.record(
    {
      duty: rarely('verified_report', 'first_report', 'direct_report', 'report'),
      from: fc.constantFrom('township' as const, 'county' as const, 'city' as const, 'unit' as const),
      to: fc.constantFrom(['city'] as const, ['autonomous_region', 'ministry'] as const),
      countsFrom: fc.constantFrom(...COUNTS_FROM),
      receiver: fc.constantFrom(...RECEIVERS),
      when: whens,
      onlyDaily: rarely(true, false),
      untilStable: fc.constantFrom(true, false, false),
      switchedBy: rarely('anyDeathDirectReport' as const, undefined),
      editions: editionsAbout(at, fc.oneof(singleLimits, recurringLimits(1, 2, 3, 4, 6, 8, 12, 24))),
    },
    { requiredKeys: ['duty', 'from', 'to', 'countsFrom', 'when', 'editions'] },
  )
}

/** Bands on one figure, gravest first, one below the other. */
function bandsOf<Level>(
  measure: 'dead' | 'dead_and_missing',
  levels: readonly Level[],
): fc.Arbitrary<Band<Level>[]> {
  return fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 4, maxLength: 4 }).map((widths) => {
    let below: number | null = null
    return levels.map((level, index) => {
      const from = widths.slice(index).reduce((sum, width) => sum + width, 0)
      const band = { level, criteria: [{ measure, from, below }] }
      below = from
      return band
    })
  })
}

/** A set of rules with duties of one's own making, one ladder and one relief plan. */
export function ruleSets(listed: fc.Arbitrary<Omit<ReportingDuty, 'rule'>[]>): fc.Arbitrary<RuleSet> {
  const national = NATIONAL_RULES.reliefPlans.filter(({ id }) => id === 'national')
  return fc
    .tuple(
      listed,
      bandsOf('dead', SEVERITIES),
      bandsOf('dead_and_missing', RESPONSE_LEVEL_NUMBERS),
      fc.boolean(),
    )
    .map(([rows, severities, levels, isOn]) => ({
      ...NATIONAL_RULES,
      duties: rows.map((row, index) => ({ ...row, rule: `rule.${index}` })),
      ladders: [
        {
          id: 'no_text',
          zh: '等级',
          en: 'Grades',
          scope: {},
          editions: [{ citation: cited('1'), bands: severities }],
        },
      ],
      reliefPlans: national.map((plan) => ({ ...plan, editions: [{ citation: cited('1'), bands: levels }] })),
      switches: { anyDeathDirectReport: isOn },
      deskProfiles: [],
    }))
}

const circumstances: fc.Arbitrary<Circumstances> = fc.record(
  { sensitive: fc.boolean(), reliefResponseOn: fc.boolean(), nilReportOrdered: fc.boolean() },
  { requiredKeys: [] },
)

const figures = fc.record({ dead: fc.nat(40), missing: fc.nat(20) }, { requiredKeys: [] })

/** Days of one's own about another, none of them both off and worked. */
function calendarsAbout(at: number): fc.Arbitrary<NonNullable<Facts['calendar']>> {
  const days = fc.uniqueArray(fc.integer({ min: -2, max: 40 }), { maxLength: 12 })
  const own = fc.tuple(days, fc.nat(12)).map(([near, split]) => {
    const listed = near.map((after) => dayOf(Math.floor(at / DAY) + after))
    return { daysOff: listed.slice(0, split), workedDays: listed.slice(split) }
  })
  return fc.oneof(fc.constantFrom('national' as const, 'tibet' as const), own)
}

/** Facts of a disaster at an instant, with some of the moments that limits count from. */
export function factsAt(at: number): fc.Arbitrary<Facts> {
  const moments = fc.oneof(after(at, 30), after(at - 3 * DAY, 3))
  return fc.record(
    {
      kind: fc.constantFrom('natural_disaster' as const, 'danger' as const),
      hazard: fc.constantFrom('snow' as const, 'drought' as const, 'low_temperature' as const),
      regionCode: fc.constantFrom('540122000000', '540100000000', '510100000000'),
      occurredAt: fc.constant(new Date(at)),
      figures,
      facts: circumstances,
      asOf: moments,
      now: moments,
      reportedAt: moments,
      received: fc.dictionary(fc.constantFrom(...RECEIVERS), after(at, 3), { maxKeys: 4 }),
      stableAt: after(at, 20),
      previous: figures,
      calendar: calendarsAbout(at),
    },
    { requiredKeys: ['kind', 'hazard', 'regionCode', 'occurredAt', 'figures'] },
  )
}

/** Facts and the rules of their days. */
export const anything: fc.Arbitrary<[Facts, RuleSet]> = instants.chain((at) =>
  fc.tuple(factsAt(at), ruleSets(fc.array(duties(at), { minLength: 1, maxLength: 3 }))),
)
