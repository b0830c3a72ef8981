import t from 'tap'
import { evaluate } from '../../src/evaluations/evaluate.ts'
import { graver, severityRank } from '../../src/evaluations/severity-rank.ts'
import type { Circumstances, Facts, Figures, LadderId, SeverityLevel } from '../../src/evaluations/types.ts'
import { aDisaster, anAccident } from './cases.ts'

const ES = 'especially_serious'
const S = 'serious'
const RS = 'relatively_serious'
const O = 'ordinary'
const WAN = 10_000
const HA = 10_000

type Row = [figures: Figures, facts: Circumstances, level: SeverityLevel | null]

function answerOf(ladder: LadderId, facts: Facts): SeverityLevel | null | undefined {
  return evaluate(facts).ladders.find((answer) => answer.ladder === ladder)?.level
}

function table(name: string, ladder: LadderId, base: Facts, rows: readonly Row[]): void {
  t.test(name, async (t) => {
    for (const [figures, facts, level] of rows) {
      const title = `${JSON.stringify({ ...figures, ...facts })} is ${level ?? 'below any grade'}`
      t.equal(answerOf(ladder, { ...base, figures, facts }), level, title)
    }
  })
}

/** Rows around each boundary of one figure: just below, on, just above. */
function around(
  boundaries: readonly [at: number, below: SeverityLevel | null, on: SeverityLevel][],
  make: (n: number) => Pick<Facts, 'figures' | 'facts'>,
  step = 1,
): Row[] {
  return boundaries.flatMap(([at, below, on]): Row[] =>
    [
      [at - step, below],
      [at, on],
      [at + step / 10 < at + 1 && step < 1 ? at + step / 10 : at, on],
    ].map(([n, level]) => {
      const { figures, facts } = make(n as number)
      return [figures, facts ?? {}, level as SeverityLevel | null]
    }),
  )
}

const byDead = (dead: number) => ({ figures: { dead } })
const byLossWan = (wan: number) => ({ figures: { loss_total: Math.round(wan * WAN) } })

table('accidents by decree 493, article 3', 'accident', anAccident(), [
  ...around(
    [
      [1, null, O],
      [3, O, RS],
      [10, RS, S],
      [30, S, ES],
    ],
    byDead,
  ),
  ...around(
    [
      [1, null, O],
      [10, O, RS],
      [50, RS, S],
      [100, S, ES],
    ],
    (n) => ({ figures: { seriously_injured: n } }),
  ),
  ...around(
    [
      [1_000, O, RS],
      [5_000, RS, S],
      [10_000, S, ES],
    ],
    byLossWan,
    0.01,
  ),
  [{ seriously_injured: 9 }, { acutePoisoned: 1 }, RS],
  [{}, { acutePoisoned: 50 }, S],
  [{ loss_total: 0 }, {}, null],
  [{ missing: 40 }, {}, null],
  [{}, {}, null],
  [{ dead: 1, seriously_injured: 50 }, {}, S],
])

const flood = aDisaster({ hazard: 'flood', subhazard: 'mountain_flood' })
table("flood and drought by Tibet's standard", 'flood_drought_tibet', flood, [
  ...around(
    [
      [10, null, O],
      [20, O, RS],
      [30, RS, S],
    ],
    byDead,
  ),
  [{ dead: 500 }, {}, S],
  [{ dead: 9, missing: 1 }, {}, O],
  ...around(
    [
      [5_000, null, O],
      [10_000, O, RS],
      [20_000, RS, S],
    ],
    (n) => ({ figures: { relocated_cum: n } }),
  ),
  ...around(
    [
      [100, null, O],
      [500, O, RS],
      [1_000, RS, S],
      [5_000, S, ES],
    ],
    byLossWan,
    0.01,
  ),
  ...around(
    [
      [0.05, null, O],
      [0.1, O, RS],
      [0.2, RS, S],
      [0.25, S, ES],
    ],
    (n) => ({ figures: {}, facts: { shares: { cropLost: n } } }),
    0.001,
  ),
  ...around(
    [
      [0.05, null, O],
      [0.1, O, RS],
      [0.15, RS, S],
      [0.2, S, ES],
    ],
    (n) => ({ figures: {}, facts: { shares: { livestockDead: n } } }),
    0.001,
  ),
  ...around(
    [
      [0.05, null, O],
      [0.1, O, RS],
      [0.15, RS, S],
      [0.2, S, ES],
    ],
    (n) => ({ figures: {}, facts: { shares: { roomsCollapsed: n } } }),
    0.001,
  ),
  [{}, { railCutHours: 47 }, null],
  [{}, { railCutHours: 48 }, ES],
  [{}, { roadCutHours: 95 }, null],
  [{}, { roadCutHours: 96 }, ES],
])

