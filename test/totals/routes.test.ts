/** Totals over HTTP: whose they are, how they came about, and what is refused. */
import t from 'tap'
import {
  aFollowUp,
  aReport,
  CITY,
  COUNTY,
  FAR_VILLAGE,
  minutesAfter,
  NEXT_VILLAGE,
  NOON,
  OTHER_COUNTY,
  type ProblemBody,
  startApi,
  TOWNSHIP,
  VILLAGE,
} from '../api.ts'
import { type Differences, runEngine, type Totals, totalsOf, valuesOf } from './bureau.ts'

const api = await startApi(t, { environment: { RUN: 'api' } })
const desk = api.as('duty_officer', CITY)
const village = api.as('officer', VILLAGE)
const township = api.as('officer', TOWNSHIP)
const county = api.as('officer', COUNTY)
const neighbour = await api.hire('officer', NEXT_VILLAGE)
const farVillage = await api.hire('officer', FAR_VILLAGE)
const otherCounty = await api.hire('officer', OTHER_COUNTY)

/** Three villages, their township and county: 5 dead below, the county says 6 and why. */
const first = await village.report(aReport({ figures: { dead: 3, relocated_cum: 90, relocated_now: 80 } }))
const { eventId } = first
await neighbour.report(aReport({ eventId, regionCode: NEXT_VILLAGE, figures: { dead: 1 } }))
await farVillage.report(
  aReport({ eventId, regionCode: FAR_VILLAGE, figures: { dead: 1, snow_depth_cm: 40 } }),
)
await township.report(aReport({ eventId, regionCode: TOWNSHIP, figures: { dead: 4 } }))
await api.minutesLater(10)
const countyReport = await county.report(
  aReport({
    eventId,
    regionCode: COUNTY,
    figures: { dead: 6, relocated_cum: 90, relocated_now: 0 },
    explanation: '另有1人在送医途中死亡,乡镇尚未补报。',
  }),
)
await api.minutesLater(20)

t.test('a total shows what counted, what did not, and why they differ', async (t) => {
  const totals = await totalsOf(desk, eventId, { regionCode: COUNTY })
  t.match(totals, { eventId, regionCode: COUNTY, nameZh: '当雄县', isWhole: true, asOf: null, outside: [] })
  t.same(totals.versions, undefined)
  const dead = totals.indicators.find(({ indicator }) => indicator === 'dead')
  t.match(dead, {
    labelZh: '因灾死亡人口',
    base: 'person',
    rule: 'sum',
    value: 6,
    counted: 'own',
    own: 6,
    below: 5,
    difference: 1,
    explanation: '另有1人在送医途中死亡,乡镇尚未补报。',
    claims: [],
    decision: null,
  })
  t.match(
    dead?.children.map(({ regionCode, value, counted, own, below, difference }) => [
      regionCode,
      value,
      counted,
      own,
      below,
      difference,
    ]),
    [
      ['540122101000', 1, 'below', null, 1, null],
      [TOWNSHIP, 4, 'below', 4, 4, 0],
    ],
  )
  t.equal(dead?.children[1]?.nameZh, '格达乡')
  const now = totals.indicators.find(({ indicator }) => indicator === 'relocated_now')
  t.match(now, { rule: 'latest', value: 0, counted: 'own', below: null, difference: null })
  t.match(
    now?.children,
    [{ regionCode: TOWNSHIP, value: null, counted: 'none' }],
    'the older word is set aside, and seen one tier down',
  )
  t.match(
    totals.indicators.find(({ indicator }) => indicator === 'snow_depth_cm'),
    { rule: 'max', value: 40, base: 'cm' },
  )
  t.same(
    totals.indicators.map(({ indicator }) => indicator),
    ['dead', 'relocated_cum', 'relocated_now', 'snow_depth_cm'],
    'only what somebody gave, in the order of the form',
  )
})

