import { eq } from 'drizzle-orm'
import t from 'tap'
import { insertDeadlines } from '../../src/deadlines/store.ts'
import { deadlines } from '../../src/deadlines/tables.ts'
import { missedStep } from '../../src/escalations/missed-step.ts'
import { escalations } from '../../src/escalations/tables.ts'
import { outbox } from '../../src/outbox/tables.ts'
import {
  aBureauOnDuty,
  aDuty,
  anEscalation,
  anEvent,
  at,
  type BureauOnDuty,
  CITY,
  COUNTY,
  NOON,
  OTHER_COUNTY,
  OTHER_TOWNSHIP,
  type Person,
  TOWNSHIP,
  VILLAGE,
} from '../events/world.ts'

const idsOf = (page: { items: { id: string }[] }) => page.items.map(({ id }) => id)

async function listed(bureau: BureauOnDuty, who: Person, query = ''): Promise<string[]> {
  return idsOf(await bureau.get(who, `/escalations?${query}`))
}

t.test('a duty officer sees what is overdue, why, and what to do next', async (t) => {
  const bureau = await aBureauOnDuty(t)
  const eventId = await anEvent(bureau.db)
  await insertDeadlines(bureau.db, [aDuty(eventId)])
  await bureau.clock(61)
  await missedStep({ db: bureau.db })
  await bureau.clock(75)
  const reviewer = await bureau.hire(['reviewer', COUNTY])
  const [item] = (await bureau.get(reviewer, '/escalations')).items
  t.match(item, {
    event: {
      id: eventId,
      hazard: 'earthquake',
      hazardZh: '地震灾害',
      placeZh: '当雄县格达乡羊易村委会',
      occurredAt: '2026-07-01T11:30:00.000+08:00',
      severity: 'serious',
      severityZh: '重大',
    },
    from: { regionCode: TOWNSHIP, nameZh: '格达乡' },
    to: { tier: 'county', regionCode: COUNTY, nameZh: '当雄县' },
    owner: { regionCode: COUNTY },
    cause: 'deadline_missed',
    causeZh: '逾期未办',
    missedDuty: {
      duty: 'first_report',
      dutyZh: '初报',
      node: { nameZh: '格达乡' },
      dueAt: '2026-07-01T13:00:00.000+08:00',
      metAt: null,
    },
    because: [{ instrument: '测试规定', clause: '第一条', status: 'inferred' }],
    acknowledgeBy: { dueAt: '2026-07-01T13:11:00.000+08:00', isOverdue: true },
    acknowledgedBy: null,
    resolveBy: null,
    isOverdue: true,
    nextAct: 'acknowledge',
    nextActUrl: `/v1/escalations/${item.id}/acknowledgement`,
  })
})

t.test('open ones come gravest first, then oldest first, page after page', async (t) => {
  const bureau = await aBureauOnDuty(t)
  const eventId = await anEvent(bureau.db)
  const given: [rank: number, minutes: number][] = [
    [1, 1],
    [3, 5],
    [3, 2],
    [4, 9],
    [3, 2],
    [0, 0],
  ]
  const made = []
  for (const [severityRank, minutes] of given) {
    made.push(await anEscalation(bureau.db, eventId, { severityRank, now: at(minutes) }))
  }
  const expected = made
    .toSorted(
      (a, b) => b.severityRank - a.severityRank || +a.escalatedAt - +b.escalatedAt || (a.id < b.id ? -1 : 1),
    )
    .map(({ id }) => id)
  const officer = await bureau.hire(['duty_officer', CITY])
  t.same(await listed(bureau, officer), expected)
  const seen: string[] = []
  let after = ''
  for (let page = 0; page < 6 && after !== null; page++) {
    const found = await bureau.get(officer, `/escalations?limit=2${after && `&after=${after}`}`)
    seen.push(...idsOf(found))
    after = found.next
  }
  t.same(seen, expected, 'nothing twice, nothing left out')
  t.equal(after, null)
})

