import t from 'tap'
import { codeAbove } from '../../src/regions/codes.ts'
import {
  type Figures,
  INDICATOR_BY_KEY,
  INDICATOR_KEYS,
  type IndicatorKey,
} from '../../src/regulations/indicators.ts'
import { RETURN_REASON_CODES } from '../../src/regulations/reviews.ts'
import { higherBelow, together, unitsBelow } from '../../src/reports/below.ts'
import { rollUp, type UnitFigures } from '../../src/reports/roll-up.ts'
import { changesSince } from '../../src/reports/sign-draft.ts'
import { consolidate, differencesOf } from '../../src/reviews/consolidate.ts'
import { returnLimit, returnSentence } from '../../src/reviews/rules.ts'
import { CITY, COUNTY, FAR_VILLAGE, NEXT_VILLAGE, OTHER_COUNTY, TOWNSHIP, VILLAGE } from '../api.ts'

const UNITS = [
  CITY,
  COUNTY,
  OTHER_COUNTY,
  TOWNSHIP,
  VILLAGE,
  NEXT_VILLAGE,
  FAR_VILLAGE,
  '540121100000',
  '540121100201',
]
const KEYS: IndicatorKey[] = ['dead', 'missing', 'affected_pop', 'road_m']

/** Numbers that look like chance and are the same in every run. */
function chances(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function someUnits(seed: number): UnitFigures[] {
  const chance = chances(seed)
  return UNITS.filter(() => chance(3) > 0).map((regionCode) => ({
    regionCode,
    figures: Object.fromEntries(KEYS.filter(() => chance(3) > 0).map((key) => [key, chance(20)])),
  }))
}

t.test(
  'whatever reports came in, the sum is of the units directly below, and nothing is counted twice',
  (t) => {
    for (let seed = 1; seed <= 500; seed += 1) {
      const units = someUnits(seed)
      for (const above of [CITY, COUNTY, TOWNSHIP]) {
        const below = unitsBelow(units, above)
        const { rolledUp, restsOn } = consolidate(units, above)
        const problem = firstWrong(units, above, below, rolledUp, restsOn)
        if (problem) t.fail(`seed ${seed}, ${above}: ${problem}`)
      }
    }
    t.pass('500 sets of reports at three tiers')
    t.end()
  },
)

function firstWrong(
  units: readonly UnitFigures[],
  above: string,
  below: ReturnType<typeof unitsBelow>,
  rolledUp: Figures,
  restsOn: readonly UnitFigures[],
): string | null {
  if (below.some(({ regionCode }) => codeAbove(regionCode) !== above))
    return 'a unit that is not directly below'
  const codes = restsOn.map(({ regionCode }) => regionCode)
  if (new Set(codes).size !== codes.length) return 'a report twice'
  const chainOf = (code: string): string[] => {
    const next = codeAbove(code)
    return next === null ? [] : [next, ...chainOf(next)]
  }
  if (codes.some((code) => chainOf(code).some((one) => codes.includes(one))))
    return 'a unit and one that holds it'
  if (codes.includes(above)) return 'the unit itself'
  const plain: Figures = {}
  for (const { figures } of restsOn) {
    for (const key of KEYS) {
      const value = figures[key]
      if (value !== undefined) plain[key] = (plain[key] ?? 0) + value
    }
  }
  if (KEYS.some((key) => plain[key] !== rolledUp[key])) return 'not the sum of what it rests on'
  const totals = rollUp(
    units.filter(({ regionCode }) => regionCode !== above),
    above,
  )
  const isShort = KEYS.filter((key) => (totals[key] ?? 0) > (rolledUp[key] ?? 0))
  const told = new Set(higherBelow(units, above).map(({ indicator }) => indicator))
  const silent = isShort.find((key) => !told.has(key))
  return silent ? `${silent} is less than the totals, and nobody is told` : null
}

t.test(
  'a difference is what a unit says beyond those below it and its addition, and is none where they agree',
  (t) => {
    const rows: [own: Figures, additional: Figures, below: Figures, differences: object[]][] = [
      [{ dead: 3 }, {}, { dead: 3 }, []],
      [{ dead: 4 }, { dead: 1 }, { dead: 3 }, []],
      [{ dead: 4 }, {}, { dead: 3 }, [{ indicator: 'dead', own: 4, below: 3, additional: 0, difference: 1 }]],
      [
        { dead: 2 },
        { dead: 1 },
        { dead: 3 },
        [{ indicator: 'dead', own: 2, below: 3, additional: 1, difference: -2 }],
      ],
      [
        { dead: 2 },
        { dead: 1 },
        {},
        [{ indicator: 'dead', own: 2, below: null, additional: 1, difference: 1 }],
      ],
      [{ dead: 2 }, {}, {}, []],
      [{}, {}, { dead: 2 }, []],
      [{ dead: 0 }, {}, { dead: 0 }, []],
    ]
    for (const [own, additional, below, differences] of rows) {
      t.same(differencesOf(own, additional, below), differences, JSON.stringify([own, additional, below]))
    }
    for (let seed = 1; seed <= 200; seed += 1) {
      const [one, other] = someUnits(seed)
      const additional = one?.figures ?? {}
      const below = other?.figures ?? {}
      const wrong = differencesOf(together([additional, below]), additional, below)
      if (wrong.length > 0) t.fail(`seed ${seed}: a draft differs from what it is made of`)
    }
    t.end()
  },
)

t.test('a depth is not summed: of several the largest counts', (t) => {
  const largest = INDICATOR_KEYS.filter((key) => INDICATOR_BY_KEY[key].rollUp === 'max')
  for (const key of largest) t.same(together([{ [key]: 4 }, { [key]: 9 }, { [key]: 2 }]), { [key]: 9 }, key)
  t.ok(largest.length > 0, 'there are some')
  t.same(together([{ dead: 4 }, { dead: 9 }, {}]), { dead: 13 })
  t.same(together([]), {})
  t.end()
})

t.test('a draft is stale by every version that came, went or was replaced, and by nothing else', (t) => {
  const at = (own: string | null, ...basis: [string, string][]) => ({
    own,
    basis: basis.map(([regionCode, versionId]) => ({ regionCode, versionId })),
  })
  t.same(changesSince(COUNTY, at('a', [TOWNSHIP, 'b']), at('a', [TOWNSHIP, 'b'])), [])
  t.same(changesSince(COUNTY, at(null, [TOWNSHIP, 'b']), at('a', [TOWNSHIP, 'c'], [FAR_VILLAGE, 'd'])), [
    { regionCode: COUNTY, draftedVersionId: null, nowVersionId: 'a' },
    { regionCode: FAR_VILLAGE, draftedVersionId: null, nowVersionId: 'd' },
    { regionCode: TOWNSHIP, draftedVersionId: 'b', nowVersionId: 'c' },
  ])
  t.same(changesSince(COUNTY, at(null, [TOWNSHIP, 'b']), at(null)), [
    { regionCode: TOWNSHIP, draftedVersionId: 'b', nowVersionId: null },
  ])
  t.end()
})

t.test(
  'a returned report is to be corrected within the hour, with dead or missing within half of it',
  (t) => {
    for (const [figures, minutes] of [
      [{}, 60],
      [{ injured: 5 }, 60],
      [{ dead: 0, missing: 0 }, 60],
      [{ dead: 1 }, 30],
      [{ missing: 1 }, 30],
    ] as const) {
      const limit = returnLimit(figures)
      t.equal(limit.minutes, minutes, JSON.stringify(figures))
      t.match(
        limit.because,
        [{ rule: 'review.return', status: 'inferred' }],
        'a default of ours, and marked as one',
      )
    }
    t.end()
  },
)

t.test('every reason is said in words that name the unit, the report, the field and the instant', (t) => {
  const dueAt = new Date('2026-07-01T04:30:00Z')
  for (const reasonCode of RETURN_REASON_CODES) {
    const { zh, en } = returnSentence({
      ...{ unitZh: '羊易村委会', number: 2, reasonCode, comment: null, dueAt },
      fields: ['/figures/dead', '/narrative'],
    })
    t.match(
      zh,
      /^羊易村委会第2次报送被退回:.+因灾死亡人口.*、\/narrative.*请于2026-07-01 12:30前更正后再报。$/,
    )
    t.match(
      en,
      /^Report 2 was returned: .+, \/narrative\)\. Correct it and send it again by 2026-07-01 12:30\.$/,
    )
  }
  t.end()
})
