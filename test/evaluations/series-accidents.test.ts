import t from 'tap'
import { evaluateSeries } from '../../src/evaluations/series.ts'
import { accident, became, june } from './timelines.ts'

const FOLLOW_UP = { stage: 'follow_up' } as const
const THREE = { figures: { dead: 3 } }
const TEN = { figures: { dead: 10 } }

t.test('an accident climbs from the site to the region, each by two hours from being told', async (t) => {
  const timeline = [
    accident('11 12:05', 'person_on_site', TEN),
    accident('11 13:05', 'unit', TEN),
    accident('11 15:00', 'county', { ...TEN, received: { county: june('11 13:30') } }),
    accident('11 17:00', 'city', TEN),
    accident('11 17:30', 'autonomous_region', TEN),
  ]
  const rows = [
    ['person_on_site', 'met 06-11 12:05'], // at once: there is no instant to miss
    ['unit', '06-11 13:05 met 06-11 13:05'],
    ['county', '06-11 15:05 met 06-11 15:00'], // it had its instant by the unit's report, before it said 13:30
    ['city', '06-11 17:00 met 06-11 17:00'],
    ['autonomous_region', '06-11 15:05 met_late 06-11 17:30'], // the unit had told it by telephone at 13:05
    ['ministry', 'open'],
  ] as const
  for (const [from, expected] of rows)
    t.same(became(timeline, '12 00:00', 'accident_report', from), [expected], from)
  t.same(became(timeline, '12 00:00', 'accident_quick_report'), [
    '06-11 13:05 met 06-11 13:05',
    '06-11 14:05 met_late 06-11 15:00',
    '06-11 16:00 met_late 06-11 17:00',
  ])
})

t.test('what the text wants at once has no instant, and is said to be at once', async (t) => {
  const { duties } = evaluateSeries([accident('11 12:05', 'person_on_site', TEN)], june('11 13:00'))
  for (const rule of ['accident.person_on_site', 'accident.ministry']) {
    const duty = duties.find(({ because }) => because[0]?.rule === rule)
    t.match(duty, { limit: { atOnce: true }, dueAt: null }, rule)
  }
})

t.test('an accident below serious is followed up once a day, from the day after', async (t) => {
  const timeline = [
    accident('11 13:00', 'county', THREE),
    accident('11 20:00', 'county', { ...FOLLOW_UP, ...THREE }),
    accident('12 00:00', 'county', { ...FOLLOW_UP, ...THREE }),
    accident('13 00:00', 'county', { ...FOLLOW_UP, ...THREE }),
    accident('14 12:00', 'county', { ...FOLLOW_UP, ...THREE }),
  ]
  t.same(became(timeline, '16 12:00', 'accident_follow_up'), [
    '06-13 00:00 met 06-13 00:00',
    '06-14 00:00 missed',
    '06-15 00:00 met 06-14 12:00',
    '06-16 00:00 missed',
    '06-17 00:00 open',
  ])
  const stable = [
    ...timeline,
    accident('15 08:00', 'county', { ...FOLLOW_UP, ...THREE, stableAt: june('15 07:00') }),
  ]
  t.same(
    became(stable, '20 00:00', 'accident_follow_up'),
    ['06-13 00:00 met 06-13 00:00', '06-14 00:00 missed', '06-15 00:00 met 06-14 12:00'],
    'until it is dealt with',
  )
})

t.test('a serious one twice a day, and one that becomes serious from then on', async (t) => {
  const timeline = [
    accident('11 13:00', 'county', THREE),
    accident('12 11:00', 'county', { ...FOLLOW_UP, ...TEN }),
    accident('12 12:00', 'county', { ...FOLLOW_UP, ...TEN }),
    accident('13 18:00', 'county', { ...FOLLOW_UP, ...TEN }),
  ]
  t.same(became(timeline, '14 06:00', 'accident_follow_up'), [
    '06-13 00:00 met 06-12 11:00', // the report of the day by the lesser grade
    '06-12 12:00 met 06-12 11:00',
    '06-13 00:00 missed',
    '06-13 12:00 missed',
    '06-14 00:00 met 06-13 18:00',
    '06-14 12:00 open',
  ])
})

t.test('a dangerous one without anybody hurt is followed up too', async (t) => {
  const trapped = { facts: { trapped: 3 } }
  t.same(became([accident('11 13:00', 'county', trapped)], '12 12:00', 'accident_follow_up'), [
    '06-13 00:00 open',
  ])
  t.same(
    became([accident('11 13:00', 'county', { facts: { trapped: 2 } })], '12 12:00', 'accident_follow_up'),
    [],
  )
})

