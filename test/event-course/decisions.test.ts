/** Decisions about an event: who may, on what basis, one after the other, and all of it to be seen. */
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import {
  aFollowUp,
  aReport,
  CITY,
  COUNTY,
  firstReports,
  OTHER_COUNTY,
  quakeOn,
  startStory,
  TOWNSHIP,
} from './story.ts'

const DECIDED = {
  kind: 'emergency',
  level: 2,
  decidedBy: { body: 'autonomous_region', name: '自治区人民政府' },
  startedAt: '2026-06-10T17:00:00+08:00',
  basis: '《西藏自治区地震应急预案》',
} as const

t.test('a response is started, raised, lowered and ended, each row after the one before it', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40')
  const { desk, village, county } = story.people
  const s = await firstReports(story, '2026-06-10')
  const url = `/v1/events/${s.eventId}/responses`
  const first = await desk.post(url, DECIDED)
  t.equal(first.status, 201, first.text)
  t.match(first.json(), {
    node: { regionCode: COUNTY },
    kindZh: '应急响应',
    levelZh: '二级响应',
    decidedBy: { bodyZh: '自治区' },
    followsId: null,
    isStanding: true,
  })
  const { id } = first.json<{ id: string }>()
  t.match(
    (await desk.post(url, DECIDED)).json(),
    { type: '/problems/state-conflict', responseId: id, level: 2 },
    'a second start is refused',
  )
  const change = { ...DECIDED, followsId: id, startedAt: '2026-06-10T17:20:00+08:00' }
  const raised = await desk.post(url, { ...change, level: 1 })
  t.match(raised.json(), { level: 1, followsId: id, isStanding: true })
  const raisedId = raised.json<{ id: string }>().id
  const rows: [what: string, body: object, status: number, problem: object][] = [
    ['a row that is past', { ...change, level: 3 }, 409, { responseId: raisedId }],
    [
      'the same level',
      { ...change, followsId: raisedId, level: 1 },
      400,
      { errors: [{ code: 'same_level' }] },
    ],
    [
      'another kind',
      { ...change, followsId: raisedId, kind: 'relief' },
      400,
      { errors: [{ pointer: '/kind' }] },
    ],
    [
      'another place',
      { ...change, followsId: raisedId, level: 2, regionCode: CITY },
      400,
      { errors: [{ pointer: '/regionCode' }] },
    ],
    [
      'a response of nobody',
      { ...change, followsId: uuidv7(), level: 3 },
      400,
      { errors: [{ code: 'unknown_response' }] },
    ],
    ['an end of nothing', { ...DECIDED, level: null }, 400, { errors: [{ pointer: '/followsId' }] }],
    ['level five', { ...DECIDED, level: 5 }, 400, { errors: [{ pointer: '/level' }] }],
    [
      'in the future',
      { ...DECIDED, kind: 'relief', startedAt: '2026-06-10T18:00:00+08:00' },
      400,
      { errors: [{ code: 'in_future' }] },
    ],
    [
      'before what it follows',
      { ...change, followsId: raisedId, level: 3, startedAt: '2026-06-10T17:10:00+08:00' },
      400,
      { errors: [{ code: 'before_what_it_follows' }] },
    ],
    [
      'by nobody',
      { ...DECIDED, kind: 'relief', decidedBy: undefined },
      400,
      { errors: [{ pointer: '/decidedBy' }] },
    ],
    [
      'a county that is not hit',
      { ...DECIDED, regionCode: OTHER_COUNTY },
      400,
      { errors: [{ code: 'not_in_event' }] },
    ],
  ]
  for (const [what, body, status, problem] of rows) {
    const answer = await desk.post(url, body)
    t.equal(answer.status, status, `${what}: ${answer.text}`)
    t.match(answer.json(), problem, what)
  }
  t.match((await county.post(url, DECIDED)).json(), { type: '/problems/not-permitted' })
  const stranger = await story.hire('duty_officer', OTHER_COUNTY)
  t.equal((await stranger.post(url, DECIDED)).status, 404)
  const ended = await desk.post(url, { ...change, followsId: raisedId, level: null })
  t.match(ended.json(), { level: null, levelZh: '终止响应', isStanding: false })
  t.match(
    (await desk.post(url, { ...change, followsId: ended.json<{ id: string }>().id, level: 3 })).json(),
    { type: '/problems/state-conflict' },
    'what is ended is not raised',
  )
  const list = (await village.get(url)).json<{ items: { level: number | null; isStanding: boolean }[] }>()
  t.same(
    list.items.map(({ level, isStanding }) => [level, isStanding]),
    [
      [2, false],
      [1, false],
      [null, false],
    ],
  )
  t.equal((await desk.post(url, DECIDED)).status, 201, 'and another one may be started')
})

