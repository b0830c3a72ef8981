/** The figure that departments agreed on: recorded by one, confirmed by another, beside the totals and not in them. */
import t from 'tap'
import {
  aFollowUp,
  aReport,
  CITY,
  COUNTY,
  minutesAfter,
  NOON,
  OTHER_COUNTY,
  startApi,
  TOWNSHIP,
  VILLAGE,
} from '../api.ts'
import { countRows } from '../http/rows.ts'
import { aKey, type Claim, type Decision, totalsOf, valuesOf } from './bureau.ts'

const api = await startApi(t, { environment: { RUN: 'api' } })
const desk = api.as('duty_officer', CITY)
const leader = api.as('duty_leader', CITY)
const second = await api.hire('duty_leader', CITY)
const reviewer = api.as('reviewer', CITY)
const countyLeader = await api.hire('duty_leader', COUNTY)
const village = api.as('officer', VILLAGE)
const first = await village.report(aReport({ figures: { dead: 8 } }))
const { eventId } = first
const path = `/v1/events/${eventId}/joint-decisions`

const NINE = {
  indicator: 'dead',
  regionCode: TOWNSHIP,
  value: 9,
  participants: ['seismology', 'health', 'public_security'],
  method: 'full',
  claimIds: [] as string[],
  conclusion: '逐户核查,死亡9人。',
}

const claimed = async (given: object = {}) =>
  (
    await desk.post(
      `/v1/events/${eventId}/claims`,
      {
        indicator: 'dead',
        regionCode: TOWNSHIP,
        value: 30,
        source: { text: '电话' },
        saidAt: NOON.toISOString(),
        ...given,
      },
      aKey(),
    )
  ).json<Claim>()
const recorded = async (given: object = {}, who = leader) => {
  const answer = await who.post(path, { ...NINE, ...given }, aKey())
  if (answer.status !== 201) throw new Error(answer.text)
  return answer.json<Decision>()
}
const confirm = (id: string, who = second) => who.post(`/v1/joint-decisions/${id}/confirmation`, {})
const deadIn = async (query: Record<string, string> = { regionCode: TOWNSHIP }) =>
  (await totalsOf(desk, eventId, query)).indicators.find(({ indicator }) => indicator === 'dead')

t.test(
  'it stands once a second person has confirmed it, changes no total, and decides its claims',
  async (t) => {
    const [thirty, eight] = [
      await claimed(),
      await claimed({ value: 8, regionCode: VILLAGE, source: { departmentCode: 'health' } }),
    ]
    const other = await claimed({ value: 10 })
    const decision = await recorded({ claimIds: [thirty.id, eight.id] })
    t.match(decision, {
      ...NINE,
      claimIds: [thirty.id, eight.id].sort(),
      nameZh: '格达乡',
      recordedAt: '2026-07-01T12:00:00.000+08:00',
      recordedBy: { role: 'duty_leader', regionCode: CITY },
      confirmedAt: null,
      confirmedBy: null,
      isStanding: false,
    })
    t.match(await deadIn(), { value: 8, decision: null }, 'not yet')
    t.equal((await deadIn())?.claims.length, 3)
    await api.minutesLater(10)
    const own = await confirm(decision.id, leader)
    t.match(
      own.json(),
      { type: '/problems/needs-another-person', status: 403 },
      'nobody confirms what they recorded',
    )
    const confirmed = await confirm(decision.id)
    t.equal(confirmed.status, 200, confirmed.text)
    t.match(confirmed.json(), {
      confirmedAt: '2026-07-01T12:10:00.000+08:00',
      confirmedBy: { role: 'duty_leader' },
      isStanding: true,
    })
    t.same((await confirm(decision.id)).json(), confirmed.json(), 'repeating it is harmless')
    t.match(
      (await confirm(decision.id, reviewer)).json(),
      { type: '/problems/state-conflict' },
      'the second one is told',
    )
    const dead = await deadIn()
    t.match(
      dead,
      { value: 8, decision: { id: decision.id, value: 9, differs: true } },
      'eight, and that nine were agreed on',
    )
    t.same(
      dead?.claims.map(({ id }) => id),
      [other.id],
      'what was weighed is decided',
    )
    const all = (await desk.get(`/v1/events/${eventId}/claims?state=all`)).json<{ items: Claim[] }>().items
    t.match(
      all.find(({ id }) => id === thirty.id),
      { state: 'decided', decisionId: decision.id, closedAt: '2026-07-01T12:10:00.000+08:00' },
    )
    t.match(await deadIn({ regionCode: COUNTY }), { decision: null }, 'it is about the township')
    await api.minutesLater(20)
    await village.report(aFollowUp(first, { figures: { dead: 9 } }))
    t.match(
      await deadIn(),
      { value: 9, decision: { differs: false } },
      'the village has corrected its report',
    )
    const asOf = (minutes: number) =>
      deadIn({ regionCode: TOWNSHIP, asOf: minutesAfter(NOON, minutes).toISOString() })
    t.match(await asOf(9), { value: 8, decision: null, claims: { length: 3 } })
    t.match(await asOf(10), { value: 8, decision: { value: 9, differs: true }, claims: { length: 1 } })
    const trail = await api.rows('select action from audit_entries where subject_id = $1 order by position', [
      decision.id,
    ])
    t.same(trail, [{ action: 'decision.recorded' }, { action: 'decision.confirmed' }])
  },
)

