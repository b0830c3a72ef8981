/** What an event leaves behind when it is closed: nothing that anybody is still asked for, and nothing of it forgotten. */
import t from 'tap'
import { missedStep } from '../../src/escalations/missed-step.ts'
import { unsignedStep } from '../../src/routing/unsigned-step.ts'
import { type Answer, aFollowUp, CITY, COUNTY, firstReports, type Story, startStory } from './story.ts'

/** No engine of its own: each test says when one runs. */
const NO_ENGINE = { RUN: 'api' }
const DAY = '2026-06-10'

/** An earthquake that is stable at half past five, and may be closed by another leader's leave. */
async function stableStory(t: Parameters<typeof startStory>[0]) {
  const story = await startStory(t, `${DAY}T16:40`, NO_ENGINE)
  const s = await firstReports(story, DAY)
  const url = `/v1/events/${s.eventId}`
  const other = await story.hire('duty_leader', CITY)
  const stable = async () => {
    await story.stability(story.people.leader, s.eventId, `${DAY}T17:30`)
    const leave = { regionCode: CITY, reason: '历史事件,不再核报。' }
    return story.people.leader.post(`${url}/verification-overrides`, leave)
  }
  return { ...s, story, url, other, stable, close: () => other.post(`${url}/closure`, { basis: '归档' }) }
}

const response = (kind: string, regionCode: string, more: object) => ({
  ...{ kind, regionCode, startedAt: `${DAY}T17:25:00+08:00`, basis: '预案' },
  ...{ decidedBy: { body: 'county', name: '当雄县人民政府' } },
  ...more,
})

const idOf = (answer: Answer) => answer.json<{ id: string }>().id

interface Left {
  duty: string
  is_missed: boolean
  reason: string | null
}

/** Duties of an event that nobody has met. */
const unmet = (story: Story, eventId: string) =>
  story.rows<Left>(
    `select duty, missed_at is not null as is_missed, replaced_reason as reason from deadlines
     where event_id = $1 and met_at is null order by duty, due_at, id`,
    [eventId],
  )

const openOf = async (story: Story, eventId: string) =>
  (await story.people.desk.get(`/v1/deadlines?state=open&limit=200&eventId=${eventId}`)).json<{
    items: { duty: string }[]
  }>().items

/** What was passed up to the desk of the city. */
const escalationsOf = async (story: Story, eventId: string) =>
  (await story.people.desk.get(`/v1/escalations?limit=200&eventId=${eventId}`))
    .json<{ items: { id: string; owner: { regionCode: string } }[] }>()
    .items.filter(({ owner }) => owner.regionCode === CITY)

/** How often each duty was announced as missed, and how often that was passed upward. */
const announced = async (story: Story, eventId: string) => {
  const [found] = await story.rows<{ told: number; once: number; escalated: number; missed: number }>(
    `select
       (select count(*)::int from outbox where topic = 'deadline.missed' and event_id = $1) as told,
       (select count(distinct subject_id)::int from outbox where topic = 'deadline.missed' and event_id = $1) as once,
       (select count(*)::int from escalations where cause_kind = 'deadline_missed' and event_id = $1) as escalated,
       (select count(*)::int from deadlines where event_id = $1 and missed_at is not null) as missed`,
    [eventId],
  )
  if (!found) throw new Error('one row was asked for')
  return found
}

t.test('a response that is on is named, and ended by people before the event is closed', async (t) => {
  const { story, url, other, stable, close } = await stableStory(t)
  const { desk, leader } = story.people
  const relief = idOf(await desk.post(`${url}/responses`, response('relief', COUNTY, { level: 3 })))
  const emergency = idOf(await desk.post(`${url}/responses`, response('emergency', CITY, { level: 2 })))
  await stable()
  t.match((await leader.post(`${url}/closure`, { basis: '归档' })).json(), {
    type: '/problems/children-not-verified',
  })
  const [clerk] = await story.rows<{ by: string }>(
    'select recorded_by as by from event_responses where id = $1',
    [relief],
  )
  const refused = await close()
  t.equal(refused.status, 409)
  t.match(refused.json(), {
    type: '/problems/response-on',
    detail: /当雄县 自然灾害救助应急响应 三级响应, 拉萨市 应急响应 二级响应/,
    responses: [
      { responseId: relief, regionCode: COUNTY, kind: 'relief', level: 3, recordedBy: clerk?.by },
      { responseId: emergency, regionCode: CITY, kind: 'emergency', level: 2 },
    ],
  })
  const closure = async () =>
    (await desk.get(`${url}/verification`)).json<{
      closure: { isPossible: boolean; responsesOn: object[] }
    }>().closure
  t.match(await closure(), { isPossible: false, responsesOn: [{ id: relief }, { id: emergency }] })
  t.match((await desk.get(url)).json(), { state: 'stable' }, 'nothing has happened')
  for (const [kind, regionCode, followsId] of [
    ['relief', COUNTY, relief],
    ['emergency', CITY, emergency],
  ] as const) {
    const end = response(kind, regionCode, { level: null, followsId })
    t.equal((await desk.post(`${url}/responses`, end)).status, 201)
  }
  t.match(await closure(), { isPossible: true, responsesOn: [] })
  t.equal((await close()).status, 201)
  t.match((await other.get(url)).json(), { state: 'closed', course: { activeResponses: [] } })
})

