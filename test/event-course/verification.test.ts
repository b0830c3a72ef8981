/** Closing tier by tier: clocks from stability on, the right order and the wrong one, leave, closing, opening again. */
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import type { ProblemBody } from '../api.ts'
import {
  type Accepted,
  aFollowUp,
  aReport,
  CITY,
  type Client,
  COUNTY,
  firstReports,
  OTHER_COUNTY,
  OTHER_TOWNSHIP,
  quakeOn,
  type Story,
  startStory,
  TOWNSHIP,
  VILLAGE,
  verified,
} from './story.ts'

interface Unit {
  node: { regionCode: string }
  stage: string | null
  isVerified: boolean
  mayVerify: boolean
  due: { dueAt: string; isLate: boolean } | null
  blockedBy: { node: { regionCode: string } }[]
  leave: object | null
}

const unitsOf = async (who: Client, eventId: string) =>
  (await who.get(`/v1/events/${eventId}/verification`)).json<{
    units: Unit[]
    closure: { isPossible: boolean; blockedBy: { node: { regionCode: string } }[] }
  }>()

const codes = (list: { node: { regionCode: string } }[]) => list.map(({ node }) => node.regionCode)

/** Four tiers in one county, and a second county with a township; stable on the third day at noon. */
async function twoCounties(story: Story) {
  const first = await firstReports(story, '2026-06-10')
  const { eventId } = first
  await story.people.desk.post(`/v1/events/${eventId}/regions`, { regionCode: OTHER_COUNTY })
  const otherTownship = await story.hire('officer', OTHER_TOWNSHIP)
  const otherCounty = await story.hire('officer', OTHER_COUNTY)
  const event = quakeOn('2026-06-10')
  const theirs = await otherTownship.report(aReport({ event, regionCode: OTHER_TOWNSHIP }))
  const above = await otherCounty.report(aReport({ event, regionCode: OTHER_COUNTY }))
  await story.run('2026-06-12T12:00')
  const declared = await story.stability(story.people.leader, eventId, '2026-06-12T12:00')
  return { ...first, eventId, declared, otherTownship, otherCounty, theirs, above }
}

t.test('from stability on each tier has its clock; the city waits for the last county', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40')
  const { village, township, county } = story.people
  const s = await twoCounties(story)
  t.equal(s.declared.status, 201, s.declared.text)
  const { verifiedReports, withoutClock } = s.declared.json<{
    verifiedReports: { node: { regionCode: string }; dueAt: string; because: { edition: string }[] }[]
    withoutClock: object[]
  }>()
  t.same(
    verifiedReports.map(({ node, dueAt }) => [node.regionCode, dueAt.slice(0, 16)]),
    [
      // Friday the 12th: two working days are Monday and Tuesday; five days are days
      [OTHER_COUNTY, '2026-06-18T00:00'],
      [OTHER_TOWNSHIP, '2026-06-17T00:00'],
      [COUNTY, '2026-06-18T00:00'],
      [TOWNSHIP, '2026-06-17T00:00'],
    ],
  )
  t.match(verifiedReports[2]?.because, [{ edition: '应急〔2020〕19号', status: 'unverified' }])
  t.same(withoutClock, [])

  await story.clock('2026-06-13T09:00')
  await village.report(verified(s.village))
  await township.report(verified(s.township))
  const done = await county.report(verified(s.county))
  t.same(
    done.deadlines.filter(({ duty }) => duty === 'verified_report'),
    [],
    'one county is not all',
  )
  await s.otherTownship.report(verified(s.theirs))
  await story.clock('2026-06-14T16:00')
  const last = await s.otherCounty.report(verified(s.above))
  t.match(
    last.deadlines.filter(({ duty }) => duty === 'verified_report'),
    [
      {
        regionCode: CITY,
        dueAt: '2026-06-18T00:00:00.000+08:00',
        because: [{ rule: 'verified_report.city' }],
      },
    ],
    'three days from the last county',
  )
  await story.run('2026-06-18T00:01')
  t.same(await story.told(s.eventId, 'verified%'), [
    `${CITY} 06-18 00:00 missed`,
    `${OTHER_COUNTY} 06-18 00:00 met`,
    `${OTHER_TOWNSHIP} 06-17 00:00 met`,
    `${COUNTY} 06-18 00:00 met`,
    `${TOWNSHIP} 06-17 00:00 met`,
  ])
  t.same(await story.escalated(s.eventId, 'verified_report'), [`${CITY}>${CITY}`])
  const late = await story.people.city.report(verified(s.city))
  t.equal(late.isLate, true, 'late, and accepted')
  t.equal((await story.told(s.eventId, 'verified%'))[0], `${CITY} 06-18 00:00 late`)
})

