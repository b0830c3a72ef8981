/** How totals are made: nothing counted twice, nothing missed, and every version named that bears on one. */
import fc from 'fast-check'
import t from 'tap'
import { INDICATOR_BY_KEY, type IndicatorKey } from '../../src/regulations/indicators.ts'
import { JUDGED_FIGURES } from '../../src/reports/read-state.ts'
import { rollUp as rollUpJudged } from '../../src/reports/roll-up.ts'
import { indicatorAt, rollUp } from '../../src/totals/rules/roll-up.ts'
import { naiveTotal, type Said, wordOf } from './naive.ts'
import { KEYS, saids, UNITS } from './random.ts'

const CITY = '540100000000'
const COUNTY = '540122000000'
const OTHER_COUNTY = '540121000000'
const TOWNSHIP = '540122200000'
const OTHER_TOWNSHIP = '540122101000'
const VILLAGE = '540122200202'
const NEXT_VILLAGE = '540122200203'
const FAR_VILLAGE = '540122101201'
const RUNS = { seed: 20_081_006, numRuns: 400 }

/** Unit, figure, and minutes after the first word. */
type Row = [regionCode: string, figure: number, minutes?: number]

const wordsOf = (key: IndicatorKey, rows: readonly Row[]) =>
  rows.map(([regionCode, figure, minutes = 0], i) =>
    wordOf({ regionCode, figures: { [key]: figure }, receivedMs: minutes * 60_000 }, i),
  )

const totalOf = (key: IndicatorKey, rows: readonly Row[], regionCode = CITY) =>
  rollUp(wordsOf(key, rows), regionCode).whole.cell(indicatorAt(key)).value

t.test('what units say becomes a total, rule by rule', (t) => {
  const table: [what: string, key: IndicatorKey, rows: Row[], total: number | null][] = [
    [
      'villages add up',
      'dead',
      [
        [VILLAGE, 3],
        [NEXT_VILLAGE, 2],
        [FAR_VILLAGE, 1],
      ],
      6,
    ],
    [
      'a township that repeats its village adds nothing',
      'dead',
      [
        [VILLAGE, 9],
        [TOWNSHIP, 9],
      ],
      9,
    ],
    [
      'nor do all tiers that repeat it',
      'dead',
      [
        [VILLAGE, 9],
        [TOWNSHIP, 9],
        [COUNTY, 9],
        [CITY, 9],
      ],
      9,
    ],
    [
      'a township that repeats both villages adds nothing',
      'dead',
      [
        [VILLAGE, 4],
        [NEXT_VILLAGE, 5],
        [TOWNSHIP, 9],
      ],
      9,
    ],
    [
      'a township that knows of more counts',
      'dead',
      [
        [VILLAGE, 3],
        [TOWNSHIP, 5],
      ],
      5,
    ],
    [
      'villages that know of more count',
      'dead',
      [
        [VILLAGE, 3],
        [NEXT_VILLAGE, 4],
        [TOWNSHIP, 5],
      ],
      7,
    ],
    [
      'each part by itself: one township knows more, another less',
      'dead',
      [
        [VILLAGE, 3],
        [TOWNSHIP, 5],
        [FAR_VILLAGE, 4],
        [OTHER_TOWNSHIP, 1],
      ],
      9,
    ],
    [
      'a silent township in between hides nothing',
      'dead',
      [
        [VILLAGE, 3],
        [COUNTY, 2],
      ],
      3,
    ],
    [
      'two counties add up',
      'dead',
      [
        [COUNTY, 3],
        [OTHER_COUNTY, 2],
      ],
      5,
    ],
    [
      'a later and lower word of a unit above does not lower what was lost',
      'dead',
      [
        [VILLAGE, 3, 0],
        [COUNTY, 1, 60],
      ],
      3,
    ],
    [
      'nor the missing',
      'missing',
      [
        [VILLAGE, 3, 0],
        [COUNTY, 0, 60],
      ],
      3,
    ],
    [
      'nor the trapped',
      'trapped',
      [
        [VILLAGE, 3, 0],
        [COUNTY, 0, 60],
      ],
      3,
    ],
    ['zero is a figure', 'dead', [[VILLAGE, 0]], 0],
    ['silence is not', 'dead', [], null],
    [
      'the deepest snow counts',
      'snow_depth_cm',
      [
        [VILLAGE, 40],
        [NEXT_VILLAGE, 60],
        [COUNTY, 50],
      ],
      60,
    ],
    [
      'snow does not add up',
      'snow_depth_cm',
      [
        [COUNTY, 40],
        [OTHER_COUNTY, 40],
      ],
      40,
    ],
    [
      'a newer word above takes the place of older ones below',
      'relocated_now',
      [
        [VILLAGE, 80, 0],
        [NEXT_VILLAGE, 40, 0],
        [COUNTY, 0, 60],
      ],
      0,
    ],
    [
      'a village that speaks again counts again, its neighbour stays set aside',
      'relocated_now',
      [
        [VILLAGE, 3, 90],
        [NEXT_VILLAGE, 40, 0],
        [COUNTY, 0, 60],
      ],
      3,
    ],
    [
      'one village that speaks after its county does not erase the county',
      'relocated_now',
      [
        [VILLAGE, 10, 90],
        [COUNTY, 50, 60],
      ],
      50,
    ],
    [
      'words of one instant: the larger',
      'relocated_now',
      [
        [VILLAGE, 80, 60],
        [COUNTY, 0, 60],
      ],
      80,
    ],
    [
      'a word that was set aside sets aside what is older still',
      'relocated_now',
      [
        [VILLAGE, 80, 0],
        [TOWNSHIP, 50, 30],
        [COUNTY, 5, 60],
      ],
      5,
    ],
    [
      'another county is not set aside',
      'relocated_now',
      [
        [VILLAGE, 80, 0],
        [OTHER_COUNTY, 0, 60],
      ],
      80,
    ],
    [
      'villages cut off are the state of things',
      'villages_without_power',
      [
        [VILLAGE, 1, 0],
        [NEXT_VILLAGE, 1, 0],
        [TOWNSHIP, 0, 60],
      ],
      0,
    ],
    [
      'a township is flooded once, whoever says so',
      'flooded_towns',
      [
        [VILLAGE, 1],
        [NEXT_VILLAGE, 1],
      ],
      1,
    ],
    [
      'two flooded townships are two',
      'flooded_towns',
      [
        [VILLAGE, 1],
        [NEXT_VILLAGE, 1],
        [FAR_VILLAGE, 1],
      ],
      2,
    ],
    [
      'a township right below a city without counties',
      'dead',
      [
        ['540100001000', 2],
        ['540100001201', 3],
      ],
      3,
    ],
  ]
  for (const [what, key, rows, total] of table) t.equal(totalOf(key, rows), total, what)
  t.equal(
    totalOf(
      'dead',
      [
        [VILLAGE, 3],
        [FAR_VILLAGE, 4],
        [COUNTY, 9],
      ],
      TOWNSHIP,
    ),
    3,
    'a part has its own total',
  )
  t.equal(
    totalOf(
      'dead',
      [
        [VILLAGE, 3],
        [COUNTY, 9],
      ],
      VILLAGE,
    ),
    3,
    'a village its own',
  )
  t.equal(totalOf('dead', [[VILLAGE, 3]], OTHER_COUNTY), null, 'what lies elsewhere is not in it')
  t.end()
})