t.test('lineage names each version behind each value', async (t) => {
  const totals = await totalsOf(desk, eventId, { regionCode: COUNTY, lineage: 'true' })
  const lineage = (key: string) => totals.indicators.find(({ indicator }) => indicator === key)?.lineage
  t.same(lineage('dead'), { versionIds: [countyReport.versionId], setAsideBy: [] })
  t.same(
    lineage('relocated_cum'),
    { versionIds: [first.versionId], setAsideBy: [] },
    'of two equal ones the village’s',
  )
  const below = await totalsOf(desk, eventId, { regionCode: TOWNSHIP, lineage: 'true' })
  t.equal(below.indicators[0]?.lineage?.versionIds.length, 2)
  const [version] = await api.rows<{ content_hash: string }>(
    'select content_hash from report_versions where id = $1',
    [first.versionId],
  )
  t.match(
    below.versions?.find(({ versionId }) => versionId === first.versionId),
    {
      regionCode: VILLAGE,
      number: 1,
      receivedAt: '2026-07-01T12:00:00.000+08:00',
      countedSince: '2026-07-01T12:00:00.000+08:00',
      isWithdrawal: false,
      contentHash: version?.content_hash,
    },
  )
  t.same(valuesOf(totals), valuesOf(await totalsOf(desk, eventId, { regionCode: COUNTY })))
})

t.test('everyone sees their own unit and what lies below', async (t) => {
  t.match(valuesOf(await totalsOf(village, eventId)), { dead: 3, relocated_now: 80 })
  t.match(await totalsOf(village, eventId), { regionCode: VILLAGE, isWhole: true })
  t.match(await totalsOf(township, eventId), { regionCode: TOWNSHIP })
  t.match(await totalsOf(county, eventId), { regionCode: COUNTY })
  t.match(await totalsOf(desk, eventId), { regionCode: CITY, indicators: [{ value: 6 }] })
  t.match(valuesOf(await totalsOf(county, eventId, { regionCode: FAR_VILLAGE })), { dead: 1 })
  for (const [who, regionCode] of [
    [village, TOWNSHIP],
    [village, NEXT_VILLAGE],
    [township, COUNTY],
    [county, CITY],
    [county, OTHER_COUNTY],
  ] as const) {
    const answer = await who.get(`/v1/events/${eventId}/totals?regionCode=${regionCode}`)
    t.match(answer.json(), { type: '/problems/outside-jurisdiction', status: 403, regionCode })
  }
  t.equal(
    (await otherCounty.get(`/v1/events/${eventId}/totals`)).status,
    404,
    'a county the event does not cover',
  )
  t.equal(
    (await otherCounty.get(`/v1/events/${eventId}/totals/differences?from=2026-07-01T12:00:00%2B08:00`))
      .status,
    404,
  )
  t.equal((await api.nobody.get(`/v1/events/${eventId}/totals`)).status, 401)
})

t.test('a county that an event covers and has nothing to say sees nothing', async (t) => {
  const { eventId: wide } = await desk.report(
    aReport({
      regionCode: CITY,
      event: { hazard: 'drought', occurredAt: minutesAfter(NOON, -60).toISOString() },
      figures: { dead: 2 },
    }),
  )
  t.match(await totalsOf(otherCounty, wide), { regionCode: OTHER_COUNTY, indicators: [], outside: [] })
  t.match(valuesOf(await totalsOf(desk, wide)), { dead: 2 })
})

t.test(
  'who answers for two units gets the nearest above them, and is told that it is not whole',
  async (t) => {
    const both = await api.hire('officer', VILLAGE)
    const [{ id } = { id: '' }] = await api.rows<{ id: string }>(
      'select id from accounts order by created_at desc, id desc limit 1',
    )
    const second = { role: 'officer', regionCode: FAR_VILLAGE }
    t.equal((await api.as('administrator').post(`/v1/accounts/${id}/bindings`, second)).status, 201)
    const totals = await totalsOf(both, eventId)
    t.match(totals, { regionCode: COUNTY, isWhole: false })
    t.match(
      valuesOf(totals),
      { dead: 4, snow_depth_cm: 40 },
      'without the neighbour and what the county said',
    )
    t.equal((await both.get(`/v1/events/${eventId}/totals?regionCode=${COUNTY}`)).status, 403)
  },
)