t.test('nobody verifies before the disaster is stable, nor before those below who reported', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40')
  const { village, township, county, city } = story.people
  const first = await firstReports(story, '2026-06-10')
  const { eventId } = first
  const early = await village.submit(verified(first.village))
  t.match([early.status, early.json()], [409, { type: '/problems/event-not-stable', state: 'open' }])
  await story.stability(story.people.leader, eventId, '2026-06-10T17:30')

  const versions = async () =>
    (await story.rows<{ n: number }>('select count(*)::int as n from report_versions'))[0]?.n
  const before = await versions()
  const wrong: [Client, Accepted, string[]][] = [
    [city, first.city, [COUNTY]],
    [county, first.county, [TOWNSHIP]],
    [township, first.township, [VILLAGE]],
  ]
  for (const [who, parent, blockers] of wrong) {
    const answer = await who.submit(verified(parent))
    t.equal(answer.status, 409)
    const problem = answer.json<ProblemBody & { blockers: { regionCode: string; stage: string }[] }>()
    t.equal(problem.type, '/problems/children-not-verified')
    t.same(
      problem.blockers.map(({ regionCode }) => regionCode),
      blockers,
      'who is directly below is named',
    )
    t.match(problem.blockers[0], { nameZh: /\p{Script=Han}/u, stage: 'first' })
  }
  t.equal(await versions(), before, 'nothing was stored')
  t.match(
    (await unitsOf(story.people.desk, eventId)).units.map((unit) => [
      unit.node.regionCode,
      unit.mayVerify,
      codes(unit.blockedBy),
    ]),
    [
      [CITY, false, [COUNTY]],
      [COUNTY, false, [TOWNSHIP]],
      [TOWNSHIP, false, [VILLAGE]],
      [VILLAGE, true, []],
    ],
  )
  for (const [who, parent] of [
    [village, first.village],
    [township, first.township],
    [county, first.county],
    [city, first.city],
  ] as const) {
    t.equal((await who.submit(verified(parent))).status, 201, parent.regionCode)
  }
  const view = await unitsOf(story.people.desk, eventId)
  t.ok(view.units.every(({ isVerified }) => isVerified))
  t.equal(view.closure.isPossible, true)
  t.match((await story.people.desk.get(`/v1/events/${eventId}/verification`)).json(), {
    state: 'stable',
  })
  t.same(
    codes((await unitsOf(township, eventId)).units),
    [TOWNSHIP, VILLAGE],
    'each sees its own and what lies below',
  )
  const unready = await county.submit(verified({ ...first.county, versionId: uuidv7() }))
  t.equal(unready.status, 202, 'one that came before its parent waits as any other')
})

t.test('villages answer to their county where the township between never reported', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40')
  const { village, county, leader } = story.people
  const event = quakeOn('2026-06-10')
  const one = await village.report(aReport({ event }))
  const above = await county.report(aReport({ event, regionCode: COUNTY }))
  await story.stability(leader, one.eventId, '2026-06-10T16:35')
  t.match((await county.submit(verified(above))).json(), { blockers: [{ regionCode: VILLAGE }] })
  await village.report(verified(one))
  t.equal((await county.submit(verified(above))).status, 201)
})

t.test('a leader gives leave to go before those below, but not for a report of their own', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40')
  const { county, leader, desk } = story.people
  const s = await firstReports(story, '2026-06-10')
  const url = `/v1/events/${s.eventId}/verification-overrides`
  const given = { regionCode: COUNTY, reason: '格达乡报送人员失联,由县级核定。' }
  t.match((await leader.post(url, given)).json(), { type: '/problems/event-not-stable' })
  await story.stability(leader, s.eventId, '2026-06-10T17:30')
  // who leads the county and reports for it: one account with both posts
  const both = await story.hire('duty_leader', COUNTY)
  const [mine] = await story.rows<{ id: string }>(
    `select account_id as id from bindings where role = 'duty_leader' and region_code = $1`,
    [COUNTY],
  )
  await story
    .as('administrator')
    .post(`/v1/accounts/${mine?.id}/bindings`, { role: 'officer', regionCode: COUNTY })
  t.match((await desk.post(url, given)).json(), { type: '/problems/not-permitted' })
  const elsewhere = await story.hire('duty_leader', OTHER_COUNTY)
  t.equal((await elsewhere.post(url, given)).status, 404, 'hidden from others')
  t.match((await both.post(url, { ...given, regionCode: CITY })).json(), {
    type: '/problems/outside-jurisdiction',
  })
  t.match((await leader.post(url, { ...given, regionCode: VILLAGE })).json(), {
    errors: [{ pointer: '/regionCode', code: 'no_such_tier' }],
  })
  t.match((await leader.post(url, { ...given, regionCode: OTHER_COUNTY })).json(), {
    errors: [{ pointer: '/regionCode', code: 'not_in_event' }],
  })
  t.equal((await both.post(url, given)).status, 201)
  t.match((await both.post(url, given)).json(), { type: '/problems/state-conflict' }, 'once')
  t.match(
    (await both.submit(verified(s.county))).json(),
    { type: '/problems/children-not-verified', blockers: [{ regionCode: TOWNSHIP }] },
    'not for whoever gave it',
  )
  t.equal((await unitsOf(desk, s.eventId)).units[1]?.mayVerify, true)
  t.equal((await county.submit(verified(s.county))).status, 201, 'for another one of the county')
})