t.test('a later decision takes the place of an earlier one when it is confirmed, not before', async (t) => {
  const ten = await recorded({ value: 10 })
  t.match(await deadIn(), { decision: { value: 9 } })
  await api.minutesLater(30)
  t.equal((await confirm(ten.id, reviewer)).status, 200)
  t.match(await deadIn(), { decision: { value: 10, differs: true } })
  const { items } = (await desk.get(path)).json<{ items: Decision[] }>()
  t.same(
    items.map(({ value, isStanding }) => [value, isStanding]),
    [
      [10, true],
      [9, false],
    ],
  )
  t.same((await desk.get(`${path}?indicator=injured`)).json(), { items: [], next: null })
  const page = (await desk.get(`${path}?limit=1`)).json<{ items: Decision[]; next: string }>()
  t.match((await desk.get(`${path}?limit=1&after=${page.next}`)).json(), {
    items: [{ value: 9 }],
    next: null,
  })
})

t.test('what was closed as rumour is weighed in no decision, and lets none stand', async (t) => {
  const [rumour, open] = [await claimed({ value: 31 }), await claimed({ value: 11 })]
  const weighed = await recorded({ claimIds: [open.id, rumour.id] })
  const closure = { outcome: 'rumour', reason: '不实。' }
  t.equal((await desk.post(`/v1/claims/${rumour.id}/closure`, closure)).status, 200)
  const closedClaims = [{ claimId: rumour.id, outcome: 'rumour' }]
  const problem = { type: '/problems/state-conflict', closedClaims }
  const before = await countRows(api)
  t.match((await confirm(weighed.id)).json(), problem, 'closed between recording and confirmation')
  const again = await leader.post(path, { ...NINE, claimIds: [rumour.id, open.id] }, aKey())
  t.match([again.status, again.json()], [409, problem])
  t.same(await countRows(api), before, 'nothing is written')
  await api.minutesLater(40)
  const without = await recorded({ claimIds: [open.id] })
  const stands = await confirm(without.id)
  t.match(stands.json(), { isStanding: true })
  t.equal((await desk.post(`/v1/claims/${open.id}/closure`, closure)).status, 200)
  t.same((await confirm(without.id)).json(), stands.json(), 'what was confirmed stays so')
})

t.test('of twenty who confirm at once one does', async (t) => {
  const { id } = await recorded()
  const people = await Promise.all(Array.from({ length: 5 }, () => api.hire('reviewer', CITY)))
  const answers = await Promise.all(
    people.flatMap((who) => Array.from({ length: 4 }, () => confirm(id, who))),
  )
  t.equal(answers.filter(({ status }) => status === 200).length, 4, 'one person, asked four times')
  t.equal(answers.filter(({ status }) => status === 409).length, 16)
  t.same(
    await api.rows('select count(*)::int as n from decision_confirmations where decision_id = $1', [id]),
    [{ n: 1 }],
  )
})

t.test('who records, who confirms, and who sees nothing', async (t) => {
  t.match(
    (await desk.post(path, NINE, aKey())).json(),
    { type: '/problems/not-permitted' },
    'the leader records',
  )
  t.match((await reviewer.post(path, NINE, aKey())).json(), { type: '/problems/not-permitted' })
  const { id } = await recorded({}, countyLeader)
  t.match((await confirm(id, desk)).json(), { type: '/problems/not-permitted' })
  t.equal((await confirm(id, countyLeader)).status, 403, 'own')
  t.equal((await confirm(id, api.as('reviewer', COUNTY))).status, 200)
  t.match((await countyLeader.post(path, { ...NINE, regionCode: CITY }, aKey())).json(), {
    type: '/problems/outside-jurisdiction',
  })
  const stranger = await api.hire('duty_leader', OTHER_COUNTY)
  t.equal((await stranger.get(path)).status, 404)
  t.equal((await stranger.post(path, { ...NINE, regionCode: OTHER_COUNTY }, aKey())).status, 404)
  t.equal((await confirm(id, stranger)).status, 404)
  t.same(
    (await village.get(path)).json<{ items: Decision[] }>().items,
    [],
    'a village sees none of its township',
  )
})