table('flood and drought by the national standard, in words', 'flood_drought_national', flood, [
  [{}, { railCutHours: 23 }, null],
  [{}, { railCutHours: 24 }, S],
  [{}, { railCutHours: 47 }, S],
  [{}, { railCutHours: 48 }, ES],
  [{}, { criteria: ['basin_great_flood'] }, ES],
  [{}, { criteria: ['key_river_breach'] }, ES],
  [{}, { criteria: ['key_large_reservoir_failure'] }, ES],
  [{}, { criteria: ['extreme_drought_several_cities'] }, ES],
  [{}, { criteria: ['reservoir_failure'] }, S],
])

table(
  'drought in the words of the drought regulation',
  'drought_regulation',
  aDisaster({ hazard: 'drought' }),
  [
    [{}, { criteria: ['drought_light'] }, O],
    [{}, { criteria: ['drought_moderate'] }, RS],
    [{}, { criteria: ['drought_severe'] }, S],
    [{}, { criteria: ['drought_extreme'] }, ES],
  ],
)

const landslide = aDisaster({ hazard: 'geological', subhazard: 'landslide' })
table('geological disasters by the regulation, article 4', 'geological_disaster', landslide, [
  ...around(
    [
      [1, null, O],
      [3, O, RS],
      [10, RS, S],
      [30, S, ES],
    ],
    byDead,
  ),
  ...around(
    [
      [100, O, RS],
      [500, RS, S],
      [1_000, S, ES],
    ],
    byLossWan,
    0.01,
  ),
  [{ loss_total: 1 }, {}, O],
])

table('geological danger by the plan of 2006', 'geological_danger', { ...landslide, kind: 'danger' }, [
  ...around(
    [
      [100, O, RS],
      [500, RS, S],
      [1_000, S, ES],
    ],
    (n) => ({ figures: {}, facts: { peopleToMove: n } }),
  ),
  [{}, { peopleToMove: 1 }, O],
  [{}, { peopleToMove: 0 }, null],
  ...around(
    [
      [500, O, RS],
      [5_000, RS, S],
      [10_000, S, ES],
    ],
    (n) => ({ figures: {}, facts: { possibleLossYuan: Math.round(n * WAN) } }),
    0.01,
  ),
  [{}, { possibleLossYuan: 1 }, O],
])

const forest = aDisaster({ hazard: 'forest_grassland_fire', subhazard: 'forest_fire' })
table('forest fires by the regulation, article 40', 'forest_fire', forest, [
  ...around(
    [
      [1, O, RS],
      [100, RS, S],
      [1_000, S, ES],
    ],
    (n) => ({ figures: {}, facts: { burnedAreaM2: Math.round(n * HA) } }),
    0.01,
  ),
  [{}, { burnedAreaM2: 1 }, O],
  ...around(
    [
      [1, null, O],
      [3, O, RS],
      [10, RS, S],
      [30, S, ES],
    ],
    byDead,
  ),
  ...around(
    [
      [1, null, O],
      [10, O, RS],
      [50, RS, S],
      [100, S, ES],
    ],
    (n) => ({ figures: { seriously_injured: n } }),
  ),
  [{}, { criteria: ['other_forest_land'] }, O],
  [{ forest: 100 * HA }, {}, S],
])

