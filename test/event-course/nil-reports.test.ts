/** Days of a serious event: who owes a report by which hour, who confirmed, who missed, and what followed. */
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import {
  type Accepted,
  aFollowUp,
  aReport,
  CITY,
  COUNTY,
  firstReports,
  NEXT_TOWNSHIP,
  OTHER_COUNTY,
  OTHER_TOWNSHIP,
  quakeOn,
  SERIOUS,
  startStory,
  TOWNSHIP,
} from './story.ts'

t.test('the daily ladder of a serious event, from its second day until stability', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40')
  const { township, county, city, leader } = story.people
  const first = await firstReports(story, '2026-06-10')
  const { eventId } = first
  await story.run('2026-06-10T23:59')
  t.same(await story.told(eventId), [], 'nobody owes anything on the day itself')

  await story.run('2026-06-11T00:00')
  t.same(
    await story.told(eventId),
    [`${CITY} 06-11 10:00 open`, `${COUNTY} 06-11 09:00 open`, `${TOWNSHIP} 06-11 08:00 open`],
    'at midnight the day is opened, hour by tier; villages owe nothing',
  )

  await story.clock('2026-06-11T07:50')
  const tap = await story.nil(township, eventId, TOWNSHIP)
  t.equal(tap.status, 201, tap.text)
  const confirmed = tap.json<Accepted>()
  t.match(confirmed, { regionCode: TOWNSHIP, number: 2, stage: 'follow_up', isLate: false })
  t.match((await township.get(`/v1/reports/${confirmed.versionId}`)).json(), {
    nilReportFor: '2026-06-11',
    parentVersionId: first.township.versionId,
    content: { figures: { injured: 3 } },
    contentHash: confirmed.receipt.contentHash,
  })
  await story.clock('2026-06-11T09:00')
  const followUp = await county.report(aFollowUp(first.county, { figures: { injured: 5 } }))
  t.equal(followUp.isLate, false, 'an ordinary follow-up of that day meets it too, at its instant')
  await story.run('2026-06-11T10:00')
  t.same(await story.escalated(eventId, 'daily_follow_up'), [], 'at ten nothing is missed')
  await story.clock('2026-06-11T10:01')
  await story.runDue()
  t.same(await story.told(eventId), [
    `${CITY} 06-11 10:00 missed`,
    `${COUNTY} 06-11 09:00 met`,
    `${TOWNSHIP} 06-11 08:00 met`,
  ])
  t.same(
    await story.escalated(eventId, 'daily_follow_up'),
    [`${CITY}>${CITY}`],
    'the city’s miss goes on to the autonomous region, through the city',
  )
  const lateTap = await story.nil(city, eventId, CITY)
  t.equal(lateTap.status, 201, lateTap.text)
  const late = lateTap.json<Accepted>()
  t.equal(late.isLate, true, 'a late one is accepted and marked late')
  t.equal((await story.told(eventId))[0], `${CITY} 06-11 10:00 late`)

  await story.run('2026-06-12T00:00')
  await story.run('2026-06-12T08:01')
  t.same(await story.escalated(eventId, 'daily_follow_up'), [`${CITY}>${CITY}`, `${TOWNSHIP}>${COUNTY}`])
  await story.nil(county, eventId, COUNTY)
  await story.nil(city, eventId, CITY)
  await story.clock('2026-06-12T08:30')
  t.equal((await story.stability(leader, eventId, '2026-06-12T08:30')).status, 201)
  t.same((await story.told(eventId, 'daily%')).slice(0), [
    `${CITY} 06-11 10:00 late`,
    `${CITY} 06-12 10:00 met`,
    `${COUNTY} 06-11 09:00 met`,
    `${COUNTY} 06-12 09:00 met`,
    `${TOWNSHIP} 06-11 08:00 met`,
    `${TOWNSHIP} 06-12 08:00 missed`,
  ])
  for (const day of ['13', '14', '20']) await story.run(`2026-06-${day}T12:00`)
  t.equal((await story.told(eventId, 'daily%')).length, 6, 'after stability no day is opened any more')
})

