/** What sources say of one figure: kept with its source, closed with a reason, and counted nowhere. */
import t from 'tap'
import {
  aReport,
  CITY,
  COUNTY,
  minutesAfter,
  NOON,
  OTHER_COUNTY,
  startApi,
  TOWNSHIP,
  VILLAGE,
} from '../api.ts'
import { countRows } from '../http/rows.ts'
import { aKey, type Claim, totalsOf, valuesOf } from './bureau.ts'

const api = await startApi(t, { environment: { RUN: 'api' } })
const desk = api.as('duty_officer', CITY)
const county = await api.hire('duty_officer', COUNTY)
const township = api.as('officer', TOWNSHIP)
const village = api.as('officer', VILLAGE)
const otherCounty = await api.hire('duty_officer', OTHER_COUNTY)
const { eventId } = await village.report(aReport({ figures: { injured: 3 } }))
const path = `/v1/events/${eventId}/claims`

/** The call of the night of 6 October 2008. */
const THIRTY = {
  indicator: 'dead',
  regionCode: TOWNSHIP,
  value: 30,
  source: { text: '群众电话' },
  reliability: 'low',
  saidAt: '2026-07-01T11:55:00+08:00',
  note: '通信中断前的转述。',
} as const

const made = async (given: object = {}, who = county) => {
  const answer = await who.post(path, { ...THIRTY, ...given }, aKey())
  if (answer.status !== 201) throw new Error(answer.text)
  return answer.json<Claim>()
}
const items = async (query = '', who = desk) =>
  (await who.get(`${path}?${query}`)).json<{ items: Claim[] }>().items

t.test(
  'a claim of thirty dead is on record, is no total, and is closed as rumour with its reason',
  async (t) => {
    const claim = await made()
    t.match(claim, {
      indicator: 'dead',
      regionCode: TOWNSHIP,
      nameZh: '格达乡',
      value: 30,
      departmentCode: null,
      sourceText: '群众电话',
      reliability: 'low',
      saidAt: '2026-07-01T11:55:00.000+08:00',
      madeAt: '2026-07-01T12:00:00.000+08:00',
      madeBy: { role: 'duty_officer', regionCode: COUNTY },
      state: 'open',
      closedAt: null,
    })
    const totals = await totalsOf(desk, eventId)
    t.same(valuesOf(totals), { dead: null, injured: 3 }, 'nobody has reported a death')
    t.match(totals.indicators[0]?.claims, [{ id: claim.id, total: null, differs: true }])
    await api.minutesLater(30)
    await village.report(aReport({ eventId, figures: { dead: 3, injured: 3 } }))
    t.match((await totalsOf(desk, eventId)).indicators[0], {
      value: 3,
      claims: [{ value: 30, total: 3, differs: true }],
    })
    const closure = { outcome: 'rumour', reason: '自治区地震局负责人予以否认。' }
    const closed = await county.post(`/v1/claims/${claim.id}/closure`, closure)
    t.equal(closed.status, 200, closed.text)
    t.match(closed.json(), {
      state: 'rumour',
      closureReason: closure.reason,
      closedAt: '2026-07-01T12:30:00.000+08:00',
      closedBy: { role: 'duty_officer' },
    })
    t.same((await totalsOf(desk, eventId)).indicators[0]?.claims, [], 'it is not beside the total any more')
    const before = await totalsOf(desk, eventId, { asOf: minutesAfter(NOON, 29).toISOString() })
    t.match(before.indicators[0], { value: null, claims: [{ value: 30 }] }, 'and was at 12:29')
    const trail = await api.rows(
      'select action, detail from audit_entries where subject_id = $1 order by position',
      [claim.id],
    )
    t.match(trail, [
      { action: 'claim.made', detail: { indicator: 'dead', value: 30 } },
      { action: 'claim.closed', detail: { outcome: 'rumour', reason: closure.reason } },
    ])
    t.same(await items(), [], 'nothing is open')
    t.match(await items('state=all'), [{ id: claim.id, state: 'rumour' }], 'nothing is lost')
  },
)

