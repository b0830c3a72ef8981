import t from 'tap'
import { checkFigures } from '../../src/evaluations/checks.ts'
import type { Figures } from '../../src/evaluations/types.ts'
import { LARGEST } from '../../src/regulations/bounds.ts'
import { INDICATORS, type IndicatorKey } from '../../src/regulations/indicators.ts'
import { found } from './cases.ts'

/** The left is at least the sum of the right. */
const AT_LEAST: readonly (readonly [rule: string, left: IndicatorKey, right: Figures])[] = [
  ['C02', 'affected_pop', { dead: 5 }],
  ['C02', 'affected_pop', { missing: 5 }],
  ['C02', 'affected_pop', { injured: 5 }],
  ['C02', 'affected_pop', { relocated_cum: 5 }],
  ['C02', 'affected_pop', { urgent_aid_cum: 5 }],
  ['C02', 'affected_pop', { drought_water_cum: 5 }],
  ['C02', 'affected_pop', { seriously_injured: 5 }],
  ['C02', 'affected_pop', { relocated_now: 5 }],
  ['C02', 'affected_pop', { urgent_aid_now: 5 }],
  ['C02', 'affected_pop', { drought_water_now: 5 }],
  ['C03', 'affected_pop', { dead: 1, missing: 2, injured: 3 }],
  ['C04', 'injured', { seriously_injured: 5 }],
  ['C06', 'relocated_cum', { relocated_now: 5 }],
  ['C06', 'central_cum', { central_now: 5 }],
  ['C06', 'dispersed_cum', { dispersed_now: 5 }],
  ['C06', 'urgent_aid_cum', { urgent_aid_now: 5 }],
  ['C06', 'drought_aid_cum', { drought_aid_now: 5 }],
  ['C06', 'drought_water_cum', { drought_water_now: 5 }],
  ['C07', 'urgent_aid_cum', { transitional_aid: 5 }],
  ['C08', 'drought_aid_cum', { drought_water_cum: 5 }],
  ['C08', 'drought_aid_now', { drought_water_now: 5 }],
  ['C09', 'crop_affected', { crop_damaged: 5 }],
  ['C09', 'crop_damaged', { crop_lost: 5 }],
  ['C09', 'crop_affected', { crop_lost: 5 }],
  ['C09', 'crop_affected', { grain_affected: 5 }],
  ['C09', 'crop_damaged', { grain_damaged: 5 }],
  ['C09', 'crop_lost', { grain_lost: 5 }],
  ['C09', 'grain_affected', { grain_damaged: 5 }],
  ['C09', 'grain_damaged', { grain_lost: 5 }],
  ['C09', 'grain_affected', { grain_lost: 5 }],
  ['C10', 'collapsed_rooms', { collapsed_home_rooms: 5 }],
  ['C10', 'severe_rooms', { severe_home_rooms: 5 }],
  ['C10', 'general_rooms', { general_home_rooms: 5 }],
]

/** The left is the sum of the right. */
const SUMS: readonly (readonly [rule: string, left: IndicatorKey, right: Figures])[] = [
  ['C05', 'relocated_cum', { central_cum: 2, dispersed_cum: 3 }],
  ['C05', 'relocated_now', { central_now: 2, dispersed_now: 3 }],
  ['C12', 'livestock_dead', { livestock_dead_large: 2, livestock_dead_small: 3 }],
]

const sumOf = (figures: Figures) => Object.values(figures).reduce((sum, value) => sum + value, 0)

t.test('the whole is not below its parts: below, on and above the boundary', async (t) => {
  for (const [rule, left, right] of AT_LEAST) {
    const at = (value: number) => found({ figures: { [left]: value, ...right } })
    const name = `${rule} ${left} >= ${Object.keys(right).join(' + ')}`
    t.same(at(sumOf(right) - 1), [`${rule} hard`], `${name}, below`)
    t.same(at(sumOf(right)), [], `${name}, on`)
    t.same(at(sumOf(right) + 1), [], `${name}, above`)
  }
})

t.test('the sum is that of its parts, no more and no less', async (t) => {
  for (const [rule, left, right] of SUMS) {
    const at = (value: number) => found({ figures: { [left]: value, ...right } })
    const name = `${rule} ${left} = ${Object.keys(right).join(' + ')}`
    t.same(at(sumOf(right) - 1), [`${rule} hard`], `${name}, below`)
    t.same(at(sumOf(right)), [], `${name}, on`)
    t.same(at(sumOf(right) + 1), [`${rule} hard`], `${name}, above`)
  }
})

