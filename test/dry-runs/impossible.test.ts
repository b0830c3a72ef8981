/** Facts that cannot be true together are refused with both of them, and with a rule that is explained. */
import t from 'tap'
import { COUNTY, type ProblemBody, startApi, VILLAGE } from '../api.ts'

const AT = '2025-06-11T12:00:00+08:00'
const at = (day: number, clock = '12:00') => `2025-06-${day}T${clock}:00+08:00`
const flood = {
  kind: 'natural_disaster',
  hazard: 'flood',
  subhazard: 'mountain_flood',
  regionCode: COUNTY,
  occurredAt: AT,
  figures: {},
} as const
const drought = { ...flood, hazard: 'drought', subhazard: undefined }
const fire = { ...flood, hazard: 'forest_grassland_fire', subhazard: 'forest_fire' }

const api = await startApi(t, { environment: { RUN: 'api' } })
const officer = api.as('officer', VILLAGE)
const ask = (body: unknown) => officer.post('/v1/evaluations', body)

interface Refused extends ProblemBody {
  rule: string
  because: { rule: string; status: string; clause: string }[]
}

async function mustRefuse(
  body: unknown,
  path: string,
  [title, pointers, rule]: readonly [title: string, pointers: readonly string[], rule: string],
): Promise<void> {
  const answer = await officer.post(path, body)
  t.equal(answer.status, 422, `${title}: ${answer.text}`)
  const problem = answer.json<Refused>()
  t.match(problem, { type: '/problems/unjudgeable-facts', rule }, title)
  t.same(
    problem.errors?.map(({ pointer }) => pointer),
    pointers,
    title,
  )
  t.match(problem.textZh, /\p{Script=Han}/u, `${title}: in Chinese too`)
  t.match(problem.because, [{ rule, clause: /./, status: /./ }], `${title}: with its source`)
  t.equal((await officer.get(`/v1/regulations/${rule}`)).status, 200, `${rule} is explained`)
}

t.test('one fact that contradicts another', async () => {
  const calendar = { daysOff: ['2025-06-12', '2025-06-13'], workedDays: ['2025-06-13'] }
  const rows: [title: string, body: object, pointers: string[], rule: string][] = [
    [
      'the city verified before it heard',
      { ...flood, received: { city: at(13), cityVerified: at(12) } },
      ['/received/cityVerified', '/received/city'],
      'instant.in_order',
    ],
    [
      'the region has the verified report before the city',
      { ...flood, received: { cityVerified: at(14), regionVerified: at(13) } },
      ['/received/regionVerified', '/received/cityVerified'],
      'instant.in_order',
    ],
    [
      'verified before it was stable',
      { ...flood, stableAt: at(14), received: { cityVerified: at(13) } },
      ['/received/cityVerified', '/stableAt'],
      'instant.verified_after_stability',
    ],
    [
      'a verified report before it was stable',
      { ...flood, stage: 'verified', stableAt: at(14), reportedAt: at(13) },
      ['/reportedAt', '/stableAt'],
      'instant.verified_after_stability',
    ],
    [
      'figures of no report',
      { ...flood, stage: 'first', previousStage: null, previous: { dead: 1 } },
      ['/previousStage', '/previous'],
      'previous.none',
    ],
    [
      'a day off that is worked, whether or not it is counted',
      { ...flood, calendar },
      ['/calendar/workedDays/0', '/calendar/daysOff/1'],
      'calendar.off_or_worked',
    ],
    [
      'more dead than people',
      { ...flood, population: 3, figures: { dead: 5 } },
      ['/population', '/figures/dead'],
      'population.holds_the_dead',
    ],
    [
      'two grades of one drought',
      { ...drought, facts: { criteria: ['drought_light', 'drought_extreme'] } },
      ['/facts/criteria/1', '/facts/criteria/0'],
      'criterion.one_drought_grade',
    ],
    [
      'a fire older than itself',
      { ...fire, reportedAt: at(11, '13:00'), facts: { openFlameHours: 5_000 } },
      ['/facts/openFlameHours', '/reportedAt'],
      'hours.since_occurrence',
    ],
  ]
  for (const [title, body, ...expected] of rows) {
    await mustRefuse(body, '/v1/evaluations', [title, ...expected])
  }
})