t.test('whoever it was forwarded to sees all of it', async (t) => {
  const liaison = await api.hire('department_liaison', CITY, { binding: { departmentCode: 'seismology' } })
  t.match(await totalsOf(liaison, eventId), { regionCode: CITY, indicators: [{ value: 6 }] })
})

t.test('what cannot be asked is refused with its place and a sentence', async (t) => {
  const rows: [query: string, status: number, type: string, pointer: string, code?: string][] = [
    ['asOf=2026-07-01T12:20:00.001%2B08:00', 400, 'invalid-request', 'query:asOf', 'in_future'],
    ['asOf=noon', 400, 'invalid-request', 'query:asOf'],
    ['asOf=2026-07-01T12:00:00', 400, 'invalid-request', 'query:asOf'],
    ['asOf=0001-01-01T00:00:00Z', 400, 'invalid-request', 'query:asOf'],
    ['regionCode=5401', 400, 'invalid-request', 'query:regionCode'],
    ['regionCode=540122200999', 422, 'unknown-region', 'query:regionCode', 'unknown_region'],
    ['lineage=yes', 400, 'invalid-request', 'query:lineage'],
    ['lineages=true', 400, 'invalid-request', 'query:lineages', 'unknown_field'],
  ]
  for (const [query, status, type, pointer, code] of rows) {
    const answer = await desk.get(`/v1/events/${eventId}/totals?${query}`)
    t.match(
      answer.json<ProblemBody>(),
      { status, type: `/problems/${type}`, errors: [code ? { pointer, code } : { pointer }] },
      query,
    )
  }
  t.equal(
    (await desk.get(`/v1/events/${eventId}/totals?asOf=2026-07-01T12:20:00.000%2B08:00`)).status,
    200,
    'now is not the future',
  )
  const differences: [query: string, pointer: string, code?: string][] = [
    ['', 'query:from', 'missing'],
    ['from=2026-07-01T12:20:00.001%2B08:00', 'query:from', 'after_to'],
    ['from=2026-07-01T12:00:00Z&to=2026-07-01T13:00:00Z', 'query:to', 'in_future'],
    ['from=2026-07-01T12:10:00%2B08:00&to=2026-07-01T12:00:00%2B08:00', 'query:from', 'after_to'],
  ]
  for (const [query, pointer, code] of differences) {
    const answer = await desk.get(`/v1/events/${eventId}/totals/differences?${query}`)
    t.match(answer.json(), { status: 400, errors: [{ pointer, code }] }, query)
  }
  const none = '019a2b6e-5d2c-7cc3-98f4-1a2b3c4d5e6f'
  t.equal((await desk.get(`/v1/events/${none}/totals`)).status, 404)
  t.equal((await desk.get('/v1/events/none/totals')).status, 400)
})

t.test('nothing new is 304, and any word is 200, for each caller by themselves', async (t) => {
  const path = `/v1/events/${eventId}/totals`
  const answer = await desk.get(path)
  const etag = answer.headers.get('etag') ?? ''
  t.match(answer.headers.get('cache-control'), 'private, no-cache')
  const again = async (who = desk) => (await who.get(path, { 'if-none-match': etag })).status
  t.equal(await again(), 304)
  await api.minutesLater(25)
  t.equal(await again(), 304, 'time alone changes nothing')
  t.equal(await again(county), 200, 'another caller has another answer')
  await village.report(aFollowUp(first, { figures: { dead: 4, relocated_cum: 90, relocated_now: 80 } }))
  t.equal(await again(), 200)
})