t.test('what is not given is nowhere counted as below the rest', async (t) => {
  for (const [rule, left, right] of [...AT_LEAST, ...SUMS]) {
    const fails: Figures = { [left]: sumOf(right) - 1, ...right }
    t.same(found({ figures: fails }), [`${rule} hard`])
    for (const key of Object.keys(fails)) {
      const { [key as IndicatorKey]: _left, ...rest } = fails
      t.same(found({ figures: rest }), [], `${rule} without ${key}`)
    }
  }
  t.same(found({ figures: {} }), [], 'and with no figures at all nothing is wrong')
})

t.test('parts that exceed the whole prove it wrong, whatever the other parts are', async (t) => {
  const rows: readonly [Figures, readonly string[]][] = [
    [{ affected_pop: 5, dead: 4, injured: 3 }, ['C03 hard']],
    [{ affected_pop: 7, dead: 4, injured: 3 }, []],
    [{ affected_pop: 5, missing: 3, injured: 3 }, ['C03 hard']],
    [{ affected_pop: 5, dead: 6 }, ['C02 hard']],
    [{ relocated_cum: 10, central_cum: 11 }, ['C05 hard']],
    [{ relocated_cum: 10, central_cum: 10 }, []],
    [{ relocated_cum: 10, central_cum: 9 }, []],
    [{ relocated_now: 10, dispersed_now: 11 }, ['C05 hard']],
    [{ livestock_dead: 10, livestock_dead_small: 11 }, ['C12 hard']],
    [{ loss_total: 100, loss_home: 100_000 }, ['C13 hard']],
    [{ loss_total: 100_000, loss_home: 60_000, loss_agri: 40_101 }, ['C13 hard']],
    [{ loss_total: 100_000, loss_home: 60_000, loss_agri: 40_100 }, []],
    [{ loss_total: 100_000, loss_home: 60_000 }, []],
  ]
  for (const [figures, expected] of rows) t.same(found({ figures }), expected, JSON.stringify(figures))
  t.match(checkFigures({ figures: { relocated_cum: 10, central_cum: 11 } }), [
    {
      pointers: ['/figures/relocated_cum', '/figures/central_cum'],
      expected: 'relocated_cum >= central_cum',
    },
  ])
  t.match(checkFigures({ figures: { affected_pop: 5, dead: 4, injured: 3 } }), [
    { pointers: ['/figures/affected_pop', '/figures/dead', '/figures/injured'] },
  ])
})

t.test('where the closer figure is given, the one behind it is not told of once more', async (t) => {
  const rows = [
    ['injured', 'seriously_injured'],
    ['relocated_cum', 'relocated_now'],
    ['urgent_aid_cum', 'urgent_aid_now'],
    ['drought_water_cum', 'drought_water_now'],
  ] as const
  for (const [closer, behind] of rows) {
    t.same(found({ figures: { affected_pop: 5, [closer]: 6, [behind]: 6 } }), ['C02 hard'], behind)
  }
})

t.test('a chain of crop areas is told of where it breaks, not once more at its ends', async (t) => {
  t.same(found({ figures: { crop_affected: 4, crop_damaged: 5, crop_lost: 5 } }), ['C09 hard'])
  t.same(found({ figures: { grain_affected: 4, grain_damaged: 5, grain_lost: 5 } }), ['C09 hard'])
})

t.test('each household has at least one room, and no rooms are without a household', async (t) => {
  const pairs = [
    ['collapsed_home_rooms', 'collapsed_home_hh'],
    ['severe_home_rooms', 'severe_home_hh'],
    ['general_home_rooms', 'general_home_hh'],
  ] as const
  const rows = [
    [0, 0, []],
    [1, 0, ['C11 soft']],
    [0, 2, ['C11 soft']],
    [4, 5, ['C11 soft']],
    [5, 5, []],
    [6, 5, []],
  ] as const
  for (const [rooms, households] of pairs) {
    for (const [roomCount, householdCount, expected] of rows) {
      const figures = { [rooms]: roomCount, [households]: householdCount }
      t.same(found({ figures }), expected, JSON.stringify(figures))
    }
    t.same(found({ figures: { [rooms]: 1 } }), [])
    t.same(found({ figures: { [households]: 1 } }), [])
  }
})