const grassland = aDisaster({ hazard: 'forest_grassland_fire', subhazard: 'grassland_fire' })
table('grassland fires by the rules of 2010', 'grassland_fire', grassland, [
  ...around(
    [
      [10, null, O],
      [1_000, O, RS],
      [5_000, RS, S],
      [8_000, S, ES],
    ],
    (n) => ({ figures: {}, facts: { burnedAreaM2: n * HA } }),
  ),
  ...around(
    [
      [1, null, RS],
      [3, RS, S],
      [10, S, ES],
    ],
    byDead,
  ),
  ...around(
    [
      [1, null, O],
      [3, O, RS],
      [10, RS, S],
      [20, S, ES],
    ],
    (n) => ({ figures: { seriously_injured: n } }),
  ),
  [{ dead: 2, seriously_injured: 8 }, {}, S],
  [{ dead: 1, seriously_injured: 8 }, {}, RS],
  [{ dead: 9, seriously_injured: 11 }, {}, ES],
  ...around(
    [
      [0.5, null, O],
      [50, O, RS],
      [300, RS, S],
      [500, S, ES],
    ],
    byLossWan,
    0.01,
  ),
  [{ grassland: 8_000 * HA }, {}, ES],
])

const quake = aDisaster({ hazard: 'earthquake' })
const byMagnitude = (magnitude: number) => ({ figures: {}, facts: { magnitude } })
table('earthquakes by magnitude, plan of 2012', 'earthquake_magnitude', quake, [
  ...around(
    [
      [4, null, O],
      [5, O, RS],
      [6, RS, S],
      [7, S, ES],
    ],
    byMagnitude,
    0.1,
  ),
])
table('earthquakes by casualties, plan of 2012', 'earthquake_casualties', quake, [
  ...around(
    [
      [1, null, O],
      [10, O, RS],
      [50, RS, S],
      [300, S, ES],
    ],
    byDead,
  ),
  [{ dead: 5, missing: 5 }, {}, RS],
  [{}, { shares: { provincialGdpLost: 0.0099 } }, null],
  [{}, { shares: { provincialGdpLost: 0.01 } }, ES],
])

const quakeOf2008 = { ...quake, occurredAt: new Date('2008-10-06T16:30:00+08:00') }
table('earthquakes by magnitude, plan of 2006', 'earthquake_magnitude', quakeOf2008, [
  ...around(
    [
      [5, null, O],
      [6, O, RS],
      [6.5, RS, S],
      [7, S, ES],
    ],
    byMagnitude,
    0.1,
  ),
])
table('earthquakes by deaths alone, plan of 2006', 'earthquake_casualties', quakeOf2008, [
  ...around(
    [
      [1, null, O],
      [20, O, RS],
      [50, RS, S],
      [300, S, ES],
    ],
    byDead,
  ),
  [{ dead: 15, missing: 10 }, {}, O],
])

t.test('one death is relatively serious on grassland and ordinary in a forest', async (t) => {
  t.equal(evaluate({ ...forest, figures: { dead: 1 } }).severity.level, O)
  t.equal(evaluate({ ...grassland, figures: { dead: 1 } }).severity.level, RS)
  const unnamed = evaluate(aDisaster({ hazard: 'forest_grassland_fire', figures: { dead: 1 } }))
  t.equal(unnamed.severity.level, RS, 'without its sub-hazard the most severe of both stands')
  t.ok(unnamed.flags.some(({ flag }) => flag === 'subhazard_needed'))
})