t.test(
  'the judge is told of decisions: a response and an order change what a report is answered',
  async (t) => {
    const story = await startStory(t, '2026-06-10T16:40')
    const { desk, village } = story.people
    const first = await village.report(aReport({ event: quakeOn('2026-06-10') }))
    const facts = async () => {
      const [row] = await story.rows<{ facts: object }>(`select facts from events where id = $1`, [
        first.eventId,
      ])
      return row?.facts
    }
    await desk.post(`/v1/events/${first.eventId}/responses`, {
      ...DECIDED,
      startedAt: '2026-06-10T16:40:00+08:00',
    })
    await desk.post(`/v1/events/${first.eventId}/nil-report-orders`, { reason: '逐日掌握。' })
    await village.report(aFollowUp(first, { figures: { injured: 2 } }))
    t.same(await facts(), {}, 'decisions are not mixed into what reports said')
    t.match((await desk.get(`/v1/events/${first.eventId}`)).json(), {
      course: {
        activeResponses: [{ level: 2, levelZh: '二级响应', decidedBy: '自治区:自治区人民政府' }],
        nilReportOrders: [{ node: { regionCode: COUNTY, nameZh: '当雄县' } }],
        dailyFollowUps: { isOn: true, because: [{ rule: 'daily_follow_up.on' }] },
      },
    })
  },
)

t.test('stability is declared by a leader of the place, once, and for an instant that can be', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40')
  const { desk, leader, county } = story.people
  const s = await firstReports(story, '2026-06-10')
  const { eventId } = s
  const rows: [what: string, declaredAt: string, code: string, rule: RegExp][] = [
    ['in the future', '2026-06-10T17:31', 'in_future', /17:30:00.000\+08:00 here: .*not ahead/],
    ['before the disaster', '2026-06-10T16:29', 'before_occurrence', /at the earliest .*16:30:00.000\+08:00/],
  ]
  for (const [what, declaredAt, code, detail] of rows) {
    const answer = await story.stability(leader, eventId, declaredAt)
    const errors = [{ pointer: '/declaredAt', code }]
    t.match([answer.status, answer.json()], [400, { errors, detail }], what)
  }
  for (const who of [desk, county]) {
    t.match((await story.stability(who, eventId, '2026-06-10T17:20')).json(), {
      type: '/problems/not-permitted',
    })
  }
  const stranger = await story.hire('duty_leader', OTHER_COUNTY)
  t.equal((await story.stability(stranger, eventId, '2026-06-10T17:20')).status, 404)
  t.match((await leader.post(`/v1/events/${eventId}/stability`, { declaredAt: '2026-06-10' })).json(), {
    status: 400,
    errors: [{ pointer: '/declaredAt' }, { pointer: '/basis' }],
  })
  const own = await story.hire('duty_leader', COUNTY)
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => story.stability(own, eventId, '2026-06-10T17:20')),
  )
  t.same(answers.map(({ status }) => status).sort(), [201, ...Array(9).fill(409)], 'of ten at once one does')
  t.match((await story.stability(leader, eventId, '2026-06-10T17:20')).json(), {
    type: '/problems/state-conflict',
    state: 'stable',
    stableAt: '2026-06-10T17:20:00.000+08:00',
  })
})