t.test('people in central sites are somewhere', async (t) => {
  t.same(found({ figures: { central_sites_now: 0, central_now: 0 } }), [])
  t.same(found({ figures: { central_sites_now: 0, central_now: 1 } }), ['C14 soft'])
  t.same(found({ figures: { central_sites_now: 1, central_now: 1 } }), [])
  t.same(found({ figures: { central_now: 1 } }), [])
  t.same(found({ figures: { central_sites_now: 0 } }), [])
})

t.test('losses sum up within 0.01 万元', async (t) => {
  const parts = {
    loss_home: 100_000,
    loss_agri: 0,
    loss_industry: 0,
    loss_infra: 0,
    loss_public: 0,
    loss_other: 0,
  }
  const rows = [
    [99_899, ['C13 hard']],
    [99_900, []],
    [100_100, []],
    [100_101, ['C13 hard']],
  ] as const
  for (const [loss_total, expected] of rows)
    t.same(found({ figures: { ...parts, loss_total } }), expected, `${loss_total} yuan`)
})

t.test('numbers are whole and not negative', async (t) => {
  for (const dead of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
    t.same(found({ figures: { dead } }), ['C01 hard'], `${dead}`)
  }
  t.same(found({ figures: { dead: 0 } }), [])
})

t.test('no figure is more than can be, whatever it counts', async (t) => {
  t.same(LARGEST, {
    people: 10_000_000,
    households: 10_000_000,
    rooms: 100_000_000,
    heads: 100_000_000,
    count: 10_000_000,
    area: 10_000_000_000_000,
    length: 10_000_000_000,
    depth: 10_000,
    money: 100_000_000_000_000,
  })
  for (const { key, quantity } of INDICATORS) {
    t.same(found({ figures: { [key]: LARGEST[quantity] } }), [], `${key}, the most`)
    t.same(found({ figures: { [key]: LARGEST[quantity] + 1 } }), ['absurd_figures hard'], `${key}, more`)
  }
})

t.test('of numbers that are none nothing else is said', async (t) => {
  t.same(found({ figures: { affected_pop: 1, dead: -1, injured: 2 } }), ['C01 hard'])
  t.same(found({ figures: { affected_pop: 1, dead: -1, injured: 0.5 } }), ['C01 hard', 'C01 hard'])
  t.same(found({ figures: { affected_pop: 1, injured: 10_000_001 } }), ['absurd_figures hard'])
})

t.test('drought figures belong to a drought', async (t) => {
  const row = (hazard: 'drought' | 'snow', figures: Figures) => found({ hazard, figures })
  const drought = [
    'drought_aid_cum',
    'drought_aid_now',
    'drought_water_cum',
    'drought_water_now',
    'livestock_thirst',
  ] as const
  for (const key of drought) {
    t.same(row('snow', { [key]: 0 }), [], `no ${key} of snow`)
    t.same(row('snow', { [key]: 1 }), ['C08 soft'], `${key} of snow`)
    t.same(row('drought', { [key]: 1 }), [], `${key} of drought`)
    t.same(found({ figures: { [key]: 1 } }), [], 'of no known hazard')
    t.same(found({ kind: 'danger', figures: { [key]: 1 } }), [], 'of a danger not known yet')
    t.same(found({ kind: 'accident', figures: { [key]: 1 } }), ['C08 soft'], 'of an accident, which has none')
    t.same(found({ kind: 'accident', figures: { [key]: 0 } }), [])
  }
  for (const key of ['urgent_aid_cum', 'urgent_aid_now'] as const) {
    t.same(row('drought', { [key]: 0 }), [], `no ${key} of drought`)
    t.same(row('drought', { [key]: 1 }), ['C08 soft'], `${key} of drought`)
    t.same(row('snow', { [key]: 1 }), [], `${key} of snow`)
  }
})

t.test('a verified report is refused for missing figures, a first one never', async (t) => {
  const all = { affected_pop: 1, dead: 0, missing: 0, loss_total: 1 }
  t.same(found({ stage: 'verified', figures: all }), [])
  for (const key of Object.keys(all)) {
    const { [key as keyof typeof all]: _left, ...rest } = all
    t.same(found({ stage: 'verified', figures: rest }), ['verified_figures hard'], `without ${key}`)
    t.same(found({ stage: 'first', figures: rest }), [])
  }
})
