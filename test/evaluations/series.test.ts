import t from 'tap'
import { evaluateSeries } from '../../src/evaluations/series.ts'
import type { Facts } from '../../src/evaluations/types.ts'
import { accident, became, june, snow } from './timelines.ts'

const FOLLOW_UP = { stage: 'follow_up' } as const
const ON = { facts: { nilReportOrdered: true } } as const
const DAILY = { ...FOLLOW_UP, ...ON }

t.test('first reports climb in time: each tier answers for itself', async (t) => {
  const timeline = [
    snow('11 12:20', 'village'),
    snow('11 13:00', 'township'),
    snow('11 14:00', 'county'),
    snow('11 15:30', 'city'),
    snow('11 17:30', 'autonomous_region'),
  ]
  const rows = [
    ['village', '06-11 12:30 met 06-11 12:20'],
    ['township', '06-11 13:00 met 06-11 13:00'],
    ['county', '06-11 14:00 met 06-11 14:00'],
    ['city', '06-11 16:00 met 06-11 15:30'],
    ['autonomous_region', '06-11 17:30 met 06-11 17:30'],
  ] as const
  for (const [from, expected] of rows)
    t.same(became(timeline, '12 00:00', 'first_report', from), [expected], from)
})

t.test('a first report may come on the instant, a moment late, or never', async (t) => {
  const due = june('11 14:00').getTime()
  const county = (at: Date) =>
    became([snow('11 12:20', 'village'), snow(at, 'county')], '12 00:00', 'first_report', 'county')
  t.same(county(new Date(due)), ['06-11 14:00 met 06-11 14:00'])
  t.same(county(new Date(due + 1)), ['06-11 14:00 met_late 06-11 14:00'])
  const silent = [snow('11 12:20', 'village')]
  t.same(became(silent, '12 00:00', 'first_report', 'county'), ['06-11 14:00 missed'])
  t.same(became(silent, '11 14:00', 'first_report', 'county'), ['06-11 14:00 open'], 'on the instant not yet')
  t.same(
    became(silent, new Date(due + 1), 'first_report', 'county'),
    ['06-11 14:00 missed'],
    'a moment later',
  )
  t.same(became(silent, '12 00:00', 'first_report', 'city'), ['open'], 'the city, which nobody told, waits')
})

t.test('whoever is told of it starts to count, and nobody else', async (t) => {
  const city = (timeline: Parameters<typeof became>[0]) =>
    became(timeline, '12 00:00', 'first_report', 'city')
  t.same(city([snow('11 13:00', 'township')]), ['open'], 'the township told the county')
  t.same(city([snow('11 13:30', 'county')]), ['06-11 15:30 missed'], 'the county told the city')
  t.same(
    city([snow('11 13:30', 'county', { to: ['autonomous_region'] })]),
    ['open'],
    'the county went past the city',
  )
  t.same(
    city([snow('11 13:30', 'county', { received: { city: june('11 13:10') } }), snow('11 15:10', 'city')]),
    ['06-11 15:10 met 06-11 15:10'],
    'what a report says of it goes before',
  )
  t.same(
    city([snow('11 13:00', 'township'), snow('11 18:00', 'city', { received: { city: june('11 13:00') } })]),
    ['06-11 15:00 met_late 06-11 18:00'],
    'also of the one who reports',
  )
  const region = (timeline: Parameters<typeof became>[0]) =>
    became(timeline, '12 00:00', 'first_report', 'autonomous_region')
  t.same(region([snow('11 13:30', 'county')]), ['open'])
  t.same(
    region([snow('11 13:30', 'county', { figures: { dead: 10 } })]),
    ['06-11 15:30 missed'],
    'ten dead: the county told the region itself',
  )
})

t.test('a village tells the township of an accident, and the county has not heard yet', async (t) => {
  const village = accident('11 12:30', 'village', { regionCode: '540102001001' })
  t.same(became([village], '12 00:00', 'accident_report', 'county'), ['open'])
  const township = accident('11 12:50', 'township', { regionCode: '540102001000' })
  t.same(became([village, township], '12 00:00', 'accident_report', 'county'), ['06-11 14:50 missed'])
})