t.test('the window for casualties lapses where none changed, and is answered where one did', async (t) => {
  const supplement = (...later: Parameters<typeof accident>[]) =>
    became(
      [accident('11 12:30', 'unit', THREE), ...later.map((args) => accident(...args))],
      '08-01 00:00',
      'casualty_supplement',
    )
  t.same(supplement(), ['07-12 00:00 lapsed'])
  t.same(
    supplement(['12 12:00', 'unit', { ...FOLLOW_UP, ...THREE }]),
    ['07-12 00:00 lapsed'],
    'nothing changed',
  )
  t.same(
    supplement(['12 12:00', 'unit', { ...FOLLOW_UP, figures: {} }]),
    ['07-12 00:00 lapsed'],
    'not given is not zero',
  )
  t.same(supplement(['12 12:00', 'unit', { ...FOLLOW_UP, figures: { dead: 4 } }]), [
    '07-12 00:00 met 06-12 12:00',
  ])
  t.same(supplement(['12 12:00', 'unit', { ...FOLLOW_UP, figures: { missing: 1 } }]), [
    '07-12 00:00 met 06-12 12:00',
  ])
  t.same(supplement(['12 12:00', 'unit', { ...FOLLOW_UP, figures: { missing: 0 } }]), ['07-12 00:00 lapsed'])
  t.same(supplement(['07-12 00:00', 'unit', { ...FOLLOW_UP, figures: { dead: 4 } }]), [
    '07-12 00:00 met 07-12 00:00',
  ])
  t.same(
    supplement(['07-13 00:00', 'unit', { ...FOLLOW_UP, figures: { dead: 4 } }]),
    ['07-12 00:00 lapsed'],
    'too late to count',
  )
  t.same(
    supplement(['12 12:00', 'county', { ...FOLLOW_UP, figures: { dead: 4 } }]),
    ['07-12 00:00 lapsed'],
    'of another',
  )
  t.same(
    became([accident('11 12:30', 'unit', { ...THREE, sector: 'fire' })], '18 23:59', 'casualty_supplement'),
    ['06-19 00:00 open'],
  )
})

t.test('a death within the window goes on counting after it', async (t) => {
  const timeline = [
    accident('11 12:30', 'county', { sector: 'fire', figures: { dead: 9 } }),
    accident('18 12:00', 'county', { sector: 'fire', ...FOLLOW_UP, figures: { dead: 10 } }),
  ]
  t.same(became(timeline, '20 06:00', 'accident_follow_up').slice(-3), [
    '06-19 12:00 missed',
    '06-20 00:00 missed',
    '06-20 12:00 open',
  ])
  const late = [
    ...timeline,
    accident('20 12:00', 'county', { sector: 'fire', ...FOLLOW_UP, figures: { dead: 30 } }),
  ]
  t.match(evaluateSeries(late).steps, [
    { level: 'relatively_serious' },
    { level: 'serious' },
    { level: 'serious' },
  ])
})

t.test('a report that lifts the grade starts the limits that the grade brings', async (t) => {
  const CONSTRUCTION = { sector: 'construction' } as const
  const timeline = [
    accident('11 13:10', 'county', { ...CONSTRUCTION, figures: { dead: 2 } }),
    accident('12 10:00', 'county', { ...CONSTRUCTION, ...FOLLOW_UP, figures: { dead: 3 } }),
  ]
  const lifted = evaluateSeries(timeline, june('12 11:00')).duties.filter(
    ({ setAt }) => +setAt === +june('12 10:00'),
  )
  t.same(
    lifted.map(({ because, from, dueAt, state, countsFrom }) => [
      because[0]?.rule,
      from,
      dueAt,
      state,
      countsFrom,
    ]),
    [
      ['accident.city', 'city', june('12 12:00'), 'open', 'crossing'],
      ['accident.unit_to_region', 'unit', null, 'open', 'receipt'],
      ['accident.county_phone', 'county', june('12 11:00'), 'met', 'crossing'],
      ['accident.city_phone', 'city', june('12 11:00'), 'open', 'crossing'],
    ],
  )
})

t.test('so does one of another unit than told of it before', async (t) => {
  const timeline = [
    accident('11 13:00', 'unit', { figures: { dead: 2 } }),
    accident('11 20:00', 'county', { figures: { dead: 3 } }),
    accident('11 22:30', 'county', { ...FOLLOW_UP, figures: { dead: 3 } }),
  ]
  t.same(became(timeline, '12 00:00', 'accident_quick_report', 'county'), ['06-11 21:00 met 06-11 20:00'])
  t.same(became(timeline, '12 00:00', 'accident_report', 'county'), ['06-11 15:00 met_late 06-11 20:00'])
})
