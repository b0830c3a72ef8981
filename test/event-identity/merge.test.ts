import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import {
  type Accepted,
  aFollowUp,
  aReport,
  CITY,
  type Client,
  COUNTY,
  FAR_VILLAGE,
  minutesAfter,
  NOON,
  OTHER_COUNTY,
  type ProblemBody,
  startApi,
  VILLAGE,
} from '../api.ts'

interface Act {
  id: string
  kind: string
  chains: { regionCode: string }[]
}
interface EventView {
  id: string
  severity: string | null
  ladders: object[]
  regions: { regionCode: string }[]
  chains: { regionCode: string; headVersionId: string }[]
  open: object
}

const OTHER_VILLAGE = '540121100201'
const api = await startApi(t)
const city = await api.hire('duty_officer', CITY)
const [village, far, other] = [
  await api.hire('officer', VILLAGE),
  await api.hire('officer', FAR_VILLAGE),
  await api.hire('officer', OTHER_VILLAGE),
]
let minute = 0

/** A quake of its own, so that each test has its events. */
function aQuake(minutes: number) {
  return { hazard: 'earthquake', occurredAt: minutesAfter(NOON, -minutes).toISOString() } as const
}
const reason = { reason: '同一场地震。' }
const merge = (client: Client, into: string, from: string) =>
  client.post(`/v1/events/${into}/merges`, { fromEventId: from, ...reason })
const undo = (client: Client, act: string) => client.post(`/v1/identity-acts/${act}/undoing`, reason)
const read = async (client: Client, id: string) => (await client.get(`/v1/events/${id}`)).json<EventView>()
const latest = (eventId: string) =>
  api.rows<{ region_code: string; version_id: string; dead: string | null }>(
    'select region_code, version_id, dead from latest_figures where event_id = $1 order by region_code',
    [eventId],
  )
/** Two events of one quake, each opened in its county, far enough from other tests' ones. */
async function twoEvents(a: object, b: object): Promise<[Accepted, Accepted]> {
  minute += 60 * 24 * 10
  const first = await village.report(aReport({ event: aQuake(minute), figures: a }))
  const second = await other.report(
    aReport({ regionCode: OTHER_VILLAGE, event: aQuake(minute + 1), figures: b }),
  )
  t.not(first.eventId, second.eventId)
  return [first, second]
}
/** All of an event that anybody can see, but for what the engine does with duties meanwhile, which is never taken back. */
async function picture(id: string) {
  const [{ open: _open, ...event }, figures] = [await read(city, id), await latest(id)]
  const regions = await api.rows(
    'select region_code, added_by from event_regions where event_id = $1 order by 1',
    [id],
  )
  const [row] = await api.rows(
    `select to_jsonb(e) - 'follow_ups_through' as row from events e where id = $1`,
    [id],
  )
  return JSON.stringify({ event, figures, regions, row })
}

t.test('two events that are one count together, and stand as they stood when that was wrong', async (t) => {
  const [one, two] = await twoEvents({ dead: 4 }, { dead: 7 })
  const before = [await picture(one.eventId), await picture(two.eventId)]
  t.match(await read(city, one.eventId), { severity: 'ordinary' })

  const suggested = (await city.get(`/v1/events/${one.eventId}/suggestions`)).json<{
    items: { event: { id: string }; score: number }[]
  }>()
  t.match(suggested.items, [{ event: { id: two.eventId }, score: 83 }])

  const answer = await merge(city, one.eventId, two.eventId)
  t.equal(answer.status, 201, answer.text)
  const act = answer.json<Act>()
  t.match(act, { kind: 'merge', chains: [{ regionCode: OTHER_VILLAGE }] })
  const merged = await read(city, one.eventId)
  t.equal(merged.severity, 'relatively_serious', 'eleven dead together')
  t.same(merged.chains.map(({ regionCode }) => regionCode).sort(), [OTHER_VILLAGE, VILLAGE])
  t.same(merged.regions.map(({ regionCode }) => regionCode).sort(), [OTHER_COUNTY, COUNTY])
  const listed = (await city.get('/v1/events?limit=200')).json<{ items: { id: string }[] }>().items
  t.notOk(
    listed.some(({ id }) => id === two.eventId),
    'one event in the list, not two',
  )

  const back = await undo(city, act.id)
  t.equal(back.status, 201, back.text)
  t.same([await picture(one.eventId), await picture(two.eventId)], before, 'to the letter')
})

