import t from 'tap'
import { evaluate } from '../../src/evaluations/evaluate.ts'
import type { Circumstances, Facts, Figures, ReliefPlan, ResponseLevel } from '../../src/evaluations/types.ts'
import { NATIONAL_RELIEF } from '../../src/regulations/relief.ts'
import { aDisaster, anAccident } from './cases.ts'

type Row = [figures: Figures, facts: Circumstances, level: ResponseLevel | null]

function levelOf(plan: ReliefPlan, facts: Facts): ResponseLevel | null | undefined {
  return evaluate(facts).relief.find((answer) => answer.plan === plan)?.level
}

function steps(
  thresholds: readonly [number, number, number, number],
  make: (n: number) => [Figures, Circumstances],
  step = 1,
): Row[] {
  const [fourth, third, second, first] = thresholds
  const rows: [number, ResponseLevel | null][] = [
    [fourth - step, null],
    [fourth, 4],
    [third - step, 4],
    [third, 3],
    [second - step, 3],
    [second, 2],
    [first - step, 2],
    [first, 1],
    [first * 2, 1],
  ]
  return rows.map(([n, level]) => [...make(n), level])
}

const snow = aDisaster()
const drought = aDisaster({ hazard: 'drought' })
const snowOf2016 = aDisaster({ occurredAt: new Date('2016-03-10T00:00:00+08:00') })

const NATIONAL: readonly Row[] = [
  ...steps([100_000, 500_000, 1_000_000, 2_000_000], (n) => [
    { relocated_cum: n - 1, urgent_aid_cum: 1 },
    {},
  ]),
  ...steps([10_000, 100_000, 200_000, 300_000], (n) => [{ collapsed_rooms: 1, severe_rooms: n - 1 }, {}]),
  ...steps([3_000, 30_000, 70_000, 100_000], (n) => [{ collapsed_home_hh: 1, severe_home_hh: n - 1 }, {}]),
]

t.test('national relief levels by the plan of 2024', async (t) => {
  const rows = [...NATIONAL, ...steps([20, 50, 100, 200], (n) => [{ dead: n - 1, missing: 1 }, {}])]
  for (const [figures, facts, level] of rows) {
    t.equal(levelOf('national', { ...snow, figures, facts }), level, JSON.stringify(figures))
  }
})

t.test('the plan of 2016 has the same thresholds but counts deaths alone', async (t) => {
  const rows = [...NATIONAL, ...steps([20, 50, 100, 200], (n) => [{ dead: n, missing: 500 }, {}])]
  for (const [figures, facts, level] of rows) {
    t.equal(levelOf('national', { ...snowOf2016, figures, facts }), level, JSON.stringify(figures))
  }
  const lastDay = {
    ...snow,
    occurredAt: new Date('2024-01-19T23:59:59+08:00'),
    figures: { dead: 10, missing: 10 },
  }
  t.equal(levelOf('national', lastDay), null)
  t.equal(levelOf('national', { ...lastDay, occurredAt: new Date('2024-01-20T00:00:00+08:00') }), 4)
  t.equal(
    levelOf('national', { ...lastDay, occurredAt: new Date('2016-03-09T12:00:00+08:00') }),
    null,
    'and before it no edition is known',
  )
})

t.test('a drought counts people in need, as a share or a number; other hazards do not', async (t) => {
  const rows = [
    ...steps([0.15, 0.2, 0.25, 0.3], (n) => [{}, { shares: { droughtAid: n } }], 0.001).filter(
      ([, { shares }]) => (shares?.droughtAid ?? 0) <= 1,
    ),
    ...steps([1_000_000, 2_000_000, 3_000_000, 4_000_000], (n) => [{ drought_aid_cum: n }, {}]),
  ]
  for (const [figures, facts, level] of rows) {
    t.equal(
      levelOf('national', { ...drought, figures, facts }),
      level,
      JSON.stringify({ ...figures, ...facts }),
    )
  }
  t.equal(levelOf('national', { ...snow, figures: { drought_aid_cum: 5_000_000 } }), null)
  t.equal(levelOf('national', { ...snow, facts: { shares: { droughtAid: 0.9 } } }), null)
})

t.test('a province joins the response its neighbour has started', async (t) => {
  const rows = [
    [1, 159, 2],
    [1, 160, 1],
    [1, 199, 1],
    [1, 200, 1],
    [2, 79, 3],
    [2, 80, 2],
    [2, 99, 2],
    [3, 39, 4],
    [3, 40, 3],
    [3, 49, 3],
    [4, 15, null],
    [4, 16, 4],
    [4, 19, 4],
  ] as const
  for (const [neighbourReliefLevel, dead, level] of rows) {
    t.equal(
      levelOf('national', { ...snow, figures: { dead }, facts: { neighbourReliefLevel } }),
      level,
      `neighbour ${neighbourReliefLevel}, ${dead} dead`,
    )
  }
  t.equal(levelOf('national', { ...snow, figures: { dead: 16 } }), null, 'alone it does not')
  t.equal(
    levelOf('national', { ...snowOf2016, figures: { dead: 16 }, facts: { neighbourReliefLevel: 4 } }),
    null,
  )
})