t.test('stability before, at and after the cut-off of a day', async (t) => {
  const rows = [
    ['2026-06-12T07:59', ['ended', 'ended', 'ended']],
    ['2026-06-12T08:00', ['open', 'ended', 'ended']],
    ['2026-06-12T09:00', ['missed', 'open', 'ended']],
    ['2026-06-12T09:30', ['missed', 'missed', 'ended']],
    ['2026-06-12T10:00', ['missed', 'missed', 'open']],
    ['2026-06-12T11:00', ['missed', 'missed', 'missed']],
  ] as const
  for (const [declaredAt, states] of rows) {
    const story = await startStory(t, '2026-06-11T16:40')
    const { eventId } = await firstReports(story, '2026-06-11')
    await story.run('2026-06-12T00:00')
    await story.run(declaredAt)
    t.equal((await story.stability(story.people.leader, eventId, declaredAt)).status, 201)
    const day = (await story.duties(eventId, 'daily%')).filter(({ due }) => due.startsWith('06-12'))
    const of = (code: string) => onlyOne(story.told(eventId, 'daily%'), code)
    t.same(
      [await of(TOWNSHIP), await of(COUNTY), await of(CITY)],
      states,
      `declared at ${declaredAt}: what fell due by then stays`,
    )
    const ended = day.filter(({ ended: reason }) => reason !== null)
    t.ok(
      ended.every(({ ended: reason }) => reason === `灾情已于${declaredAt.replace('T', ' ')}宣布稳定`),
      'what is ended says why',
    )
    await story.stop()
  }
})

/** The state of the one duty of a unit. */
async function onlyOne(told: Promise<string[]>, code: string): Promise<string | undefined> {
  const own = (await told).filter((line) => line.startsWith(code))
  if (own.length !== 1) throw new Error(`${code} has ${own.length} duties`)
  return own[0]?.slice(code.length + ' 06-12 08:00 '.length)
}

t.test('declared earlier than it is entered: the declared instant counts', async (t) => {
  const story = await startStory(t, '2026-06-11T16:40')
  const { eventId } = await firstReports(story, '2026-06-11')
  await story.run('2026-06-12T00:00')
  await story.run('2026-06-12T10:30')
  t.same(await story.escalated(eventId, 'daily_follow_up'), [
    `${CITY}>${CITY}`,
    `${COUNTY}>${CITY}`,
    `${TOWNSHIP}>${COUNTY}`,
  ])
  await story.stability(story.people.leader, eventId, '2026-06-12T08:30')
  t.same(await story.told(eventId, 'daily%'), [
    `${CITY} 06-12 10:00 missed, ended`,
    `${COUNTY} 06-12 09:00 missed, ended`,
    `${TOWNSHIP} 06-12 08:00 missed`,
  ])
  await story.run('2026-06-13T12:00')
  t.equal((await story.told(eventId, 'daily%')).length, 3)
})

t.test('a unit owes from the day after it, or one below it, first reported', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40')
  const event = quakeOn('2026-06-10')
  const { eventId } = await story.people.village.report(aReport({ event, facts: SERIOUS }))
  await story.run('2026-06-11T00:00')
  t.same(
    await story.told(eventId),
    [`${CITY} 06-11 10:00 open`, `${COUNTY} 06-11 09:00 open`, `${TOWNSHIP} 06-11 08:00 open`],
    'whoever lies above a unit that reported owes, reported or not',
  )
  const next = await story.hire('officer', NEXT_TOWNSHIP)
  await story.clock('2026-06-11T07:00')
  await next.report(aReport({ event, regionCode: NEXT_TOWNSHIP }))
  await story.run('2026-06-11T07:30')
  t.equal((await story.told(eventId)).length, 3, 'not on the day of its first report')
  await story.run('2026-06-12T00:00')
  t.ok((await story.told(eventId)).includes(`${NEXT_TOWNSHIP} 06-12 08:00 open`))
  t.notOk(
    (await story.told(eventId)).some((line) => line.startsWith(OTHER_COUNTY)),
    'nor who never reported',
  )
})

t.test(
  'a first report of the day itself meets the daily report, so that nobody is pressed twice',
  async (t) => {
    const story = await startStory(t, '2026-06-10T16:40')
    const event = quakeOn('2026-06-10')
    const { eventId } = await story.people.village.report(aReport({ event, facts: SERIOUS }))
    await story.run('2026-06-11T00:00')
    await story.clock('2026-06-11T08:40')
    await story.people.county.report(aReport({ event, regionCode: COUNTY }))
    t.equal((await story.told(eventId))[1], `${COUNTY} 06-11 09:00 met`)
  },
)

