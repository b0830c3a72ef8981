/** The hard checks over HTTP: refused with rule, clause and pointers; stored all the same when people have died. */
import t from 'tap'
import { reportVersionSchema } from '../../src/reports/reply-schemas.ts'
import {
  type Accepted,
  aFollowUp,
  aReport,
  CITY,
  COUNTY,
  type NewReport,
  type ProblemBody,
  startApi,
  VILLAGE,
} from '../api.ts'

const api = await startApi(t, { environment: { RUN: 'api' } })
const village = api.as('officer', VILLAGE)

/** Figures are verified once the disaster is declared stable. */
async function declareStable(eventId: string): Promise<void> {
  const declared = { declaredAt: '2026-07-01T12:00:00+08:00', basis: '救援结束' }
  const answer = await api.as('duty_leader').post(`/v1/events/${eventId}/stability`, declared)
  if (answer.status !== 201) throw new Error(answer.text)
}

const EVENT = { hazard: 'snow', occurredAt: '2026-07-01T11:30:00+08:00' } as const

type Case = [rule: string, figures: NewReport['figures'], pointers: string[]]

/** Contradictions in figures that say nothing of dead or missing people. */
const CASES: readonly Case[] = [
  ['C02', { affected_pop: 10, injured: 11 }, ['/figures/affected_pop', '/figures/injured']],
  ['C02', { affected_pop: 99, relocated_cum: 100 }, ['/figures/affected_pop', '/figures/relocated_cum']],
  ['C04', { injured: 3, seriously_injured: 4 }, ['/figures/injured', '/figures/seriously_injured']],
  [
    'C05',
    { relocated_cum: 10, central_cum: 4, dispersed_cum: 5 },
    ['/figures/relocated_cum', '/figures/central_cum', '/figures/dispersed_cum'],
  ],
  ['C06', { relocated_cum: 9, relocated_now: 10 }, ['/figures/relocated_cum', '/figures/relocated_now']],
  ['C09', { crop_affected: 100, crop_damaged: 101 }, ['/figures/crop_affected', '/figures/crop_damaged']],
  ['C09', { crop_affected: 100, crop_lost: 101 }, ['/figures/crop_affected', '/figures/crop_lost']],
  [
    'C10',
    { collapsed_rooms: 1, collapsed_home_rooms: 2 },
    ['/figures/collapsed_rooms', '/figures/collapsed_home_rooms'],
  ],
  [
    'C12',
    { livestock_dead: 5, livestock_dead_large: 2, livestock_dead_small: 2 },
    ['/figures/livestock_dead', '/figures/livestock_dead_large', '/figures/livestock_dead_small'],
  ],
  [
    'C13',
    {
      loss_total: 1_000_101,
      loss_home: 1_000_000,
      loss_agri: 0,
      loss_industry: 0,
      loss_infra: 0,
      loss_public: 0,
      loss_other: 0,
    },
    ['loss_total', 'loss_home', 'loss_agri', 'loss_industry', 'loss_infra', 'loss_public', 'loss_other'].map(
      (key) => `/figures/${key}`,
    ),
  ],
]

/** The same kind of contradiction where people are dead: C03 cannot arise without. */
const WITH_DEATHS: readonly Case[] = [
  ...CASES,
  [
    'C03',
    { affected_pop: 20, injured: 10 },
    ['/figures/affected_pop', '/figures/dead', '/figures/missing', '/figures/injured'],
  ],
]

const versions = async () =>
  (await api.rows<{ n: number }>('select count(*)::int as n from report_versions'))[0]?.n

for (const [rule, figures, pointers] of CASES) {
  t.test(`${rule} refuses ${JSON.stringify(figures)}`, async (t) => {
    const before = await versions()
    const answer = await village.submit(aReport({ event: EVENT, figures }))
    t.equal(answer.status, 422)
    t.match(answer.headers.get('content-type'), /^application\/problem\+json/)
    const problem = answer.json<ProblemBody>()
    t.equal(problem.type, '/problems/rules-violated')
    const [violation] = problem.violations ?? []
    t.match(violation, { rule, kind: 'hard', pointers, because: [{ clause: /./, status: /./ }] })
    t.same(
      problem.errors?.map(({ pointer, code }) => [pointer, code]),
      pointers.map((pointer) => [pointer, rule]),
    )
    t.equal(await versions(), before, 'nothing was stored')
  })
}

