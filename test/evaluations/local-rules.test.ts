import fc from 'fast-check'
import t from 'tap'
import { checkFigures } from '../../src/evaluations/checks.ts'
import { deskLimit, deskLimitsFor } from '../../src/evaluations/desk.ts'
import { evaluate } from '../../src/evaluations/evaluate.ts'
import { layOver } from '../../src/evaluations/lay-over.ts'
import { activeRules, rulesAsIf, rulesFor, withSwitches } from '../../src/evaluations/local-rules.ts'
import type { Facts } from '../../src/evaluations/types.ts'
import type { LocalRule } from '../../src/regulations/local-rule.ts'
import { NATIONAL_RULES, type RuleSet } from '../../src/regulations/rule-set.ts'
import { shanghaiDay } from '../../src/shanghai.ts'
import { aDisaster, minutesAfterNoon, NOON } from './cases.ts'
import { aLocalRule, LOCAL_TEXT } from './local-cases.ts'

const DAY = '2025-06-11'
const COUNTY = '540122000000'
const flood = aDisaster({ hazard: 'flood', subhazard: 'mountain_flood' })

const judge = (facts: Facts, ...localRules: LocalRule[]) => evaluate(facts, { localRules })
const dueAfter = (facts: Facts, rule: string, ...localRules: LocalRule[]) => {
  const item = judge(facts, ...localRules).chain.find(({ because }) => because[0]?.rule === rule)
  return item?.dueAt ? (item.dueAt.getTime() - facts.occurredAt.getTime()) / 60_000 : null
}
const ofTheBureau = { instrument: LOCAL_TEXT.instrumentZh, clause: '第六条', edition: LOCAL_TEXT.edition }

t.test('a time limit of the bureau holds from its first day in Shanghai to before its last', async (t) => {
  const rule = aLocalRule('time_limit', 'first_report.township', { minutes: 45 }, { to: '2025-07-01' })
  const rows = [
    ['2025-05-31T23:59:59.999+08:00', 60],
    ['2025-06-01T00:00:00.000+08:00', 45],
    ['2025-06-30T23:59:59.999+08:00', 45],
    ['2025-07-01T00:00:00.000+08:00', 60],
  ] as const
  for (const [at, minutes] of rows) {
    const facts = aDisaster({ occurredAt: new Date(at), regionCode: '540122200000' })
    t.equal(dueAfter(facts, 'first_report.township', rule), minutes, at)
  }
})

t.test('the reason of an overridden limit is the text of the bureau; others keep theirs', async (t) => {
  const rule = aLocalRule('time_limit', 'first_report.township', { minutes: 45 })
  const { chain } = judge(aDisaster(), rule)
  const byRule = new Map(chain.map((item) => [item.because[0]?.rule, item]))
  t.match(byRule.get('first_report.township')?.because, [
    { rule: 'first_report.township', ...ofTheBureau, status: 'verified', inForceFrom: '2025-06-01' },
  ])
  t.same(byRule.get('first_report.township')?.limit, { minutes: 45 })
  t.match(byRule.get('first_report.county')?.because, [{ edition: '应急〔2020〕19号' }])
})

t.test('clock times, days and days between reports are overridden in their form', async (t) => {
  const daily = aDisaster({ facts: { nilReportOrdered: true }, now: NOON })
  const clock = aLocalRule('time_limit', 'daily_follow_up.county', { dailyAt: '08:30' })
  const due = judge(daily, clock).chain.find(({ because }) => because[0]?.rule === 'daily_follow_up.county')
  t.same(due?.dueAt, new Date('2025-06-12T08:30:00+08:00'))
  t.match(due?.because[0], ofTheBureau)
  const drought = aDisaster({ hazard: 'drought' })
  const everyWeek = aLocalRule('time_limit', 'drought_follow_up.county', { everyDays: 7 })
  t.equal(dueAfter(drought, 'drought_follow_up.county', everyWeek), 7 * 24 * 60)
})