t.test("Lhasa's thresholds are a placeholder and say so", async (t) => {
  const rows = [
    [{ dead: 0 }, null],
    [{ dead: 1 }, 4],
    [{ dead: 2 }, 4],
    [{ dead: 3 }, 3],
    [{ dead: 4, missing: 1 }, 2],
    [{ dead: 9 }, 2],
    [{ dead: 10 }, 1],
    [{ relocated_cum: 299 }, null],
    [{ relocated_cum: 300 }, 4],
    [{ relocated_cum: 1_000 }, 3],
    [{ relocated_cum: 1_200 }, 2],
    [{ relocated_cum: 2_000 }, 1],
    [{ collapsed_rooms: 29 }, null],
    [{ collapsed_rooms: 30 }, 4],
    [{ collapsed_rooms: 500 }, 2],
    [{ collapsed_rooms: 1_000 }, 1],
    [{ collapsed_home_hh: 199 }, null],
    [{ collapsed_home_hh: 200 }, 2],
    [{ collapsed_home_hh: 400 }, 1],
  ] as const
  for (const [figures, level] of rows)
    t.equal(levelOf('lhasa_placeholder', { ...snow, figures }), level, JSON.stringify(figures))
  t.equal(levelOf('lhasa_placeholder', { ...drought, figures: { drought_aid_cum: 24_999 } }), null)
  t.equal(levelOf('lhasa_placeholder', { ...drought, figures: { drought_aid_cum: 25_000 } }), 2)
  t.equal(levelOf('lhasa_placeholder', { ...drought, figures: { drought_aid_cum: 50_000 } }), 1)
  const { relief, flags } = evaluate({ ...snow, figures: { dead: 5 } })
  t.match(
    relief.find(({ plan }) => plan === 'lhasa_placeholder'),
    { because: [{ status: 'inferred' }] },
  )
  t.ok(flags.some(({ flag }) => flag === 'placeholder_thresholds'))
})

t.test('the bands of the region were not seen, and that is the answer', async (t) => {
  t.match(
    evaluate({ ...snow, figures: { dead: 500 } }).relief.find(({ plan }) => plan === 'tibet'),
    {
      level: null,
      because: [{ rule: 'tibet.bands_not_seen', status: 'unverified' }],
    },
  )
})

t.test('accidents and dangers have no relief level', async (t) => {
  t.same(evaluate({ ...snow, kind: 'danger', figures: { relocated_cum: 2_000_000 } }).relief, [])
  t.same(evaluate(anAccident({ figures: { dead: 500 } })).relief, [])
})

t.test('a sensitive event is not bound by grades, and thresholds may be lowered', async (t) => {
  const flags = evaluate({ ...snow, facts: { sensitive: true } }).flags.map(({ flag }) => flag)
  t.ok(flags.includes('not_bound_by_grade'))
  t.ok(flags.includes('thresholds_may_be_lowered'))
})

t.test('of each level it is said how far its text was read', async (t) => {
  const statusOf = (facts: Facts, dead: number) =>
    evaluate({ ...facts, figures: { dead } }).relief.find(({ plan }) => plan === 'national')?.because[0]
      ?.status
  const rows = [
    [200, 'unverified', 'verified'],
    [100, 'secondary', 'secondary'],
    [50, 'secondary', 'secondary'],
    [20, 'unverified', 'unverified'],
  ] as const
  for (const [dead, in2016, in2024] of rows) {
    t.equal(statusOf(snowOf2016, dead), in2016, `${dead} dead in 2016`)
    t.equal(statusOf(snow, dead), in2024, `${dead} dead in 2025`)
  }
})

t.test('each level of each plan says how far its text was read', async (t) => {
  const statusesOf = (edition: number) =>
    NATIONAL_RELIEF.editions[edition]?.bands.map(({ level, criteria }) => [
      level,
      ...new Set(criteria.map(({ status }) => status)),
    ])
  t.same(statusesOf(0), [
    [1, 'unverified'],
    [2, 'secondary'],
    [3, 'secondary'],
    [4, 'unverified'],
  ])
  t.same(statusesOf(1), [
    [1, 'verified'],
    [2, 'secondary'],
    [3, 'secondary'],
    [4, 'unverified'],
  ])
})
