/** What a tier adds to the figures of those below is said again by its next draft, until it takes it out. */
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { type Accepted, aFollowUp, CITY, COUNTY, type ProblemBody, startApi, VILLAGE } from '../api.ts'
import { type DraftFigures, draft, ofItsOwn, sign, type TierReport } from './people.ts'

const api = await startApi(t)
const village = await api.hire('officer', VILLAGE)
const drafter = await api.hire('officer', COUNTY)
const signer = await api.hire('reviewer', COUNTY)
const leader = await api.hire('duty_leader', CITY)

const ADDED = { dead: 3, road_m: 1_200 }

/** A village has said something, and its county a report of its own with what it alone knows. */
async function countyAdds() {
  const below = await village.report(ofItsOwn({ figures: { injured: 4 } }))
  return { below, eventId: below.eventId, signed: await signs(below.eventId, { additionalFigures: ADDED }) }
}
async function signs(eventId: string, more: object = {}): Promise<Accepted> {
  const answer = await sign(signer, await draft(drafter, eventId, { ...more }))
  t.equal(answer.status, 201, answer.text)
  return answer.json<Accepted>()
}
const figuresFor = async (eventId: string) =>
  (await leader.get(`/v1/events/${eventId}/draft-figures?regionCode=${COUNTY}`)).json<DraftFigures>()

t.test('the next draft says again what was added, on what those below say now', async (t) => {
  const { below, eventId } = await countyAdds()
  await village.report(aFollowUp(below, { figures: { injured: 6 } }))
  t.match(await figuresFor(eventId), { figures: { injured: 6 }, additionalFigures: ADDED })
  const made = await draft(drafter, eventId)
  t.match(made, { additionalFigures: ADDED, figures: { ...ADDED, injured: 6 }, violations: [] })
  t.equal((await sign(signer, made)).status, 201)
  t.same((await figuresFor(eventId)).additionalFigures, ADDED)
  const { additionalFigures, figures } = await draft(drafter, eventId)
  t.same([additionalFigures, figures], [ADDED, { ...ADDED, injured: 6 }], 'and so does the one after')
})

t.test('other additions replace them whole; to drop deaths is a fall that is asked about', async (t) => {
  const { eventId } = await countyAdds()
  const more = await draft(drafter, eventId, { additionalFigures: { dead: 4 } })
  t.same(more.additionalFigures, { dead: 4 })
  t.match(more.violations, [{ rule: 'C18', kind: 'soft', pointers: ['/additionalFigures/road_m'] }])
  await give(more, { additionalFigures: {} })
  const none = await read(more.id)
  t.same(none.additionalFigures, {})
  t.match(none.violations, [
    { rule: 'C17', kind: 'hard', pointers: ['/additionalFigures/dead'] },
    { rule: 'C18' },
  ])
  const refused = await sign(signer, none)
  t.equal(refused.status, 422, refused.text)
  t.match(refused.json<ProblemBody>().violations, [{ rule: 'C17', pointers: ['/additionalFigures/dead'] }])
  await give(more, { narrative: '三名遇难者属邻县。' })
  t.same((await read(more.id)).additionalFigures, {}, 'a refresh keeps what the draft has')
  await give(more, { explanation: '三名遇难者属邻县' })
  t.equal((await sign(signer, await read(more.id))).status, 201)
  t.same((await figuresFor(eventId)).additionalFigures, {}, 'what was dropped does not come back')
  t.same((await draft(drafter, eventId)).additionalFigures, {})
})

t.test('additions are there from the first draft that drops them with an empty object', async (t) => {
  const { eventId } = await countyAdds()
  const made = await draft(drafter, eventId, { additionalFigures: {}, explanation: '属邻县' })
  t.same(made.additionalFigures, {})
  t.match(made.violations, [{ rule: 'C17', kind: 'soft', explained: true }, { rule: 'C18' }])
})

t.test('a nil report confirms what was added; a new word of the unit and a withdrawal end it', async (t) => {
  const { eventId } = await countyAdds()
  const nil = { id: uuidv7(), regionCode: COUNTY }
  const key = { 'idempotency-key': nil.id }
  const confirmed = await drafter.post(`/v1/events/${eventId}/nil-reports`, nil, key)
  t.equal(confirmed.status, 201, confirmed.text)
  t.match(await figuresFor(eventId), { additionalFigures: ADDED, differences: [] })
  const head = { versionId: nil.id, eventId, regionCode: COUNTY }
  await drafter.report(
    aFollowUp(head, { figures: { injured: 4, dead: 2, road_m: 1_200 }, explanation: '核减' }),
  )
  t.same((await figuresFor(eventId)).additionalFigures, {})
  t.same((await draft(drafter, eventId)).additionalFigures, {})

  const other = await countyAdds()
  const id = uuidv7()
  const body = { id, reason: '与邻县重复' }
  const path = `/v1/reports/${other.signed.versionId}/withdrawal`
  t.equal((await drafter.post(path, body, { 'idempotency-key': id })).status, 201)
  t.same((await figuresFor(other.eventId)).additionalFigures, {})
  t.match(await draft(drafter, other.eventId), { additionalFigures: {}, violations: [] })
})

t.test('a unit that has added nothing starts from nothing', async (t) => {
  const { eventId } = await village.report(ofItsOwn({ figures: { injured: 4 } }))
  t.same((await figuresFor(eventId)).additionalFigures, {})
  t.same((await draft(drafter, eventId)).additionalFigures, {})
})

const read = async (id: string) => (await drafter.get(`/v1/tier-reports/${id}`)).json<TierReport>()

async function give({ id }: Pick<TierReport, 'id'>, more: object): Promise<void> {
  const answer = await drafter.post(`/v1/tier-reports/${id}/refresh`, more)
  if (answer.status !== 200) throw new Error(answer.text)
}

t.end()