t.test('a lowered threshold reaches one below, and its neighbour ends where it begins', async (t) => {
  const rule = aLocalRule('threshold', 'flood_drought_tibet.relatively_serious.dead_and_missing', {
    from: 15,
  })
  const rows = [
    [14, 'ordinary', false],
    [15, 'relatively_serious', true],
    [19, 'relatively_serious', true],
    [20, 'relatively_serious', true],
    [30, 'serious', false],
  ] as const
  for (const [dead, level, isLocal] of rows) {
    const { severity } = judge({ ...flood, figures: { dead } }, rule)
    t.equal(severity.level, level, `${dead} dead`)
    t.equal(severity.because[0]?.edition === LOCAL_TEXT.edition, isLocal, `${dead} dead: whose text`)
  }
  const ladder = layOver(NATIONAL_RULES, [rule], DAY).rules.ladders.find(
    ({ id }) => id === 'flood_drought_tibet',
  )
  const [, , graver, milder] = ladder?.editions[0]?.bands ?? []
  t.match(graver?.criteria[0], { from: 15, below: 30, citation: LOCAL_TEXT })
  t.match(milder?.criteria[0], { from: 10, below: 15 })
  t.equal(milder?.criteria[0]?.citation, undefined)
})

t.test('a threshold that the text leaves open is filled, and the band below ends there', async (t) => {
  const rule = aLocalRule('threshold', 'flood_drought_tibet.especially_serious.dead_and_missing', {
    from: 50,
  })
  t.equal(judge({ ...flood, figures: { dead: 60 } }).severity.level, 'serious')
  for (const [dead, level] of [
    [49, 'serious'],
    [50, 'especially_serious'],
  ] as const) {
    t.equal(judge({ ...flood, figures: { dead } }, rule).severity.level, level, `${dead} dead`)
  }
})

t.test('bands that would no longer follow each other are refused, and the text stands', async (t) => {
  const rows = [
    ['flood_drought_tibet.relatively_serious.dead_and_missing', 10],
    ['flood_drought_tibet.relatively_serious.dead_and_missing', 9],
    ['flood_drought_tibet.especially_serious.dead_and_missing', 30],
    ['lhasa_placeholder.4.dead_and_missing', 3],
    ['lhasa_placeholder.4.dead_and_missing', 4],
  ] as const
  for (const [target, from] of rows) {
    const rule = aLocalRule('threshold', target, { from })
    const laid = layOver(NATIONAL_RULES, [rule], DAY)
    const ladder = target.split('.')[0]
    t.same(laid.silent, [{ rule, fault: { fault: 'out_of_order', ladder } }], `${target} ${from}`)
    t.same([laid.rules.ladders, laid.rules.reliefPlans], [NATIONAL_RULES.ladders, NATIONAL_RULES.reliefPlans])
  }
})

t.test('thresholds of one ladder are laid together, whichever came first', async (t) => {
  const milder = aLocalRule('threshold', 'flood_drought_tibet.ordinary.dead_and_missing', { from: 5 })
  const graver = aLocalRule('threshold', 'flood_drought_tibet.relatively_serious.dead_and_missing', {
    from: 8,
  })
  for (const rules of [
    [milder, graver],
    [graver, milder],
  ]) {
    t.same(layOver(NATIONAL_RULES, rules, DAY).silent, [])
    t.equal(judge({ ...flood, figures: { dead: 7 } }, ...rules).severity.level, 'ordinary')
    t.equal(judge({ ...flood, figures: { dead: 8 } }, ...rules).severity.level, 'relatively_serious')
  }
})

t.test('a relief threshold that the bureau has set is no placeholder any more', async (t) => {
  const rule = aLocalRule('threshold', 'lhasa_placeholder.4.dead_and_missing', { from: 2 })
  const flags = (dead: number) =>
    judge({ ...flood, figures: { dead } }, rule).flags.filter(({ flag }) => flag === 'placeholder_thresholds')
  t.same(flags(2), [])
  t.equal(flags(3).length, 1, 'level three is still one')
  const { relief } = judge({ ...flood, figures: { dead: 1 } }, rule)
  t.equal(relief.find(({ plan }) => plan === 'lhasa_placeholder')?.level, null)
})

t.test('a switch of the bureau goes before the configured one, and is named as the reason', async (t) => {
  const dead = { ...flood, figures: { dead: 1 } }
  const owed = (facts: Facts, configured: boolean, ...localRules: LocalRule[]) =>
    evaluate(facts, { localRules, switches: { anyDeathDirectReport: configured } }).chain.find(
      ({ because }) => because[0]?.rule === 'direct_report.any_death',
    )
  const off = aLocalRule('switch', 'anyDeathDirectReport', { on: false })
  const on = aLocalRule('switch', 'anyDeathDirectReport', { on: true })
  t.ok(owed(dead, true))
  t.notOk(owed(dead, false))
  t.notOk(owed(dead, true, off))
  t.match(owed(dead, false, on)?.because, [ofTheBureau])
  const before = { ...dead, occurredAt: new Date('2025-05-31T12:00:00+08:00') }
  t.ok(owed(before, true, off), 'not before its day')
  t.notOk(owed(before, false, on))
  const faster = aLocalRule('time_limit', 'direct_report.any_death', { minutes: 30 })
  for (const rules of [
    [on, faster],
    [faster, on],
  ]) {
    t.same(owed(dead, true, ...rules)?.limit, { minutes: 30 }, 'beside a limit')
  }
})

