import t from 'tap'
import { evaluateSeries } from '../../src/evaluations/series.ts'
import type { Facts } from '../../src/evaluations/types.ts'
import { NATIONAL_RULES } from '../../src/regulations/rule-set.ts'
import { became, june, snow } from './timelines.ts'

const FOLLOW_UP = { stage: 'follow_up' } as const
const DAILY = { ...FOLLOW_UP, facts: { nilReportOrdered: true } } as const
const VERIFIED = {
  stage: 'verified',
  figures: { affected_pop: 0, dead: 0, missing: 0, loss_total: 0 },
} as const satisfies Partial<Facts>

const LADDER = [
  ['township', '08:00'],
  ['county', '09:00'],
  ['city', '10:00'],
  ['autonomous_region', '12:00'],
] as const

/** Who still owes the nil report of 13 June where stability is declared at a time of that day. */
function stillOwed(clock: string, toldAt = clock): string[] {
  const timeline = [
    snow('11 13:00', 'county', { facts: { nilReportOrdered: true } }),
    snow(`13 ${toldAt}`, 'county', { ...FOLLOW_UP, stableAt: june(`13 ${clock}`), to: [] }),
  ]
  return LADDER.filter(([from]) => became(timeline, '20 00:00', 'daily_follow_up', from).length === 2).map(
    ([from]) => from,
  )
}

t.test('stability ends the nil reports whose time of the day has not come', async (t) => {
  const rows = [
    ['07:59', []],
    ['08:00', ['township']],
    ['08:59', ['township']],
    ['09:00', ['township', 'county']],
    ['10:00', ['township', 'county', 'city']],
    ['11:59', ['township', 'county', 'city']],
    ['12:00', ['township', 'county', 'city', 'autonomous_region']],
  ] as const
  for (const [clock, expected] of rows) {
    t.same(stillOwed(clock), expected, clock)
    t.same(stillOwed(clock, '22:00'), expected, `${clock}, told in the evening`)
  }
})

t.test('stability that is told later takes back what was only thought to be missed', async (t) => {
  const before = [snow('11 13:00', 'county', { facts: { nilReportOrdered: true } })]
  t.same(became(before, '14 12:00', 'daily_follow_up', 'county'), [
    '06-12 09:00 missed',
    '06-13 09:00 missed',
    '06-14 09:00 missed',
    '06-15 09:00 open',
  ])
  const told = [...before, snow('14 11:00', 'county', { ...FOLLOW_UP, stableAt: june('12 20:00') })]
  t.same(became(told, '14 12:00', 'daily_follow_up', 'county'), ['06-12 09:00 missed'])
})

t.test('what was stable stays stable for the reports after it', async (t) => {
  const timeline = [
    snow('11 13:00', 'county', { facts: { nilReportOrdered: true } }),
    snow('12 08:00', 'county', { ...DAILY, stableAt: june('12 07:00') }),
    snow('12 18:00', 'county', DAILY),
    snow('12 19:00', 'township', DAILY),
  ]
  t.same(became(timeline, '20 00:00', 'daily_follow_up'), [])
  const later = [...timeline, snow('13 08:00', 'county', { ...DAILY, stableAt: june('14 08:30') })]
  t.same(
    became(later, '20 00:00', 'daily_follow_up', 'county'),
    ['06-13 09:00 met 06-13 08:00'],
    'unless a report puts it later',
  )
})

t.test('an occurrence that is put later than what was told leaves that aside', async (t) => {
  const corrected = { ...FOLLOW_UP, occurredAt: june('11 18:00') }
  const timeline = [
    snow('11 13:00', 'county', { stableAt: june('11 12:30') }),
    snow('11 19:00', 'county', corrected),
  ]
  t.doesNotThrow(() => evaluateSeries(timeline))
  t.same(
    became(timeline, '12 00:00', 'first_report', 'city'),
    ['06-11 15:00 missed'],
    'and what was set stays',
  )
})

t.test('verified reports by the edition of 2020: days from what each tier waits for', async (t) => {
  const stableAt = june('20 10:00')
  const timeline = [
    snow('11 13:00', 'county'),
    snow('20 11:00', 'county', { ...FOLLOW_UP, stableAt }),
    snow('24 18:00', 'township', VERIFIED),
    snow('25 23:59', 'county', VERIFIED),
    snow('29 00:00', 'city', VERIFIED),
    snow('07-02 09:00', 'autonomous_region', VERIFIED),
  ]
  const rows = [
    ['township', '06-25 00:00 met 06-24 18:00'], // two working days, from a Friday
    ['county', '06-26 00:00 met 06-25 23:59'], // five days from stability
    ['city', '06-29 00:00 met 06-29 00:00'], // three days from the county's report
    ['autonomous_region', '07-02 00:00 met_late 07-02 09:00'], // two days from the city's report
  ] as const
  for (const [from, expected] of rows)
    t.same(became(timeline, '07-10 00:00', 'verified_report', from), [expected], from)
  const silent = timeline.slice(0, 2)
  t.same(became(silent, '07-10 00:00', 'verified_report'), [
    '06-25 00:00 missed',
    '06-26 00:00 missed',
    'open',
    'open',
  ])
  const followUps = [...silent, snow('25 10:00', 'county', FOLLOW_UP)]
  t.same(
    became(followUps, '07-10 00:00', 'verified_report', 'county'),
    ['06-26 00:00 missed'],
    'a follow-up verifies nothing',
  )
})