t.test('what may have been so is judged', async (t) => {
  const rows: [title: string, body: object][] = [
    ['a step that was skipped', { ...flood, received: { region: at(12), city: at(13) } }],
    ['at the same instant', { ...flood, received: { city: at(12), cityVerified: at(12) }, stableAt: at(12) }],
    ['a first report before stability', { ...flood, stage: 'first', reportedAt: at(12), stableAt: at(14) }],
    ['nothing of no report', { ...flood, previousStage: null, previous: {} }],
    ['as many dead as people', { ...flood, population: 5, figures: { dead: 5 } }],
    [
      'those who passed through',
      {
        ...flood,
        kind: 'accident',
        hazard: undefined,
        subhazard: undefined,
        population: 3,
        figures: { dead: 5 },
      },
    ],
    ['the same grade twice', { ...drought, facts: { criteria: ['drought_light', 'drought_light'] } }],
    ['rounded hours', { ...fire, reportedAt: at(11, '13:30'), facts: { openFlameHours: 2.5 } }],
  ]
  for (const [title, body] of rows) {
    const answer = await ask(body)
    t.equal(answer.status, 200, `${title}: ${answer.text.slice(0, 300)}`)
  }
})

t.test('numbers that no disaster and no place can have', async (t) => {
  const rows: [body: object, pointer: string, rule: string][] = [
    [
      { ...fire, facts: { burnedAreaM2: 9_007_199_254_740_991 } },
      '/facts/burnedAreaM2',
      'circumstance.possible',
    ],
    [{ ...flood, facts: { trapped: 10_000_001 } }, '/facts/trapped', 'circumstance.possible'],
    [{ ...flood, population: 9e15 }, '/population', 'count.possible'],
    [{ ...flood, registers: { dead: 9e15 } }, '/registers/dead', 'count.possible'],
    [{ ...flood, children: [{}, { dead: 9e15 }] }, '/children/1/dead', 'count.possible'],
    [{ ...flood, ownAdditional: { loss_total: 9e15 } }, '/ownAdditional/loss_total', 'count.possible'],
    [{ ...flood, previous: { dead: 9e15 } }, '/previous/dead', 'count.possible'],
    [{ ...flood, figures: { dead: 10_000_001 } }, '/figures/dead', 'absurd_figures'],
  ]
  for (const [body, pointer, rule] of rows) {
    await mustRefuse(body, '/v1/evaluations', [pointer, [pointer], rule])
  }
  t.equal((await ask({ ...flood, facts: { trapped: 10_000_000 } })).status, 200, 'the most')
})

t.test('a place that does not exist', async (t) => {
  for (const regionCode of ['000000000000', '999999999999', '540199000000', '540172000000', '540172']) {
    await mustRefuse({ ...flood, regionCode }, '/v1/evaluations', [
      regionCode,
      ['/regionCode'],
      'region.known',
    ])
  }
  for (const regionCode of [
    '540122',
    '540126000000',
    '540122999000',
    '540000000000',
    '540202000000',
    '620100000000',
  ]) {
    t.equal((await ask({ ...flood, regionCode })).status, 200, regionCode)
  }
})

t.test('a sub-hazard without its hazard is called so', async (t) => {
  const danger = { kind: 'danger', subhazard: 'landslide', regionCode: COUNTY, occurredAt: AT, figures: {} }
  const answer = await ask(danger)
  t.match(answer.json<Refused>(), {
    status: 422,
    detail: '/subhazard: landslide is given without its hazard.',
  })
})

t.test('a calendar of one’s own that is not whole is told where', async (t) => {
  const days = Array.from({ length: 401 }, () => '2025-06-12')
  for (const [calendar, pointers] of [
    [{ daysOff: [] }, ['/calendar/workedDays']],
    [{ daysOff: days, workedDays: [] }, ['/calendar/daysOff']],
    [{ daysOff: days }, ['/calendar/daysOff', '/calendar/workedDays']],
    ['lunar', ['/calendar']],
  ] as const) {
    const answer = await ask({ ...flood, calendar })
    t.equal(answer.status, 400)
    t.same(
      answer
        .json<ProblemBody>()
        .errors?.map(({ pointer }) => pointer)
        .sort(),
      pointers,
    )
  }
})