t.test('it shows which counted, and what it was chosen from', (t) => {
  const words = wordsOf('dead', [
    [VILLAGE, 3],
    [NEXT_VILLAGE, 1],
    [TOWNSHIP, 6],
    [FAR_VILLAGE, 2],
    [COUNTY, 8],
  ])
  const { whole, children } = rollUp(words, COUNTY)
  const dead = indicatorAt('dead')
  t.same(
    whole.cell(dead),
    { value: 8, counted: 'below', own: 8, below: 8, setAside: false },
    'of two equal ones the parts',
  )
  t.same(
    children.map((child) => [child.regionCode, child.cell(dead)]),
    [
      [OTHER_TOWNSHIP, { value: 2, counted: 'below', own: null, below: 2, setAside: false }],
      [TOWNSHIP, { value: 6, counted: 'own', own: 6, below: 4, setAside: false }],
    ],
    'also of a unit that said nothing itself',
  )
  const state = rollUp(
    wordsOf('relocated_now', [
      [TOWNSHIP, 6, 0],
      [COUNTY, 2, 10],
    ]),
    COUNTY,
  )
  const now = indicatorAt('relocated_now')
  t.same(state.whole.cell(now), { value: 2, counted: 'own', own: 2, below: null, setAside: true })
  t.same(
    state.children[0]?.cell(now),
    { value: null, counted: 'none', own: 6, below: null, setAside: true },
    'set aside, and shown',
  )
  t.end()
})

t.test('of a unit that reported to several events that are one, the word received last counts', (t) => {
  const words = wordsOf('dead', [
    [VILLAGE, 5, 10],
    [VILLAGE, 3, 20],
    [VILLAGE, 9, 0],
    [NEXT_VILLAGE, 1, 0],
  ])
  for (const order of [words, [...words].reverse()]) {
    const totals = rollUp(order, CITY, true)
    t.equal(totals.whole.cell(indicatorAt('dead')).value, 4)
    t.same(totals.lineage(indicatorAt('dead')).versionIds.toSorted(), [
      `v001 ${VILLAGE}`,
      `v003 ${NEXT_VILLAGE}`,
    ])
  }
  t.end()
})