t.test('the old address leads to the event that goes on, and only for those who may see it', async (t) => {
  const [one, two] = await twoEvents({ injured: 1 }, { injured: 2 })
  const { id } = (await merge(city, one.eventId, two.eventId)).json<Act>()
  const follow = await city.get(`/v1/events/${two.eventId}`)
  t.equal(follow.json<EventView>().id, one.eventId)
  const raw = await fetch(`${api.address}/v1/events/${two.eventId}/timeline?limit=5`, {
    redirect: 'manual',
    headers: { authorization: `Bearer ${await city.token()}` },
  })
  t.equal(raw.status, 307)
  t.equal(raw.headers.get('location'), `/v1/events/${one.eventId}/timeline?limit=5`)
  const stable = `/v1/events/${two.eventId}/stability?asOf=2026-07-01T12:00:00%2B08:00`
  const declared = await fetch(`${api.address}${stable}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { authorization: `Bearer ${await city.token()}`, 'content-type': 'application/json' },
    body: JSON.stringify({ declaredAt: NOON.toISOString(), basis: '无新增灾情。' }),
  })
  t.equal(declared.status, 307, 'an instant in the address opens no way around it')
  const unchanged = { id: uuidv7(), regionCode: OTHER_VILLAGE }
  const tap = () =>
    other.post(`/v1/events/${two.eventId}/nil-reports`, unchanged, { 'idempotency-key': unchanged.id })
  const nothing = await tap()
  t.equal(nothing.status, 201, nothing.text)
  t.equal(
    nothing.json<Accepted>().eventId,
    one.eventId,
    'a phone that knows only the old event has its one tap',
  )
  t.equal((await tap()).text, nothing.text, 'and hears the same at each retry')
  const stranger = await api.hire('officer', '540124100201')
  t.equal((await stranger.get(`/v1/events/${two.eventId}`)).status, 404)
  t.equal((await undo(city, id)).status, 201)
  t.equal((await read(city, two.eventId)).id, two.eventId, 'taken back, it is itself again')
})

t.test('reports go on as if nothing had happened, by either address and in either chain', async (t) => {
  const [one, two] = await twoEvents({ injured: 1 }, { injured: 2 })
  const act = (await merge(city, one.eventId, two.eventId)).json<Act>()
  const next = await other.report(aFollowUp(two, { figures: { injured: 5 } }))
  t.equal(next.eventId, one.eventId, 'a phone that knows only the old event is heard in the new one')
  const fresh = await far.report(
    aReport({ regionCode: FAR_VILLAGE, eventId: two.eventId, figures: { injured: 9 } }),
  )
  t.equal(fresh.eventId, one.eventId)
  t.equal((await latest(one.eventId)).length, 3)
  const found = await other
    .report(
      aReport({
        regionCode: '540121100202',
        event: aQuake(minute),
        figures: { injured: 3 },
        onBehalfOf: undefined,
      }),
    )
    .catch((error: Error) => error.message)
  t.match(found, /outside-jurisdiction|not-permitted/, 'jurisdiction is what it was')

  t.equal((await undo(city, act.id)).status, 201)
  const [row] = await latest(two.eventId)
  t.equal(row?.version_id, next.versionId, 'what was reported meanwhile went back with its chain')
  t.same(
    (await latest(one.eventId)).map(({ region_code }) => region_code).sort(),
    [FAR_VILLAGE, VILLAGE].sort(),
    'and the chain that began in the merged event stayed',
  )
})

t.test('of two chains of one unit the one that was heard of last counts, once', async (t) => {
  minute += 60 * 24 * 10
  const first = await village.report(aReport({ event: aQuake(minute), figures: { dead: 2 } }))
  await api.rows("update events set state = 'closed' where id = $1", [first.eventId])
  const second = await village.report(aReport({ event: aQuake(minute), figures: { dead: 3 } }))
  await api.rows("update events set state = 'open' where id = $1", [first.eventId])
  t.not(first.eventId, second.eventId)
  const act = (await merge(city, first.eventId, second.eventId)).json<Act>()
  t.same(act.chains, [], 'the younger chain stays parked')
  t.match(await latest(first.eventId), [{ region_code: VILLAGE, version_id: second.versionId, dead: '3' }])
  const stale = await village.submit(aFollowUp(first, { figures: { dead: 4 } }))
  t.equal(stale.status, 412, 'its phone is told to build on the chain that counts')
  t.match(stale.json(), { otherChainCounts: true, detail: /^Nobody else reported: .* number 1 \(first, / })
  t.match(stale.json<ProblemBody>().head, { versionId: second.versionId })
  const next = await village.report(aFollowUp(second, { figures: { dead: 4 } }))
  t.equal(next.eventId, first.eventId)
  t.match(await latest(first.eventId), [{ version_id: next.versionId, dead: '4' }])
  t.equal((await undo(city, act.id)).status, 201)
  t.match(await latest(first.eventId), [{ version_id: first.versionId, dead: '2' }])
  t.match(
    await latest(second.eventId),
    [{ version_id: next.versionId, dead: '4' }],
    'what was reported meanwhile goes back with its chain',
  )
})

t.test('an event is split, judged by what is left of it, and made one again', async (t) => {
  const [one, two] = await twoEvents({ dead: 4 }, { dead: 7 })
  const merged = (await merge(city, one.eventId, two.eventId)).json<Act>()
  const split = { regionCodes: [OTHER_COUNTY], title: '林周另一过程', reason: '两个过程。' }
  const answer = await city.post(`/v1/events/${one.eventId}/splits`, split)
  t.equal(answer.status, 201, answer.text)
  const act = answer.json<Act & { intoEventId: string }>()
  t.match(act, { kind: 'split', chains: [{ regionCode: OTHER_VILLAGE }] })
  t.match(await read(city, act.intoEventId), { title: '林周另一过程', severity: 'ordinary' })
  t.match(await latest(act.intoEventId), [{ region_code: OTHER_VILLAGE, dead: '7' }])
  t.match(await latest(one.eventId), [{ region_code: VILLAGE, dead: '4' }])
  t.match((await undo(city, merged.id)).json(), { status: 409, later: [act.id] }, 'in the reverse order')
  t.equal((await undo(city, act.id)).status, 201)
  t.equal((await latest(one.eventId)).length, 2)
  t.equal((await read(city, act.intoEventId)).id, one.eventId, 'the address of the split event leads back')
  t.equal((await undo(city, merged.id)).status, 201)
  t.equal((await undo(city, merged.id)).status, 409, 'once')
})

t.test('merges within merges are taken back one by one', async (t) => {
  const [a, b] = await twoEvents({ injured: 1 }, { injured: 2 })
  minute += 30
  const third = await api.hire('officer', '540123204202')
  const c = await third.report(
    aReport({ regionCode: '540123204202', event: aQuake(minute), figures: { injured: 4 } }),
  )
  const before = await Promise.all([a, b, c].map(({ eventId }) => picture(eventId)))
  const first = (await merge(city, b.eventId, c.eventId)).json<Act>()
  const second = (await merge(city, a.eventId, b.eventId)).json<Act>()
  t.equal((await read(city, c.eventId)).id, a.eventId, 'both addresses lead to the last')
  t.equal((await latest(a.eventId)).length, 3)
  t.equal((await undo(city, first.id)).status, 409)
  t.equal((await undo(city, second.id)).status, 201)
  t.equal((await read(city, c.eventId)).id, b.eventId)
  t.equal((await undo(city, first.id)).status, 201)
  t.same(await Promise.all([a, b, c].map(({ eventId }) => picture(eventId))), before)
})

t.test('what cannot be one is refused, and nothing is changed', async (t) => {
  const [one, two] = await twoEvents({ injured: 1 }, { injured: 2 })
  minute += 20
  const exercise = await village.report(aReport({ event: { ...aQuake(minute), isExercise: true } }))
  const county = await api.hire('duty_officer', COUNTY)
  const [before] = [await picture(one.eventId)]
  const rows: [title: string, answer: Promise<{ status: number }>, status: number][] = [
    ['an event with itself', merge(city, one.eventId, one.eventId), 400],
    ['an exercise with a real event', merge(city, one.eventId, exercise.eventId), 409],
    ['an event nobody knows', merge(city, one.eventId, '019bf000-0000-7000-8000-000000000009'), 404],
    ['by a county that sees one of them', merge(county, one.eventId, two.eventId), 404],
    ['by a village', merge(village, one.eventId, two.eventId), 404],
    ['without a reason', city.post(`/v1/events/${one.eventId}/merges`, { fromEventId: two.eventId }), 400],
    [
      'a split of nobody',
      city.post(`/v1/events/${one.eventId}/splits`, { regionCodes: ['540127000000'], ...reason }),
      400,
    ],
    [
      'a split of all',
      city.post(`/v1/events/${one.eventId}/splits`, { regionCodes: [COUNTY], ...reason }),
      409,
    ],
    [
      'a split into the future',
      city.post(`/v1/events/${one.eventId}/splits`, {
        regionCodes: [COUNTY],
        occurredAt: minutesAfter(NOON, 9).toISOString(),
        ...reason,
      }),
      409,
    ],
    ['an act nobody knows', undo(city, '019bf000-0000-7000-8000-000000000009'), 404],
  ]
  for (const [title, answer, status] of rows) t.equal((await answer).status, status, title)
  t.equal(await picture(one.eventId), before)
  await t.rejects(api.rows('delete from identity_acts'), /append-only/)
})

t.test('a split that contradicts itself is refused with the field, and nothing is split', async (t) => {
  const [one, two] = await twoEvents({ dead: 1 }, { dead: 2 })
  await merge(city, one.eventId, two.eventId)
  const before = await picture(one.eventId)
  for (const described of [{ hazard: 'snow', subhazard: 'gale' }, { subhazard: 'gale' }]) {
    const split = { regionCodes: [OTHER_COUNTY], ...described, ...reason }
    const answer = await city.post(`/v1/events/${one.eventId}/splits`, split)
    t.equal(answer.status, 422, answer.text)
    t.match(answer.json<ProblemBody>(), {
      type: '/problems/unjudgeable-facts',
      errors: [{ pointer: '/subhazard' }],
    })
  }
  t.equal(await picture(one.eventId), before)
})
