/** After verification figures change by leave alone: asked for by the unit, approved by the one above, once. */
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { giveBack } from '../reviews/people.ts'
import {
  type Accepted,
  type Answer,
  aFollowUp,
  CITY,
  type Client,
  COUNTY,
  firstReports,
  OTHER_COUNTY,
  startStory,
  TOWNSHIP,
  verified,
} from './story.ts'

async function verifiedCounty(t: Parameters<typeof startStory>[0]) {
  const story = await startStory(t, '2026-06-10T16:40')
  const { village, township, county, leader } = story.people
  const s = await firstReports(story, '2026-06-10')
  await story.stability(leader, s.eventId, '2026-06-10T17:30')
  await village.report(verified(s.village))
  const ofTownship = await township.report(verified(s.township))
  const ofCounty = await county.report(verified(s.county))
  const ask = (who: Client, versionId: string, reason = '一户重复统计。') =>
    who.post(`/v1/reports/${versionId}/correction-requests`, { reason })
  const answer = (who: Client, id: string, what: 'approval' | 'refusal' = 'approval', body: object = {}) =>
    who.post(`/v1/correction-requests/${id}/${what}`, body)
  const reviewer = story.as('reviewer', COUNTY)
  const again = (parent: Accepted, injured: number): Promise<Answer> =>
    township.submit({ ...verified(parent, { injured }), explanation: '核对台账后更正。' })
  return {
    ...{ story, ...s, ofTownship, ofCounty, ask, answer, reviewer, again },
    /** what the requests of the event have come to, in order */
    async requests() {
      const { items } = (await leader.get(`/v1/events/${s.eventId}/correction-requests`)).json<{
        items: { state: string }[]
      }>()
      return items.map(({ state }) => state)
    },
    /** whether each correction that a return made the township owe was met */
    async owed() {
      const duties = await story.rows<{ is_met: boolean }>(
        `select met_at is not null as is_met from deadlines
         where event_id = $1 and duty = 'correction' and region_code = $2 order by set_at, id`,
        [s.eventId, TOWNSHIP],
      )
      return duties.map(({ is_met }) => is_met)
    },
  }
}

const SPENT = { type: '/problems/chain-verified' }
const CONFLICT = { status: 409, type: '/problems/state-conflict' }

t.test('one correction, by leave of the unit above, and then the figures stand again', async (t) => {
  const { story, ofTownship, eventId, ask, answer } = await verifiedCounty(t)
  const { township } = story.people
  const reviewer = story.as('reviewer', COUNTY)
  const again = verified(ofTownship, { injured: 2 })
  t.match((await township.submit({ ...again, explanation: '重复' })).json(), {
    type: '/problems/chain-verified',
  })
  const asked = await ask(township, ofTownship.versionId)
  t.equal(asked.status, 201, asked.text)
  t.match(asked.json(), { state: 'waiting', node: { regionCode: TOWNSHIP }, reason: '一户重复统计。' })
  const { id } = asked.json<{ id: string }>()
  t.match(
    (await ask(township, ofTownship.versionId)).json(),
    { type: '/problems/state-conflict' },
    'one at a time',
  )
  t.match(
    (await township.submit({ ...again, id: uuidv7() })).json(),
    { type: '/problems/chain-verified' },
    'asking is not leave',
  )
  t.match((await reviewer.get(`/v1/events/${eventId}/correction-requests`)).json(), { items: [{ id }] })

  const approved = await answer(reviewer, id, 'approval', { reason: '已核对。' })
  t.equal(approved.status, 201, approved.text)
  t.match(approved.json(), { state: 'approved', answer: '已核对。' })
  t.match((await answer(reviewer, id)).json(), { type: '/problems/state-conflict', isApproved: true })
  t.match((await ask(township, ofTownship.versionId)).json(), { type: '/problems/state-conflict' })
  t.match(
    (await township.submit(aFollowUp(ofTownship, { figures: { injured: 2 } }))).json(),
    { type: '/problems/chain-verified' },
    'a follow-up is no correction',
  )
  t.match((await story.nil(township, eventId, TOWNSHIP)).json(), { type: '/problems/chain-verified' })
  const corrected = await township.submit({ ...again, id: uuidv7() })
  t.equal(corrected.status, 201, corrected.text)
  const head = corrected.json<Accepted>()
  t.match(head, { stage: 'verified', number: 3 })
  t.match(
    (await township.submit(verified(head, { injured: 1 }))).json(),
    { type: '/problems/chain-verified' },
    'the leave was for one',
  )
  t.match(
    (await ask(township, ofTownship.versionId)).json(),
    { type: '/problems/state-conflict' },
    'not of what is past',
  )
  t.equal((await ask(township, head.versionId)).status, 201, 'but anew of what stands')
})