t.test('they are visible upward at once, and sideways never', async (t) => {
  const bureau = await aBureauOnDuty(t)
  const eventId = await anEvent(bureau.db)
  const toTownship = await anEscalation(bureau.db, eventId, { toTier: 'township' })
  const toCounty = await anEscalation(bureau.db, eventId, { toTier: 'county' })
  const toCity = await anEscalation(bureau.db, eventId, { toTier: 'city' })
  const beyond = await anEscalation(bureau.db, eventId, { toTier: 'autonomous_region' })
  const rows: [who: Person, sees: { id: string }[]][] = [
    [await bureau.hire(['officer', VILLAGE]), []],
    [await bureau.hire(['officer', TOWNSHIP]), [toTownship]],
    [await bureau.hire(['officer', COUNTY]), [toTownship, toCounty]],
    [await bureau.hire(['duty_officer', CITY]), [toTownship, toCounty, toCity, beyond]],
    [await bureau.hire(['reviewer', OTHER_COUNTY]), []],
    [await bureau.hire(['officer', OTHER_TOWNSHIP]), []],
  ]
  for (const [who, sees] of rows) {
    const post = who.caller.bindings[0]
    const expected = sees.map(({ id }) => id)
    t.same(new Set(await listed(bureau, who)), new Set(expected), `${post?.role} ${post?.regionCode}`)
    for (const { id } of [toTownship, toCounty, toCity, beyond]) {
      const { statusCode } = await bureau.ask(who, 'GET', `/escalations/${id}`)
      t.equal(statusCode, expected.includes(id) ? 200 : 404)
    }
  }
  const clerk = await bureau.hire(['section_clerk', CITY, 'DZDZ'])
  t.match((await bureau.ask(clerk, 'GET', '/escalations')).json(), { type: '/problems/not-permitted' })
})

t.test('lists are narrowed by event and by unit', async (t) => {
  const bureau = await aBureauOnDuty(t)
  const here = await anEvent(bureau.db)
  const there = await anEvent(bureau.db, { regionCode: OTHER_TOWNSHIP })
  const one = await anEscalation(bureau.db, here)
  const other = await anEscalation(bureau.db, there, { fromCode: OTHER_TOWNSHIP })
  const officer = await bureau.hire(['duty_officer', CITY])
  t.same(await listed(bureau, officer, `eventId=${there}`), [other.id])
  t.same(await listed(bureau, officer, `under=${COUNTY}`), [one.id])
  t.equal((await bureau.ask(officer, 'GET', '/escalations?state=lost')).statusCode, 400)
})

t.test('of twenty who acknowledge at once exactly one is first, and the others are told who', async (t) => {
  const bureau = await aBureauOnDuty(t)
  const { id } = await anEscalation(bureau.db, await anEvent(bureau.db), { toTier: 'city' })
  const officers = await Promise.all(Array.from({ length: 20 }, () => bureau.hire(['duty_officer', CITY])))
  const replies = await Promise.all(
    officers.map((officer) => bureau.ask(officer, 'POST', `/escalations/${id}/acknowledgement`)),
  )
  const winners = officers.filter((_, i) => replies[i]?.statusCode === 200)
  t.equal(winners.length, 1)
  const refusals = replies.filter(({ statusCode }) => statusCode === 409).map((reply) => reply.json())
  t.equal(refusals.length, 19)
  for (const refusal of refusals) {
    t.match(refusal, {
      type: '/problems/already-acknowledged',
      acknowledgedBy: { accountId: winners[0]?.accountId, role: 'duty_officer', regionCode: CITY },
      acknowledgedAt: '2026-07-01T12:00:00.000+08:00',
    })
  }
  t.same(await bureau.trail(), ['escalation.opened', 'escalation.acknowledged'])
  t.same(await bureau.told(), ['escalation.opened', 'escalation.acknowledged'])
})

t.test(
  'acknowledged is not done: a second clock starts, and the same officer may repeat the act',
  async (t) => {
    const bureau = await aBureauOnDuty(t)
    const { id } = await anEscalation(bureau.db, await anEvent(bureau.db))
    const reviewer = await bureau.hire(['reviewer', COUNTY])
    await bureau.clock(10)
    const first = await bureau.ask(reviewer, 'POST', `/escalations/${id}/acknowledgement`)
    t.equal(first.statusCode, 200)
    t.match(first.json(), {
      acknowledgedAt: '2026-07-01T12:10:00.000+08:00',
      acknowledgedBy: { accountId: reviewer.accountId, role: 'reviewer', regionCode: COUNTY },
      acknowledgeBy: { isOverdue: false, isLate: false, metAt: '2026-07-01T12:10:00.000+08:00' },
      resolveBy: { dueAt: '2026-07-01T13:10:00.000+08:00', isOverdue: false },
      nextAct: 'resolve',
      nextActUrl: `/v1/escalations/${id}/resolution`,
    })
    await bureau.clock(12)
    const again = await bureau.ask(reviewer, 'POST', `/escalations/${id}/acknowledgement`)
    t.equal(again.statusCode, 200)
    t.same(again.json(), first.json())
    t.same(await listed(bureau, reviewer), [id], 'it stays open')
  },
)

