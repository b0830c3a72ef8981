/** What an event leaves behind when it is closed: nothing that anybody is still asked for, and nothing of it forgotten. */
import t from 'tap'
import { missedStep } from '../../src/escalations/missed-step.ts'
import { unsignedStep } from '../../src/routing/unsigned-step.ts'
import { announced, DAY, escalationsOf, idOf, openOf, response, stableStory, unmet } from './closing-story.ts'
import { aFollowUp, aReport, CITY, COUNTY, quakeOn, startStory, TOWNSHIP } from './story.ts'

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

t.test('a first report that the closing ended is not asked for again, nor missed again', async (t) => {
  const story = await startStory(t, `${DAY}T16:40`)
  const { village, county, city, leader } = story.people
  const event = quakeOn(DAY)
  const first = await village.report(aReport({ event, figures: { injured: 3 } }))
  const { eventId } = first
  await county.report(aReport({ event, regionCode: COUNTY, figures: { injured: 3 } }))
  await city.report(aReport({ eventId, regionCode: CITY, figures: { injured: 3 } }))
  await story.run(`${DAY}T20:00`)
  const missed = [`${TOWNSHIP}>${COUNTY}`]
  t.same(await story.escalated(eventId, 'first_report'), missed, 'the township never reports')
  await story.stability(leader, eventId, `${DAY}T19:00`)
  const other = await story.hire('duty_leader', CITY)
  const leave = { regionCode: CITY, reason: '历史事件,不再核报。' }
  t.equal((await leader.post(`/v1/events/${eventId}/verification-overrides`, leave)).status, 201)
  t.equal((await other.post(`/v1/events/${eventId}/closure`, { basis: '归档' })).status, 201)
  t.equal((await leader.post(`/v1/events/${eventId}/reopening`, { reason: '有新的灾情' })).status, 201)

  await village.report(aFollowUp(first, { figures: { injured: 4 } }))
  await story.run('2026-06-11T08:00')
  t.notOk((await openOf(story, eventId)).some(({ duty }) => duty === 'first_report'))
  t.same(await story.escalated(eventId, 'first_report'), missed, 'once')
})
