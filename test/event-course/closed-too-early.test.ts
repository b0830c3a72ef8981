/** Nothing is verified or closed over figures below that nobody verified, or that came or went after those above. */
import t from 'tap'
import type { ProblemBody } from '../api.ts'
import { giveBack } from '../reviews/people.ts'
import {
  type Accepted,
  type Answer,
  aFollowUp,
  aReport,
  CITY,
  type Client,
  COUNTY,
  firstReports,
  quakeOn,
  type Story,
  startStory,
  TOWNSHIP,
  VILLAGE,
  verified,
} from './story.ts'

const OTHER_VILLAGE = '540122200203'
const DAY = '2026-06-10'

const blockersOf = (answer: Answer) => {
  const { type, blockers } = answer.json<
    ProblemBody & { blockers?: { regionCode: string; stage: string }[] }
  >()
  return [answer.status, type, blockers?.map(({ regionCode, stage }) => `${regionCode} ${stage}`)]
}
const blocked = (...blockers: string[]) => [409, '/problems/children-not-verified', blockers]

async function verificationOf(who: Client, eventId: string) {
  const view = (await who.get(`/v1/events/${eventId}/verification`)).json<{
    units: { node: { regionCode: string }; isVerified: boolean; mayVerify: boolean }[]
    closure: { isPossible: boolean; blockedBy: { node: { regionCode: string } }[] }
  }>()
  return {
    verified: view.units.filter(({ isVerified }) => isVerified).map(({ node }) => node.regionCode),
    mayVerify: view.units.filter(({ mayVerify }) => mayVerify).map(({ node }) => node.regionCode),
    isPossible: view.closure.isPossible,
    blockedBy: view.closure.blockedBy.map(({ node }) => node.regionCode),
  }
}

/** Village, county and city have verified; the township between has never reported. The clock stands still. */
async function withoutTownship(story: Story) {
  const { village, county, city, leader } = story.people
  const event = quakeOn(DAY)
  const one = await village.report(aReport({ event }))
  const { eventId } = one
  const two = await county.report(aReport({ event, regionCode: COUNTY }))
  const three = await city.report(aReport({ eventId, regionCode: CITY }))
  await story.stability(leader, eventId, '2026-06-10T16:35')
  const close = () => leader.post(`/v1/events/${eventId}/closure`, { basis: '核报完成' })
  return {
    eventId,
    close,
    ofVillage: await village.report(verified(one)),
    ofCounty: await county.report(verified(two)),
    ofCity: await city.report(verified(three)),
  }
}

t.test('who reports after those above have verified keeps all of them, and the event, open', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40')
  const { county, city, desk } = story.people
  const s = await withoutTownship(story)
  t.equal((await verificationOf(desk, s.eventId)).isPossible, true)
  const neighbour = await story.hire('officer', OTHER_VILLAGE)
  const word = aReport({ event: quakeOn(DAY), regionCode: OTHER_VILLAGE, figures: { injured: 50 } })
  const late = await neighbour.report(word)
  t.equal(late.eventId, s.eventId)
  t.same(blockersOf(await s.close()), blocked(`${OTHER_VILLAGE} first`))
  t.same(
    blockersOf(await county.submit(verified(s.ofCounty, { injured: 50 }))),
    blocked(`${OTHER_VILLAGE} first`),
  )
  t.same(await verificationOf(desk, s.eventId), {
    verified: [VILLAGE],
    mayVerify: [OTHER_VILLAGE],
    isPossible: false,
    blockedBy: [OTHER_VILLAGE],
  })
  await neighbour.report(verified(late, { injured: 50 }))
  const refused = await s.close()
  t.same(blockersOf(refused), blocked(`${COUNTY} verified`), 'its figures are older than those below it')
  t.match(refused.json<ProblemBody>().detail, /verify again/)
  t.same(blockersOf(await city.submit(verified(s.ofCity, { injured: 50 }))), blocked(`${COUNTY} verified`))
  const again = await county.report(verified(s.ofCounty, { injured: 50 }))
  t.match((await county.submit(verified(again, { injured: 50 }))).json(), {
    type: '/problems/chain-verified',
  })
  const last = await s.close()
  t.same(blockersOf(last), blocked(`${CITY} verified`))
  t.match(last.json(), {
    detail: '拉萨市 itself has to verify again, for figures below it have changed since.',
  })
  await city.report(verified(s.ofCity, { injured: 50 }))
  t.equal((await s.close()).status, 201)
})