t.test('resolving needs an acknowledgement, closes it once, and says what was done', async (t) => {
  const bureau = await aBureauOnDuty(t)
  const { id } = await anEscalation(bureau.db, await anEvent(bureau.db))
  const reviewer = await bureau.hire(['reviewer', COUNTY])
  const other = await bureau.hire(['duty_leader', CITY])
  const url = `/escalations/${id}/resolution`
  const body = { resolution: '已核实,救援队出发。' }
  t.match((await bureau.ask(reviewer, 'POST', url, body)).json(), {
    type: '/problems/not-acknowledged',
    nextActUrl: `/v1/escalations/${id}/acknowledgement`,
  })
  await bureau.ask(reviewer, 'POST', `/escalations/${id}/acknowledgement`)
  for (const bad of [
    {},
    { resolution: '' },
    { resolution: '  ' },
    { resolution: 7 },
    { ...body, by: 'me' },
  ]) {
    t.equal((await bureau.ask(reviewer, 'POST', url, bad)).statusCode, 400, JSON.stringify(bad))
  }
  await bureau.clock(30)
  const done = await bureau.ask(reviewer, 'POST', url, body)
  t.match(done.json(), { resolution: body.resolution, nextAct: 'none', nextActUrl: null, isOverdue: false })
  t.same((await bureau.ask(reviewer, 'POST', url, body)).json(), done.json(), 'a retry gets the same')
  const late = await bureau.ask(other, 'POST', url, { resolution: '我来办。' })
  t.equal(late.statusCode, 409)
  t.match(late.json(), { type: '/problems/already-resolved', resolvedBy: { accountId: reviewer.accountId } })
  t.same(await listed(bureau, reviewer), [])
  t.same(await listed(bureau, reviewer, 'state=closed'), [id])
  const owed = await bureau.db.select().from(deadlines).where(eq(deadlines.subjectId, id))
  t.equal(owed.length, 2)
  t.ok(owed.every(({ metAt, missedAt }) => metAt !== null && missedAt === null))
})

t.test('closed ones come newest first, page after page', async (t) => {
  const bureau = await aBureauOnDuty(t)
  const eventId = await anEvent(bureau.db)
  const officer = await bureau.hire(['duty_officer', CITY])
  const closed: string[] = []
  for (const minutes of [1, 2, 2, 5]) {
    const { id } = await anEscalation(bureau.db, eventId)
    await bureau.clock(minutes)
    await bureau.ask(officer, 'POST', `/escalations/${id}/acknowledgement`)
    await bureau.ask(officer, 'POST', `/escalations/${id}/resolution`, { resolution: '办结' })
    closed.unshift(id)
  }
  const first = await bureau.get(officer, '/escalations?state=closed&limit=2')
  const second = await bureau.get(officer, `/escalations?state=closed&limit=2&after=${first.next}`)
  t.same([...idsOf(first), ...idsOf(second)], closed)
  t.equal(second.next, null)
})

t.test('a late acknowledgement escalates as the engine would have, whoever came first', async (t) => {
  for (const engineFirst of [true, false]) {
    const bureau = await aBureauOnDuty(t)
    const { db } = bureau
    const { id } = await anEscalation(db, await anEvent(db))
    const reviewer = await bureau.hire(['reviewer', COUNTY])
    await bureau.clock(10, 1)
    if (engineFirst) await missedStep({ db })
    await bureau.ask(reviewer, 'POST', `/escalations/${id}/acknowledgement`)
    await missedStep({ db })
    t.match(
      await db.select().from(escalations).orderBy(escalations.escalatedAt, escalations.id),
      [{ id }, { fromCode: COUNTY, toTier: 'city', causeKind: 'deadline_missed', ownerCode: CITY, step: 1 }],
      engineFirst ? 'the engine was first' : 'the officer was first',
    )
    t.equal((await db.select().from(escalations)).length, 2)
    t.equal((await bureau.told()).filter((topic) => topic === 'deadline.missed').length, 1)
    t.match(
      await db
        .select()
        .from(deadlines)
        .where(eq(deadlines.duty, 'acknowledge_escalation'))
        .orderBy(deadlines.setAt),
      [
        { metAt: at(10, 1), missedAt: at(10, 1) },
        { regionCode: CITY, metAt: null },
      ],
    )
  }
})