t.test('an earthquake keeps both answers and the most severe stands', async (t) => {
  const { severity, ladders } = evaluate({ ...quake, figures: { dead: 126 }, facts: { magnitude: 6.8 } })
  t.equal(severity.level, S)
  t.same(
    ladders.map(({ ladder, level }) => [ladder, level]),
    [
      ['earthquake_magnitude', S],
      ['earthquake_casualties', S],
    ],
  )
  t.equal(severity.because.length, 2, 'both reasons are given')
  const deadlier = evaluate({ ...quake, figures: { dead: 300 }, facts: { magnitude: 6.8 } })
  t.equal(deadlier.severity.level, ES)
  t.match(deadlier.severity.because, [{ figure: 'dead', value: 300 }])
})

t.test('an event is judged by the edition in force on its day, and asOf chooses another', async (t) => {
  const lastDay = evaluate({
    ...quake,
    occurredAt: new Date('2012-08-27T23:59:59.999+08:00'),
    facts: { magnitude: 6.2 },
  })
  t.equal(lastDay.severity.level, RS, 'the edition of 2006 to the end of its last day')
  const firstDay = evaluate({
    ...quake,
    occurredAt: new Date('2012-08-28T00:00:00+08:00'),
    facts: { magnitude: 6.2 },
  })
  t.equal(firstDay.severity.level, S, 'the edition of 2012 from its first instant in Shanghai')
  const chosen = evaluate({
    ...quakeOf2008,
    asOf: new Date('2025-01-01T00:00:00+08:00'),
    facts: { magnitude: 6.2 },
  })
  t.equal(chosen.severity.level, S)
  t.match(chosen.severity.because, [{ edition: '2012' }])
})

t.test('a day without an edition is an answer that says so', async (t) => {
  const old = evaluate(
    anAccident({ occurredAt: new Date('2007-05-31T12:00:00+08:00'), figures: { dead: 40 } }),
  )
  t.equal(old.severity.level, null)
  t.match(old.severity.because, [{ rule: 'accident.no_edition_in_force', inForceFrom: '2007-06-01' }])
})

t.test('what no text grades is below any grade and still to be reported', async (t) => {
  const snow = evaluate(aDisaster({ figures: { dead: 3 } }))
  t.equal(snow.severity.level, null)
  t.match(snow.ladders, [
    { ladder: 'no_text', level: null, because: [{ rule: 'severity.no_text_seen', status: 'unverified' }] },
  ])
  t.match(snow.flags, [{ flag: 'still_to_be_reported' }])
  t.match(evaluate({ ...flood, figures: { dead: 9 } }).severity, {
    level: null,
    because: [{ rule: 'flood_drought_tibet.below_any_grade' }],
  })
  t.match(evaluate(flood).severity, {
    level: null,
    because: [{ rule: 'flood_drought_tibet.figures_not_given' }],
  })
})

t.test("Tibet's standard holds in Tibet alone", async (t) => {
  const elsewhere = evaluate({ ...flood, regionCode: '510100000000', figures: { dead: 15 } })
  t.notOk(elsewhere.ladders.some(({ ladder }) => ladder === 'flood_drought_tibet'))
})

t.test('pollution, nuclear and defence accidents lie outside the regulation', async (t) => {
  for (const sector of ['environmental_pollution', 'nuclear', 'defence_research'] as const) {
    const evaluation = evaluate(anAccident({ sector, figures: { dead: 40 } }))
    t.equal(evaluation.severity.level, null)
    t.ok(
      evaluation.flags.some(({ flag }) => flag === 'not_covered'),
      sector,
    )
    t.notOk(
      evaluation.chain.some(({ duty }) => duty === 'accident_report'),
      'nor does its chain bind',
    )
  }
})

t.test('severities are ordered', async (t) => {
  t.same(
    [ES, S, RS, O, null].map((level) => severityRank(level as SeverityLevel | null)),
    [4, 3, 2, 1, 0],
  )
  t.equal(graver(O, S), S)
  t.equal(graver(S, O), S)
  t.equal(graver(null, null), null)
})