t.test('desk limits and profiles of the bureau', async (t) => {
  const limit = (act: Parameters<typeof deskLimit>[0], ...local: LocalRule[]) =>
    deskLimit(act, null, null, rulesFor(NATIONAL_RULES, local, DAY, COUNTY))
  const faster = aLocalRule('desk_limit', 'desk.lhasa_default.acknowledge', { minutes: 5 })
  t.match(limit('acknowledge', faster), { minutes: 5, because: [ofTheBureau] })
  t.match(limit('resolve', faster), { minutes: 60, because: [{ status: 'secondary' }] })
  const other = aLocalRule('desk_profile', 'desk.profile', { profile: 'county_2018' })
  t.match(limit('phone_report', other), {
    minutes: 20,
    because: [{ rule: 'desk.county_2018.phone_report' }, { rule: 'desk.profile', ...ofTheBureau }],
  })
  t.match(limit('acknowledge', other), { minutes: 10 }, 'what the profile does not say the default says')
  t.match(limit('acknowledge', other, faster), { minutes: 5 })
  const perDay = deskLimitsFor([faster], (eventId) => (eventId === 'old' ? '2025-05-31' : DAY))
  t.match(perDay('acknowledge', null, { eventId: 'old', regionCode: COUNTY }), { minutes: 10 })
  t.match(perDay('acknowledge', null, { eventId: 'new', regionCode: COUNTY }), { minutes: 5 })
})

t.test('how far a figure may rise without a word', async (t) => {
  const rule = aLocalRule('check_threshold', 'sharp_rise.dead', { moreThan: 1 })
  const facts = { ...flood, figures: { dead: 3 }, previous: { dead: 1 } }
  t.same(checkFigures(facts), [])
  t.match(judge(facts, rule).violations, [{ rule: 'C18', kind: 'soft', because: [ofTheBureau] }])
  t.match(judge(facts, rule).violations[0]?.expected, /more than 1 /)
})

t.test(
  'of two rules for one target the nearer place wins, then the later day, then the later approval',
  async (t) => {
    const rule = (id: string, minutes: number, places: string[], from: string) =>
      aLocalRule('time_limit', 'first_report.township', { minutes }, { id, places, from })
    const city = rule('city', 50, ['5401'], '2025-06-05')
    const later = rule('later', 40, ['5401'], '2025-06-10')
    const county = rule('county', 30, ['540122'], '2025-06-01')
    const again = rule('again', 35, ['5401'], '2025-06-10')
    const minutesAt = (regionCode: string, local: LocalRule[], occurredAt = NOON) =>
      dueAfter(aDisaster({ regionCode, occurredAt }), 'first_report.township', ...local)
    t.equal(minutesAt('540121000000', [later, city, county]), 40)
    t.equal(minutesAt('540122000000', [later, city, county]), 30)
    t.equal(minutesAt('540122200202', [county, later, city]), 30, 'and below the county')
    t.equal(minutesAt('540121000000', [city, later, again]), 35)
    t.equal(minutesAt('540121000000', [later, city], new Date('2025-06-07T12:00:00+08:00')), 50)
    t.equal(minutesAt('540121000000', [county]), 60, 'elsewhere nothing has changed')
  },
)

t.test('a later edition of the text that is stricter puts the local rule aside', async (t) => {
  const rule = aLocalRule('time_limit', 'first_report.county', { minutes: 90 })
  const duties = NATIONAL_RULES.duties.map((duty) => {
    const [last] = duty.editions.slice(-1)
    if (duty.rule !== 'first_report.county' || !last) return duty
    const closed = { ...last, citation: { ...last.citation, inForceTo: '2025-06-10' } }
    const next = { limit: { minutes: 60 }, citation: { ...last.citation, inForceFrom: '2025-06-10' } }
    return { ...duty, editions: [...duty.editions.slice(0, -1), closed, next] }
  })
  const next: RuleSet = { ...NATIONAL_RULES, duties }
  const minutes = (occurredAt: Date) =>
    evaluate(aDisaster({ occurredAt }), { rules: next, localRules: [rule] }).chain.find(
      ({ because }) => because[0]?.rule === 'first_report.county',
    )?.limit
  t.same(minutes(new Date('2025-06-09T12:00:00+08:00')), { minutes: 90 })
  t.same(minutes(NOON), { minutes: 60 })
  t.match(layOver(next, [rule], DAY).silent, [{ fault: { fault: 'loosens' } }])
})