t.test('an event is closed when all have verified; who blocks it is named', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40')
  const { village, township, county, city, leader, desk } = story.people
  const s = await twoCounties(story)
  const url = `/v1/events/${s.eventId}/closure`
  const basis = { basis: '各级核报完成。' }
  t.match((await desk.post(url, basis)).json(), { type: '/problems/not-permitted' })
  const countyLeader = await story.hire('duty_leader', COUNTY)
  t.match((await countyLeader.post(url, basis)).json(), { type: '/problems/outside-jurisdiction' })
  await village.report(verified(s.village))
  await township.report(verified(s.township))
  await county.report(verified(s.county))
  const refused = await leader.post(url, basis)
  t.equal(refused.status, 409)
  t.match(refused.json(), {
    type: '/problems/children-not-verified',
    blockers: [
      { regionCode: OTHER_COUNTY, stage: 'first' },
      { regionCode: CITY, stage: 'first' },
    ],
  })
  t.same(codes((await unitsOf(desk, s.eventId)).closure.blockedBy), [OTHER_COUNTY, CITY])
  await s.otherTownship.report(verified(s.theirs))
  await s.otherCounty.report(verified(s.above))
  t.match((await leader.post(url, basis)).json(), {
    detail: '拉萨市 itself has not verified yet.',
    blockers: [{ regionCode: CITY }],
  })
  await city.report(verified(s.city))
  await story.clock('2026-06-15T09:00')
  const closed = await leader.post(url, basis)
  t.equal(closed.status, 201, closed.text)
  t.match(closed.json(), { state: 'closed', stateZh: '已结束', effectiveAt: '2026-06-15T09:00:00.000+08:00' })
  t.match((await leader.post(url, basis)).json(), { type: '/problems/event-closed' }, 'once')
  t.match((await village.submit(aFollowUp(s.village))).json(), { type: '/problems/event-closed' })
  t.match((await story.nil(county, s.eventId, COUNTY)).json(), { type: '/problems/event-closed' })
  t.same(
    (await story.told(s.eventId)).filter((line) => line.endsWith('open')),
    [],
    'nobody owes a report for it any more',
  )
  const event = (await desk.get(`/v1/events/${s.eventId}`)).json()
  t.match(event, {
    state: 'closed',
    course: { stateZh: '已结束', stableAt: '2026-06-12T12:00:00.000+08:00' },
  })
  await story.run('2026-06-20T12:00')
  t.same(
    (await story.told(s.eventId, 'daily%')).filter((line) => !/ 06-1[12] /.test(line)),
    [],
    'and no day is opened after stability',
  )
})

t.test('with leave for the city an event is closed all the same, by another leader', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40')
  const { leader } = story.people
  const s = await firstReports(story, '2026-06-10')
  await story.stability(leader, s.eventId, '2026-06-10T17:30')
  const url = `/v1/events/${s.eventId}`
  const other = await story.hire('duty_leader', CITY)
  await leader.post(`${url}/verification-overrides`, { regionCode: CITY, reason: '历史事件,不再核报。' })
  t.match((await leader.post(`${url}/closure`, { basis: '归档' })).json(), {
    type: '/problems/children-not-verified',
  })
  t.equal((await other.post(`${url}/closure`, { basis: '归档' })).status, 201)
  t.ok((await story.told(s.eventId, 'verified%')).every((line) => line.endsWith('ended')))
  t.match((await story.duties(s.eventId, 'verified%'))[0], { ended: '灾害过程已结束' })
})