t.test('days of one’s own supply a year without a calendar', async (t) => {
  const past = { ...flood, occurredAt: '2012-06-01T00:00:00+08:00', stableAt: '2012-06-05T12:00:00+08:00' }
  await mustRefuse(past, '/v1/evaluations', ['2012', ['/calendar'], 'calendar.year_known'])
  const answer = await ask({ ...past, calendar: { daysOff: ['2012-06-06'], workedDays: [] } })
  t.equal(answer.status, 200, answer.text)
  const { chain } = answer.json<{ chain: { duty: string; from: string; dueAt: string | null }[] }>()
  const due = chain.find(({ duty, from }) => duty === 'verified_report' && from === 'township')?.dueAt
  t.equal(due, '2012-06-09T00:00:00.000+08:00', 'Wednesday 6 is off: Thursday 7 and Friday 8')
  const other = await ask({ ...past, calendar: { daysOff: ['2011-06-06'], workedDays: [] } })
  t.equal(other.status, 422, 'days of another year do not')
})

t.test('what no rule reads of such an event is pointed out, and changes nothing', async (t) => {
  interface Flagged {
    flags: { flag: string; pointers?: string[]; because: { rule: string; figure: string }[] }[]
  }
  const flagOf = async (body: object) =>
    (await ask(body)).json<Flagged>().flags.find(({ flag }) => flag === 'fact_not_read')
  const facts = { magnitude: 9, criteria: ['near_border', 'basin_great_flood'], railCutHours: 50 }
  const found = await flagOf({ ...flood, facts })
  t.same(found?.pointers, ['/facts/magnitude', '/facts/criteria/0'])
  t.match(found?.because, [{ rule: 'circumstance.not_read', figure: 'magnitude' }, { figure: 'criteria' }])
  t.equal((await officer.get('/v1/regulations/circumstance.not_read')).status, 200)
  const quake = { ...flood, hazard: 'earthquake', subhazard: undefined, facts: { magnitude: 5 } }
  t.notOk(await flagOf(quake), 'of an earthquake it is read')
  t.notOk(await flagOf({ ...fire, facts: { criteria: ['near_border'], burnedAreaM2: 1, openFlameHours: 1 } }))
  t.notOk(await flagOf(flood), 'nothing was given')
  t.same((await flagOf({ ...quake, facts: { shares: { cropLost: 0.1 } } }))?.pointers, [
    '/facts/shares/cropLost',
  ])
  const { flags: _without, ...plain } = (await ask(flood)).json<Flagged & Record<string, unknown>>()
  const { flags: _with, ...flagged } = (await ask({ ...flood, facts: { magnitude: 9 } })).json<
    Flagged & Record<string, unknown>
  >()
  t.same(flagged, plain)
})

t.test('violations point into what was asked', async (t) => {
  const { violations } = (await ask({ ...flood, subhazard: undefined, reportedAt: at(10) })).json<{
    violations: { rule: string; pointers: string[] }[]
  }>()
  t.same(violations.map(({ rule, pointers }) => [rule, ...pointers]).sort(), [
    ['C20', '/occurredAt'],
    ['C22', '/subhazard'],
  ])
})

t.test('query parameters that nobody knows, and controls in a text, are refused', async (t) => {
  const timeline = { timeline: [{ at: at(12), facts: flood }] }
  for (const [path, body] of [
    ['/v1/evaluations?x=1', flood],
    ['/v1/evaluations/series?x=1', timeline],
  ] as const) {
    const answer = await officer.post(path, body)
    t.match(answer.json<ProblemBody>().errors, [{ pointer: 'query:x', code: 'unknown_field' }], path)
  }
  for (const mark of ['\u202e', '\u0007', '\u2066']) {
    const answer = await ask({ ...flood, explanation: `转回${mark}` })
    t.match([answer.status, answer.json<ProblemBody>().errors?.[0]?.pointer], [400, '/explanation'])
  }
  t.equal((await ask({ ...flood, explanation: '一行\n又一行' })).status, 200)
})