t.test('nobody approves their own, nobody of the same unit, nobody elsewhere', async (t) => {
  const { story, ofTownship, ofCounty, ask, answer } = await verifiedCounty(t)
  const { township, county, leader } = story.people
  const elsewhere = await story.hire('reviewer', OTHER_COUNTY)
  t.equal((await ask(elsewhere, ofCounty.versionId)).status, 404)
  t.match(
    (await ask(leader, ofCounty.versionId)).json(),
    { type: '/problems/not-permitted' },
    'the unit itself asks',
  )
  const { id } = (await ask(county, ofCounty.versionId)).json<{ id: string }>()
  t.match((await answer(county, id)).json(), { type: '/problems/not-permitted' })
  t.match((await answer(story.as('reviewer', COUNTY), id)).json(), { type: '/problems/outside-jurisdiction' })
  t.equal((await answer(elsewhere, id)).status, 404)
  t.equal((await answer(leader, uuidv7())).status, 404)

  // a reviewer of the county asks for its township, and may otherwise answer for it
  const reviewer = story.as('reviewer', COUNTY)
  const own = (await ask(reviewer, ofTownship.versionId)).json<{ id: string }>()
  const refused = await answer(reviewer, own.id)
  t.match([refused.status, refused.json()], [403, { type: '/problems/needs-another-person' }])
  const said = await answer(leader, own.id, 'refusal', { reason: '与台账不符。' })
  t.match(said.json(), { state: 'refused', answer: '与台账不符。' })
  t.match((await township.submit(verified(ofTownship, { injured: 2 }))).json(), {
    type: '/problems/chain-verified',
  })
  t.equal((await ask(township, ofTownship.versionId)).status, 201, 'after a refusal one may ask again')
})

t.test('above the city nobody is in this service: another one of the city answers', async (t) => {
  const { story, city, ofTownship, ask, answer, eventId, requests } = await verifiedCounty(t)
  const done = await story.people.city.report(verified(city))
  const reviewer = story.as('reviewer', CITY)
  const { id } = (await ask(reviewer, done.versionId)).json<{ id: string }>()
  t.match((await answer(reviewer, id)).json(), { type: '/problems/needs-another-person' })
  t.equal((await answer(story.people.leader, id)).status, 201)
  t.equal((await ask(story.people.township, ofTownship.versionId)).status, 201)
  t.same(await requests(), ['approved', 'waiting'])
  const closed = await story.people.leader.post(`/v1/events/${eventId}/closure`, { basis: '归档' })
  t.equal(closed.status, 201, closed.text)
  t.same(await requests(), ['approved', 'overtaken'], 'nobody corrects in a closed event')
  t.match((await ask(story.people.city, done.versionId)).json(), { type: '/problems/event-closed' })
})

t.test('what stands open, or was opened again, needs no leave and gets none', async (t) => {
  const { story, village, ofTownship, ask, answer, eventId, requests } = await verifiedCounty(t)
  const { township, leader } = story.people
  t.match((await ask(story.people.village, village.versionId)).json(), { type: '/problems/state-conflict' })
  t.equal((await ask(township, uuidv7())).status, 404)
  t.match((await ask(township, ofTownship.versionId, '')).json(), { errors: [{ pointer: '/reason' }] })
  const { id } = (await ask(township, ofTownship.versionId)).json<{ id: string }>()
  await leader.post(`/v1/events/${eventId}/reopening`, { reason: '余震' })
  t.match((await answer(leader, id)).json(), { type: '/problems/state-conflict' })
  t.match((await ask(township, ofTownship.versionId)).json(), { type: '/problems/state-conflict' })
  t.same(await requests(), ['overtaken'], 'nobody has to answer it any more')
  t.equal((await township.submit(aFollowUp(ofTownship, { figures: { injured: 7 } }))).status, 201)
})

