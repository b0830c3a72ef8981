import t from 'tap'
import { type Answer, COUNTY, type ProblemBody, startApi, VILLAGE } from '../api.ts'

const AT = '2025-06-11T12:00:00+08:00'
const flood = {
  kind: 'natural_disaster',
  hazard: 'flood',
  subhazard: 'mountain_flood',
  regionCode: COUNTY,
  occurredAt: AT,
  stage: 'first',
  figures: { dead: 4, missing: 8, relocated_cum: 1_200, loss_total: 6_000_000 },
} as const

interface Evaluated {
  severity: { level: string | null; because: { rule: string; status: string }[] }
  chain: { duty: string; from: string; to: string[]; dueAt: string | null; dutyZh: string }[]
  [member: string]: unknown
}

const api = await startApi(t)
const officer = api.as('officer', VILLAGE)
const ask = (body: unknown) => officer.post('/v1/evaluations', body)

t.test('facts are answered with everything the rules say, each with its reasons', async (t) => {
  const answer = await ask(flood)
  t.equal(answer.status, 200, answer.text)
  const said = answer.json<Evaluated>()
  t.match(said.severity, {
    level: 'relatively_serious',
    because: [{ figure: 'loss_total', value: 6_000_000 }],
  })
  t.match(said.ladders, [{ ladder: 'flood_drought_tibet', level: 'relatively_serious' }])
  const county = said.chain.find(({ duty, from }) => duty === 'first_report' && from === 'county')
  t.match(county, {
    to: ['city'],
    dueAt: '2025-06-11T14:00:00.000+08:00',
    dutyZh: '初报',
    limit: { minutes: 120 },
  })
  t.ok(said.chain.some(({ duty, to }) => duty === 'direct_report' && to.includes('ministry')))
  t.match(said.recipients, [
    { section: 'ZHZX', role: 'support' },
    { section: 'FXKH', role: 'lead' },
  ])
  for (const member of ['relief', 'mustTell', 'violations', 'flags', 'desk'])
    t.ok(Array.isArray(said[member]), member)
  const reasons = JSON.stringify(said).match(/"because":\[\{"rule"/g) ?? []
  t.ok(reasons.length > 20, `${reasons.length} answers give their reasons`)
})

t.test('no trace is left', async (t) => {
  const count = async () => {
    const tables = [
      'events',
      'report_versions',
      'deadlines',
      'escalations',
      'outbox',
      'audit_entries',
      'submissions',
    ]
    const selects = tables.map((table) => `select '${table}' as name, count(*)::int as n from ${table}`)
    return api.rows(selects.join(' union all '))
  }
  const before = await count()
  t.equal((await ask(flood)).status, 200)
  t.same(await count(), before)
})

t.test('asOf chooses the edition', async (t) => {
  const quake = { ...flood, hazard: 'earthquake', subhazard: undefined, figures: { dead: 15, missing: 10 } }
  const level = async (more: object) => (await ask({ ...quake, ...more })).json<Evaluated>().severity.level
  t.equal(await level({}), 'relatively_serious', 'dead and missing by the plan of 2012')
  t.equal(await level({ asOf: '2008-10-06T16:30:00+08:00' }), 'ordinary', 'deaths alone by that of 2006')
})

t.test('facts that no rule can read are refused with the fact and the rule', async (t) => {
  const natural = { ...flood }
  const accident = { kind: 'accident', regionCode: COUNTY, occurredAt: AT, figures: {} }
  const rows: [title: string, body: object, pointer: string, rule: string][] = [
    ['an unknown hazard', { ...natural, hazard: 'meteor' }, '/hazard', 'hazard.known'],
    ['no hazard', { ...natural, hazard: undefined, subhazard: undefined }, '/hazard', 'hazard.given'],
    [
      'another hazard’s sub-hazard',
      { ...natural, subhazard: 'landslide' },
      '/subhazard',
      'subhazard.of_hazard',
    ],
    ['a hazard of an accident', { ...accident, hazard: 'flood' }, '/hazard', 'hazard.of_natural_disaster'],
    ['an unknown sector', { ...accident, sector: 'bakery' }, '/sector', 'sector.known'],
    ['a sector of a disaster', { ...natural, sector: 'fire' }, '/sector', 'sector.of_accident'],
    ['a figure below 0', { ...natural, figures: { dead: -1 } }, '/figures/dead', 'C01'],
    ['half a person', { ...natural, figures: { dead: 1.5 } }, '/figures/dead', 'C01'],
    [
      'an absurd magnitude',
      { ...natural, facts: { magnitude: 12 } },
      '/facts/magnitude',
      'magnitude.possible',
    ],
    [
      'a share above one',
      { ...natural, facts: { shares: { cropLost: 1.2 } } },
      '/facts/shares/cropLost',
      'share.part_of_one',
    ],
    [
      'hours below 0',
      { ...natural, facts: { railCutHours: -1 } },
      '/facts/railCutHours',
      'circumstance.not_negative',
    ],
    [
      'half a trapped person',
      { ...natural, facts: { trapped: 0.5 } },
      '/facts/trapped',
      'circumstance.whole',
    ],
    [
      'hours without end',
      { ...natural, facts: { openFlameHours: 1e6 } },
      '/facts/openFlameHours',
      'circumstance.possible',
    ],
    [
      'an unknown criterion',
      { ...natural, facts: { criteria: ['windy'] } },
      '/facts/criteria/0',
      'criterion.known',
    ],
    [
      'a fifth response level',
      { ...natural, facts: { responseLevel: 5 } },
      '/facts/responseLevel',
      'response.known',
    ],
    [
      'a green warning',
      { ...natural, facts: { warningColour: 'green' } },
      '/facts/warningColour',
      'warning.known',
    ],
    [
      'a concurrent unknown',
      { ...natural, facts: { concurrentHazards: ['x'] } },
      '/facts/concurrentHazards/0',
      'hazard.known',
    ],
    ['a region in letters', { ...natural, regionCode: 'lhasa' }, '/regionCode', 'region.digits'],
    [
      'told before it happened',
      { ...natural, received: { city: '2025-06-11T11:00:00+08:00' } },
      '/received/city',
      'instant.not_before_occurrence',
    ],
    [
      'stable before it happened',
      { ...natural, stableAt: '2025-06-11T11:00:00+08:00' },
      '/stableAt',
      'instant.not_before_occurrence',
    ],
    [
      'a day before all editions',
      { ...natural, occurredAt: '2005-01-01T00:00:00+08:00' },
      '/occurredAt',
      'edition.in_force',
    ],
    [
      'an asOf before all editions',
      { ...natural, asOf: '2005-01-01T00:00:00+08:00' },
      '/asOf',
      'edition.in_force',
    ],
    [
      'a year without a calendar',
      { ...natural, occurredAt: '2009-06-01T00:00:00+08:00', stableAt: '2009-06-09T00:00:00+08:00' },
      '/calendar',
      'calendar.year_known',
    ],
    [
      'a day that is off and worked',
      {
        ...natural,
        stableAt: '2025-06-12T00:00:00+08:00',
        calendar: { daysOff: ['2025-06-13'], workedDays: ['2025-06-13'] },
      },
      '/calendar/workedDays/0',
      'calendar.off_or_worked',
    ],
  ]
  for (const [title, body, pointer, rule] of rows) {
    const answer = await ask(body)
    t.equal(answer.status, 422, `${title}: ${answer.text}`)
    const problem = answer.json<ProblemBody>()
    t.match(problem, { type: '/problems/unjudgeable-facts', rule, errors: [{ pointer, code: rule }] }, title)
    t.match(problem.textZh, /\p{Script=Han}/u, `${title}: in Chinese too`)
    t.match(problem.because, [{ rule, clause: /./, status: /./ }], `${title}: with its source`)
    t.equal((await officer.get(`/v1/regulations/${rule}`)).status, 200, `${rule} is explained`)
  }
})

t.test('what is not of the form is refused with pointers', async (t) => {
  const rows: [title: string, body: unknown, pointer: string][] = [
    ['an unknown figure', { ...flood, figures: { deaths: 1 } }, '/figures/deaths'],
    ['a figure in words', { ...flood, figures: { dead: 'nine' } }, '/figures/dead'],
    ['an unknown member', { ...flood, severity: 'serious' }, '/severity'],
    ['an unknown kind', { ...flood, kind: 'war' }, '/kind'],
    ['no instant', { ...flood, occurredAt: undefined }, '/occurredAt'],
    ['an instant without offset', { ...flood, occurredAt: '2025-06-11T12:00:00' }, '/occurredAt'],
    ['a calendar nobody knows', { ...flood, calendar: 'lunar' }, '/calendar'],
    [
      'an impossible day',
      { ...flood, calendar: { daysOff: ['2025-02-30'], workedDays: [] } },
      '/calendar/daysOff/0',
    ],
  ]
  for (const [title, body, pointer] of rows) {
    const answer = await ask(body)
    t.equal(answer.status, 400, `${title}: ${answer.text}`)
    t.equal(answer.json<ProblemBody>().errors?.[0]?.pointer, pointer, title)
  }
  t.equal((await api.nobody.post('/v1/evaluations', flood)).status, 401)
})

t.test('figures that contradict each other are answered, not refused', async (t) => {
  const answer = await ask({ ...flood, figures: { affected_pop: 5, dead: 9 } })
  t.equal(answer.status, 200)
  t.match(answer.json<Evaluated>().violations, [
    {
      rule: 'C02',
      kind: 'hard',
      pointers: ['/figures/affected_pop', '/figures/dead'],
      observed: /5.*9/,
      textZh: /受灾人口/,
      because: [{ status: 'secondary' }],
    },
  ])
})

t.test('the same judge decides submissions', async (t) => {
  const report = { hazard: 'earthquake', occurredAt: '2026-07-01T11:50:00+08:00' } as const
  const figures = { dead: 12, injured: 30 }
  const accepted = await officer.report({
    id: '019bf000-0000-7000-8000-000000000001',
    parentVersionId: null,
    stage: 'first',
    regionCode: VILLAGE,
    event: report,
    figures,
  })
  const dry = await ask({ kind: 'natural_disaster', ...report, regionCode: VILLAGE, stage: 'first', figures })
  const said = dry.json<Evaluated>()
  t.same(said.severity, accepted.severity)
  const clocks = ({ chain }: Evaluated) =>
    chain.flatMap(({ duty, dueAt, from }) =>
      duty === 'first_report' && dueAt && from !== 'city' ? [dueAt] : [],
    )
  const set = accepted.deadlines.filter(({ duty }) => duty === 'first_report').map(({ dueAt }) => dueAt)
  t.same(clocks(said).slice(0, 3).sort(), set.sort())
})

t.test('a timeline tells what fell due, was met, missed, or needed an explanation', async (t) => {
  const item = (at: string, figures: object, more: object = {}, facts: object = {}) => ({
    at,
    ...more,
    facts: { ...flood, stage: 'follow_up', figures, ...facts },
  })
  const series = (body: unknown): Promise<Answer> => officer.post('/v1/evaluations/series', body)
  const answer = await series({
    timeline: [
      item('2025-06-11T14:30:00+08:00', { dead: 1, relocated_cum: 900 }, {}, { stage: 'first' }),
      item('2025-06-11T16:00:00+08:00', { dead: 1, relocated_cum: 900 }, { from: 'city' }),
      item(
        '2025-06-12T08:40:00+08:00',
        { dead: 12, relocated_cum: 400 },
        {},
        { facts: { nilReportOrdered: true } },
      ),
    ],
    until: '2025-06-12T20:00:00+08:00',
  })
  t.equal(answer.status, 200, answer.text)
  const { steps, duties } = answer.json<{
    steps: { needsExplanation: boolean; violations: { rule: string }[]; severity: string | null }[]
    duties: { duty: string; from: string; state: string; lateMinutes: number | null; dueAt: string | null }[]
  }>()
  t.same(
    steps.map(({ needsExplanation }) => needsExplanation),
    [false, false, true],
    'people who were relocated do not become fewer without a word',
  )
  const became = (duty: string, from: string) =>
    duties
      .filter((one) => one.duty === duty && one.from === from)
      .map(({ state, lateMinutes, dueAt }) => [state, lateMinutes, dueAt?.slice(0, 16)])
  t.same(became('first_report', 'county'), [['met_late', 30, '2025-06-11T14:00']])
  t.same(became('first_report', 'township'), [['missed', 1_860, '2025-06-11T13:00']])
  t.same(became('first_report', 'city'), [['met', null, '2025-06-11T16:30']])
  t.same(became('daily_follow_up', 'county').slice(0, 1), [['met', null, '2025-06-12T09:00']])
  t.same(became('daily_follow_up', 'city').slice(0, 1), [['missed', 600, '2025-06-12T10:00']])
  const rows: [title: string, body: unknown, pointer: string][] = [
    [
      'an item no rule can read',
      { timeline: [item('2025-06-11T14:30:00+08:00', {}), item('2025-06-12T14:30:00+08:00', { dead: -1 })] },
      '/timeline/1/facts/figures/dead',
    ],
    [
      'years between',
      { timeline: [item('2025-06-11T14:30:00+08:00', {})], until: '2027-06-11T00:00:00+08:00' },
      '/timeline',
    ],
    ['a report before the disaster', { timeline: [item('2025-06-10T14:30:00+08:00', {})] }, '/timeline/0/at'],
  ]
  for (const [title, body, pointer] of rows) {
    const refused = await series(body)
    t.equal(refused.status, 422, `${title}: ${refused.text}`)
    t.equal(refused.json<ProblemBody>().errors?.[0]?.pointer, pointer, title)
  }
  t.equal((await series({ timeline: [] })).status, 400)
})