t.test('a duty to several is met when the last of them has it', async (t) => {
  const ten = { figures: { dead: 10 } }
  const toTwo = (second: string) =>
    evaluateSeries(
      [
        snow('11 13:00', 'county', { ...ten, to: ['city', 'autonomous_region'] }),
        snow(second, 'county', { ...ten, ...FOLLOW_UP, to: ['ministry'] }),
      ],
      june('11 18:00'),
    ).duties.find(({ because }) => because[0]?.rule === 'direct_report.ten_dead_or_missing')
  t.match(toTwo('11 14:00'), {
    state: 'met',
    metAt: june('11 14:00'),
    reached: ['autonomous_region', 'ministry'],
  })
  t.match(toTwo('11 14:01'), { state: 'met_late', metAt: june('11 14:01') })
  const one = evaluateSeries(
    [snow('11 13:00', 'county', { ...ten, to: ['city', 'ministry'] })],
    june('11 18:00'),
  )
  t.match(
    one.duties.find(({ because }) => because[0]?.rule === 'direct_report.ten_dead_or_missing'),
    { state: 'missed', metAt: null, reached: ['ministry'] },
  )
})

t.test('the tenth death of a follow-up starts the limit of the direct report', async (t) => {
  const timeline = [
    snow('11 13:00', 'county', { figures: { dead: 9 } }),
    snow('11 20:00', 'county', { ...FOLLOW_UP, figures: { dead: 10 } }),
  ]
  const { duties } = evaluateSeries(timeline, june('12 00:00'))
  const direct = duties.filter(({ duty }) => duty === 'direct_report')
  t.match(direct, [
    {
      because: [{ rule: 'direct_report.any_death' }],
      dueAt: june('11 14:00'),
      countsFrom: 'occurrence',
      state: 'met',
    },
    {
      because: [{ rule: 'direct_report.ten_dead_or_missing' }],
      dueAt: june('11 22:00'),
      countsFrom: 'crossing',
      state: 'met',
      setAt: june('11 20:00'),
    },
  ])
})

t.test('nil reports climb by the clock day after day, and a day without one is missed', async (t) => {
  const timeline = [
    snow('11 13:00', 'county', ON),
    snow('12 08:59', 'county', DAILY),
    snow('14 09:00', 'county', DAILY),
    snow('15 17:00', 'county', DAILY),
    snow('16 00:00', 'county', DAILY),
  ]
  t.same(became(timeline, '16 12:00', 'daily_follow_up', 'county'), [
    '06-12 09:00 met 06-12 08:59',
    '06-13 09:00 missed',
    '06-14 09:00 met 06-14 09:00',
    '06-15 09:00 met_late 06-15 17:00',
    '06-16 09:00 met 06-16 00:00',
    '06-17 09:00 open',
  ])
  const others = [
    ['township', '08:00'],
    ['city', '10:00'],
    ['autonomous_region', '12:00'],
  ] as const
  for (const [from, clock] of others) {
    t.same(
      became(timeline, '14 00:00', 'daily_follow_up', from),
      [`06-12 ${clock} missed`, `06-13 ${clock} missed`, `06-14 ${clock} open`],
      `${from}: nobody answers for it`,
    )
  }
})

t.test(
  'the follow-up of the day of the disaster answers nothing: the figures are those of the day before',
  async (t) => {
    const timeline = [snow('11 13:00', 'county', ON), snow('11 23:00', 'county', DAILY)]
    t.same(became(timeline, '12 10:00', 'daily_follow_up', 'county'), [
      '06-12 09:00 missed',
      '06-13 09:00 open',
    ])
  },
)

t.test("one unit's report does not end what another unit's calls for", async (t) => {
  const timeline = [
    snow('11 13:00', 'county', ON),
    snow('11 18:00', 'township', FOLLOW_UP),
    snow('12 08:30', 'county', DAILY),
  ]
  t.same(became(timeline, '13 10:00', 'daily_follow_up', 'county'), [
    '06-12 09:00 met 06-12 08:30',
    '06-13 09:00 missed',
    '06-14 09:00 open',
  ])
  const lifted = [...timeline, snow('12 12:00', 'county', FOLLOW_UP)]
  t.same(
    became(lifted, '14 10:00', 'daily_follow_up', 'county'),
    ['06-12 09:00 met 06-12 08:30'],
    'its own next report does',
  )
})