t.test('of an event of two counties the city decides', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40')
  const s = await firstReports(story, '2026-06-10')
  await story.people.desk.post(`/v1/events/${s.eventId}/regions`, { regionCode: OTHER_COUNTY })
  const own = await story.hire('duty_leader', COUNTY)
  t.match((await story.stability(own, s.eventId, '2026-06-10T17:20')).json(), {
    type: '/problems/outside-jurisdiction',
  })
  t.equal((await story.stability(story.people.leader, s.eventId, '2026-06-10T17:20')).status, 201)
})

t.test('a severity is lowered by two people, and raised again by what is new', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40')
  const { leader, desk, village } = story.people
  const s = await firstReports(story, '2026-06-10')
  const { eventId } = s
  const severity = async () => (await desk.get(`/v1/events/${eventId}`)).json<{ severity: string }>().severity
  t.equal(await severity(), 'serious')
  await story.run('2026-06-11T00:00')
  const url = `/v1/events/${eventId}/severity-reductions`
  const given = { level: 'ordinary', reason: '震级修订为4.6级。' }
  t.match((await desk.post(url, given)).json(), { type: '/problems/not-permitted' })
  for (const level of ['serious', 'especially_serious']) {
    t.match((await leader.post(url, { ...given, level })).json(), { errors: [{ code: 'not_lower' }] })
  }
  t.equal((await leader.post(url, { ...given, level: 'grave' })).status, 400)
  const proposed = await leader.post(url, given)
  t.match(proposed.json(), { from: 'serious', to: 'ordinary', state: 'waiting' })
  t.equal(await severity(), 'serious', 'one person is not enough')
  t.match((await leader.post(url, given)).json(), { type: '/problems/state-conflict' }, 'one at a time')
  const { id } = proposed.json<{ id: string }>()
  const answer = `/v1/severity-reductions/${id}`
  const own = await leader.post(`${answer}/confirmation`, {})
  t.match([own.status, own.json()], [403, { type: '/problems/needs-another-person' }])
  const stranger = await story.hire('reviewer', OTHER_COUNTY)
  t.equal((await stranger.post(`${answer}/confirmation`, {})).status, 404)
  t.equal((await desk.post(`/v1/severity-reductions/${uuidv7()}/confirmation`, {})).status, 404)
  t.match((await village.post(`${answer}/confirmation`, {})).json(), { type: '/problems/not-permitted' })
  const done = await desk.post(`${answer}/confirmation`, { reason: '已与地震部门核对。' })
  t.match(done.json(), { state: 'confirmed', answer: '已与地震部门核对。' })
  t.equal(await severity(), 'ordinary')
  t.match((await desk.post(`${answer}/confirmation`, {})).json(), { type: '/problems/state-conflict' })
  t.ok(
    (await story.told(eventId)).every((line) => line.endsWith('ended')),
    'and the day’s duties end with it',
  )

  await story.clock('2026-06-11T07:00')
  const same = await story.nil(story.people.township, eventId, TOWNSHIP)
  t.equal(same.status, 201)
  t.equal(await severity(), 'ordinary', 'what is said again raises nothing')
  await village.report(aFollowUp(s.village, { figures: { injured: 4 }, facts: { magnitude: 6.7 } }))
  t.equal(await severity(), 'serious', 'what is new does')
  await story.runDue()
  t.same(
    (await story.told(eventId)).filter((line) => line.endsWith('open')),
    [`${CITY} 06-11 10:00 open`, `${COUNTY} 06-11 09:00 open`],
    'and asks for the day again; the township has reported',
  )
  t.ok((await story.told(eventId)).includes(`${TOWNSHIP} 06-11 08:00 met`))
})

