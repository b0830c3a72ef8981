import t from 'tap'
import { evaluate, UnjudgeableError } from '../../src/evaluations/evaluate.ts'
import type { Facts } from '../../src/evaluations/types.ts'
import { INDICATOR_KEYS } from '../../src/regulations/indicators.ts'
import { RESPONSE_LEVEL_NUMBERS } from '../../src/regulations/vocabulary.ts'
import { shanghaiIso } from '../../src/shanghai.ts'
import { aDisaster, anAccident, dutyOf } from './cases.ts'

/** What is no count of anything. */
const IMPOSSIBLE = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1, 0.5, 2 ** 53]

function refusalOf(facts: Facts): Pick<UnjudgeableError, 'fact' | 'rule'> | null {
  try {
    evaluate(facts)
    return null
  } catch (error) {
    if (error instanceof UnjudgeableError) return { fact: error.fact, rule: error.rule }
    throw error
  }
}

t.test('a figure that cannot be grades nothing, calls for nothing, and is a violation', async (t) => {
  const forest = aDisaster({ hazard: 'forest_grassland_fire', subhazard: 'forest_fire' })
  for (const value of IMPOSSIBLE) {
    const everywhere = Object.fromEntries(INDICATOR_KEYS.map((key) => [key, value]))
    for (const facts of [anAccident(), aDisaster({ hazard: 'earthquake' }), forest]) {
      const judged = evaluate({ ...facts, figures: everywhere })
      t.equal(judged.severity.level, null, `${value}`)
      t.same(
        judged.relief.filter(({ level }) => level !== null),
        [],
      )
      t.same(judged.chain.length, evaluate(facts).chain.length, 'the chain is that of no figures at all')
      t.same(
        judged.recipients.map(({ role }) => role),
        evaluate(facts).recipients.map(({ role }) => role),
      )
      t.equal(judged.violations.filter(({ rule }) => rule === 'C01').length, INDICATOR_KEYS.length)
    }
  }
  const trapped = anAccident({ figures: { trapped: Number.NaN, missing: Number.POSITIVE_INFINITY } })
  t.notOk(evaluate(trapped).flags.some(({ flag }) => flag === 'relatively_serious_danger'))
  const half = anAccident({ figures: { seriously_injured: 99.5 }, facts: { acutePoisoned: 1 } })
  t.equal(evaluate(half).severity.level, 'ordinary', 'what can be beside it still counts')
})

t.test('the largest numbers there are grade as what they are', async (t) => {
  const most = Object.fromEntries(INDICATOR_KEYS.map((key) => [key, Number.MAX_SAFE_INTEGER]))
  const judged = evaluate(aDisaster({ hazard: 'earthquake', figures: most, previous: {} }))
  t.equal(judged.severity.level, 'especially_serious')
  t.notOk(judged.violations.some(({ rule }) => rule === 'C01'))
  t.ok(judged.chain.every(({ dueAt }) => dueAt === null || !Number.isNaN(dueAt.getTime())))
})

t.test('circumstances that cannot be are refused by name', async (t) => {
  const as = (value: unknown) => value as never
  const rows: readonly [Partial<Facts>, fact: string, rule: string][] = [
    [{ facts: { magnitude: Number.NaN } }, '/facts/magnitude', 'magnitude.possible'],
    [{ facts: { magnitude: 10.1 } }, '/facts/magnitude', 'magnitude.possible'],
    [{ facts: { magnitude: -2.1 } }, '/facts/magnitude', 'magnitude.possible'],
    [{ facts: { burnedAreaM2: Number.NaN } }, '/facts/burnedAreaM2', 'circumstance.not_negative'],
    [{ facts: { trapped: Number.POSITIVE_INFINITY } }, '/facts/trapped', 'circumstance.not_negative'],
    [{ facts: { trapped: 0.5 } }, '/facts/trapped', 'circumstance.whole'],
    [{ facts: { openFlameHours: 100_001 } }, '/facts/openFlameHours', 'circumstance.possible'],
    [{ facts: { shares: { cropLost: Number.NaN } } }, '/facts/shares/cropLost', 'share.part_of_one'],
    [{ facts: { shares: { droughtAid: 1.01 } } }, '/facts/shares/droughtAid', 'share.part_of_one'],
    [{ facts: { shares: { droughtAid: -0.01 } } }, '/facts/shares/droughtAid', 'share.part_of_one'],
    [{ facts: { responseLevel: as(5) } }, '/facts/responseLevel', 'response.known'],
    [{ facts: { neighbourReliefLevel: as(0) } }, '/facts/neighbourReliefLevel', 'response.known'],
    [{ facts: { warningColour: as('green') } }, '/facts/warningColour', 'warning.known'],
    [{ facts: { concurrentHazards: as(['snow', 'meteor']) } }, '/facts/concurrentHazards/1', 'hazard.known'],
    [{ facts: { criteria: as(['near_border', 'luck']) } }, '/facts/criteria/1', 'criterion.known'],
    [{ calendar: as('lunar') }, '/calendar', 'calendar.known'],
    [{ regionCode: '' }, '/regionCode', 'region.digits'],
    [{ regionCode: '5' }, '/regionCode', 'region.digits'],
    [{ regionCode: '5401220000000' }, '/regionCode', 'region.digits'],
    [{ regionCode: '54012a' }, '/regionCode', 'region.digits'],
  ]
  for (const [over, fact, rule] of rows) t.same(refusalOf(aDisaster(over)), { fact, rule }, fact)
  const allowed: readonly Partial<Facts>[] = [
    { facts: { magnitude: 10 } },
    { facts: { magnitude: -2 } },
    { facts: { openFlameHours: 100_000 } },
    { facts: { railCutHours: 0.5 } },
    { facts: { trapped: 0 } },
    { facts: { shares: { cropLost: 0, droughtAid: 1 } } },
    ...RESPONSE_LEVEL_NUMBERS.map((level) => ({
      facts: { responseLevel: level, neighbourReliefLevel: level },
    })),
    { regionCode: '54' },
  ]
  t.same(RESPONSE_LEVEL_NUMBERS, [1, 2, 3, 4])
  for (const over of allowed) t.equal(refusalOf(aDisaster(over)), null, JSON.stringify(over))
})

