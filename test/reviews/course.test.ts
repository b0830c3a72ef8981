/** Reviews and tiers' own reports in the course of an event: stable, verified tier by tier, closed. */
import t, { type Test } from 'tap'
import { v7 as uuidv7 } from 'uuid'
import {
  type Accepted,
  aFollowUp,
  aReport,
  CITY,
  type Client,
  COUNTY,
  minutesAfter,
  NOON,
  startApi,
  TOWNSHIP,
  VILLAGE,
} from '../api.ts'
import { accept, draft, giveBack, sign } from './people.ts'

const FIGURES = { affected_pop: 10, dead: 0, missing: 0, loss_total: 1_000 }
const verified = (parent: Accepted, more: object = {}) =>
  aFollowUp(parent, { stage: 'verified', figures: { ...FIGURES, ...more } })

async function aStableEvent(t: Pick<Test, 'teardown' | 'comment'>) {
  const api = await startApi(t)
  const village = await api.hire('officer', VILLAGE)
  const township = await api.hire('officer', TOWNSHIP)
  const county = await api.hire('officer', COUNTY)
  const reviewer = await api.hire('reviewer', COUNTY)
  const leader = await api.hire('duty_leader', CITY)
  const ofVillage = await village.report(aReport({ figures: FIGURES }))
  const { eventId } = ofVillage
  const ofTownship = await township.report(aReport({ regionCode: TOWNSHIP, eventId, figures: FIGURES }))
  const declare = () =>
    leader.post(`/v1/events/${eventId}/stability`, { declaredAt: NOON.toISOString(), basis: '救援结束。' })
  const nil = (who: Client, regionCode: string) => {
    const id = uuidv7()
    return who.post(`/v1/events/${eventId}/nil-reports`, { id, regionCode }, { 'idempotency-key': id })
  }
  return { api, village, township, county, reviewer, leader, ofVillage, ofTownship, eventId, declare, nil }
}

t.test(
  'a verified report that was returned verifies nothing until one more verified report has come',
  async (t) => {
    const { village, township, county, reviewer, leader, eventId, ...said } = await aStableEvent(t)
    t.equal((await said.declare()).status, 201)
    const wrong = await village.report(verified(said.ofVillage))
    t.equal((await giveBack(reviewer, wrong, { fields: ['/figures/loss_total'] })).status, 200)
    const above = await township.submit(verified(said.ofTownship))
    t.match(above.json(), {
      type: '/problems/children-not-verified',
      blockers: [{ regionCode: VILLAGE }],
    })
    const progress = (await leader.get(`/v1/events/${eventId}/verification`)).json<{
      units: { node: { regionCode: string }; isVerified: boolean }[]
    }>()
    t.match(
      progress.units.filter(({ node }) => node.regionCode === VILLAGE),
      [{ isVerified: false }],
    )
    t.match((await village.submit(aFollowUp(wrong, { figures: FIGURES }))).json(), {
      type: '/problems/chain-verified',
    })
    const right = await village.report({
      ...verified(wrong, { loss_total: 900 }),
      explanation: '一户重复统计。',
    })
    t.notOk(
      right.violations.some(({ kind }) => kind === 'hard'),
      'what was returned may fall',
    )
    const ofTownship = await township.report(verified(said.ofTownship))
    t.equal((await accept(reviewer, ofTownship)).status, 200)
    t.equal((await giveBack(reviewer, right)).status, 200, 'even after the unit above has verified')
    const closing = await leader.post(`/v1/events/${eventId}/closure`, { basis: '核报完成' })
    t.match(closing.json(), { type: '/problems/children-not-verified' }, 'nothing is closed too early')
  },
)

t.test('that nothing has changed answers no return', async (t) => {
  const { api, village, township, ofVillage, ofTownship, nil } = await aStableEvent(t)
  t.equal((await nil(township, TOWNSHIP)).status, 201)
  await giveBack(township, ofVillage)
  const refused = await nil(village, VILLAGE)
  t.equal(refused.status, 409, refused.text)
  t.match(refused.json(), { type: '/problems/state-conflict', headVersionId: ofVillage.versionId })
  const owed = () =>
    api.rows<{ met_at: Date | null }>(
      `select met_at from deadlines where duty = 'correction' and subject_id = $1`,
      [ofVillage.versionId],
    )
  t.match(await owed(), [{ met_at: null }])
  const next = await village.report(
    aFollowUp(ofVillage, { figures: FIGURES, explanation: '已核对,数据无误。' }),
  )
  t.match(await owed(), [{ met_at: NOON }], 'the same figures with an explanation do')
  t.equal((await nil(village, VILLAGE)).status, 201, 'and from then on nothing has changed')
  t.ok(next.versionId && ofTownship.versionId)
})

t.test('a tier verifies by its own report: drafted and signed in its turn', async (t) => {
  const { village, township, county, reviewer, ofVillage, ofTownship, eventId, declare } =
    await aStableEvent(t)
  const first = await draft(county, eventId)
  t.equal((await sign(reviewer, first)).status, 201)
  const ask = () =>
    county.post(`/v1/events/${eventId}/tier-reports`, { id: uuidv7(), regionCode: COUNTY, stage: 'verified' })
  t.match((await ask()).json(), { type: '/problems/event-not-stable' })
  await declare()
  t.match((await ask()).json(), {
    type: '/problems/children-not-verified',
    blockers: [{ regionCode: TOWNSHIP }],
  })
  await village.report(verified(ofVillage))
  await township.report(verified(ofTownship))
  const made = await draft(county, eventId, { stage: 'verified' })
  t.match(made, { stage: 'verified', figures: FIGURES })
  const signed = await sign(reviewer, made)
  t.equal(signed.status, 201, signed.text)
  t.match((await ask()).json(), { type: '/problems/chain-verified' })
})

t.test('an event is not corrected to have happened after it was declared stable', async (t) => {
  const { api, reviewer, leader, eventId } = await aStableEvent(t)
  const early = minutesAfter(NOON, -5).toISOString()
  const declared = await leader.post(`/v1/events/${eventId}/stability`, {
    declaredAt: early,
    basis: '无人伤亡。',
  })
  t.equal(declared.status, 201, declared.text)
  const answer = await reviewer.post(`/v1/events/${eventId}/corrections`, {
    occurredAt: minutesAfter(NOON, -2).toISOString(),
    reason: '时间有误',
  })
  t.equal(answer.status, 409, answer.text)
  t.match(answer.json(), { type: '/problems/state-conflict', stableAt: '2026-07-01T11:55:00.000+08:00' })
  t.same(await api.rows('select from event_corrections'), [])
})

t.test('what an event is corrected to decides which follow-ups are owed', async (t) => {
  const { api, reviewer, eventId } = await aStableEvent(t)
  const owed = () =>
    api.rows<{ duty: string }>(
      `select distinct duty from deadlines where event_id = $1 and duty like '%follow_up' and replaced_at is null`,
      [eventId],
    )
  t.same(await owed(), [])
  const grounds = () =>
    api.rows('select ground, is_on, version_id from follow_up_grounds where event_id = $1', [eventId])
  t.same(await grounds(), [])
  const corrected = await reviewer.post(`/v1/events/${eventId}/corrections`, {
    hazard: 'drought',
    reason: '实为旱灾',
  })
  t.equal(corrected.status, 200, corrected.text)
  const [event] = await api.rows<{ follow_ups_look_at: Date | null }>(
    'select follow_ups_look_at from events where id = $1',
    [eventId],
  )
  t.ok(event?.follow_ups_look_at, 'the engine looks after them from now on')
})

t.end()
