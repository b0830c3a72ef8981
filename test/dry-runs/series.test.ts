/** Timelines that are none, reports that would be refused, and what a long timeline costs others. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import t from 'tap'
import { COUNTY, type ProblemBody, startApi, VILLAGE } from '../api.ts'

const at = (day: number, clock = '12:00') => `2025-06-${day}T${clock}:00+08:00`
const flood = {
  kind: 'natural_disaster',
  hazard: 'flood',
  subhazard: 'mountain_flood',
  regionCode: COUNTY,
  occurredAt: at(11),
  figures: {},
} as const
const quake = { hazard: 'earthquake', subhazard: undefined }
const item = (when: string, facts: object = {}, more: object = {}) => ({
  at: when,
  ...more,
  facts: { ...flood, ...facts },
})

const api = await startApi(t, { environment: { RUN: 'api' } })
const officer = api.as('officer', VILLAGE)
const series = (body: unknown) => officer.post('/v1/evaluations/series', body)

interface Told {
  steps: { violations: { rule: string; kind: string; pointers: string[] }[]; severity: string | null }[]
  duties: { duty: string; from: string; state: string; because: { rule: string }[] }[]
}

t.test('a timeline is of one event, and ends after it began', async (t) => {
  const first = item(at(11, '13:00'))
  const rows: [title: string, body: object, pointers: string[], rule: string][] = [
    [
      'another kind',
      {
        timeline: [
          item(at(11, '13:00')),
          item(at(12), { kind: 'accident', hazard: undefined, subhazard: undefined }),
        ],
      },
      ['/timeline/1/facts/kind', '/timeline/0/facts/kind'],
      'series.one_event',
    ],
    [
      'another hazard',
      { timeline: [first, item(at(12), quake)] },
      ['/timeline/1/facts/hazard', '/timeline/0/facts/hazard'],
      'series.one_event',
    ],
    [
      'another occurrence',
      { timeline: [first, item(at(12)), item(at(12), { occurredAt: at(11, '12:01') })] },
      ['/timeline/2/facts/occurredAt', '/timeline/0/facts/occurredAt'],
      'series.one_event',
    ],
    [
      'an end before the first report, which is not the first item',
      { timeline: [item(at(13)), first], until: at(11, '12:30') },
      ['/until', '/timeline/1/at'],
      'series.until',
    ],
    [
      'a report that came before it was made',
      { timeline: [first, item(at(12), { reportedAt: '2025-09-01T12:00:00+08:00' })] },
      ['/timeline/1/facts/reportedAt', '/timeline/1/at'],
      'series.made_before_it_came',
    ],
    [
      'a contradiction within one report',
      { timeline: [first, item(at(12), { previousStage: null, previous: { dead: 1 } })] },
      ['/timeline/1/facts/previousStage', '/timeline/1/facts/previous'],
      'previous.none',
    ],
    [
      'a place that does not exist',
      { timeline: [first, item(at(12), { regionCode: '540199000000' })] },
      ['/timeline/1/facts/regionCode'],
      'region.known',
    ],
  ]
  for (const [title, body, pointers, rule] of rows) {
    const answer = await series(body)
    t.equal(answer.status, 422, `${title}: ${answer.text.slice(0, 300)}`)
    const problem = answer.json<ProblemBody>()
    t.same(
      problem.errors?.map(({ pointer }) => pointer),
      pointers,
      title,
    )
    t.equal(problem.rule, rule, title)
    t.equal((await officer.get(`/v1/regulations/${rule}`)).status, 200, `${rule} is explained`)
  }
  const same = await series({
    timeline: [first, item(at(12), { subhazard: 'flash_flood_other', occurredAt: '2025-06-11T04:00:00Z' })],
  })
  t.not(same.json<ProblemBody>().rule, 'series.one_event', 'the same instant in another zone is the same')
  const grown = {
    timeline: [item(at(11, '13:00'), { kind: 'danger' }), item(at(12), { figures: { dead: 1 } })],
  }
  t.equal((await series(grown)).status, 200, 'a danger becomes a disaster')
  const sent = { timeline: [item(at(12), { reportedAt: at(12, '12:10') })] }
  t.equal((await series(sent)).status, 200, 'clocks differ by minutes')
})

t.test('what an item cannot be judged for is told at that item', async (t) => {
  const past = (day: string, facts: object = {}) =>
    item(`2012-06-${day}T12:00:00+08:00`, { occurredAt: '2012-06-01T00:00:00+08:00', ...facts })
  const answer = await series({
    timeline: [
      past('09'),
      past('05', {
        stableAt: '2012-06-05T12:00:00+08:00',
        calendar: { daysOff: ['2012-06-06'], workedDays: [] },
      }),
    ],
  })
  t.equal(answer.status, 422, answer.text.slice(0, 300))
  t.equal(
    answer.json<ProblemBody>().errors?.[0]?.pointer,
    '/timeline/0/facts/calendar',
    'the later report, which stands first, has no calendar for the stability that the other one told',
  )
})

t.test('a report that would be refused meets no duty, and what it would bring about is owed', async (t) => {
  const told = async (timeline: object[], until: string) => {
    const answer = await series({ timeline, until })
    t.equal(answer.status, 200, answer.text.slice(0, 300))
    return answer.json<Told>()
  }
  const stateOf = ({ duties }: Told, rule: string) =>
    duties.filter(({ because }) => because[0]?.rule === rule).map(({ state }) => state)
  const contradicting = { stage: 'first', figures: { affected_pop: 1, relocated_cum: 5 } }
  const refused = await told([item(at(11, '13:00'), contradicting)], at(11, '15:00'))
  t.match(refused.steps[0]?.violations, [
    { rule: 'C02', kind: 'hard', pointers: ['/figures/affected_pop', '/figures/relocated_cum'] },
  ])
  t.same(stateOf(refused, 'first_report.county'), ['missed'], 'of 14:00')
  const again = await told(
    [
      item(at(11, '13:00'), contradicting),
      item(at(11, '13:30'), { stage: 'first', figures: { affected_pop: 9, relocated_cum: 5 } }),
    ],
    at(11, '15:00'),
  )
  t.same(stateOf(again, 'first_report.county'), ['met'], 'by the report that was put right')
  t.notOk(
    again.steps[1]?.violations.some(({ kind }) => kind === 'hard'),
    'the refused one is no report before it',
  )
  const deaths = { stage: 'first', figures: { affected_pop: 1, dead: 5 } }
  const heard = await told([item(at(11, '13:00'), deaths)], at(11, '15:00'))
  t.same(stateOf(heard, 'first_report.county'), ['met'], 'word of the dead is never turned away')
})

t.test('the longest timeline lets others in between', async (t) => {
  const parties = ['village', 'township', 'county', 'city'] as const
  const timeline = Array.from({ length: 200 }, (_, index) =>
    item(
      new Date(Date.parse('2024-01-01T05:00:00Z') + index * 2 * 86_400_000).toISOString(),
      {
        occurredAt: '2024-01-01T04:00:00Z',
        stage: index === 0 ? 'first' : 'follow_up',
        figures: { dead: 30, missing: 8, relocated_cum: 1_200, loss_total: 600_000_000 },
        facts: { nilReportOrdered: true },
      },
      { from: parties[index % 4] },
    ),
  )
  const tries: number[] = []
  for (const _ of ['warm', 'once', 'twice', 'thrice']) tries.push(await heldUp(timeline))
  // a busy machine holds everybody up; three times in a row it is the timeline
  t.ok(
    Math.min(...tries) < 1 / 3,
    `others waited for ${Math.round(Math.min(...tries) * 100)} % of it at most`,
  )

  /** The longest time for which nobody had a turn, as a part of the whole. */
  async function heldUp(timeline: readonly object[]): Promise<number> {
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    const began = performance.now()
    const answer = await series({ timeline })
    const tookMs = performance.now() - began
    delay.disable()
    t.equal(answer.status, 200)
    t.equal(answer.json<Told>().steps.length, 200)
    return delay.max / 1e6 / tookMs
  }
})