t.test('what contradicts itself is refused', async (t) => {
  const noon = aDisaster().occurredAt
  const rows: readonly [Facts, fact: string, rule: string][] = [
    [aDisaster({ stableAt: new Date(+noon - 1) }), '/stableAt', 'instant.not_before_occurrence'],
    [
      aDisaster({ received: { region: new Date(+noon - 1) } }),
      '/received/region',
      'instant.not_before_occurrence',
    ],
    [
      aDisaster({ kind: 'danger', hazard: undefined, subhazard: 'landslide' }),
      '/subhazard',
      'subhazard.of_hazard',
    ],
    [aDisaster({ subhazard: 'landslide' }), '/subhazard', 'subhazard.of_hazard'],
    [anAccident({ hazard: 'earthquake' }), '/hazard', 'hazard.of_natural_disaster'],
    [aDisaster({ sector: 'other' }), '/sector', 'sector.of_accident'],
  ]
  for (const [facts, fact, rule] of rows) t.same(refusalOf(facts), { fact, rule }, fact)
  t.equal(
    refusalOf(aDisaster({ stableAt: noon, received: { city: noon } })),
    null,
    'at the same instant it can be',
  )
  t.equal(
    refusalOf(aDisaster({ kind: 'danger', hazard: undefined })),
    null,
    'a danger may have no hazard yet',
  )
  const early = new Date(+noon - 1)
  t.equal(refusalOf(aDisaster({ asOf: early, reportedAt: early, now: early })), null)
})

t.test('instants that are none, or of no time of ours, are refused by name', async (t) => {
  for (const at of [
    Number.NaN,
    8.64e15,
    -8.64e15,
    Date.UTC(1900) - 1,
    Date.UTC(2200),
    Date.UTC(9999, 11, 31),
  ]) {
    const never = new Date(at)
    t.same(
      refusalOf(anAccident({ occurredAt: never })),
      { fact: '/occurredAt', rule: 'instant.valid' },
      `${at}`,
    )
    for (const name of ['asOf', 'stableAt', 'reportedAt', 'now'] as const) {
      t.same(
        refusalOf(anAccident({ [name]: never })),
        { fact: `/${name}`, rule: 'instant.valid' },
        `${name} ${at}`,
      )
    }
    const told = anAccident({ received: { county: never } })
    t.same(refusalOf(told), { fact: '/received/county', rule: 'instant.valid' })
  }
})

t.test('from the first instant of 1900 to the last of 2199 everything is judged', async (t) => {
  const first = evaluate(anAccident({ occurredAt: new Date(Date.UTC(1900)), figures: { dead: 40 } }))
  t.equal(first.severity.level, null)
  t.same(first.chain, [])
  t.ok(first.flags.some(({ flag }) => flag === 'no_edition_in_force'))
  const last = anAccident({ occurredAt: new Date(Date.UTC(2200) - 1), figures: { dead: 40 } })
  t.equal(evaluate(last).severity.level, 'especially_serious')
  const window = dutyOf(last, 'casualty_supplement', 'unit')?.dueAt
  t.equal(window && shanghaiIso(window), '2200-02-01T00:00:00.000+08:00')
  const stable = aDisaster({ occurredAt: last.occurredAt, stableAt: last.occurredAt })
  t.same(
    refusalOf(stable),
    { fact: '/calendar', rule: 'calendar.year_known' },
    'but working days of then are not known',
  )
})

t.test('leap days are days', async (t) => {
  const rows = [
    ['2024-01-30T12:00:00+08:00', '2024-03-01T00:00:00.000+08:00'],
    ['2025-01-30T12:00:00+08:00', '2025-03-02T00:00:00.000+08:00'],
    ['2024-02-29T23:59:59.999+08:00', '2024-03-31T00:00:00.000+08:00'],
    ['2100-01-30T12:00:00+08:00', '2100-03-02T00:00:00.000+08:00'],
    ['2028-02-28T12:00:00+08:00', '2028-03-30T00:00:00.000+08:00'],
  ] as const
  for (const [at, end] of rows) {
    const due = dutyOf(anAccident({ occurredAt: new Date(at) }), 'casualty_supplement', 'unit')?.dueAt
    t.equal(due && shanghaiIso(due), end, at)
  }
  const daily = aDisaster({
    occurredAt: new Date('2024-02-28T23:59:59.999+08:00'),
    facts: { nilReportOrdered: true },
  })
  const due = dutyOf(daily, 'daily_follow_up', 'county')?.dueAt
  t.equal(due && shanghaiIso(due), '2024-02-29T09:00:00.000+08:00')
})
