import t from 'tap'
import { addsDeathsOrMissing, type CheckedFacts, checkFigures } from '../../src/evaluations/checks.ts'
import type { Figures, Violation } from '../../src/evaluations/types.ts'
import { minutesAfterNoon, NOON } from './cases.ts'

const found = (facts: CheckedFacts) => checkFigures(facts).map(({ rule, kind }) => `${rule} ${kind}`)

/** Figures that pass, figures that do not, and the check that says so. */
const RELATIONS: readonly (readonly [rule: string, passes: Figures, fails: Figures])[] = [
  ['C02 hard', { affected_pop: 5, dead: 5 }, { affected_pop: 4, dead: 5 }],
  ['C02 hard', { affected_pop: 5, missing: 5 }, { affected_pop: 4, missing: 5 }],
  ['C02 hard', { affected_pop: 5, injured: 5 }, { affected_pop: 4, injured: 5 }],
  ['C02 hard', { affected_pop: 5, relocated_cum: 5 }, { affected_pop: 4, relocated_cum: 5 }],
  ['C02 hard', { affected_pop: 5, urgent_aid_cum: 5 }, { affected_pop: 4, urgent_aid_cum: 5 }],
  ['C02 hard', { affected_pop: 5, drought_water_cum: 5 }, { affected_pop: 4, drought_water_cum: 5 }],
  [
    'C03 hard',
    { affected_pop: 6, dead: 1, missing: 2, injured: 3 },
    { affected_pop: 5, dead: 1, missing: 2, injured: 3 },
  ],
  ['C04 hard', { injured: 5, seriously_injured: 5 }, { injured: 4, seriously_injured: 5 }],
  [
    'C05 hard',
    { relocated_cum: 5, central_cum: 2, dispersed_cum: 3 },
    { relocated_cum: 6, central_cum: 2, dispersed_cum: 3 },
  ],
  [
    'C05 hard',
    { relocated_cum: 5, central_cum: 2, dispersed_cum: 3 },
    { relocated_cum: 4, central_cum: 2, dispersed_cum: 3 },
  ],
  [
    'C05 hard',
    { relocated_now: 5, central_now: 2, dispersed_now: 3 },
    { relocated_now: 6, central_now: 2, dispersed_now: 3 },
  ],
  ['C06 hard', { relocated_cum: 5, relocated_now: 5 }, { relocated_cum: 4, relocated_now: 5 }],
  ['C06 hard', { central_cum: 5, central_now: 5 }, { central_cum: 4, central_now: 5 }],
  ['C06 hard', { dispersed_cum: 5, dispersed_now: 5 }, { dispersed_cum: 4, dispersed_now: 5 }],
  ['C06 hard', { urgent_aid_cum: 5, urgent_aid_now: 5 }, { urgent_aid_cum: 4, urgent_aid_now: 5 }],
  ['C06 hard', { drought_aid_cum: 5, drought_aid_now: 5 }, { drought_aid_cum: 4, drought_aid_now: 5 }],
  [
    'C06 hard',
    { drought_water_cum: 5, drought_water_now: 5 },
    { drought_water_cum: 4, drought_water_now: 5 },
  ],
  ['C07 hard', { urgent_aid_cum: 5, transitional_aid: 5 }, { urgent_aid_cum: 4, transitional_aid: 5 }],
  ['C08 hard', { drought_aid_cum: 5, drought_water_cum: 5 }, { drought_aid_cum: 4, drought_water_cum: 5 }],
  ['C08 hard', { drought_aid_now: 5, drought_water_now: 5 }, { drought_aid_now: 4, drought_water_now: 5 }],
  ['C09 hard', { crop_affected: 5, crop_damaged: 5 }, { crop_affected: 4, crop_damaged: 5 }],
  ['C09 hard', { crop_damaged: 5, crop_lost: 5 }, { crop_damaged: 4, crop_lost: 5 }],
  ['C09 hard', { crop_affected: 5, crop_lost: 5 }, { crop_affected: 4, crop_lost: 5 }],
  ['C09 hard', { crop_affected: 5, grain_affected: 5 }, { crop_affected: 4, grain_affected: 5 }],
  ['C09 hard', { crop_damaged: 5, grain_damaged: 5 }, { crop_damaged: 4, grain_damaged: 5 }],
  ['C09 hard', { crop_lost: 5, grain_lost: 5 }, { crop_lost: 4, grain_lost: 5 }],
  ['C09 hard', { grain_affected: 5, grain_damaged: 5 }, { grain_affected: 4, grain_damaged: 5 }],
  ['C09 hard', { grain_damaged: 5, grain_lost: 5 }, { grain_damaged: 4, grain_lost: 5 }],
  ['C09 hard', { grain_affected: 5, grain_lost: 5 }, { grain_affected: 4, grain_lost: 5 }],
  [
    'C10 hard',
    { collapsed_rooms: 5, collapsed_home_rooms: 5 },
    { collapsed_rooms: 4, collapsed_home_rooms: 5 },
  ],
  ['C10 hard', { severe_rooms: 5, severe_home_rooms: 5 }, { severe_rooms: 4, severe_home_rooms: 5 }],
  ['C10 hard', { general_rooms: 5, general_home_rooms: 5 }, { general_rooms: 4, general_home_rooms: 5 }],
  [
    'C11 soft',
    { collapsed_home_rooms: 5, collapsed_home_hh: 5 },
    { collapsed_home_rooms: 4, collapsed_home_hh: 5 },
  ],
  ['C11 soft', { severe_home_rooms: 0, severe_home_hh: 0 }, { severe_home_rooms: 1, severe_home_hh: 0 }],
  ['C11 soft', { general_home_rooms: 9, general_home_hh: 2 }, { general_home_rooms: 0, general_home_hh: 2 }],
  [
    'C12 hard',
    { livestock_dead: 5, livestock_dead_large: 2, livestock_dead_small: 3 },
    { livestock_dead: 6, livestock_dead_large: 2, livestock_dead_small: 3 },
  ],
  ['C14 soft', { central_sites_now: 1, central_now: 5 }, { central_sites_now: 0, central_now: 5 }],
]

