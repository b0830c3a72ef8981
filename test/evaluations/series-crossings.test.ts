import t from 'tap'
import { evaluateSeries, type SeriesItem } from '../../src/evaluations/series.ts'
import type { Facts } from '../../src/evaluations/types.ts'
import { aDisaster, dutyOf, minutesAfterNoon, minutesDue } from './cases.ts'
import { june } from './timelines.ts'

const slide = (clock: string, over: Partial<Facts>): SeriesItem => ({
  at: june(clock),
  facts: aDisaster({ hazard: 'geological', subhazard: 'landslide', ...over }),
})
const QUICK = 'geological_quick_report'
const FOLLOW_UP = { stage: 'follow_up' } as const

function quickReports(timeline: readonly SeriesItem[], until: string) {
  return evaluateSeries(timeline, june(until))
    .duties.filter(({ duty }) => duty === QUICK)
    .map(({ because, dueAt, state, countsFrom }) => [
      because[0]?.rule.split('.')[1],
      dueAt,
      state,
      countsFrom,
    ])
}

t.test(
  'a graver duty counts from the report that calls for it, and the one that it replaces ends',
  async (t) => {
    const one = slide('11 13:00', { figures: { dead: 1 } })
    const ten = slide('11 20:00', { ...FOLLOW_UP, figures: { dead: 10 } })
    t.same(quickReports([one, ten], '12 12:00'), [
      ['small', june('12 01:00'), 'lapsed', 'receipt'],
      ['large', june('12 00:00'), 'missed', 'crossing'],
    ])
    const late = slide('12 02:00', { ...FOLLOW_UP, figures: { dead: 10 } })
    t.same(
      quickReports([one, late], '12 12:00'),
      [
        ['small', june('12 01:00'), 'missed', 'receipt'],
        ['large', june('12 06:00'), 'missed', 'crossing'],
      ],
      'what was missed before stays missed',
    )
    const onTime = slide('12 01:00', { ...FOLLOW_UP, figures: { dead: 10 } })
    t.match(quickReports([one, onTime], '12 12:00')[0], ['small', june('12 01:00'), 'lapsed'])
  },
)

t.test('a milder report afterwards brings nothing back, and a first one counts as ever', async (t) => {
  const timeline = [
    slide('11 13:00', { figures: { dead: 1 } }),
    slide('11 20:00', { ...FOLLOW_UP, figures: { dead: 10 } }),
    slide('11 21:00', { ...FOLLOW_UP, figures: { dead: 2 }, explanation: '核减' }),
  ]
  t.same(
    quickReports(timeline, '11 22:00').map(([rule, , state]) => [rule, state]),
    [
      ['small', 'lapsed'],
      ['large', 'open'],
    ],
  )
  t.same(quickReports([slide('11 13:00', { figures: { dead: 10 } })], '11 14:00'), [
    ['large', june('11 17:00'), 'open', 'receipt'],
  ])
})

t.test('below the grade that replaces it a duty goes on', async (t) => {
  const timeline = [
    slide('11 13:00', { figures: { dead: 1 } }),
    slide('11 20:00', { ...FOLLOW_UP, figures: { dead: 9 } }),
  ]
  t.same(quickReports(timeline, '11 22:00'), [['small', june('12 01:00'), 'open', 'receipt']])
})

t.test(
  'judged by itself, a duty counts from the report where the one before did not call for it',
  async (t) => {
    const flood2024 = new Date('2024-06-11T12:00:00+08:00')
    const flood = aDisaster({
      hazard: 'flood',
      subhazard: 'mountain_flood',
      occurredAt: flood2024,
      previous: { dead: 1 },
      figures: { dead: 30 },
    })
    const reportedAt = new Date('2024-06-20T09:00:00+08:00')
    const general = (over: Partial<Facts>) =>
      dutyOf({ ...flood, reportedAt, ...over }, 'general_plan_report', 'autonomous_region')
    t.match(general({}), { dueAt: new Date('2024-06-20T13:00:00+08:00'), countsFrom: 'crossing' })
    const fromStart = { dueAt: new Date('2024-06-11T16:00:00+08:00'), countsFrom: 'occurrence' }
    t.match(general({ previous: { dead: 30 } }), fromStart, 'it was as grave before')
    t.match(general({ previous: undefined }), fromStart, 'nothing is known of before')
    t.match(general({ reportedAt: undefined }), fromStart, 'nor of when this was reported')
    t.match(general({ previous: { injured: 1 } }), { countsFrom: 'crossing' })
  },
)

t.test('a receipt that comes later than the report counts, and no receipt starts nothing', async (t) => {
  const grave = aDisaster({
    hazard: 'geological',
    subhazard: 'landslide',
    previous: { dead: 1 },
    figures: { dead: 10 },
    reportedAt: minutesAfterNoon(100),
  })
  const quick = (over: Partial<Facts>) => dutyOf({ ...grave, ...over }, QUICK, 'county_natural_resources')
  t.match(quick({ received: { county: minutesAfterNoon(200) } }), { countsFrom: 'receipt' })
  t.equal(minutesDue(quick({ received: { county: minutesAfterNoon(200) } })), 440)
  t.match(quick({ received: { county: minutesAfterNoon(50) } }), { countsFrom: 'crossing' })
  t.equal(minutesDue(quick({ received: { county: minutesAfterNoon(50) } })), 340)
  t.match(quick({}), { dueAt: null, countsFrom: 'receipt' })
})