t.test('without local rules in force the rules are the very ones that were given', async (t) => {
  const rule = aLocalRule('time_limit', 'first_report.township', { minutes: 45 })
  const elsewhere = aLocalRule('switch', 'anyDeathDirectReport', { on: false }, { places: ['540121'] })
  t.equal(rulesFor(NATIONAL_RULES, [], DAY, COUNTY), NATIONAL_RULES)
  t.equal(rulesFor(NATIONAL_RULES, [rule], '2025-05-31', COUNTY), NATIONAL_RULES)
  t.equal(rulesFor(NATIONAL_RULES, [elsewhere], DAY, COUNTY), NATIONAL_RULES)
  t.equal(withSwitches(NATIONAL_RULES, { anyDeathDirectReport: true }), NATIONAL_RULES)
  const off = withSwitches(NATIONAL_RULES, { anyDeathDirectReport: false })
  t.equal(off.switches.anyDeathDirectReport, false)
  t.equal(withSwitches(NATIONAL_RULES, { anyDeathDirectReport: false }), off)
})

t.test('rules of one list are put together once while the same ones are in force', async (t) => {
  const local = [
    aLocalRule('time_limit', 'first_report.township', { minutes: 45 }),
    aLocalRule('switch', 'anyDeathDirectReport', { on: false }, { from: '2025-06-12' }),
  ]
  const first = rulesFor(NATIONAL_RULES, local, '2025-06-10', COUNTY)
  t.equal(rulesFor(NATIONAL_RULES, local, '2025-06-11', '540121000000'), first)
  t.not(rulesFor(NATIONAL_RULES, local, '2025-06-12', COUNTY), first)
  t.not(
    rulesFor(NATIONAL_RULES, [...local], '2025-06-10', COUNTY),
    first,
    'another list may be another truth',
  )
})

t.test('one list judges the days of several editions', async (t) => {
  const local = [aLocalRule('time_limit', 'first_report.county', { minutes: 60 }, { from: '2009-01-01' })]
  for (const day of ['2010-06-11', '2012-06-11', '2025-06-11']) {
    const facts = aDisaster({ hazard: 'earthquake', occurredAt: new Date(`${day}T12:00:00+08:00`) })
    const item = evaluate(facts, { localRules: local }).chain.find(({ from }) => from === 'county')
    t.same(item?.limit, { minutes: 60 }, `${day}, by the list of the days before`)
  }
})

t.test('as if a rule had always been in force', async (t) => {
  const coming = aLocalRule('time_limit', 'first_report.township', { minutes: 45 }, { from: '2027-03-01' })
  const now = aLocalRule('time_limit', 'first_report.township', { minutes: 50 }, { id: 'now' })
  const limitOf = (rules: RuleSet, facts: Facts) =>
    evaluate(facts, { rules }).chain.find(({ because }) => because[0]?.rule === 'first_report.township')
      ?.limit
  const past = aDisaster({ occurredAt: new Date('2024-01-05T12:00:00+08:00') })
  const asIf = (facts: Facts, local: LocalRule[], regionCode = COUNTY) =>
    limitOf(rulesAsIf(NATIONAL_RULES, local, coming, shanghaiDay(facts.occurredAt), regionCode), facts)
  t.same(asIf(past, []), { minutes: 45 })
  t.same(asIf(aDisaster(), [now]), { minutes: 45 }, 'it comes later than the one that holds')
  const dangxiong = { ...now, places: ['540122'] }
  t.same(asIf(aDisaster(), [dangxiong]), { minutes: 50 }, 'but not nearer')
  t.equal(rulesAsIf(NATIONAL_RULES, [], { ...coming, places: ['540121'] }, DAY, COUNTY), NATIONAL_RULES)
})