t.test('a returned report keeps all above from closing, however far they are', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40')
  const { village, county, desk } = story.people
  const s = await withoutTownship(story)
  const reviewer = await story.hire('reviewer', COUNTY)
  t.equal((await giveBack(reviewer, s.ofVillage)).status, 200)
  const refused = await s.close()
  t.same(blockersOf(refused), blocked(`${VILLAGE} verified`), 'what was returned was verified')
  t.match(refused.json(), {
    detail: 'The verified reports of these units were returned, and not answered: 羊易村委会.',
    blockers: [{ isReturned: true }],
  })
  t.match((await desk.get(`/v1/events/${s.eventId}/verification`)).json(), {
    units: [{ isReturned: false }, {}, {}, { stage: 'verified', isVerified: false, isReturned: true }],
    closure: { blockedBy: [{ stage: 'verified', isReturned: true }] },
  })
  t.same((await verificationOf(desk, s.eventId)).blockedBy, [VILLAGE])
  t.same(blockersOf(await county.submit(verified(s.ofCounty))), blocked(`${VILLAGE} verified`))
  await village.report({ ...verified(s.ofVillage), explanation: '已核对,数据无误。' })
  t.same((await verificationOf(desk, s.eventId)).verified, [CITY, COUNTY, VILLAGE], 'the figures stand')
  t.equal((await s.close()).status, 201)
})

t.test('a verified township in between hides no return, and its county waits', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40')
  const { village, township, county, city, leader } = story.people
  const s = await firstReports(story, DAY)
  const reviewer = await story.hire('reviewer', COUNTY)
  await story.stability(leader, s.eventId, '2026-06-10T17:30')
  const ofVillage = await village.report(verified(s.village))
  const ofTownship = await township.report(verified(s.township))
  await giveBack(reviewer, ofVillage)
  t.same(blockersOf(await county.submit(verified(s.county))), blocked(`${VILLAGE} verified`))
  await village.report({ ...verified(ofVillage, { affected_pop: 90 }), explanation: '重复统计。' })
  t.same(blockersOf(await county.submit(verified(s.county))), blocked(`${TOWNSHIP} verified`))
  await township.report({ ...verified(ofTownship, { affected_pop: 90 }), explanation: '重复统计。' })
  await county.report(verified(s.county))
  await city.report(verified(s.city))
  await giveBack(reviewer, await headOf(story, s.eventId, TOWNSHIP))
  const close = () => leader.post(`/v1/events/${s.eventId}/closure`, { basis: '核报完成' })
  t.same(blockersOf(await close()), blocked(`${TOWNSHIP} verified`))
})

t.test('the answer to a return does not wait for those below, and does not stand for them', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40')
  const { village, township, county, leader } = story.people
  const s = await firstReports(story, DAY)
  const reviewer = await story.hire('reviewer', COUNTY)
  await story.stability(leader, s.eventId, '2026-06-10T17:30')
  const ofVillage = await village.report(verified(s.village))
  const ofTownship = await township.report(verified(s.township))
  await giveBack(reviewer, ofVillage)
  await giveBack(reviewer, ofTownship)
  await township.report({ ...verified(ofTownship), explanation: '已核对,数据无误。' })
  t.same(blockersOf(await county.submit(verified(s.county))), blocked(`${VILLAGE} verified`))
  await village.report({ ...verified(ofVillage), explanation: '已核对,数据无误。' })
  t.equal((await county.submit(verified(s.county))).status, 201)
})

t.test('leave is given to a unit that has to verify again, and not to one that has verified', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40')
  const { county, leader } = story.people
  const s = await withoutTownship(story)
  const leave = () =>
    leader.post(`/v1/events/${s.eventId}/verification-overrides`, { regionCode: COUNTY, reason: '失联' })
  t.match((await leave()).json(), { type: '/problems/state-conflict' })
  const neighbour = await story.hire('officer', OTHER_VILLAGE)
  await neighbour.report(aReport({ event: quakeOn(DAY), regionCode: OTHER_VILLAGE, figures: { injured: 9 } }))
  t.equal((await leave()).status, 201)
  t.equal((await county.submit(verified(s.ofCounty, { injured: 12 }))).status, 201)
  t.same(blockersOf(await s.close()), blocked(`${CITY} verified`))
})