t.test(
  'what adds dead or missing people is stored with its contradictions, and a duty to correct them',
  async (t) => {
    let head: Accepted | null = null
    let dead = 0
    for (const [rule, given, pointers] of WITH_DEATHS) {
      dead += 1
      const figures = { ...given, dead, missing: 0 }
      const said = head
        ? aFollowUp(head, { figures, explanation: '新的情况' })
        : aReport({ event: EVENT, figures })
      const accepted: Accepted = await village.report(said)
      const violation = accepted.violations.find((one) => one.rule === rule && one.kind === 'hard')
      t.ok(violation, `${rule} is kept with the report`)
      t.same(violation?.pointers, pointers)
      const [duty] = accepted.deadlines.filter((one) => one.duty === 'correction')
      t.match(duty, { regionCode: VILLAGE, metAt: null, because: [{ rule }] })
      head = accepted
    }
    if (!head) throw new Error('there were no cases')
    const stored = await village.get(`/v1/reports/${head.versionId}`)
    t.match(stored.json(), { violations: [{ rule: 'C03' }] })

    const same = await village.submit(
      aFollowUp(head, { figures: { dead, injured: 1, seriously_injured: 2 } }),
    )
    t.equal(same.status, 422, 'with no more dead than before, contradictions are refused')

    await declareStable(head.eventId)
    const verified = await village.submit(
      aFollowUp(head, {
        stage: 'verified',
        figures: {
          dead: dead + 1,
          missing: 0,
          affected_pop: 100,
          loss_total: 0,
          injured: 1,
          seriously_injured: 2,
        },
      }),
    )
    t.equal(verified.status, 422, 'and a verified report never contradicts itself')
    t.match(verified.json(), { violations: [{ rule: 'C04' }] })

    const lacking = await village.submit(aFollowUp(head, { stage: 'verified', figures: { dead } }))
    t.equal(lacking.status, 422)
    t.match(lacking.json(), {
      violations: [{ rule: 'verified_figures', pointers: ['/figures/affected_pop'] }, {}, {}],
    })

    const corrected = await village.report(
      aFollowUp(head, { figures: { dead, missing: 0, injured: 1, affected_pop: 1000 } }),
    )
    t.same(
      corrected.violations.filter(({ kind }) => kind === 'hard'),
      [],
    )
    const open = await api.rows(
      `select from deadlines where event_id = $1 and duty = 'correction' and met_at is null and replaced_at is null`,
      [head.eventId],
    )
    t.same(open, [], 'the correction meets every duty to correct')
  },
)

t.test('a total within a hundred yuan of its parts passes: C13 allows for rounding', async (t) => {
  const parts = { loss_home: 1, loss_agri: 0, loss_industry: 0, loss_infra: 0, loss_public: 0, loss_other: 0 }
  const event = { ...EVENT, hazard: 'sandstorm' } as const
  const { status } = await village.submit(aReport({ event, figures: { loss_total: 101, ...parts } }))
  t.equal(status, 201)
})

t.test('a fall of the dead needs an explanation', async (t) => {
  const event = { ...EVENT, hazard: 'low_temperature' } as const
  const head = await village.report(aReport({ event, figures: { dead: 3 } }))
  const silent = await village.submit(aFollowUp(head, { figures: { dead: 2 } }))
  t.equal(silent.status, 422)
  t.match(silent.json(), { violations: [{ rule: 'C17', pointers: ['/figures/dead'] }] })
  const explained = await village.submit(
    aFollowUp(head, { figures: { dead: 2 }, explanation: '一人重复统计' }),
  )
  t.equal(explained.status, 201)
})

t.test('a county names the sub-hazard, a village need not', async (t) => {
  const event = { hazard: 'hail_and_wind', occurredAt: EVENT.occurredAt } as const
  const answer = await api.as('officer', COUNTY).submit(aReport({ event, regionCode: COUNTY }))
  t.equal(answer.status, 422)
  t.match(answer.json(), { violations: [{ rule: 'C22', pointers: ['/event/subhazard'] }] })
  t.equal((await village.submit(aReport({ event }))).status, 201)
})

t.test(
  'the city reports into an event whose sub-hazard a county named, and nothing is held against it',
  async (t) => {
    const event = { hazard: 'flood', occurredAt: EVENT.occurredAt } as const
    const named = { ...event, subhazard: 'mountain_flood' } as const
    const county = await api.as('officer', COUNTY).report(aReport({ event: named, regionCode: COUNTY }))
    const city = await api.hire('officer', CITY)
    const joined = await city.report(aReport({ eventId: county.eventId, regionCode: CITY }))
    t.same(joined.violations, [])
    const said = await city.report(
      aFollowUp(joined, { figures: { injured: 1 }, event: named, eventId: undefined }),
    )
    t.same(said.violations, [], 'not even where it names the sub-hazard itself')
    t.equal(said.eventId, county.eventId)
  },
)

t.test('a soft check is stored with whether it was explained', async (t) => {
  const event = { ...EVENT, hazard: 'drought' } as const
  const figures = { urgent_aid_cum: 3 }
  const head = await village.report(aReport({ event, figures }))
  t.match(head.violations, [{ rule: 'C08', kind: 'soft', explained: false }])
  const next = await village.report(aFollowUp(head, { figures, explanation: '旱涝同时' }))
  t.match(next.violations, [{ rule: 'C08', kind: 'soft', explained: true }])
  const stored = await village.get(`/v1/reports/${next.versionId}`)
  t.match(stored.json(), { violations: [{ rule: 'C08', explained: true }] })
})

t.test('a stored violation of before explanations were told can still be read', async (t) => {
  const event = { ...EVENT, hazard: 'drought', occurredAt: '2026-01-05T11:30:00+08:00' } as const
  const { violations } = await village.report(aReport({ event, figures: { urgent_aid_cum: 3 } }))
  const older = violations.map(({ explained: _explained, ...rest }) => rest)
  t.equal(older.length, 1)
  t.strictSame(reportVersionSchema.shape.violations.parse(older), older)
})

t.test('after the verified report only a correction changes the figures', async (t) => {
  const event = { ...EVENT, hazard: 'biological' } as const
  const head = await village.report(aReport({ event }))
  const figures = { dead: 0, missing: 0, affected_pop: 10, loss_total: 1_000 }
  const early = await village.submit(aFollowUp(head, { stage: 'verified', figures }))
  t.match(early.json(), { type: '/problems/event-not-stable', status: 409 })
  await declareStable(head.eventId)
  const verified = await village.report(aFollowUp(head, { stage: 'verified', figures }))
  const late = await village.submit(aFollowUp(verified, { figures: { injured: 2 } }))
  t.equal(late.status, 409)
  t.match(late.json(), { type: '/problems/chain-verified', headVersionId: verified.versionId })
})

t.end()