t.test(
  'a relief response binds its place, those below and those above it; an order those below',
  async (t) => {
    const story = await startStory(t, '2026-06-10T16:40')
    const { desk } = story.people
    const event = { ...quakeOn('2026-06-10'), title: '当雄地震' }
    const { eventId } = await story.people.village.report(aReport({ event, facts: { magnitude: 4.6 } }))
    await desk.post(`/v1/events/${eventId}/regions`, { regionCode: OTHER_COUNTY })
    const far = await story.hire('officer', OTHER_TOWNSHIP)
    await far.report(aReport({ event, regionCode: OTHER_TOWNSHIP }))
    await story.run('2026-06-11T00:00')
    t.same(await story.told(eventId), [], 'an ordinary event asks nobody')

    const started = await desk.post(`/v1/events/${eventId}/responses`, {
      kind: 'relief',
      level: 4,
      regionCode: COUNTY,
      decidedBy: { body: 'county', name: '当雄县人民政府' },
      startedAt: '2026-06-10T20:00:00+08:00',
      basis: '县级自然灾害救助应急预案',
    })
    t.equal(started.status, 201, started.text)
    t.same(
      await story.told(eventId),
      [`${CITY} 06-11 10:00 open`, `${COUNTY} 06-11 09:00 open`, `${TOWNSHIP} 06-11 08:00 open`],
      'opened at once, and the other county is left alone',
    )
    const { id } = started.json<{ id: string }>()
    await story.clock('2026-06-11T08:30')
    await desk.post(`/v1/events/${eventId}/responses`, {
      kind: 'relief',
      level: null,
      followsId: id,
      decidedBy: { body: 'county', name: '当雄县人民政府' },
      startedAt: '2026-06-11T08:30:00+08:00',
      basis: '灾情解除',
    })
    await story.runDue()
    t.same(await story.told(eventId), [
      `${CITY} 06-11 10:00 ended`,
      `${COUNTY} 06-11 09:00 ended`,
      `${TOWNSHIP} 06-11 08:00 missed`,
    ])
    const order = await desk.post(`/v1/events/${eventId}/nil-report-orders`, {
      regionCode: OTHER_COUNTY,
      reason: '余震频繁。',
    })
    t.equal(order.status, 201, order.text)
    t.same(
      (await story.told(eventId)).filter((line) => line.startsWith('540121')),
      [`${OTHER_COUNTY} 06-11 09:00 open`],
      'the township’s hour has passed, the city is not bound by a county’s order',
    )
    await story.run('2026-06-12T00:00')
    t.same(
      (await story.told(eventId)).filter((line) => line.includes('06-12')),
      [`${OTHER_COUNTY} 06-12 09:00 open`, `${OTHER_TOWNSHIP} 06-12 08:00 open`],
    )
    await story.clock('2026-06-12T08:30')
    const end = `/v1/events/${eventId}/nil-report-orders/${order.json<{ id: string }>().id}/end`
    t.match((await desk.post(end, { reason: '不再需要。' })).json(), { ended: { reason: '不再需要。' } })
    t.match((await desk.post(end, { reason: '不再需要。' })).json(), { type: '/problems/state-conflict' })
    t.ok((await story.told(eventId)).includes(`${OTHER_COUNTY} 06-12 09:00 ended`))
  },
)

t.test(
  'figures that reach the national relief response ask for it too, though the grade does not',
  async (t) => {
    const story = await startStory(t, '2026-06-10T16:40')
    const { village } = story.people
    const event = quakeOn('2026-06-10')
    const first = await village.report(aReport({ event, figures: { dead: 5 }, facts: { magnitude: 5.1 } }))
    const { eventId } = first
    await story.run('2026-06-11T00:00')
    t.same(await story.told(eventId), [], '较大, no response')
    await story.clock('2026-06-11T07:00')
    const graver = await village.report(aFollowUp(first, { figures: { dead: 25 }, explanation: '搜救进展' }))
    t.equal(graver.event.severity, 'relatively_serious')
    await story.runDue()
    const [duty] = await story.rows<{ because: { rule: string }[] }>(
      `select because from deadlines where event_id = $1 and duty = 'daily_follow_up' and region_code = $2`,
      [eventId, COUNTY],
    )
    t.match(
      duty?.because.map(({ rule }) => rule),
      ['daily_follow_up.county', 'daily_follow_up.on', /^national\.4/],
    )
    t.match((await story.people.desk.get(`/v1/events/${eventId}`)).json(), {
      course: { dailyFollowUps: { isOn: true, because: [{ rule: 'daily_follow_up.on' }, {}] } },
    })
  },
)