t.test('verified reports by the edition of 2008: working days over the National Day', async (t) => {
  const day = (clock: string) => new Date(`2008-${clock}:00+08:00`)
  const old = { occurredAt: day('09-20 10:00'), figures: VERIFIED.figures }
  const stableAt = day('09-26 15:00')
  const timeline = [
    snow(day('09-20 11:00'), 'county', old),
    snow(day('09-26 16:00'), 'county', { ...old, ...FOLLOW_UP, stableAt }),
    snow(day('09-28 17:00'), 'county', { ...old, ...VERIFIED }),
    snow(day('10-06 09:00'), 'city', { ...old, ...VERIFIED }),
  ]
  // 27 and 28 September, a weekend, were worked in exchange; 29 September to 5 October was off
  t.same(became(timeline, day('10-20 00:00'), 'verified_report'), [
    '09-29 00:00 missed',
    '09-29 00:00 met 09-28 17:00',
    '10-07 00:00 met 10-06 09:00',
    '10-09 00:00 missed',
  ])
})

t.test('whoever has verified owes no more follow-ups', async (t) => {
  const timeline = [
    snow('11 13:00', 'county', { facts: { nilReportOrdered: true } }),
    snow('12 08:00', 'county', { ...VERIFIED, facts: { nilReportOrdered: true } }),
  ]
  t.same(became(timeline, '14 00:00', 'daily_follow_up', 'county'), ['06-12 09:00 met 06-12 08:00'])
  t.same(became(timeline, '13 00:00', 'daily_follow_up', 'city'), ['06-12 10:00 missed', '06-13 10:00 open'])
})

t.test('a drought is followed up within ten days of the report before', async (t) => {
  const drought = (at: string, over: Partial<Facts> = {}) =>
    snow(at, 'county', { hazard: 'drought', ...over })
  const first = drought('11 13:00')
  t.same(became([first], '07-11 12:59', 'drought_follow_up'), [
    '06-21 13:00 missed',
    '07-01 13:00 missed',
    '07-11 13:00 open',
  ])
  const timeline = [
    first,
    drought('20 09:00', FOLLOW_UP),
    drought('07-03 09:00', FOLLOW_UP),
    snow('07-08 09:00', 'village', { hazard: 'drought', ...FOLLOW_UP }),
    drought('07-25 09:00', FOLLOW_UP),
  ]
  const followed = [
    '06-21 13:00 met 06-20 09:00',
    '06-30 09:00 met_late 07-03 09:00',
    '07-13 09:00 missed',
    '07-23 09:00 met_late 07-25 09:00',
  ]
  t.same(became(timeline, '08-01 00:00', 'drought_follow_up'), [...followed, '08-04 09:00 open'])
  const over = [...timeline, drought('08-03 09:00', FOLLOW_UP)]
  t.same(
    became(
      [...over, drought('08-12 09:00', { ...FOLLOW_UP, stableAt: june('08-11 09:00') })],
      '09-10 00:00',
      'drought_follow_up',
    ),
    [...followed, '08-04 09:00 met 08-03 09:00'],
    'until it is over',
  )
  const silence = [...timeline, drought('08-20 09:00', { ...FOLLOW_UP, stableAt: june('08-02 09:00') })]
  t.same(
    became(silence, '09-10 00:00', 'drought_follow_up'),
    followed,
    'and what fell due after its end is taken back',
  )
})

t.test('a drought report that does not reach the city answers nothing and starts nothing', async (t) => {
  const drought = (at: string, over: Parameters<typeof snow>[2]) =>
    snow(at, 'county', { hazard: 'drought', ...over })
  const timeline = [drought('11 13:00', {}), drought('20 09:00', { ...FOLLOW_UP, to: ['ministry'] })]
  t.same(became(timeline, '22 00:00', 'drought_follow_up'), ['06-21 13:00 missed', '07-01 13:00 open'])
})

t.test(
  'an edition that ends in the middle: what was set stays, what is set later follows the new one',
  async (t) => {
    const day = (clock: string) => new Date(`2011-${clock}:00+08:00`)
    const old = { occurredAt: day('10-13 12:00') }
    const timeline = [
      snow(day('10-13 13:00'), 'county', { ...old, asOf: day('10-13 13:00') }),
      snow(day('10-14 00:00'), 'county', {
        ...old,
        ...FOLLOW_UP,
        asOf: day('10-14 00:00'),
        figures: { dead: 1 },
      }),
      snow(day('10-14 09:00'), 'city', { ...old, asOf: day('10-14 09:00') }),
    ]
    const { duties } = evaluateSeries(timeline, day('10-15 00:00'))
    const editionOf = (duty: string, from: string) =>
      duties.filter((row) => row.duty === duty && row.from === from).map(({ because }) => because[0]?.edition)
    t.same(editionOf('first_report', 'county'), ['民函〔2008〕119号'])
    t.same(editionOf('first_report', 'city'), ['民函〔2008〕119号'], 'its limit ran by then')
    t.same(
      editionOf('first_report', 'autonomous_region'),
      ['民发〔2011〕168号'],
      'its limit began by the new edition',
    )
    t.match(
      duties.filter(({ duty }) => duty === 'direct_report'),
      [
        {
          because: [{ rule: 'direct_report.any_death', inForceFrom: '2011-10-14' }],
          setAt: day('10-14 00:00'),
        },
      ],
      'which asks for more',
    )
  },
)

t.test('an interval that does not go on is no interval, and keeps nobody waiting', async (t) => {
  const duties = NATIONAL_RULES.duties.map((duty) =>
    duty.duty === 'drought_follow_up'
      ? { ...duty, editions: duty.editions.map((edition) => ({ ...edition, limit: { everyDays: -1 } })) }
      : duty,
  )
  const drought = [snow('11 13:00', 'county', { hazard: 'drought' })]
  const answer = evaluateSeries(drought, june('30 00:00'), { rules: { ...NATIONAL_RULES, duties } })
  t.same(
    answer.duties.filter(({ duty }) => duty === 'drought_follow_up'),
    [],
  )
})