t.test('who may not act is refused, and nothing is written', async (t) => {
  const bureau = await aBureauOnDuty(t)
  const { id } = await anEscalation(bureau.db, await anEvent(bureau.db))
  const url = `/escalations/${id}/acknowledgement`
  const rows: [who: Person, status: number][] = [
    [await bureau.hire(['reviewer', OTHER_COUNTY]), 404],
    [await bureau.hire(['officer', TOWNSHIP]), 404],
    [await bureau.hire(['administrator', COUNTY]), 403],
    [await bureau.hire(['auditor', CITY]), 403],
    [await bureau.hire(['section_clerk', CITY, 'DZDZ']), 403],
  ]
  for (const [who, status] of rows) {
    t.equal((await bureau.ask(who, 'POST', url)).statusCode, status, `${who.caller.bindings[0]?.role}`)
  }
  const [row] = await bureau.db.select().from(escalations)
  t.equal(row?.acknowledgedAt, null)
  t.same(await bureau.trail(), ['escalation.opened'])
})

t.test('a township has no desk: its officer answers for what is passed up to it', async (t) => {
  const bureau = await aBureauOnDuty(t)
  const event = await anEvent(bureau.db)
  const { id } = await anEscalation(bureau.db, event, { toTier: 'township' })
  const officer = await bureau.hire(['officer', TOWNSHIP])
  const url = `/escalations/${id}`
  t.equal((await bureau.ask(officer, 'POST', `${url}/acknowledgement`)).statusCode, 200)
  const resolution = { resolution: '已派人前往。' }
  t.equal((await bureau.ask(officer, 'POST', `${url}/resolution`, resolution)).statusCode, 200)
})

