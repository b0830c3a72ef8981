/** Units that report in more than one of the events that are one, or go on while an act holds: counted once, never lost. */
import t from 'tap'
import {
  type Accepted,
  aFollowUp,
  aReport,
  CITY,
  COUNTY,
  FAR_VILLAGE,
  minutesAfter,
  NOON,
  type ProblemBody,
  startApi,
  VILLAGE,
} from '../api.ts'
import { orphans } from './rows.ts'

interface Act {
  id: string
  intoEventId: string
}

const api = await startApi(t)
const city = await api.hire('duty_officer', CITY)
const [village, far, county] = [
  await api.hire('officer', VILLAGE),
  await api.hire('officer', FAR_VILLAGE),
  await api.hire('officer', COUNTY),
]
const reason = { reason: '核实后认定。' }
let day = 0

/** An event of its own, opened by a village or by another one. */
function anEvent(dead: number, who: 'village' | 'far' = 'village'): Promise<Accepted> {
  day += 10
  const event = { hazard: 'earthquake', occurredAt: minutesAfter(NOON, -day * 1_440).toISOString() } as const
  const [client, regionCode] = who === 'village' ? [village, VILLAGE] : [far, FAR_VILLAGE]
  return client.report(aReport({ event, regionCode, figures: { dead } }))
}
const merge = async (into: string, from: string) =>
  (await city.post(`/v1/events/${into}/merges`, { fromEventId: from, ...reason })).json<Act>()
const split = (event: string, regionCodes: string[]) =>
  city.post(`/v1/events/${event}/splits`, { regionCodes, ...reason })
const undo = async (act: Act) => {
  const answer = await city.post(`/v1/identity-acts/${act.id}/undoing`, reason)
  if (answer.status !== 201) throw new Error(`not taken back: ${answer.status} ${answer.text}`)
  return answer.json<Act & { setAside: object[] }>()
}
const dead = async (eventId: string) =>
  (await city.get(`/v1/events/${eventId}/totals?regionCode=${CITY}`))
    .json<{ indicators: { indicator: string; value: number }[] }>()
    .indicators.find(({ indicator }) => indicator === 'dead')?.value
const severity = async (eventId: string) =>
  (await city.get(`/v1/events/${eventId}`)).json<{ severity: string }>().severity

t.test('a unit with a chain parked there is not split off: something it said would be lost', async (t) => {
  const [one, two] = [await anEvent(1), await anEvent(2)]
  await far.report(aReport({ regionCode: FAR_VILLAGE, eventId: one.eventId, figures: { dead: 4 } }))
  const act = await merge(one.eventId, two.eventId)
  const answer = await split(one.eventId, [VILLAGE])
  t.equal(answer.status, 409, answer.text)
  t.match(answer.json<ProblemBody>(), { type: '/problems/state-conflict', units: [VILLAGE] })
  t.equal(await dead(one.eventId), 6, 'its last word, and the other village')
  t.equal((await split(one.eventId, [FAR_VILLAGE])).status, 201, 'the other village may be split off')
  t.same(await orphans(api), [])
  t.match((await city.post(`/v1/identity-acts/${act.id}/undoing`, reason)).json(), { status: 409 })
})

t.test(
  'whoever reports to the old event while a split holds is counted once when it is taken back',
  async (t) => {
    const one = await anEvent(1)
    const other = await far.report(
      aReport({ regionCode: FAR_VILLAGE, eventId: one.eventId, figures: { dead: 4, injured: 2 } }),
    )
    const act = (await split(one.eventId, [FAR_VILLAGE])).json<Act>()
    const again = await far.report(
      aReport({ regionCode: FAR_VILLAGE, eventId: one.eventId, figures: { dead: 5 } }),
    )
    t.same([await dead(one.eventId), await dead(act.intoEventId)], [6, 4], 'two events meanwhile')
    const set = { regionCode: FAR_VILLAGE, indicator: 'injured', figure: 2, standingFigure: null }
    t.match(await undo(act), { setAside: [set] }, 'what the last word leaves out is named')
    t.equal(await dead(one.eventId), 6, 'the last word of the village, once')
    t.same(await orphans(api), [])
    const stale = await far.submit(aFollowUp(other, { figures: { dead: 7 } }))
    t.match([stale.status, stale.json<ProblemBody>().head], [412, { versionId: again.versionId }])
    await far.report(aFollowUp(again, { figures: { dead: 7 } }))
    t.equal(await dead(one.eventId), 8)
  },
)

t.test('whoever came to the new event stays with the old one when a split is taken back', async (t) => {
  const one = await anEvent(1)
  await far.report(aReport({ regionCode: FAR_VILLAGE, eventId: one.eventId, figures: { dead: 4 } }))
  const act = (await split(one.eventId, [FAR_VILLAGE])).json<Act>()
  const fresh = await county.report(
    aReport({ regionCode: COUNTY, eventId: act.intoEventId, figures: { dead: 30 } }),
  )
  await undo(act)
  t.equal(await dead(one.eventId), 30)
  t.equal(await severity(one.eventId), 'relatively_serious', 'and is as grave as what counts in it')
  t.same(await orphans(api), [])
  const next = await county.report(aFollowUp(fresh, { figures: { dead: 31 } }))
  t.equal(next.eventId, one.eventId, 'its phone goes on')
  t.equal(await dead(one.eventId), 31)
})

t.test('a merge is taken back although its chain was split off and parked meanwhile', async (t) => {
  const [one, two] = [await anEvent(1), await anEvent(4, 'far')]
  const merged = await merge(one.eventId, two.eventId)
  const act = (await split(one.eventId, [FAR_VILLAGE])).json<Act>()
  await far.report(aReport({ regionCode: FAR_VILLAGE, eventId: one.eventId, figures: { dead: 5 } }))
  await undo(act)
  await undo(merged)
  t.same([await dead(one.eventId), await dead(two.eventId)], [6, 4])
  t.same(await orphans(api), [])
})

t.test(
  'after a merge is taken back each event is as grave as what was reported to it meanwhile',
  async (t) => {
    const [one, two] = [await anEvent(12), await anEvent(1, 'far')]
    const act = await merge(one.eventId, two.eventId)
    const next = await far.report(aFollowUp(two, { figures: { dead: 60 }, explanation: '核实' }))
    t.equal(next.eventId, one.eventId)
    await undo(act)
    t.same([await dead(one.eventId), await dead(two.eventId)], [12, 60])
    t.equal(await severity(two.eventId), 'serious', 'the one that stands by itself again')
  },
)