t.test('a claim is closed once: repeated it is the same, another closure is refused', async (t) => {
  const { id } = await made()
  const close = (reason: string, who = county) =>
    who.post(`/v1/claims/${id}/closure`, { outcome: 'superseded', reason })
  const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => close(`第${i}个原因`)))
  t.equal(answers.filter(({ status }) => status === 200).length, 1)
  const won = answers.find(({ status }) => status === 200)
  const reason = won?.json<Claim>().closureReason ?? ''
  t.equal((await close(reason)).text, won?.text)
  t.match((await close('另一个原因')).json(), {
    type: '/problems/state-conflict',
    status: 409,
    outcome: 'superseded',
  })
  t.equal((await close(reason, desk)).status, 409, 'another person repeats nothing')
})

t.test('several departments differ about one fact, each by its own claim', async (t) => {
  const seismology = await api.hire('department_liaison', CITY, { binding: { departmentCode: 'seismology' } })
  const mine = await made({ value: 2, source: { departmentCode: 'seismology' } }, seismology)
  t.match(mine, { departmentCode: 'seismology', sourceText: null, madeBy: { role: 'department_liaison' } })
  const theirs = await seismology.post(path, { ...THIRTY, source: { departmentCode: 'health' } }, aKey())
  t.match(
    theirs.json(),
    { type: '/problems/outside-jurisdiction' },
    'a liaison speaks for the own department',
  )
  t.equal((await seismology.post(path, THIRTY, aKey())).status, 403, 'and for no caller')
  await made({ value: 3, source: { departmentCode: 'health' } }, desk)
  const { claims = [], value } = (await totalsOf(desk, eventId)).indicators[0] ?? {}
  t.equal(value, 3)
  t.same(claims.map((claim) => [claim.departmentCode, claim.value, claim.differs]).sort(), [
    ['health', 3, false],
    ['seismology', 2, true],
  ])
  t.same((await items('indicator=injured')).length, 0)
  t.same((await items('indicator=dead')).length, 2)
})

t.test('a claim about a part is held against the total of that part', async (t) => {
  const claim = await made({ regionCode: VILLAGE, indicator: 'injured', value: 3 }, township)
  const { claims = [] } =
    (await totalsOf(desk, eventId)).indicators.find(({ indicator }) => indicator === 'injured') ?? {}
  t.match(claims, [{ id: claim.id, regionCode: VILLAGE, total: 3, differs: false }])
})

t.test('whose claims one sees, makes and closes', async (t) => {
  const { id } = await made()
  t.equal((await otherCounty.get(path)).status, 404)
  t.equal((await otherCounty.post(path, { ...THIRTY, regionCode: OTHER_COUNTY }, aKey())).status, 404)
  t.equal(
    (await otherCounty.post(`/v1/claims/${id}/closure`, { outcome: 'rumour', reason: '误' })).status,
    404,
  )
  t.match((await village.post(path, THIRTY, aKey())).json(), { type: '/problems/outside-jurisdiction' })
  t.notOk(
    (await items('', village)).some((claim) => claim.id === id),
    'a village does not see what is said of its township',
  )
  t.ok((await items('', township)).some((claim) => claim.id === id))
  t.match(
    (await township.post(`/v1/claims/${id}/closure`, { outcome: 'rumour', reason: '误' })).json(),
    {
      type: '/problems/not-permitted',
    },
    'an officer makes claims and closes none',
  )
  t.match((await api.as('auditor').post(path, THIRTY, aKey())).json(), { type: '/problems/not-permitted' })
})

t.test('a retry makes nothing new, another body under its key is refused', async (t) => {
  const key = aKey()
  const count = async () => (await items('state=all&limit=200')).length
  const before = await count()
  const answers = await Promise.all(Array.from({ length: 10 }, () => desk.post(path, THIRTY, key)))
  t.equal(new Set(answers.map(({ text }) => text)).size, 1)
  t.equal(await count(), before + 1)
  t.match((await desk.post(path, { ...THIRTY, value: 31 }, key)).json(), {
    type: '/problems/idempotency-key-reused',
  })
})

t.test('page after page, the newest first', async (t) => {
  const all = (await items('state=all&limit=200')).map(({ id }) => id)
  const paged: string[] = []
  for (let after: string | null = ''; after !== null; ) {
    const query = `state=all&limit=3${after ? `&after=${after}` : ''}`
    const page: { items: Claim[]; next: string | null } = (await desk.get(`${path}?${query}`)).json()
    paged.push(...page.items.map(({ id }) => id))
    after = page.next
  }
  t.ok(all.length > 6)
  t.same(paged, all)
})