t.test(
  'orders of nil reports end with the event, in the name of who closed it, and stay ended',
  async (t) => {
    const { story, eventId, url, stable, close } = await stableStory(t)
    const { desk, leader } = story.people
    const first = idOf(await desk.post(`${url}/nil-report-orders`, { reason: '余震频繁' }))
    await desk.post(`${url}/nil-report-orders/${first}/end`, { reason: '余震减弱' })
    const second = idOf(await desk.post(`${url}/nil-report-orders`, { regionCode: CITY, reason: '逐日掌握' }))
    await stable()
    await story.clock(`${DAY}T18:00`)
    const closed = await close()
    t.equal(closed.status, 201)
    const { recordedBy } = closed.json<{ recordedBy: string }>()
    const orders = async () =>
      (await desk.get(`${url}/nil-report-orders`)).json<{ items: { id: string; ended: object | null }[] }>()
        .items
    const ended = { at: `${DAY}T18:00:00.000+08:00`, by: recordedBy, reason: 'event_closed' }
    t.same(
      (await orders()).map(({ id, ended }) => ({ id, ended })).slice(1),
      [{ id: second, ended }],
      'who, when and why',
    )
    t.match(
      (await orders())[0],
      { id: first, ended: { reason: '余震减弱' } },
      'what was ended before stays so',
    )
    t.match((await desk.get(url)).json(), {
      course: { nilReportOrders: [], dailyFollowUps: { isOn: false } },
    })
    const told = await story.rows(
      `select from audit_entries
     where action = 'nil_reports.released' and subject_id = $1 and account_id = $2 and detail ->> 'reason' = 'event_closed'`,
      [second, recordedBy],
    )
    t.equal(told.length, 1)
    t.equal((await leader.post(`${url}/reopening`, { reason: '有新的灾情' })).status, 201)
    t.match((await desk.get(url)).json(), { id: eventId, course: { nilReportOrders: [] } })
  },
)

t.test(
  'what is still owed ends with the event: missed is what was missed before, and never afterwards',
  async (t) => {
    const { story, eventId, url, village, stable, close } = await stableStory(t)
    const { desk, leader } = story.people
    const clerk = await story.hire('section_clerk', CITY, { binding: { sectionCode: 'DZDZ' } })
    const [mine, later] = await escalationsOf(story, eventId)
    t.ok(mine && later)
    t.equal((await desk.post(`/v1/escalations/${mine?.id}/acknowledgement`, {})).status, 200)
    await stable()
    const kinds = new Set((await openOf(story, eventId)).map(({ duty }) => duty))
    for (const duty of [
      'acknowledge_escalation',
      'resolve_escalation',
      'sign_for_forwarding',
      'verified_report',
    ]) {
      t.ok(kinds.has(duty), `${duty} is owed before`)
    }
    const overdue = await story.rows(
      'select from deadlines where event_id = $1 and met_at is null and due_at < judged_now()',
      [eventId],
    )
    t.ok(overdue.length > 0, 'no engine has seen these')
    const before = await announced(story, eventId)
    t.equal((await close()).status, 201)
    t.same(await openOf(story, eventId), [])
    t.match((await desk.get(url)).json(), {
      open: { deadlines: 0, overdueDeadlines: 0 },
      course: { today: [] },
    })
    const left = await unmet(story, eventId)
    t.ok(left.every(({ reason }) => reason?.startsWith('灾害过程已结束')))
    const after = await announced(story, eventId)
    t.equal(after.missed, before.missed + overdue.length, 'whether or not an engine was there')
    t.same([after.told, after.once], [after.missed, after.missed], 'announced once each')

    await story.clock('2026-06-12T12:00')
    for (const step of [missedStep, unsignedStep, missedStep]) t.equal(await step({ db: story.db }), 0)
    t.same(await announced(story, eventId), after, 'nothing is missed in a closed event')

    const forwardings = (await clerk.get(`/v1/forwardings?eventId=${eventId}`)).json<{
      items: { id: string }[]
    }>()
    const [unsigned] = forwardings.items
    t.match(unsigned, { state: 'open', signBy: null, isOverdue: false }, 'it stays on record, unsigned')
    t.match((await clerk.post(`/v1/forwardings/${unsigned?.id}/acknowledgement`, {})).json(), {
      state: 'acknowledged',
    })
    t.equal((await desk.post(`/v1/escalations/${later?.id}/acknowledgement`, {})).status, 200)
    t.same(await openOf(story, eventId), [], 'no second clock starts')

    t.equal((await leader.post(`${url}/reopening`, { reason: '有新的灾情' })).status, 201)
    t.notOk(
      (await openOf(story, eventId)).some(({ duty }) => duty === 'sign_for_forwarding'),
      'opening it again revives none',
    )
    const graver = aFollowUp(village, { figures: { injured: 3, dead: 40 }, facts: { magnitude: 7.1 } })
    await story.people.village.report(graver)
    t.ok(
      (await openOf(story, eventId)).some(({ duty }) => duty === 'sign_for_forwarding'),
      'what a later report hands on is new',
    )
  },
)