t.test('what was returned needs no leave besides, and one report answers it', async (t) => {
  const { story, ofTownship, ask, reviewer, again, owed, requests } = await verifiedCounty(t)
  const { township } = story.people
  await giveBack(reviewer, ofTownship)
  const asked = await ask(township, ofTownship.versionId)
  t.match(asked.json(), {
    ...CONFLICT,
    detail: /send one verified report more by 2026-06-10T18:30:00.000\+08:00/,
    dueAt: '2026-06-10T18:30:00.000+08:00',
  })
  t.same([await requests(), await owed()], [[], [false]])
  const corrected = await again(ofTownship, 2)
  t.equal(corrected.status, 201, corrected.text)
  const head = corrected.json<Accepted>()
  t.same(await owed(), [true])
  t.match((await again(head, 1)).json(), SPENT)
  t.equal((await ask(township, head.versionId)).status, 201, 'of what stands now one may ask')
})

t.test('a return overtakes a request that waits, whoever asked', async (t) => {
  const { story, ofTownship, ask, answer, reviewer, again, owed, requests } = await verifiedCounty(t)
  const { leader } = story.people
  // the one who returns it asked for the township: nobody answers their own request, but this answers nothing
  const { id } = (await ask(reviewer, ofTownship.versionId)).json<{ id: string }>()
  t.same(await requests(), ['waiting'])
  t.equal((await giveBack(reviewer, ofTownship)).status, 200)
  t.same(await requests(), ['overtaken'])
  for (const what of ['approval', 'refusal'] as const) {
    const said = await answer(leader, id, what)
    t.match(said.json(), { ...CONFLICT, dueAt: '2026-06-10T18:30:00.000+08:00' }, what)
  }
  const corrected = await again(ofTownship, 2)
  t.equal(corrected.status, 201, corrected.text)
  t.same([await owed(), await requests()], [[true], ['overtaken']])
  t.match((await answer(leader, id)).json(), CONFLICT, 'nor afterwards')
  t.match((await again(corrected.json(), 1)).json(), SPENT, 'two ways, one report')
})

t.test('leave that was given and not used is used up with the return, one refused bars none', async (t) => {
  const { story, ofTownship, ask, answer, reviewer, again, owed, requests } = await verifiedCounty(t)
  const { township, leader } = story.people
  const approved = (await ask(township, ofTownship.versionId)).json<{ id: string }>()
  await answer(leader, approved.id)
  t.equal((await giveBack(reviewer, ofTownship)).status, 200)
  t.match((await ask(township, ofTownship.versionId)).json(), CONFLICT)
  const second = (await again(ofTownship, 2)).json<Accepted>()
  t.same([await owed(), await requests()], [[true], ['approved']])
  t.match((await again(second, 1)).json(), SPENT)

  const refused = (await ask(township, second.versionId)).json<{ id: string }>()
  await answer(leader, refused.id, 'refusal')
  t.match((await again(second, 1)).json(), SPENT)
  t.equal((await giveBack(reviewer, second)).status, 200)
  t.equal((await again(second, 1)).status, 201)
  t.same(
    [await owed(), await requests()],
    [
      [true, true],
      ['approved', 'refused'],
    ],
  )
})

t.test('asked for and returned at once, one report more follows', async (t) => {
  const { story, ofTownship, ask, reviewer, again, requests } = await verifiedCounty(t)
  const [asked, returned] = await Promise.all([
    ask(story.people.township, ofTownship.versionId),
    giveBack(reviewer, ofTownship),
  ])
  t.equal(returned.status, 200)
  t.same(await requests(), asked.status === 201 ? ['overtaken'] : [], 'whichever came first')
  const second = (await again(ofTownship, 2)).json<Accepted>()
  t.equal(second.number, 3)
  t.match((await again(second, 1)).json(), SPENT)
})