t.test('what is wrong is told with its place, and changes nothing', async (t) => {
  const before = await countRows(api)
  const rows: [change: object, status: number, pointer: string, code?: string][] = [
    [{ indicator: 'ghosts' }, 400, '/indicator'],
    [{ value: -1 }, 400, '/value'],
    [{ value: 1.5 }, 400, '/value'],
    [{ value: 10_000_001 }, 400, '/value', 'too_big'],
    [{ regionCode: '540531000000' }, 403, ''],
    [{ regionCode: '540122200999' }, 422, '/regionCode', 'unknown_region'],
    [{ source: {} }, 400, '/source', 'one_of'],
    [{ source: { text: '电话', departmentCode: 'health' } }, 400, '/source', 'one_of'],
    [{ source: { departmentCode: 'ghosts' } }, 422, '/source/departmentCode', 'unknown_department'],
    [{ reliability: 'certain' }, 400, '/reliability'],
    [{ saidAt: '2026-07-01T13:00:00+08:00' }, 400, '/saidAt', 'in_future'],
    [{ saidAt: 'yesterday' }, 400, '/saidAt'],
    [{ more: 1 }, 400, '/more', 'unknown_field'],
  ]
  for (const [change, status, pointer, code] of rows) {
    const answer = await desk.post(path, { ...THIRTY, ...change }, aKey())
    const errors = pointer === '' ? {} : { errors: [code ? { pointer, code } : { pointer }] }
    t.match(answer.json(), { status, ...errors }, JSON.stringify(change))
  }
  t.match((await desk.post(path, THIRTY)).json(), {
    status: 400,
    errors: [{ pointer: 'header:idempotency-key' }],
  })
  const { id } = (await items())[0] ?? { id: '' }
  t.match((await desk.post(`/v1/claims/${id}/closure`, { outcome: 'true', reason: 'x' })).json(), {
    errors: [{ pointer: '/outcome' }],
  })
  t.match((await desk.post(`/v1/claims/${id}/closure`, { outcome: 'rumour' })).json(), {
    errors: [{ pointer: '/reason', code: 'missing' }],
  })
  t.same(await countRows(api), before)
})

t.test('what a clock runs ahead counts as now', async (t) => {
  const claim = await made({ saidAt: '2026-07-01T12:32:00+08:00' })
  t.equal(claim.saidAt, claim.madeAt)
})

t.test('nothing is claimed, noted or decided of a county that the event does not cover', async (t) => {
  const leader = await api.hire('duty_leader', CITY)
  const pupil = {
    place: '山南市某小学',
    figures: { dead: 1 },
    source: '新华社',
    happenedAt: NOON.toISOString(),
  }
  const agreed = {
    indicator: 'dead',
    value: 9,
    participants: ['health', 'seismology'],
    method: 'full',
    claimIds: [],
  }
  const send = (regionCode: string) => [
    () => desk.post(path, { ...THIRTY, regionCode }, aKey()),
    () => desk.post(`/v1/events/${eventId}/outside-losses`, { ...pupil, regionCode }, aKey()),
    () =>
      leader.post(
        `/v1/events/${eventId}/joint-decisions`,
        { ...agreed, conclusion: '逐户核查。', regionCode },
        aKey(),
      ),
  ]
  await leader.token()
  const before = await countRows(api)
  for (const ask of send(OTHER_COUNTY)) {
    const answer = await ask()
    t.equal(answer.status, 400, answer.text)
    t.match(answer.json(), { errors: [{ pointer: '/regionCode', code: 'not_covered' }] })
  }
  t.same(await countRows(api), before)
  for (const regionCode of [COUNTY, CITY]) {
    for (const ask of send(regionCode))
      t.equal((await ask()).status, 201, 'a unit that it covers, or one above')
  }
})

t.test('the database keeps claims and closures as they are', async (t) => {
  for (const statement of [
    'update claims set value = 1',
    'delete from claims',
    'truncate claims cascade',
    'update claim_closures set reason = $$x$$',
    'delete from claim_closures',
  ]) {
    await t.rejects(api.rows(statement), /append-only/, statement)
  }
})

t.test('a closed event gets no new claims, and its rumours can still be closed', async (t) => {
  const { id } = await made()
  await api.rows(`update events set state = 'closed' where id = $1`, [eventId])
  t.match((await desk.post(path, THIRTY, aKey())).json(), { type: '/problems/event-closed' })
  t.equal((await desk.post(`/v1/claims/${id}/closure`, { outcome: 'rumour', reason: '不实。' })).status, 200)
})