t.test('opened again: follow-ups are owed again, and all is verified anew', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40')
  const { village, township, leader, desk } = story.people
  const s = await firstReports(story, '2026-06-10')
  const { eventId } = s
  await story.run('2026-06-11T08:30')
  await story.stability(leader, eventId, '2026-06-11T08:30')
  const first = await village.report(verified(s.village))
  await township.report(verified(s.township))
  await story.run('2026-06-12T08:30')
  t.same(
    (await story.told(eventId, 'daily%')).filter((line) => line.includes('06-12')),
    [],
  )

  const reopening = `/v1/events/${eventId}/reopening`
  t.match((await desk.post(reopening, { reason: '余震' })).json(), { type: '/problems/not-permitted' })
  t.match((await leader.post(reopening, {})).json(), { errors: [{ pointer: '/reason' }] })
  const again = await leader.post(reopening, { reason: '6.1级余震,新增伤亡。' })
  t.equal(again.status, 201, again.text)
  t.match((await leader.post(reopening, { reason: '余震' })).json(), {
    type: '/problems/state-conflict',
    state: 'reopened',
  })
  t.same(
    (await story.told(eventId, 'daily%')).filter((line) => line.includes('06-12')),
    [`${CITY} 06-12 10:00 open`, `${COUNTY} 06-12 09:00 open`],
    'from now on: the hour of the townships had passed while it was stable',
  )
  t.ok((await story.told(eventId, 'verified%')).every((line) => /ended|met/.test(line)))
  t.match((await desk.get(`/v1/events/${eventId}`)).json(), {
    state: 'reopened',
    course: { stateZh: '重新开启', stableAt: null, dailyFollowUps: { isOn: true } },
  })
  t.match((await village.submit(verified(first))).json(), { type: '/problems/event-not-stable' })
  const more = await village.report(aFollowUp(first, { figures: { injured: 9 } }))
  t.equal(more.number, 3, 'a chain that was verified goes on')

  await story.run('2026-06-13T07:00')
  t.equal(
    (await story.stability(leader, eventId, '2026-06-12T08:00')).status,
    400,
    'not before it was opened again',
  )
  t.equal((await story.stability(leader, eventId, '2026-06-13T07:00')).status, 201)
  t.same(
    (await story.told(eventId, 'verified%')).filter((line) => line.endsWith('open')),
    [`${COUNTY} 06-19 00:00 open`, `${TOWNSHIP} 06-17 00:00 open`],
    'new clocks',
  )
  t.match(
    (await unitsOf(desk, eventId)).units.find(({ node }) => node.regionCode === TOWNSHIP),
    {
      isVerified: false,
      blockedBy: [{ node: { regionCode: VILLAGE } }],
    },
  )
})

t.test('what the city closed the city opens again', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40')
  const { leader, village } = story.people
  const s = await firstReports(story, '2026-06-10')
  await story.stability(leader, s.eventId, '2026-06-10T17:30')
  const url = `/v1/events/${s.eventId}`
  const other = await story.hire('duty_leader', CITY)
  await leader.post(`${url}/verification-overrides`, { regionCode: CITY, reason: '归档' })
  await other.post(`${url}/closure`, { basis: '归档' })
  const countyLeader = await story.hire('duty_leader', COUNTY)
  t.match((await countyLeader.post(`${url}/reopening`, { reason: '余震' })).json(), {
    type: '/problems/outside-jurisdiction',
  })
  t.equal((await leader.post(`${url}/reopening`, { reason: '余震' })).status, 201)
  t.equal((await village.submit(aFollowUp(s.village))).status, 201, 'reports are taken again')
})

t.test('a unit that reports only after stability has its clock from then on', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40')
  const { village, township, leader } = story.people
  const event = quakeOn('2026-06-10')
  const one = await village.report(aReport({ event }))
  await story.stability(leader, one.eventId, '2026-06-10T16:35')
  t.same(
    (await story.told(one.eventId, 'verified%')).map((line) => line.slice(0, 12)),
    [CITY, COUNTY, TOWNSHIP],
    'no county reported: the city’s clock runs from stability as well',
  )
  await story.clock('2026-06-11T10:00')
  const far = await story.hire('officer', '540122101201')
  const late = await far.report(aReport({ event, regionCode: '540122101201' }))
  t.match(
    late.deadlines.filter(({ duty }) => duty === 'verified_report'),
    [{ regionCode: '540122101000' }],
  )
  await village.report(verified(one))
  const report = await township.report(aReport({ event, regionCode: TOWNSHIP }))
  t.same(
    report.deadlines.filter(({ duty }) => duty === 'verified_report'),
    [],
    'whoever has one keeps it',
  )
})