t.test('differences tell what changed in which unit, and which version did it', async (t) => {
  const query = `from=2026-07-01T12:00:00%2B08:00&regionCode=${COUNTY}`
  const noon = `${query}&to=2026-07-01T12:20:00%2B08:00`
  const when = (await county.get(`/v1/events/${eventId}/totals/differences?${noon}`)).json<Differences>()
  const [gone, came] = [
    { countedFrom: true, countedTo: false, versionIds: [] },
    { countedFrom: false, countedTo: true, versionIds: [countyReport.versionId] },
  ]
  t.match(
    when.indicators,
    [
      {
        indicator: 'dead',
        from: 5,
        to: 6,
        units: [
          { regionCode: COUNTY, from: null, to: 6, ...came },
          { regionCode: FAR_VILLAGE, from: 1, to: 1, ...gone },
          { regionCode: VILLAGE, from: 3, to: 3, ...gone },
          { regionCode: NEXT_VILLAGE, from: 1, to: 1, ...gone },
        ],
      },
      { indicator: 'relocated_cum', from: 90, to: 90 },
      {
        indicator: 'relocated_now',
        from: 80,
        to: 0,
        units: [
          { regionCode: COUNTY, ...came },
          { regionCode: VILLAGE, ...gone },
        ],
      },
    ],
    'who counts changes although no village has said anything',
  )
  const answer = await county.get(`/v1/events/${eventId}/totals/differences?${query}`)
  t.equal(answer.status, 200, answer.text)
  const found = answer.json<Differences>()
  t.match(found, {
    regionCode: COUNTY,
    from: '2026-07-01T12:00:00.000+08:00',
    to: '2026-07-01T12:25:00.000+08:00',
  })
  const [head] = await api.rows<{ id: string }>(
    'select head_version_id as id from report_chains where event_id = $1 and region_code = $2',
    [eventId, VILLAGE],
  )
  t.match(found.indicators, [
    {
      indicator: 'dead',
      from: 5,
      to: 6,
      units: [
        { regionCode: COUNTY, from: null, to: 6, countedTo: false, versionIds: [countyReport.versionId] },
        { regionCode: VILLAGE, nameZh: /羊易村/, from: 3, to: 4, countedTo: true, versionIds: [head?.id] },
      ],
    },
    { indicator: 'relocated_cum', from: 90, to: 90 },
    { indicator: 'relocated_now', from: 80, to: 80, units: [{ regionCode: COUNTY, from: null, to: 0 }] },
  ])
  t.same(
    found.versions.map(({ versionId }) => versionId),
    [countyReport.versionId, head?.id],
    'in the order in which they came',
  )
  t.same(
    (
      await county.get(`/v1/events/${eventId}/totals/differences?from=2026-07-01T12:25:00%2B08:00`)
    ).json<Differences>().indicators,
    [],
  )
})

t.test(
  'a version that waits for its parent counts from when it was applied, not from when it came',
  async (t) => {
    const event = { hazard: 'flood', occurredAt: minutesAfter(NOON, -30).toISOString() } as const
    const parent = aReport({ event, figures: { dead: 1 } })
    const child = aReport({ event, parentVersionId: parent.id, stage: 'follow_up', figures: { dead: 2 } })
    await api.minutesLater(30)
    t.equal((await village.submit(child)).status, 202)
    await api.minutesLater(40)
    const { eventId: flood } = await village.report(parent)
    await api.minutesLater(50)
    await runEngine(t, api)
    const dead = async (minutes: number) =>
      (await totalsOf(desk, flood, { asOf: minutesAfter(NOON, minutes).toISOString() })).indicators[0]?.value
    t.same([await dead(35), await dead(40), await dead(49), await dead(50)], [undefined, 1, 1, 2])
    const totals: Totals = await totalsOf(desk, flood, { lineage: 'true' })
    t.match(totals.versions, [
      {
        versionId: child.id,
        receivedAt: '2026-07-01T12:30:00.000+08:00',
        countedSince: '2026-07-01T12:50:00.000+08:00',
      },
    ])
  },
)