t.test('figures agree with each other, on the boundary and beyond it', async (t) => {
  for (const [rule, passes, fails] of RELATIONS) {
    t.same(found({ figures: passes }), [], `${rule}: ${JSON.stringify(passes)}`)
    t.same(found({ figures: fails }), [rule], `${rule}: ${JSON.stringify(fails)}`)
  }
})

t.test('a check runs only when every figure it names is given', async (t) => {
  for (const [rule, , fails] of RELATIONS) {
    for (const key of Object.keys(fails)) {
      const { [key as keyof Figures]: _left, ...rest } = fails
      t.same(found({ figures: rest }), [], `${rule} without ${key}`)
    }
  }
  t.same(found({ figures: {} }), [], 'and with no figures at all nothing is wrong')
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

t.test('drought figures belong to a drought', async (t) => {
  const row = (hazard: 'drought' | 'snow', figures: Figures) => found({ hazard, figures })
  t.same(row('snow', { drought_aid_cum: 1 }), ['C08 soft'])
  t.same(row('snow', { drought_aid_cum: 0 }), [])
  t.same(row('drought', { drought_aid_cum: 1 }), [])
  t.same(row('drought', { urgent_aid_cum: 1 }), ['C08 soft'])
  t.same(row('snow', { urgent_aid_cum: 1 }), [])
})

t.test('a total that falls is refused until it is explained', async (t) => {
  for (const key of ['dead', 'relocated_cum', 'urgent_aid_cum', 'loss_total'] as const) {
    const previous = { [key]: 10 }
    t.same(found({ previous, figures: { [key]: 10 } }), [], `${key} stays`)
    t.same(found({ previous, figures: { [key]: 9 } }), ['C17 hard'], `${key} falls`)
    t.same(
      found({ previous, figures: { [key]: 9 }, explanation: '  ' }),
      ['C17 hard'],
      'blank explains nothing',
    )
    t.same(
      found({ previous, figures: { [key]: 9 }, explanation: '核减重复' }),
      ['C17 soft'],
      `${key} falls, explained`,
    )
  }
  t.same(
    found({ previous: { relocated_now: 10 }, figures: { relocated_now: 2 } }),
    [],
    'what stands now may fall',
  )
})

t.test('missing people become fewer only as they are found', async (t) => {
  const previous = { dead: 1, missing: 5 }
  t.same(found({ previous, figures: { dead: 3, missing: 3 } }), [])
  t.same(found({ previous, figures: { dead: 2, missing: 3 } }), ['C17 hard'])
  t.same(found({ previous, figures: { dead: 2, missing: 3 }, facts: { foundAlive: 1 } }), [])
  t.same(found({ previous, figures: { dead: 1, missing: 4 } }), ['C17 hard'])
  t.same(found({ previous, figures: { missing: 3 } }), [], 'deaths are not given: the check does not run')
})

t.test('sharp rises, and falls of other totals, ask for an explanation', async (t) => {
  const rows = [
    [{ dead: 3 }, { dead: 6 }, []],
    [{ dead: 3 }, { dead: 7 }, ['C18 soft']],
    [{ dead: 0 }, { dead: 3 }, []],
    [{ dead: 0 }, { dead: 4 }, ['C18 soft']],
    [{ relocated_cum: 10 }, { relocated_cum: 110 }, []],
    [{ relocated_cum: 10 }, { relocated_cum: 111 }, ['C18 soft']],
    [{ affected_pop: 100 }, { affected_pop: 600 }, []],
    [{ affected_pop: 100 }, { affected_pop: 601 }, ['C18 soft']],
    [{ affected_pop: 1_000 }, { affected_pop: 2_000 }, []],
    [{ affected_pop: 1_000 }, { affected_pop: 999 }, ['C18 soft']],
  ] as const
  for (const [previous, figures, expected] of rows) {
    t.same(
      found({ previous, figures }),
      expected,
      `${JSON.stringify(previous)} to ${JSON.stringify(figures)}`,
    )
  }
})

t.test('reports go first, follow-up, verified, and not before the disaster', async (t) => {
  const verified = { affected_pop: 0, dead: 0, missing: 0, loss_total: 0 }
  const rows = [
    [null, 'first', []],
    [null, 'follow_up', ['C20 hard']],
    [null, 'verified', ['C20 hard']],
    ['first', 'follow_up', []],
    ['first', 'first', []],
    ['follow_up', 'verified', []],
    ['verified', 'follow_up', ['C20 hard']],
    ['verified', 'first', ['C20 hard']],
  ] as const
  for (const [previousStage, stage, expected] of rows) {
    t.same(found({ previousStage, stage, figures: verified }), expected, `${stage} after ${previousStage}`)
  }
  t.same(found({ previousStage: 'verified', stage: 'follow_up', correctionApproved: true, figures: {} }), [])
  t.same(found({ occurredAt: NOON, reportedAt: NOON, figures: {} }), [])
  const before = checkFigures({ occurredAt: NOON, reportedAt: minutesAfterNoon(-1), figures: {} })
  t.match(before, [{ rule: 'C20', pointers: ['/event/occurredAt'] }])
})

t.test('a county names the sub-hazard where one exists', async (t) => {
  const at = (regionCode: string, over: Partial<CheckedFacts> = {}) =>
    found({ kind: 'natural_disaster', hazard: 'flood', regionCode, figures: {}, ...over })
  t.same(at('540122000000'), ['C22 hard'])
  t.same(at('540122'), ['C22 hard'])
  t.same(at('540122000000', { subhazard: 'mountain_flood' }), [])
  t.same(at('540122000000', { hazard: 'snow' }), [], 'snow has none')
  for (const code of ['540100000000', '540122200000', '540122200202'])
    t.same(at(code), [], `${code} is no county`)
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

t.test('a violation says what is wrong, where, and by which clause', async (t) => {
  const [violation] = checkFigures({ figures: { affected_pop: 4, dead: 5 } })
  t.match(violation, {
    rule: 'C02',
    kind: 'hard',
    pointers: ['/figures/affected_pop', '/figures/dead'],
    observed: 'affected_pop = 4, dead = 5',
    expected: 'affected_pop >= dead',
    because: [{ rule: 'C02', status: 'secondary' }],
    textZh: '受灾人口(4人)应不小于因灾死亡人口(5人)',
    textEn: 'Affected people (4) must not be below Deaths (5)',
  } satisfies Partial<Violation> | object)
  const [area] = checkFigures({ figures: { crop_affected: 15_000, crop_damaged: 20_000 } })
  t.match(area?.textZh, '(1.5公顷)', 'areas are spoken of in the unit of the form')
})

t.test('which report adds deaths or missing people', async (t) => {
  t.ok(addsDeathsOrMissing({ dead: 1 }, null))
  t.ok(addsDeathsOrMissing({ missing: 1 }, { dead: 4 }))
  t.ok(addsDeathsOrMissing({ dead: 2 }, { dead: 1 }))
  t.notOk(addsDeathsOrMissing({ dead: 1 }, { dead: 1 }))
  t.notOk(addsDeathsOrMissing({ dead: 0 }, null))
  t.notOk(addsDeathsOrMissing({ injured: 9 }, null))
})
