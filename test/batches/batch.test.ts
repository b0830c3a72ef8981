import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import {
  aReport,
  type Client,
  COUNTY,
  FAR_VILLAGE,
  minutesAfter,
  NEXT_VILLAGE,
  type NewReport,
  NOON,
  OTHER_COUNTY,
  type ProblemBody,
  startApi,
  VILLAGE,
} from '../api.ts'

interface Item {
  id: string | null
  status: string
  action: string
  isReplay: boolean
  eventId?: string
  number?: number
  receipt?: { jws: string }
  missingParentId?: string
  quarantineId?: string
  problem?: ProblemBody
}
interface Result {
  accepted: number
  held: number
  refused: number
  notStored: number
  items: Item[]
}
interface Kept {
  id: string
  versionId: string | null
  regionCode: string
  times: number
  problem: ProblemBody
  content: unknown
}

const api = await startApi(t)
const officer = api.as('officer', VILLAGE)
const county = await api.hire('duty_officer', COUNTY)

const send = async (client: Client, items: unknown[]) => {
  const answer = await client.post('/v1/reports/batch', { items })
  t.equal(answer.status, 200, answer.text)
  return answer.json<Result>()
}
const quarantine = async (client: Client) =>
  (await client.get('/v1/quarantined-reports?limit=200')).json<{ items: Kept[] }>().items
const follow = (parent: NewReport, more: Partial<NewReport>): NewReport => {
  const { event: _event, ...report } = aReport({ parentVersionId: parent.id, stage: 'follow_up', ...more })
  return report
}

t.test('a device sends the chain it wrote without a network, with a result for each version', async (t) => {
  const first = aReport({ figures: { injured: 1 } })
  const second = follow(first, { figures: { injured: 2 } })
  const third = follow(second, { figures: { injured: 3, dead: 1 } })
  const result = await send(officer, [first, second, third])
  t.match(result, { accepted: 3, held: 0, refused: 0, notStored: 0 })
  t.same(
    result.items.map(({ id, status, action, number }) => [id, status, action, number]),
    [
      [first.id, 'accepted', 'none', 1],
      [second.id, 'accepted', 'none', 2],
      [third.id, 'accepted', 'none', 3],
    ],
  )
  t.equal(new Set(result.items.map(({ eventId }) => eventId)).size, 1, 'in one event')
  for (const { receipt } of result.items) t.match(receipt?.jws, /^[\w-]+\.[\w-]+\.[\w-]+$/)

  const again = await send(officer, [first, second, third])
  t.ok(
    again.items.every(({ isReplay }) => isReplay),
    'the whole batch again is three replays',
  )
  t.same(
    again.items.map(({ receipt }) => receipt),
    result.items.map(({ receipt }) => receipt),
    'with the same receipts',
  )
  const alone = await officer.submit(third)
  t.equal(alone.status, 201)
  t.equal(alone.headers.get('idempotency-replayed'), 'true', 'alone, its id is its key')
})

t.test('one bad item harms no other, and is kept with its reason', async (t) => {
  const good = aReport({ regionCode: NEXT_VILLAGE, onBehalfOf: undefined })
  const neighbour = await api.hire('officer', NEXT_VILLAGE)
  const rows: [bad: unknown, slug: string, action: string, pointer: string | undefined][] = [
    [
      { ...aReport({ regionCode: NEXT_VILLAGE }), figures: { dead: -1 } },
      'invalid-request',
      'correct',
      '/figures/dead',
    ],
    ['not even an object', 'invalid-request', 'correct', ''],
    [aReport({ regionCode: OTHER_COUNTY }), 'outside-jurisdiction', 'ask', undefined],
    [
      aReport({ regionCode: NEXT_VILLAGE, figures: { affected_pop: 1, injured: 5 } }),
      'rules-violated',
      'correct',
      '/figures/affected_pop',
    ],
    [
      aReport({
        regionCode: NEXT_VILLAGE,
        event: { hazard: 'snow', occurredAt: minutesAfter(NOON, 60).toISOString() },
      }),
      'occurred-in-future',
      'correct',
      '/event/occurredAt',
    ],
  ]
  const result = await send(neighbour, [...rows.map(([bad]) => bad), good])
  t.match(result, { accepted: 1, refused: rows.length })
  for (const [index, [, slug, action, pointer]] of rows.entries()) {
    const item = result.items[index]
    t.match(item, { status: 'refused', action, problem: { type: `/problems/${slug}` } }, slug)
    t.match(item?.quarantineId, /^[0-9a-f-]{36}$/)
    if (pointer !== undefined) t.equal(item?.problem?.errors?.[0]?.pointer, pointer)
  }
  t.equal(result.items.at(-1)?.status, 'accepted')

  const kept = await quarantine(neighbour)
  t.equal(kept.length, rows.length)
  t.same(
    kept.map(({ content }) => content),
    rows.map(([bad]) => JSON.parse(JSON.stringify(bad))),
    'to the letter, in their order',
  )
  t.ok(
    kept.every(({ regionCode }) => regionCode === NEXT_VILLAGE),
    'nothing is filed with a unit for which the sender may not speak',
  )
  await send(neighbour, [rows[0]?.[0]])
  t.equal((await quarantine(neighbour)).length, rows.length, 'refused again, it is kept once')
  t.equal((await quarantine(neighbour))[0]?.times, 2)
  t.equal((await quarantine(county)).length, rows.length, 'the county sees it')
  t.equal(
    (await quarantine(await api.hire('duty_officer', OTHER_COUNTY))).length,
    0,
    'another county does not',
  )
  t.equal((await quarantine(await api.hire('officer', FAR_VILLAGE))).length, 0, 'another village does not')
})

