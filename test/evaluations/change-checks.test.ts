import t from 'tap'
import { addsDeathsOrMissing, checkFigures } from '../../src/evaluations/checks.ts'
import { checksWith } from '../../src/regulations/checks.ts'
import { INDICATORS } from '../../src/regulations/indicators.ts'
import { found } from './cases.ts'

/** Deaths, running totals (累计值) and the direct loss. */
const MAY_NOT_FALL = [
  'dead',
  'relocated_cum',
  'central_cum',
  'dispersed_cum',
  'central_sites_cum',
  'urgent_aid_cum',
  'drought_aid_cum',
  'drought_water_cum',
  'loss_total',
] as const

t.test('a total that falls is refused until it is explained', async (t) => {
  for (const key of MAY_NOT_FALL) {
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
})

t.test('an explanation has a letter or a digit that can be seen', async (t) => {
  const fall = { previous: { dead: 10 }, figures: { dead: 9 } }
  const nothing = [
    '',
    ' \n',
    '。',
    '……——!?',
    '\u200B',
    '\u2060',
    '\u2800',
    '\u3164',
    '\uFFA0\u115F\u1160',
    '\u202E',
  ]
  for (const explanation of nothing) {
    t.same(found({ ...fall, explanation }), ['C17 hard'], JSON.stringify(explanation))
  }
  for (const explanation of ['核', 'x', '1', 'བོད', '\u200B减\u200B', '½', '가']) {
    t.same(found({ ...fall, explanation }), ['C17 soft'], explanation)
  }
  const rise = { previous: { dead: 0 }, figures: { dead: 9 }, explanation: '\u200B' }
  t.match(checkFigures(rise), [{ rule: 'C18', explained: false }])
})

t.test('missing people become fewer only as they are found', async (t) => {
  const previous = { dead: 1, missing: 5 }
  t.same(found({ previous, figures: { dead: 3, missing: 3 } }), [])
  t.same(found({ previous, figures: { dead: 2, missing: 3 } }), ['C17 hard'])
  t.same(found({ previous, figures: { dead: 2, missing: 3 }, facts: { foundAlive: 1 } }), [])
  t.same(found({ previous, figures: { dead: 1, missing: 4 } }), ['C17 hard'])
  t.same(
    found({
      previous,
      figures: { dead: 0, missing: 4 },
      facts: { foundAlive: 1 },
      explanation: '一人误报死亡',
    }),
    ['C17 soft'],
    'a death that is taken back is explained, and takes nothing from those found',
  )
  const none = { dead: 0, missing: 5 }
  t.same(
    found({ previous: none, figures: { missing: 1 } }),
    ['C17 hard'],
    'deaths that are not given show nobody',
  )
  t.same(found({ previous: none, figures: { missing: 1 }, facts: { foundAlive: 4 } }), [])
  t.same(found({ previous: none, figures: { missing: 1 }, facts: { foundAlive: 3 } }), ['C17 hard'])
  t.same(
    found({ previous: { missing: 3 }, figures: { missing: 1, dead: 2 } }),
    [],
    'deaths given for the first time',
  )
  t.same(found({ previous: { missing: 3 }, figures: { missing: 1, dead: 1 } }), ['C17 hard'])
  t.same(found({ previous: { missing: 3 }, figures: { missing: 3 } }), [])
  t.same(
    found({ previous, figures: { dead: 6 } }),
    ['C17 hard', 'C18 soft'],
    'that the last of them were found is said with a 0',
  )
  t.same(found({ previous, figures: { dead: 6, missing: 0 }, explanation: '均已找到' }), ['C18 soft'])
  t.same(found({ previous: { dead: 1 }, figures: { dead: 1, missing: 2 } }), [])
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

t.test('every other running total may fall, with an explanation that is asked for', async (t) => {
  const others = INDICATORS.filter(
    ({ key, course }) => course === 'cumulative' && !MAY_NOT_FALL.some((one) => one === key),
  )
  t.ok(others.length > 30, `${others.length} totals`)
  for (const { key } of others) {
    t.same(found({ previous: { [key]: 10 }, figures: { [key]: 11 } }), [], `${key} rises`)
    t.same(found({ previous: { [key]: 10 }, figures: { [key]: 10 } }), [], `${key} stays`)
    t.same(found({ previous: { [key]: 10 }, figures: { [key]: 9 } }), ['C18 soft'], `${key} falls`)
  }
})

t.test('so may what the national form counts as it stands now', async (t) => {
  const standing = [
    'relocated_now',
    'central_now',
    'dispersed_now',
    'central_sites_now',
    'urgent_aid_now',
    'drought_aid_now',
    'drought_water_now',
  ] as const
  for (const { key } of INDICATORS.filter(({ course }) => course === 'current')) {
    const expected = standing.some((one) => one === key)
      ? ['C18 soft']
      : key === 'missing'
        ? ['C17 hard']
        : []
    t.same(found({ previous: { [key]: 10 }, figures: { [key]: 9 } }), expected, `${key} falls`)
    t.same(found({ previous: { [key]: 10 }, figures: { [key]: 10 } }), [], `${key} stays`)
  }
})

t.test('what a report leaves out has fallen: by the same checks, from 1 on', async (t) => {
  let asked = 0
  for (const { key } of INDICATORS) {
    const [fall] = key === 'missing' ? ['C17 hard'] : found({ previous: { [key]: 1 }, figures: { [key]: 0 } })
    const isHard = fall === 'C17 hard'
    const leavesOut = (before: number, over = {}) =>
      found({ previous: { [key]: before }, figures: {}, ...over })
    t.same(leavesOut(1), fall === undefined ? [] : [fall], `${key} left out`)
    t.same(leavesOut(0), [], `${key} of 0 left out`)
    t.same(leavesOut(1, { explanation: '。' }), fall === undefined ? [] : [fall], 'points explain nothing')
    const explained = fall === undefined ? [] : [isHard ? 'C17 soft' : fall]
    t.same(leavesOut(1, { explanation: '重新核定' }), explained, `${key} left out, explained`)
    t.same(found({ previous: { [key]: 1 }, figures: { [key]: 1 } }), [], `${key} given again`)
    t.same(found({ previous: {}, figures: {} }), [], `${key} was never given`)
    t.same(found({ figures: {}, stage: 'follow_up' }), [], 'nobody knows what was said before')
    if (fall !== undefined) asked += 1
  }
  t.ok(asked > 50, `${asked} figures are asked about`)
})

t.test('each figure that is left out is named, with how far that reading is verified', async (t) => {
  const previous = { dead: 9, injured: 2, missing: 1, affected_pop: 0 }
  t.match(checkFigures({ previous, figures: { collapsed_rooms: 4 } }), [
    {
      rule: 'C17',
      pointers: ['/figures/dead'],
      explained: false,
      because: [{ rule: 'C17', status: 'inferred' }],
    },
    { rule: 'C17', pointers: ['/figures/missing'], because: [{ status: 'inferred' }] },
    { rule: 'C18', kind: 'soft', pointers: ['/figures/injured'], because: [{ status: 'inferred' }] },
  ])
  t.match(checkFigures({ previous: { dead: 9 }, figures: { dead: 8 } }), [
    { because: [{ status: 'secondary' }] },
  ])
})

t.test('an explained change is kept, and says that it is explained', async (t) => {
  const said = (facts: Parameters<typeof checkFigures>[0]) =>
    checkFigures(facts).map(({ kind, explained }) => [kind, explained])
  const fall = { previous: { dead: 2 }, figures: { dead: 1 } }
  t.same(said(fall), [['hard', false]])
  t.same(said({ ...fall, explanation: '核减' }), [['soft', true]])
  const rise = { previous: { dead: 2 }, figures: { dead: 9 } }
  t.same(said(rise), [['soft', false]])
  t.same(said({ ...rise, explanation: '新发现' }), [['soft', true]])
  const contradiction = { figures: { injured: 1, seriously_injured: 2 }, explanation: '情况如此' }
  t.same(said(contradiction), [['hard', false]], 'no explanation mends a contradiction')
})

t.test('the floors of sharp rises are data', async (t) => {
  const facts = { previous: { dead: 0 }, figures: { dead: 2 } }
  t.same(checkFigures(facts), [])
  t.match(checkFigures(facts, checksWith([{ key: 'dead', moreThan: 1 }])), [{ rule: 'C18' }])
})

t.test('which report adds deaths or missing people', async (t) => {
  t.ok(addsDeathsOrMissing({ dead: 1 }, null))
  t.ok(addsDeathsOrMissing({ missing: 1 }, { dead: 4 }))
  t.ok(addsDeathsOrMissing({ dead: 2 }, { dead: 1 }))
  t.notOk(addsDeathsOrMissing({ dead: 1 }, { dead: 1 }))
  t.notOk(addsDeathsOrMissing({ dead: 0 }, null))
  t.notOk(addsDeathsOrMissing({ injured: 9 }, null))
})