t.test('a unit that was let go ahead answers for those below, until they say something new', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40')
  const { township, county, city, leader } = story.people
  const s = await firstReports(story, DAY)
  await story.stability(leader, s.eventId, '2026-06-10T17:30')
  const leave = () =>
    leader.post(`/v1/events/${s.eventId}/verification-overrides`, { regionCode: COUNTY, reason: '失联' })
  t.equal((await leave()).status, 201)
  const ofCounty = await county.report(verified(s.county))
  await city.report(verified(s.city))
  const close = () => leader.post(`/v1/events/${s.eventId}/closure`, { basis: '核报完成' })
  t.same((await verificationOf(leader, s.eventId)).verified, [CITY, COUNTY])
  t.equal((await verificationOf(leader, s.eventId)).isPossible, true)
  await township.report(aFollowUp(s.township, { figures: { injured: 7 } }))
  t.same(blockersOf(await close()), blocked(`${TOWNSHIP} follow_up`))
  await county.report(verified(ofCounty, { injured: 7 }))
  t.same(blockersOf(await close()), blocked(`${CITY} verified`), 'the leave still holds')
})

t.test('in one batch each report is judged after those before it', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40')
  const s = await withoutTownship(story)
  // one account with two posts: its reports come in one batch
  const both = await story.hire('officer', OTHER_VILLAGE)
  const [post] = await story.rows<{ id: string }>(
    'select account_id as id from bindings where region_code = $1',
    [OTHER_VILLAGE],
  )
  const binding = { role: 'officer', regionCode: COUNTY }
  t.equal((await story.as('administrator').post(`/v1/accounts/${post?.id}/bindings`, binding)).status, 201)
  const word = aReport({ event: quakeOn(DAY), regionCode: OTHER_VILLAGE, figures: { injured: 9 } })
  const parent = { versionId: word.id, eventId: s.eventId, regionCode: OTHER_VILLAGE }
  const items = [
    verified(s.ofCounty),
    word,
    verified(s.ofCounty, { injured: 9 }),
    verified(parent, { injured: 9 }),
    verified(s.ofCounty, { injured: 9 }),
  ]
  const answer = await both.post('/v1/reports/batch', { items })
  t.match(answer.json(), {
    items: [
      { problem: { type: '/problems/chain-verified' } },
      { status: 'accepted' },
      { problem: { type: '/problems/children-not-verified', blockers: [{ regionCode: OTHER_VILLAGE }] } },
      { status: 'accepted' },
      { status: 'accepted' },
    ],
  })
  t.same(blockersOf(await s.close()), blocked(`${CITY} verified`))
})

t.test(
  'who describes the disaster of a closed event opens a new one, and is told of the closed one',
  async (t) => {
    const story = await startStory(t, '2026-06-10T16:40')
    const { desk } = story.people
    const s = await withoutTownship(story)
    t.equal((await s.close()).status, 201)
    const neighbour = await story.hire('officer', OTHER_VILLAGE)
    const again = await neighbour.report(aReport({ event: quakeOn(DAY), regionCode: OTHER_VILLAGE }))
    t.not(again.eventId, s.eventId)
    t.match(again.event, {
      foundBy: 'opened',
      suggestions: [{ eventId: s.eventId, state: 'closed', hoursApart: 0, regions: [COUNTY] }],
    })
    t.match((await desk.get(`/v1/events/${again.eventId}/suggestions`)).json(), {
      items: [{ event: { id: s.eventId, state: 'closed' } }],
    })
    const found = await story.people.township.report(aReport({ event: quakeOn(DAY), regionCode: TOWNSHIP }))
    t.match(found.event, { foundBy: 'match', suggestions: [] })
    t.equal(found.event.suggestions.length, 0, 'an open event is found: nothing else is suggested')
  },
)

async function headOf(
  story: Story,
  eventId: string,
  regionCode: string,
): Promise<Pick<Accepted, 'versionId'>> {
  const [row] = await story.rows<{ versionId: string }>(
    'select head_version_id as "versionId" from report_chains where event_id = $1 and region_code = $2',
    [eventId, regionCode],
  )
  if (!row) throw new Error('the unit has reported')
  return row
}