t.test(
  'what is corrected under the same id leaves the quarantine, and so does what is discarded',
  async (t) => {
    const village = await api.hire('officer', FAR_VILLAGE)
    const bad = aReport({ regionCode: FAR_VILLAGE, figures: { affected_pop: 1, injured: 5 } })
    const other = aReport({ regionCode: FAR_VILLAGE, figures: { affected_pop: 2, injured: 6 } })
    t.match(await send(village, [bad, other]), { refused: 2 })
    t.match(await send(village, [{ ...bad, figures: { affected_pop: 5, injured: 5 } }]), { accepted: 1 })
    const [left, ...more] = await quarantine(village)
    t.equal(left?.versionId, other.id)
    t.equal(more.length, 0)

    const path = `/v1/quarantined-reports/${left?.id}/disposal`
    const reason = { reason: '已用新报告更正。' }
    t.equal((await (await api.hire('officer', VILLAGE)).post(path, reason)).status, 404, 'not by a stranger')
    t.equal((await village.post(path, { reason: ' ' })).status, 400)
    t.match((await county.post(path, reason)).json(), { discardedReason: reason.reason })
    t.equal((await village.post(path, reason)).status, 409, 'discarded once')
    t.same(await quarantine(village), [])
    const [row] = await api.rows<{ content: unknown }>(
      'select content from quarantined_reports where id = $1',
      [left?.id],
    )
    t.match(row?.content, { id: other.id }, 'what was written stays on record')
    const acts = await api.rows<{ action: string }>(
      "select action from audit_entries where action in ('report.quarantined', 'report.discarded')",
    )
    t.ok(acts.some(({ action }) => action === 'report.discarded'))
    t.ok(acts.filter(({ action }) => action === 'report.quarantined').length >= 2)
  },
)

t.test('an item whose parent has not come is held, also across batches', async (t) => {
  const village = await api.hire('officer', VILLAGE)
  const event = { hazard: 'snow', occurredAt: minutesAfter(NOON, -5).toISOString() } as const
  const first = aReport({ event })
  const second = follow(first, { figures: { injured: 2 } })
  const early = await send(village, [second])
  t.match(early, { held: 1, items: [{ status: 'held', action: 'wait', missingParentId: first.id }] })
  t.match(await send(village, [first]), { accepted: 1 })
  await api.runDue()
  const { number } = (await village.get(`/v1/reports/${second.id}`)).json<{ number: number }>()
  t.equal(number, 2)
})

t.test('what is no batch is refused as a whole', async (t) => {
  const rows: [title: string, body: unknown, status: number, pointer: string][] = [
    ['501 items', { items: Array.from({ length: 501 }, () => aReport()) }, 400, '/items'],
    ['none', { items: [] }, 400, '/items'],
    ['no list', { items: 'all' }, 400, '/items'],
    ['something else', { reports: [] }, 400, '/items'],
  ]
  for (const [title, body, status, pointer] of rows) {
    const answer = await officer.post('/v1/reports/batch', body)
    t.equal(answer.status, status, `${title}: ${answer.text.slice(0, 200)}`)
    t.equal(answer.json<ProblemBody>().errors?.[0]?.pointer, pointer, title)
  }
  t.equal((await api.nobody.post('/v1/reports/batch', { items: [aReport()] })).status, 401)
  const twice = `{"items":[{"id":"${uuidv7()}","id":"${uuidv7()}"}]}`
  t.equal(
    (await officer.post('/v1/reports/batch', twice)).json<ProblemBody>().type,
    '/problems/malformed-json',
  )
  const headers = { 'sent-at': 'yesterday' }
  t.equal((await officer.post('/v1/reports/batch', { items: [aReport()] }, headers)).status, 400)
})

t.test('five hundred reports go through in one batch', async (t) => {
  const village = await api.hire('officer', VILLAGE)
  const event = { hazard: 'hail_and_wind', occurredAt: minutesAfter(NOON, -3).toISOString() } as const
  const chain = [aReport({ event })]
  while (chain.length < 500) {
    const parent = chain.at(-1)
    if (parent) chain.push(follow(parent, { figures: { injured: chain.length } }))
  }
  const result = await send(village, chain)
  t.match(result, { accepted: 500, held: 0, refused: 0, notStored: 0 })
  t.equal(result.items.at(-1)?.number, 500)
})

t.test('a full first report fits two kilobytes compressed', async (t) => {
  const { gzipSync } = await import('node:zlib')
  const { INDICATORS } = await import('../../src/regulations/indicators.ts')
  const figures = Object.fromEntries(INDICATORS.map(({ key }, index) => [key, index * 37]))
  const full = aReport({
    figures,
    facts: { magnitude: 6.6, trapped: 3, shares: { cropLost: 0.12 }, criteria: ['massive_house_collapse'] },
    narrative: '羊易村房屋大面积倒塌,群众正在自救互救,道路和通信中断,急需帐篷、棉被和医疗队。'.repeat(4),
    location: { latitude: 29.72, longitude: 90.37, accuracyM: 30 },
    observedAt: minutesAfter(NOON, -8).toISOString(),
    enteredAt: minutesAfter(NOON, -2).toISOString(),
  })
  const bytes = gzipSync(JSON.stringify(full)).length
  t.ok(bytes < 2_048, `${bytes} bytes`)
  const event = { hazard: 'sandstorm', occurredAt: minutesAfter(NOON, -4).toISOString() } as const
  t.equal((await officer.submit({ ...full, event, figures: { injured: 1 } })).status, 201)
})