const LOCAL = [
  aLocalRule('time_limit', 'first_report.township', { minutes: 45 }),
  aLocalRule('time_limit', 'first_report.county', { minutes: 60 }),
  aLocalRule('time_limit', 'daily_follow_up.county', { dailyAt: '08:00' }),
  aLocalRule('threshold', 'flood_drought_tibet.ordinary.dead_and_missing', { from: 2 }),
  aLocalRule('threshold', 'lhasa_placeholder.4.dead_and_missing', { from: 2 }),
  aLocalRule('threshold', 'national.4.relocated_and_aided', { from: 10 }),
  aLocalRule('switch', 'anyDeathDirectReport', { on: false }),
  aLocalRule('check_threshold', 'sharp_rise.dead', { moreThan: 0 }),
]

const anyFigures = fc.record(
  {
    dead: fc.nat(40),
    missing: fc.nat(40),
    seriously_injured: fc.nat(120),
    relocated_cum: fc.nat(30_000),
    urgent_aid_cum: fc.nat(30_000),
    loss_total: fc.nat(100_000_000),
  },
  { requiredKeys: [] },
)
const anyFacts = fc.record({
  hazard: fc.constantFrom('flood', 'drought', 'earthquake', 'snow', 'geological') as fc.Arbitrary<'flood'>,
  figures: anyFigures,
  previous: anyFigures,
  magnitude: fc.double({ min: 3, max: 8, noNaN: true }),
  nilReportOrdered: fc.boolean(),
  reportedAfter: fc.nat(10_000),
})
type AnyFacts = typeof anyFacts extends fc.Arbitrary<infer Value> ? Value : never

function factsFrom(
  { hazard, figures, previous, magnitude, nilReportOrdered, reportedAfter }: AnyFacts,
  occurredAt: Date,
  regionCode: string,
): Facts {
  return {
    kind: 'natural_disaster',
    hazard,
    regionCode,
    occurredAt,
    figures,
    previous,
    facts: { magnitude, nilReportOrdered },
    reportedAt: new Date(occurredAt.getTime() + reportedAfter * 60_000),
  }
}

t.test('local rules never change how facts outside their days or places are judged', async (t) => {
  const before = fc.date({
    min: new Date('2008-06-01'),
    max: new Date('2025-05-31T15:59:59.999Z'),
    noInvalidDate: true,
  })
  const within = fc.date({
    min: new Date('2025-05-31T16:00:00Z'),
    max: new Date('2030-01-01'),
    noInvalidDate: true,
  })
  const outside = fc.oneof(
    fc.record({ at: before, regionCode: fc.constantFrom('540122200202', '540122000000', '540100000000') }),
    fc.record({ at: within, regionCode: fc.constantFrom('540221000000', '542421000000', '540000000000') }),
  )
  fc.assert(
    fc.property(anyFacts, outside, (given, { at, regionCode }) => {
      const facts = factsFrom(given, at, regionCode)
      t.strictSame(evaluate(facts, { localRules: LOCAL }), evaluate(facts))
    }),
    { numRuns: 300 },
  )
  let changed = 0
  fc.assert(
    fc.property(anyFacts, within, (given, at) => {
      const facts = factsFrom(given, at, '540122200202')
      if (JSON.stringify(evaluate(facts, { localRules: LOCAL })) !== JSON.stringify(evaluate(facts)))
        changed += 1
    }),
    { numRuns: 50 },
  )
  t.equal(changed, 50, 'and inside they do change it')
})

t.test(
  'where all local rules are stricter, nothing is graded lower and nothing falls due later',
  async (t) => {
    const strict = LOCAL.filter(
      ({ target }) => !['anyDeathDirectReport', 'lhasa_placeholder.4.dead_and_missing'].includes(target),
    )
    const ranks = [null, 'ordinary', 'relatively_serious', 'serious', 'especially_serious']
    fc.assert(
      fc.property(anyFacts, (given) => {
        const facts = factsFrom(given, minutesAfterNoon(0), '540122200202')
        const [plain, local] = [evaluate(facts), evaluate(facts, { localRules: strict })]
        t.ok(ranks.indexOf(local.severity.level) >= ranks.indexOf(plain.severity.level))
        for (const item of plain.chain) {
          const same = local.chain.find(({ because }) => because[0]?.rule === item.because[0]?.rule)
          // an earlier hour that has passed already today comes again tomorrow: the hours are compared
          const isEarlier =
            same && 'dailyAt' in item.limit && 'dailyAt' in same.limit
              ? same.limit.dailyAt <= item.limit.dailyAt
              : same && Number(same.dueAt) <= Number(item.dueAt)
          t.ok(isEarlier, `${item.because[0]?.rule}`)
        }
      }),
      { numRuns: 200 },
    )
    t.equal(activeRules(strict, DAY, COUNTY).length, strict.length)
  },
)