t.test('figures that fall or leap ask for an explanation, and only what it can mend', async (t) => {
  const steps = (second: Partial<Facts>, first: Partial<Facts> = { figures: { dead: 5 } }) =>
    evaluateSeries([
      snow('11 13:00', 'county', first),
      snow('12 13:00', 'county', { ...FOLLOW_UP, ...second }),
    ]).steps[1]
  t.match(steps({ figures: { dead: 4 } }), {
    needsExplanation: true,
    violations: [{ rule: 'C17', kind: 'hard' }],
  })
  t.match(steps({ figures: { dead: 4 }, explanation: '核减重复上报' }), {
    needsExplanation: false,
    violations: [{ rule: 'C17', kind: 'soft' }],
  })
  t.match(steps({ figures: { dead: 20 } }), {
    needsExplanation: true,
    violations: [{ rule: 'C18', kind: 'soft' }],
  })
  t.match(steps({ figures: { dead: 6 } }), { needsExplanation: false, violations: [] })
  t.match(
    steps({ figures: { dead: 5, affected_pop: 4 } }, { figures: { dead: 5, affected_pop: 90 } }),
    { needsExplanation: true, violations: [{ rule: 'C02' }, { rule: 'C18' }] },
    'for the fall',
  )
  const contradicts = steps({ figures: { dead: 5, affected_pop: 4 } }, { figures: { dead: 5 } })
  t.match(
    contradicts,
    { needsExplanation: false, violations: [{ rule: 'C02', kind: 'hard' }] },
    'to be corrected',
  )
})

t.test('figures that are not repeated are asked about; once explained, they are said no more', async (t) => {
  const { steps } = evaluateSeries([
    snow('11 13:00', 'county', { figures: { dead: 6, missing: 1 } }),
    snow('12 20:00', 'county', { ...FOLLOW_UP, figures: { missing: 1 } }),
    snow('13 20:00', 'county', { ...FOLLOW_UP, figures: { dead: 4, missing: 1 } }),
    snow('13 21:00', 'township', { ...FOLLOW_UP, figures: { dead: 1 } }),
    snow('14 20:00', 'county', { ...FOLLOW_UP, figures: { missing: 1 }, explanation: '重新核定' }),
    snow('15 20:00', 'county', { ...FOLLOW_UP, figures: { missing: 1, injured: 1 } }),
  ])
  t.same(
    steps.map(({ violations }) => violations.map(({ rule, kind }) => `${rule} ${kind}`)),
    [[], ['C17 hard'], ['C17 hard'], [], ['C17 soft'], []],
    'what is turned away is not remembered, and another unit has its own',
  )
  t.match(
    evaluateSeries([snow('11 13:00', 'county', { figures: { dead: 4 }, previous: { dead: 5 } })]).steps,
    [{ violations: [{ rule: 'C17' }] }],
  )
})

t.test('stages follow each other, unless the report itself says what came before', async (t) => {
  const rules = (over: Partial<Facts>) =>
    evaluateSeries([
      snow('11 13:00', 'county', { stage: 'verified', stableAt: june('11 12:30'), figures: VERIFIED }),
      snow('11 14:00', 'county', { ...FOLLOW_UP, ...over }),
    ]).steps[1]?.violations.map(({ rule }) => rule)
  t.same(rules({}), ['C20'])
  t.same(rules({ previousStage: 'follow_up' }), [])
  t.same(rules({ correctionApproved: true }), [])
})

const VERIFIED = { affected_pop: 0, dead: 0, missing: 0, loss_total: 0 }

t.test('the level of each step is its own, and new where it differs from the step before', async (t) => {
  const quake = (at: string, dead: number) =>
    snow(at, 'county', { hazard: 'earthquake', figures: { dead }, explanation: '核减' })
  const { steps } = evaluateSeries([
    quake('11 15:00', 10),
    quake('11 13:00', 0),
    quake('11 14:00', 1),
    quake('11 16:00', 49),
  ])
  t.same(
    steps.map(({ at, level, isLevelNew }) => [at.getTime(), level, isLevelNew]),
    [
      [june('11 13:00').getTime(), null, false],
      [june('11 14:00').getTime(), 'ordinary', true],
      [june('11 15:00').getTime(), 'relatively_serious', true],
      [june('11 16:00').getTime(), 'relatively_serious', false],
    ],
  )
})

t.test('what comes after the instant that is asked about is judged, but changes no duty', async (t) => {
  const timeline = [
    snow('11 13:00', 'county', ON),
    snow('13 08:00', 'county', { ...DAILY, figures: { dead: 10 } }),
  ]
  const { steps, duties } = evaluateSeries(timeline, june('12 12:00'))
  t.equal(steps.length, 2)
  t.notOk(
    duties.some(({ setAt, metAt }) => setAt > june('12 12:00') || Number(metAt) > Number(june('12 12:00'))),
  )
  t.notOk(duties.some(({ duty }) => duty === 'direct_report'))
  t.same(became(timeline, '11 10:00', 'first_report'), [])
})

t.test('no timeline, no duties', async (t) => {
  t.same(evaluateSeries([]), { steps: [], duties: [] })
})