t.test('a proposal that is refused, or overtaken, lowers nothing', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40')
  const { leader, desk, village } = story.people
  const s = await firstReports(story, '2026-06-10', { magnitude: 5.2 })
  const url = `/v1/events/${s.eventId}/severity-reductions`
  const given = { level: null, reason: '误判' }
  const first = (await leader.post(url, given)).json<{ id: string }>()
  t.match(
    (await leader.post(`/v1/severity-reductions/${first.id}/refusal`, {})).json(),
    { state: 'refused' },
    'taken back',
  )
  const second = (await leader.post(url, given)).json<{ id: string }>()
  await story.clock('2026-06-10T18:00')
  await village.report(aFollowUp(s.village, { facts: { magnitude: 6.6 } }))
  t.match((await desk.post(`/v1/severity-reductions/${second.id}/confirmation`, {})).json(), {
    type: '/problems/state-conflict',
    severity: 'serious',
  })
  t.match((await desk.get(url)).json(), { items: [{ state: 'refused' }, { state: 'overtaken' }] })
})

t.test('the timeline tells every decision, in order, with who made it', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40')
  const { desk, leader, village } = story.people
  const s = await firstReports(story, '2026-06-10')
  const url = `/v1/events/${s.eventId}`
  await story.clock('2026-06-10T18:00')
  const { id } = (await desk.post(`${url}/responses`, DECIDED)).json<{ id: string }>()
  await story.clock('2026-06-10T18:10')
  const order = (await desk.post(`${url}/nil-report-orders`, { reason: '逐日掌握。' })).json<{ id: string }>()
  await story.clock('2026-06-10T18:20')
  await desk.post(`${url}/responses`, { ...DECIDED, followsId: id, level: null })
  await desk.post(`${url}/nil-report-orders/${order.id}/end`, { reason: '已无必要。' })
  await story.clock('2026-06-10T18:30')
  const { id: reduction } = (
    await leader.post(`${url}/severity-reductions`, { level: 'ordinary', reason: '修订' })
  ).json<{ id: string }>()
  await desk.post(`/v1/severity-reductions/${reduction}/confirmation`, {})
  await story.clock('2026-06-10T18:40')
  await story.stability(leader, s.eventId, '2026-06-10T18:35')
  await leader.post(`${url}/verification-overrides`, { regionCode: COUNTY, reason: '失联' })
  await story.clock('2026-06-10T18:50')
  await leader.post(`${url}/reopening`, { reason: '余震' })
  const seen = (await village.get(`${url}/timeline?limit=200`)).json<{
    items: { at: string; what: string; whatZh: string; accountId: string | null; detail: object }[]
  }>()
  const decisions = seen.items.filter(({ what }) =>
    /^(response|nil_reports|severity\.red|verification|event\.(stab|reop|clos))/.test(what),
  )
  t.same(
    decisions.map(({ at, what }) => `${at.slice(11, 16)} ${what}`),
    [
      '18:00 response.started',
      '18:10 nil_reports.ordered',
      '18:20 response.ended',
      '18:20 nil_reports.released',
      '18:30 severity.reduction_proposed',
      '18:30 severity.reduced',
      '18:40 event.stabilised',
      '18:50 event.reopened',
    ],
    'leave for the county is not the village’s to see',
  )
  t.ok(decisions.every(({ accountId, whatZh }) => accountId !== null && /\p{Script=Han}/u.test(whatZh)))
  t.match(decisions.find(({ what }) => what === 'event.stabilised')?.detail, {
    effectiveAt: '2026-06-10T18:35:00.000+08:00',
  })
  const ofDesk = (await desk.get(`${url}/timeline?limit=200`)).json<typeof seen>()
  t.ok(ofDesk.items.some(({ what }) => what === 'verification.overridden'))
  const trail = await story.rows<{ action: string }>(
    `select action from audit_entries where detail ->> 'eventId' = $1 and account_id is not null and action not like 'report.%'
     order by position`,
    [s.eventId],
  )
  t.same(
    trail.map(({ action }) => action),
    [
      'response.started',
      'nil_reports.ordered',
      'response.ended',
      'nil_reports.released',
      'severity.reduction_proposed',
      'severity.reduced',
      'event.stabilised',
      'verification.overridden',
      'event.reopened',
    ],
  )
})