t.test(
  'a tap is a report: one version for a storm of retries, and nothing for what cannot be confirmed',
  async (t) => {
    const story = await startStory(t, '2026-06-10T16:40')
    const { township, county, village } = story.people
    const { eventId } = await firstReports(story, '2026-06-10')
    await story.run('2026-06-11T07:00')
    const id = uuidv7()
    const tap = () =>
      township.post(
        `/v1/events/${eventId}/nil-reports`,
        { id, regionCode: TOWNSHIP },
        { 'idempotency-key': id },
      )
    const answers = await Promise.all(Array.from({ length: 20 }, tap))
    t.same([...new Set(answers.map(({ status }) => status))], [201])
    t.equal(new Set(answers.map(({ text }) => text)).size, 1, 'one receipt')
    await story.clock('2026-06-13T07:00')
    t.equal((await tap()).text, answers[0]?.text, 'a retry two days later hears it too')
    t.match(
      (
        await township.post(
          `/v1/events/${eventId}/nil-reports`,
          { id, regionCode: TOWNSHIP, day: '2026-06-11' },
          { 'idempotency-key': id },
        )
      ).json(),
      { type: '/problems/idempotency-key-reused' },
    )
    const phone = { channel: 'telephone', source: '乡政府值班室', saidAt: '2026-06-13T06:50:00+08:00' }
    const rows: [who: typeof village, regionCode: string, more: object, status: number, what: object][] = [
      [township, NEXT_TOWNSHIP, {}, 403, { type: '/problems/outside-jurisdiction' }],
      [county, NEXT_TOWNSHIP, { onBehalfOf: phone }, 409, { type: '/problems/state-conflict' }],
      [county, TOWNSHIP, {}, 422, { type: '/problems/source-missing' }],
      [township, TOWNSHIP, { day: '2026-06-14' }, 400, { errors: [{ pointer: '/day', code: 'in_future' }] }],
      [
        township,
        TOWNSHIP,
        { day: '2026-06-09' },
        400,
        { errors: [{ pointer: '/day', code: 'before_occurrence' }] },
      ],
      [township, TOWNSHIP, { day: '2026-02-30' }, 400, { errors: [{ pointer: '/day' }] }],
      [township, TOWNSHIP, { figures: {} }, 400, { errors: [{ pointer: '/figures' }] }],
      [story.as('auditor'), TOWNSHIP, {}, 403, { type: '/problems/not-permitted' }],
    ]
    for (const [who, regionCode, more, status, what] of rows) {
      const answer = await story.nil(who, eventId, regionCode, more)
      t.equal(answer.status, status, `${regionCode} ${JSON.stringify(more)}: ${answer.text}`)
      t.match(answer.json(), what)
    }
    const elsewhere = await story.hire('officer', OTHER_TOWNSHIP)
    t.equal((await story.nil(elsewhere, eventId, OTHER_TOWNSHIP)).status, 404, 'hidden is not there')
    t.equal((await story.nil(township, uuidv7(), TOWNSHIP)).status, 404)
    t.equal(
      (await township.post(`/v1/events/${eventId}/nil-reports`, { id: uuidv7(), regionCode: TOWNSHIP }))
        .status,
      400,
    )
    const byPhone = await story.nil(county, eventId, TOWNSHIP, { onBehalfOf: phone })
    t.equal(byPhone.status, 201, byPhone.text)
    await story.runDue()
    t.match(
      (await story.told(eventId)).find((line) => line.startsWith(`${TOWNSHIP} 06-13`)),
      /met$/,
    )
  },
)

t.test(
  'a day that was missed is confirmed afterwards, by its date, and that is no report of today',
  async (t) => {
    const story = await startStory(t, '2026-06-10T16:40')
    const { county } = story.people
    const { eventId } = await firstReports(story, '2026-06-10')
    await story.run('2026-06-11T09:01')
    await story.run('2026-06-12T08:00')
    const late = await story.nil(county, eventId, COUNTY, { day: '2026-06-11' })
    t.equal(late.json<Accepted>().isLate, true)
    t.same(
      (await story.told(eventId)).filter((line) => line.startsWith(COUNTY)),
      [`${COUNTY} 06-11 09:00 late`, `${COUNTY} 06-12 09:00 open`],
    )
  },
)

t.test('what is withdrawn is owed for no longer', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40')
  const { village, township } = story.people
  const event = quakeOn('2026-06-10')
  const one = await village.report(aReport({ event, facts: SERIOUS }))
  const next = await story.hire('officer', NEXT_TOWNSHIP)
  const other = await next.report(aReport({ event, regionCode: NEXT_TOWNSHIP }))
  const { eventId } = one
  await story.run('2026-06-11T00:00')
  const id = uuidv7()
  await next.post(
    `/v1/reports/${other.versionId}/withdrawal`,
    { id, reason: '误报' },
    { 'idempotency-key': id },
  )
  t.same(await story.told(eventId), [
    `${CITY} 06-11 10:00 open`,
    `${COUNTY} 06-11 09:00 open`,
    `${NEXT_TOWNSHIP} 06-11 08:00 ended`,
    `${TOWNSHIP} 06-11 08:00 open`,
  ])
  const last = uuidv7()
  await village.post(
    `/v1/reports/${one.versionId}/withdrawal`,
    { id: last, reason: '误报' },
    { 'idempotency-key': last },
  )
  await story.run('2026-06-12T12:00')
  t.ok((await story.told(eventId)).every((line) => line.endsWith('ended')))
  t.equal((await story.told(eventId)).length, 4, 'and nothing new is opened')
  t.equal((await story.nil(township, eventId, TOWNSHIP)).status, 409)
})