t.test('a retry makes nothing new, another body under its key is refused', async (t) => {
  const key = aKey()
  const answers = await Promise.all(Array.from({ length: 10 }, () => leader.post(path, NINE, key)))
  t.same([...new Set(answers.map(({ status }) => status))], [201])
  t.equal(new Set(answers.map(({ text }) => text)).size, 1)
  t.match((await leader.post(path, { ...NINE, value: 7 }, key)).json(), {
    type: '/problems/idempotency-key-reused',
  })
})

t.test('what is wrong is told with its place, and changes nothing', async (t) => {
  const injured = await claimed({ indicator: 'injured', value: 4 })
  const wide = await claimed({ regionCode: COUNTY })
  const { eventId: other } = await village.report(
    aReport({ event: { hazard: 'snow', occurredAt: minutesAfter(NOON, -5).toISOString() } }),
  )
  const snow = {
    indicator: 'dead',
    regionCode: TOWNSHIP,
    value: 3,
    source: { text: '电话' },
    saidAt: NOON.toISOString(),
  }
  const elsewhere = (await desk.post(`/v1/events/${other}/claims`, snow, aKey())).json<Claim>()
  const before = await countRows(api)
  const rows: [change: object, status: number, pointer: string, code?: string][] = [
    [{ participants: ['health'] }, 400, '/participants', 'too_small'],
    [{ participants: ['health', 'health'] }, 400, '/participants', 'repeated'],
    [{ participants: ['health', 'ghosts'] }, 422, '/participants/1', 'unknown_department'],
    [{ method: 'guess' }, 400, '/method'],
    [{ conclusion: '' }, 400, '/conclusion'],
    [{ value: 10_000_001 }, 400, '/value', 'too_big'],
    [{ indicator: 'ghosts' }, 400, '/indicator'],
    [{ regionCode: '540122200999' }, 422, '/regionCode', 'unknown_region'],
    [{ claimIds: [injured.id] }, 400, '/claimIds/0', 'unknown_claim'],
    [{ claimIds: [wide.id] }, 400, '/claimIds/0', 'unknown_claim'],
    [{ claimIds: [elsewhere.id] }, 400, '/claimIds/0', 'unknown_claim'],
    [{ claimIds: ['019a2b6e-5d2c-7cc3-98f4-1a2b3c4d5e6f'] }, 400, '/claimIds/0', 'unknown_claim'],
    [{ claimIds: [wide.id, wide.id] }, 400, '/claimIds', 'repeated'],
  ]
  for (const [change, status, pointer, code] of rows) {
    const answer = await leader.post(path, { ...NINE, ...change }, aKey())
    t.match(
      answer.json(),
      { status, errors: [code ? { pointer, code } : { pointer }] },
      JSON.stringify(change),
    )
  }
  t.equal((await confirm('019a2b6e-5d2c-7cc3-98f4-1a2b3c4d5e6f')).status, 404)
  t.same(await countRows(api), before)
})

t.test('the database itself refuses one’s own confirmation, a second one, and any change', async (t) => {
  const { id } = await recorded()
  const [row] = await api.rows<{ recorded_by: string }>(
    'select recorded_by from joint_decisions where id = $1',
    [id],
  )
  const insert = 'insert into decision_confirmations (decision_id, recorded_by, confirmed_at, confirmed_by)'
  await t.rejects(
    api.rows(`${insert} values ($1, $2, now(), $2)`, [id, row?.recorded_by]),
    /constraint "decision_confirmations_by_another"/,
  )
  const [another] = await api.rows<{ id: string }>('select id from accounts where id <> $1 limit 1', [
    row?.recorded_by,
  ])
  await t.rejects(
    api.rows(`${insert} values ($1, $2, now(), $3)`, [id, another?.id, row?.recorded_by]),
    /constraint "decision_confirmations_of_its_recorder"/,
    'nor under another name',
  )
  for (const statement of [
    'update joint_decisions set value = 1',
    'delete from joint_decisions',
    'update decision_claims set claim_id = claim_id',
    'delete from decision_confirmations',
  ]) {
    await t.rejects(api.rows(statement), /append-only/, statement)
  }
  t.same(
    valuesOf(await totalsOf(desk, eventId, { regionCode: TOWNSHIP })).dead,
    9,
    'and no total ever moved for it',
  )
})

t.test('nothing is recorded of a closed event, and what was recorded can be confirmed', async (t) => {
  const { id } = await recorded()
  await api.rows(`update events set state = 'closed' where id = $1`, [eventId])
  t.match((await leader.post(path, NINE, aKey())).json(), { type: '/problems/event-closed' })
  t.equal((await confirm(id)).status, 200)
})