t.test('the tag of a list changes with everything that its reader would see change', async (t) => {
  const bureau = await aBureauOnDuty(t)
  const eventId = await anEvent(bureau.db)
  const { id } = await anEscalation(bureau.db, eventId)
  const reviewer = await bureau.hire(['reviewer', COUNTY])
  let known: string | null = null
  const poll = async (fresh: boolean, why: string) => {
    const headers: Record<string, string> = known === null ? {} : { 'if-none-match': known }
    const reply = await bureau.ask(reviewer, 'GET', '/escalations', undefined, headers)
    t.equal(reply.statusCode, fresh ? 200 : 304, why)
    t.match(reply.headers, { 'cache-control': 'private, no-cache', vary: 'Authorization', etag: /^"[^"]+"$/ })
    if (!fresh) t.equal(reply.body, '')
    t.equal(reply.headers.etag === known, !fresh)
    known = String(reply.headers.etag)
  }
  await poll(true, 'the first time')
  await poll(false, 'nothing has changed')
  await bureau.clock(10)
  await poll(false, 'on the instant it is still in time')
  await bureau.clock(10, 1)
  await poll(true, 'it has become overdue by the passing of time alone')
  await poll(false, 'nothing more has changed')
  const other = await anEscalation(bureau.db, eventId, { now: at(10) })
  await poll(true, 'another one')
  await bureau.ask(reviewer, 'POST', `/escalations/${other.id}/acknowledgement`)
  await poll(true, 'an acknowledgement')
  await bureau.ask(reviewer, 'POST', `/escalations/${other.id}/resolution`, { resolution: '办结' })
  await poll(true, 'a resolution')
  await bureau.ask(reviewer, 'POST', `/escalations/${id}/acknowledgement`)
  await poll(true, 'a late acknowledgement')
})

t.test('an ETag holds for one scope only, and lists of tags are understood', async (t) => {
  const bureau = await aBureauOnDuty(t)
  const here = await bureau.hire(['reviewer', COUNTY])
  const there = await bureau.hire(['reviewer', OTHER_COUNTY])
  const etag = String((await bureau.ask(here, 'GET', '/escalations')).headers.etag)
  const status = async (who: Person, ifNoneMatch: string) =>
    (await bureau.ask(who, 'GET', '/escalations', undefined, { 'if-none-match': ifNoneMatch })).statusCode
  t.equal(await status(here, etag), 304)
  t.equal(await status(here, `"other", W/${etag}`), 304)
  t.equal(await status(here, '*'), 304)
  t.equal(await status(here, '"other"'), 200)
  t.equal(await status(there, etag), 200, 'the same empty list, but of another county')
})

t.test('the desk passes an event upward by order, once for each key', async (t) => {
  const bureau = await aBureauOnDuty(t)
  const eventId = await anEvent(bureau.db, { severity: null })
  const officer = await bureau.hire(['duty_officer', CITY])
  const url = `/events/${eventId}/escalations`
  const order = { toTier: 'autonomous_region', reason: '余震不断。' }
  const key = { 'idempotency-key': 'order-0001' }
  const made = await bureau.ask(officer, 'POST', url, order, key)
  t.equal(made.statusCode, 201)
  t.match(made.json(), {
    cause: 'ordered',
    from: { regionCode: CITY },
    to: { tier: 'autonomous_region', regionCode: null, nameZh: '自治区' },
    owner: { regionCode: CITY },
    because: [{ rule: 'desk.order', value: '余震不断。' }],
    nextAct: 'acknowledge',
    acknowledgeBy: { isOverdue: false },
  })
  t.equal(made.headers.location, `/v1/escalations/${made.json().id}`)
  const again = await bureau.ask(officer, 'POST', url, order, key)
  t.equal(again.statusCode, 201)
  t.same(again.json(), made.json())
  const reused = await bureau.ask(officer, 'POST', url, { ...order, toTier: 'ministry' }, key)
  t.match(reused.json(), { type: '/problems/idempotency-key-reused', status: 422 })
  t.match((await bureau.ask(officer, 'POST', url, order)).json(), { status: 400 }, 'a key is needed')
  t.equal((await bureau.db.select().from(escalations)).length, 1)
  t.match(await bureau.db.select().from(outbox), [{ topic: 'escalation.opened', createdAt: NOON }])
  t.same(await bureau.trail(), ['escalation.opened'])
})

t.test('orders go up only, from events that are open, by desks that the event concerns', async (t) => {
  const bureau = await aBureauOnDuty(t)
  const eventId = await anEvent(bureau.db)
  const closed = await anEvent(bureau.db, { state: 'closed' })
  const county = await bureau.hire(['duty_officer', COUNTY])
  const rows: [who: Person, eventId: string, toTier: string, expected: object][] = [
    [county, eventId, 'city', { from: { regionCode: COUNTY }, to: { regionCode: CITY } }],
    [county, eventId, 'county', { from: { regionCode: VILLAGE }, to: { regionCode: COUNTY } }],
    [county, closed, 'city', { type: '/problems/event-closed' }],
    [county, eventId, 'village', { type: '/problems/invalid-request' }],
    [await bureau.hire(['duty_officer', OTHER_COUNTY]), eventId, 'city', { type: '/problems/not-found' }],
    [await bureau.hire(['officer', VILLAGE]), eventId, 'city', { type: '/problems/not-permitted' }],
    [await bureau.hire(['reviewer', COUNTY]), eventId, 'city', { type: '/problems/not-permitted' }],
  ]
  for (const [i, [who, event, toTier, expected]] of rows.entries()) {
    const order = { toTier, reason: '需要支援' }
    const key = { 'idempotency-key': `order-${i}-key` }
    const reply = await bureau.ask(who, 'POST', `/events/${event}/escalations`, order, key)
    t.match(reply.json(), expected, `row ${i}`)
  }
  const cityEvent = await anEvent(bureau.db, { regionCode: CITY })
  const officer = await bureau.hire(['duty_officer', CITY])
  const body = { toTier: 'county', reason: '下沉' }
  const reply = await bureau.ask(officer, 'POST', `/events/${cityEvent}/escalations`, body, {
    'idempotency-key': 'downward-1',
  })
  t.match(reply.json(), { type: '/problems/state-conflict' })
})
