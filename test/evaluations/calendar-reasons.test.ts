import t from 'tap'
import { evaluate } from '../../src/evaluations/evaluate.ts'
import type { Facts } from '../../src/evaluations/types.ts'
import type { ReportingDuty } from '../../src/regulations/duty.ts'
import { NATIONAL_RULES, type RuleSet } from '../../src/regulations/rule-set.ts'
import { aDisaster } from './cases.ts'

function reasonsOf(stable: string, over: Partial<Facts> = {}): string[] {
  const stableAt = new Date(`${stable}T12:00:00+08:00`)
  const facts = aDisaster({ occurredAt: new Date(+stableAt - 3_600_000), stableAt, ...over })
  const item = evaluate(facts).chain.find(({ because }) => because[0]?.rule === 'verified_report.township')
  return item?.because.slice(1).map(({ rule, status }) => `${rule} ${status}`) ?? []
}

t.test(
  'a due date counted in working days names the arrangement of its year, and how far that is verified',
  async (t) => {
    t.same(reasonsOf('2025-06-11'), ['calendar.2025 secondary'])
    t.same(reasonsOf('2027-03-01'), ['calendar.2027 inferred'])
    t.same(reasonsOf('2026-12-30'), ['calendar.2026 secondary', 'calendar.2027 inferred'])
    t.same(reasonsOf('2026-12-29'), ['calendar.2026 secondary'], 'it falls due on the last day of the year')
    t.same(reasonsOf('2025-12-31'), ['calendar.2026 secondary'], 'the day itself is not counted')
  },
)

t.test('and the Tibetan New Year, where it lies among the days that were counted', async (t) => {
  t.same(reasonsOf('2020-02-21'), ['calendar.2020 secondary', 'calendar.tibet.2020 inferred'])
  t.same(reasonsOf('2020-02-29'), ['calendar.2020 secondary'], 'it is over')
  t.same(reasonsOf('2020-02-28'), ['calendar.2020 secondary', 'calendar.tibet.2020 inferred'], 'its last day')
  t.same(reasonsOf('2020-02-20'), ['calendar.2020 secondary', 'calendar.tibet.2020 inferred'])
  t.same(reasonsOf('2020-02-19'), ['calendar.2020 secondary'], 'it has not begun')
  t.same(reasonsOf('2022-03-09'), ['calendar.2022 secondary'])
  t.same(
    reasonsOf('2022-03-10'),
    ['calendar.2022 secondary', 'calendar.tibet.2022 secondary'],
    'the Sunday that is worked for it',
  )
  t.same(reasonsOf('2020-02-21', { calendar: 'national' }), ['calendar.2020 secondary'])
  t.same(reasonsOf('2020-02-21', { calendar: { daysOff: [], workedDays: [] } }), [
    'calendar.2020 secondary',
    'calendar.tibet.2020 inferred',
  ])
})

t.test('what is counted otherwise names none', async (t) => {
  const stableAt = new Date('2025-06-11T12:00:00+08:00')
  const { chain } = evaluate(aDisaster({ occurredAt: stableAt, stableAt, figures: { dead: 1 } }))
  for (const { limit, because } of chain.filter(({ limit }) => !('workingDays' in limit))) {
    t.notOk(
      because.some(({ rule }) => rule.startsWith('calendar.')),
      JSON.stringify(limit),
    )
  }
})

t.test('a due date that moves with its report names the arrangement of where it is now', async (t) => {
  const duty: ReportingDuty = {
    rule: 'test.working_days',
    duty: 'report',
    from: 'county',
    to: ['city'],
    countsFrom: 'occurrence',
    when: { anyOf: [{ measure: 'dead', from: 1 }] },
    editions: [
      { citation: NATIONAL_RULES.duties[0]?.editions[0]?.citation as never, limit: { workingDays: 1 } },
    ],
  }
  const rules: RuleSet = { ...NATIONAL_RULES, duties: [duty] }
  const facts = aDisaster({
    occurredAt: new Date('2026-12-01T12:00:00+08:00'),
    previous: { dead: 0 },
    figures: { dead: 1 },
    reportedAt: new Date('2027-03-01T12:00:00+08:00'),
  })
  const [item] = evaluate(facts, { rules }).chain
  t.same(
    item?.because.map(({ rule }) => rule),
    ['test.working_days', 'calendar.2027'],
  )
})
