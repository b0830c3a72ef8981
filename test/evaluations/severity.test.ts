import t from 'tap'
import { evaluate } from '../../src/evaluations/evaluate.ts'
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
  [{ loss_total: 1 }, {}, O],
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

t.test('a part of the loss is the least that the loss can be', async (t) => {
  const rows: readonly [Figures, SeverityLevel | null][] = [
    [{ loss_home: 100_000_000 }, ES],
    [{ loss_home: 30_000_000, loss_agri: 20_000_000 }, ES],
    [{ loss_home: 9_999_999 }, RS],
    [{ loss_total: 1, loss_infra: 50_000_000 }, ES],
    [{ loss_total: 50_000_000, loss_other: 1 }, ES],
    [
      {
        ...{ loss_home: 1_000_000, loss_agri: 1_000_000, loss_industry: 1_000_000 },
        ...{ loss_infra: 1_000_000, loss_public: 500_000, loss_other: 500_000 },
      },
      RS,
    ],
    [{ loss_home: 1 }, null],
  ]
  for (const [figures, level] of rows) {
    t.equal(answerOf('flood_drought_tibet', { ...flood, figures }), level, JSON.stringify(figures))
  }
  const { ladders } = evaluate({ ...flood, figures: { loss_home: 30_000_000, loss_agri: 20_000_000 } })
  t.match(
    ladders.find(({ ladder }) => ladder === 'flood_drought_tibet'),
    { because: [{ figure: 'loss_home+loss_agri', value: 50_000_000 }] },
  )
})

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
  [{ loss_total: 0 }, {}, null],
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
  [{}, { possibleLossYuan: 0 }, null],
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
  [{}, { burnedAreaM2: 0 }, null],
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
  [{ loss_total: 4_999 }, {}, null],
  [{ loss_total: 5_000 }, {}, O],
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

t.test('a ladder in words, and one of dangers, is silent where nothing of its own is told', async (t) => {
  const laddersOf = (hazard: 'flood' | 'drought' | 'geological') =>
    evaluate(aDisaster({ hazard, figures: { dead: 1 } })).ladders.map(({ ladder }) => ladder)
  t.same(laddersOf('flood'), ['flood_drought_tibet'])
  t.same(laddersOf('drought'), ['flood_drought_tibet'])
  t.same(laddersOf('geological'), ['geological_disaster'])
})