t.test('engines and a closing at the same moment: each miss once, and nothing left open', async (t) => {
  const { story, eventId, stable, close } = await stableStory(t)
  await stable()
  await story.clock(`${DAY}T23:00`)
  const run = (step: typeof missedStep) => step({ db: story.db })
  const [closed] = await Promise.all([close(), run(missedStep), run(missedStep), run(unsignedStep)])
  t.equal(closed.status, 201)
  await run(missedStep)
  await run(unsignedStep)
  const { told, once, missed } = await announced(story, eventId)
  t.ok(missed > 0)
  t.same([told, once], [missed, missed])
  t.ok((await unmet(story, eventId)).every(({ reason }) => reason !== null))
})

t.test(
  'a closing waits for an engine that has just marked a miss, and ends what it set beside it',
  async (t) => {
    const { story, eventId, stable, close } = await stableStory(t)
    await stable()
    const engine = await story.db.pool.connect()
    await engine.query('begin')
    const { rows } = await engine.query(
      `update deadlines set missed_at = judged_now()
     where id = (select id from deadlines where event_id = $1 and due_at < judged_now() and met_at is null limit 1)
     returning id`,
      [eventId],
    )
    const marked: string = rows[0]?.id
    await engine.query(
      `insert into deadlines (id, event_id, region_code, duty, subject_id, set_at, due_at, "limit", because)
     select gen_random_uuid(), event_id, region_code, 'acknowledge_escalation', gen_random_uuid(), judged_now(),
       judged_now() + interval '5 minutes', "limit", because
     from deadlines where id = $1`,
      [marked],
    )
    const closing = close()
    await waiting(story)
    await engine.query('commit')
    engine.release()
    t.equal((await closing).status, 201)
    t.same(await openOf(story, eventId), [])
    const told = await story.rows(`select from outbox where topic = 'deadline.missed' and subject_id = $1`, [
      marked,
    ])
    t.equal(told.length, 0, 'the engine says what it marked, nobody else does')
  },
)

t.test('who acts while the event is being closed sets nothing that would outlive it', async (t) => {
  const { story, eventId, stable } = await stableStory(t)
  const { desk } = story.people
  const [one] = await escalationsOf(story, eventId)
  await stable()
  await story.clock(`${DAY}T23:00`)
  await missedStep({ db: story.db })
  const closing = await story.db.pool.connect()
  await closing.query('begin')
  await closing.query('select pg_advisory_xact_lock(5401, 5401)')
  await closing.query(`update events set state = 'closed' where id = $1`, [eventId])
  await closing.query(
    `update deadlines set replaced_at = judged_now(), replaced_reason = '灾害过程已结束'
     where event_id = $1 and met_at is null and replaced_at is null`,
    [eventId],
  )
  t.equal(await unsignedStep({ db: story.db }), 0, 'what a closing holds is left to it')
  const acknowledging = desk.post(`/v1/escalations/${one?.id}/acknowledgement`, {})
  const ordering = desk.post(
    `/v1/events/${eventId}/escalations`,
    { toTier: 'autonomous_region', reason: '请求支援' },
    { 'idempotency-key': 'order-while-it-closes' },
  )
  await waiting(story, 2)
  await closing.query('commit')
  closing.release()
  t.equal((await acknowledging).status, 200)
  t.match((await ordering).json(), { type: '/problems/event-closed' })
  t.same(await openOf(story, eventId), [])
})

/** Until so many sessions wait for a lock that somebody else holds. */
async function waiting(story: Story, sessions = 1): Promise<void> {
  for (let times = 0; times < 300; times += 1) {
    const [found] = await story.rows<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    if ((found?.n ?? 0) >= sessions) return
  }
  throw new Error(`no ${sessions} wait`)
}