t.test('over random trees a total is what an independent count says, at every unit', (t) => {
  let counted = 0
  fc.assert(
    fc.property(saids, fc.constantFrom(...UNITS), (said, root) => {
      const totals = rollUp(said.map(wordOf), root)
      for (const key of KEYS) {
        const expected = naiveTotal(said, root, key)
        if (expected !== null) counted += 1
        if (totals.whole.cell(indicatorAt(key)).value !== expected) return false
      }
      return true
    }),
    RUNS,
  )
  t.ok(counted > 500, `${counted} totals were not empty`)
  t.end()
})

t.test('the versions of a lineage give the value, and no other version bears on it', (t) => {
  let [dropped, setters] = [0, 0]
  fc.assert(
    fc.property(saids, (said) => {
      const words = said.map(wordOf)
      const whole = rollUp(words, CITY, true)
      for (const key of KEYS) {
        const i = indicatorAt(key)
        const { value } = whole.whole.cell(i)
        const { versionIds, setAsideBy } = whole.lineage(i)
        const named = words.filter(({ versionId }) => versionIds.includes(versionId))
        const sum = named.reduce((total, { values }) => total + (values[i] ?? Number.NaN), 0)
        if (named.length !== versionIds.length || sum !== (value ?? 0)) return false
        if ((value === null) !== (versionIds.length === 0)) return false
        setters += setAsideBy.length
        const others = words.filter(({ versionId }) => ![...versionIds, ...setAsideBy].includes(versionId))
        dropped += others.length
        // each by itself, and all of them together
        const without = [
          ...others.map((other) => words.filter((word) => word !== other)),
          words.filter((word) => !others.includes(word)),
        ]
        for (const rest of without) {
          const again = rollUp(rest, CITY, true)
          if (again.whole.cell(i).value !== value) return false
          if (again.lineage(i).versionIds.toSorted().join() !== versionIds.toSorted().join()) return false
        }
      }
      return true
    }),
    RUNS,
  )
  t.ok(dropped > 1_000 && setters > 50, `${dropped} versions were dropped, ${setters} had set others aside`)
  t.end()
})

t.test('nothing is counted twice: no unit of a lineage lies in another one', (t) => {
  fc.assert(
    fc.property(saids, (said) => {
      const words = said.map(wordOf)
      const totals = rollUp(words, CITY, true)
      return KEYS.every((key) => {
        const codes = totals.lineage(indicatorAt(key)).versionIds.map((id) => id.slice(5))
        return codes.every((code) =>
          codes.every(
            (other) => code === other || !other.startsWith(code.replace(/(000000|000|00000000)$/, '')),
          ),
        )
      })
    }),
    RUNS,
  )
  t.pass()
  t.end()
})

t.test('whoever repeats exactly what lies below changes no total of what adds up', (t) => {
  fc.assert(
    fc.property(saids, fc.constantFrom(TOWNSHIP, COUNTY, CITY, '540121100000'), (said, unit) => {
      const silent = said.filter(({ regionCode }) => regionCode !== unit)
      const figures = Object.fromEntries(
        KEYS.map((key) => [key, naiveTotal(silent, unit, key) ?? undefined]).filter(
          ([, value]) => value !== undefined,
        ),
      )
      const repeating: Said[] = [...silent, { regionCode: unit, receivedMs: 0, figures }]
      const [before, after] = [silent, repeating].map((words) => rollUp(words.map(wordOf), CITY))
      return KEYS.every((key) => {
        const i = indicatorAt(key)
        return before?.whole.cell(i).value === after?.whole.cell(i).value
      })
    }),
    RUNS,
  )
  t.pass()
  t.end()
})

t.test('severity is judged by the same totals', (t) => {
  const wrong = JUDGED_FIGURES.filter((key) => INDICATOR_BY_KEY[key].rollUp !== 'sum')
  t.same(wrong, [], 'what is judged adds up, and falls only by the word of whoever gave it')
  fc.assert(
    fc.property(saids, (said) => {
      const judged = rollUpJudged(said, CITY)
      const totals = rollUp(said.map(wordOf), CITY)
      return (['dead', 'missing', 'trapped'] as const).every(
        (key) => (judged[key] ?? null) === totals.whole.cell(indicatorAt(key)).value,
      )
    }),
    RUNS,
  )
  t.end()
})

t.test('the rules are those of the register, by definition of the indicator', (t) => {
  const withRule = (rule: string) =>
    Object.values(INDICATOR_BY_KEY)
      .filter(({ rollUp: own }) => own === rule)
      .map(({ key }) => key)
  t.same(withRule('max'), ['snow_depth_cm'])
  t.same(withRule('latest'), [
    'relocated_now',
    'central_now',
    'dispersed_now',
    'central_sites_now',
    'urgent_aid_now',
    'drought_aid_now',
    'drought_water_now',
    'road_cuts',
    'villages_without_road',
    'villages_without_power',
    'villages_without_water',
    'villages_without_telecom',
  ])
  t.ok(
    Object.values(INDICATOR_BY_KEY).every(({ rollUp: rule, additive }) => additive === (rule !== 'max')),
    'all others add up',
  )
  t.end()
})
