import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { insertDeadlines, meetDeadline } from '../../src/deadlines/store.ts'
import { missedStep } from '../../src/escalations/missed-step.ts'
import { eventRegions, events, severityAnswers } from '../../src/events/tables.ts'
import { reportChains, reportVersions } from '../../src/reports/tables.ts'
import {
  aBureauOnDuty,
  aDuty,
  anEscalation,
  anEvent,
  at,
  type BureauOnDuty,
  CITY,
  COUNTY,
  OTHER_COUNTY,
  OTHER_TOWNSHIP,
  type Person,
  REASON,
  someForwardings,
  TOWNSHIP,
  VILLAGE,
} from './world.ts'

async function listed(bureau: BureauOnDuty, who: Person, query = ''): Promise<string[]> {
  const page = await bureau.get(who, `/events?${query}`)
  return page.items.map(({ id }: { id: string }) => id)
}

async function aReport({ db }: BureauOnDuty, eventId: string, { accountId }: Person, regionCode: string) {
  const [id, chainId] = [uuidv7(), uuidv7()]
  const chain = { id: chainId, eventId, regionCode, headVersionId: id, headNumber: 1 }
  await db
    .insert(reportChains)
    .values({ ...chain, stage: 'first', isWithdrawn: false, firstReceivedAt: at(1) })
  await db.insert(reportVersions).values({
    id,
    chainId,
    eventId,
    regionCode,
    number: 1,
    parentVersionId: null,
    stage: 'first',
    accountId,
    content: {},
    contentHash: '0'.repeat(64),
    occurredAt: at(-30),
    receivedAt: at(1),
    isLate: true,
    violations: [],
  })
  return id
}

t.test('whoever an event concerns sees it: below, above, and those it was handed to', async (t) => {
  const bureau = await aBureauOnDuty(t)
  const here = await anEvent(bureau.db)
  const there = await anEvent(bureau.db, { regionCode: OTHER_TOWNSHIP, severity: 'ordinary' })
  const everywhere = await anEvent(bureau.db, { regionCode: CITY, severity: null })
  await someForwardings(bureau.db, there, ['FXKH', 'water'])
  const rows: [who: Person, sees: string[]][] = [
    [await bureau.hire(['officer', VILLAGE]), [here, everywhere]],
    [await bureau.hire(['officer', TOWNSHIP]), [here, everywhere]],
    [await bureau.hire(['reviewer', COUNTY]), [here, everywhere]],
    [await bureau.hire(['reviewer', OTHER_COUNTY]), [there, everywhere]],
    [await bureau.hire(['duty_officer', CITY]), [here, there, everywhere]],
    [await bureau.hire(['section_clerk', CITY, 'FXKH']), [there]],
    [await bureau.hire(['section_clerk', CITY, 'DZDZ']), []],
    [await bureau.hire(['department_liaison', CITY, 'water']), [there]],
    [await bureau.hire(['section_clerk', COUNTY, 'FXKH']), []],
  ]
  for (const [who, sees] of rows) {
    const post = `${who.caller.bindings[0]?.role} ${who.caller.bindings[0]?.regionCode}`
    t.same(await listed(bureau, who), sees, `${post}: gravest first`)
    for (const id of [here, there, everywhere]) {
      // why it was routed as it was shows the totals of the whole event: not for officers and reviewers below
      const routing = /^(officer|reviewer)/.test(post) ? 403 : 200
      for (const [part, seen] of [
        ['', 200] as const,
        ['/timeline', 200] as const,
        ['/routing', routing] as const,
      ]) {
        const { statusCode } = await bureau.ask(who, 'GET', `/events/${id}${part}`)
        t.equal(statusCode, sees.includes(id) ? seen : 404, part)
      }
    }
  }
  const administrator = await bureau.hire(['administrator', CITY])
  t.equal((await bureau.ask(administrator, 'GET', '/events')).statusCode, 403)
})

t.test('events are listed by state, hazard and unit, page after page', async (t) => {
  const bureau = await aBureauOnDuty(t)
  const officer = await bureau.hire(['duty_officer', CITY])
  const old = await anEvent(bureau.db, { severity: 'ordinary', openedAt: at(-20) })
  const fresh = await anEvent(bureau.db, { severity: 'ordinary', openedAt: at(-10) })
  const grave = await anEvent(bureau.db, {
    severity: 'serious',
    openedAt: at(-25),
    regionCode: OTHER_TOWNSHIP,
  })
  const stable = await anEvent(bureau.db, { severity: null, state: 'stable' })
  const closed = await anEvent(bureau.db, { state: 'closed' })
  t.same(await listed(bureau, officer), [grave, fresh, old, stable])
  const first = await bureau.get(officer, '/events?limit=2')
  t.same(await listed(bureau, officer, `limit=2&after=${first.next}`), [old, stable])
  t.same(await listed(bureau, officer, 'state=closed'), [closed])
  t.same(await listed(bureau, officer, 'hazard=flood'), [])
  t.same(await listed(bureau, officer, `under=${OTHER_TOWNSHIP}`), [grave])
  const reply = await bureau.ask(officer, 'GET', '/events')
  const status = async () =>
    (await bureau.ask(officer, 'GET', '/events', undefined, { 'if-none-match': String(reply.headers.etag) }))
      .statusCode
  t.equal(await status(), 304)
  await bureau.db.update(events).set({ severity: 'especially_serious', severityRank: 4 })
  t.equal(await status(), 200)
})

t.test('an event is read with the last answer of each ladder, its chains and what is open', async (t) => {
  const bureau = await aBureauOnDuty(t)
  const { db } = bureau
  const eventId = await anEvent(db)
  const officer = await bureau.hire(['duty_officer', CITY])
  const versionId = await aReport(bureau, eventId, officer, TOWNSHIP)
  const answers = [
    ['earthquake_casualties', 'ordinary', 1],
    ['earthquake_casualties', 'serious', 2],
    ['earthquake_magnitude', null, 1],
  ] as const
  await db.insert(severityAnswers).values(
    answers.map(([ladder, level, minutes]) => ({
      id: uuidv7(),
      eventId,
      ladder,
      level,
      because: [REASON],
      versionId,
      answeredAt: at(minutes),
    })),
  )
  await insertDeadlines(db, [aDuty(eventId, { minutes: 5 }), aDuty(eventId, { regionCode: COUNTY })])
  await anEscalation(db, eventId)
  await someForwardings(db, eventId, ['DZDZ', 'JZWZ'])
  await bureau.clock(6)
  t.match(await bureau.get(officer, `/events/${eventId}`), {
    id: eventId,
    hazardZh: '地震灾害',
    severity: 'serious',
    severityZh: '重大',
    severitySince: '2026-07-01T12:00:00.000+08:00',
    ladders: [
      { ladder: 'earthquake_casualties', level: 'serious', levelZh: '重大', because: [{ clause: '第一条' }] },
      { ladder: 'earthquake_magnitude', level: null, levelZh: null },
    ],
    regions: [{ regionCode: COUNTY, nameZh: '当雄县', addedBy: null }],
    chains: [
      { regionCode: TOWNSHIP, nameZh: '格达乡', headVersionId: versionId, headNumber: 1, stage: 'first' },
    ],
    open: { deadlines: 5, overdueDeadlines: 1, escalations: 1, forwardings: 2 },
  })
  const village = await bureau.hire(['officer', VILLAGE])
  t.match(await bureau.get(village, `/events/${eventId}`), {
    id: eventId,
    chains: [],
    open: { deadlines: 0, overdueDeadlines: 0, escalations: 0, forwardings: 0 },
  })
  const clerk = await bureau.hire(['section_clerk', CITY, 'DZDZ'])
  t.match(
    await bureau.get(clerk, `/events/${eventId}`),
    { chains: [{ regionCode: TOWNSHIP }], open: { deadlines: 5, escalations: 1, forwardings: 1 } },
    'whoever must act on it sees all of it, but of forwardings only their own',
  )
})

t.test('the timeline tells what happened, in order, each thing once', async (t) => {
  const bureau = await aBureauOnDuty(t)
  const { db } = bureau
  const eventId = await anEvent(db)
  const reviewer = await bureau.hire(['reviewer', COUNTY])
  const clerk = await bureau.hire(['section_clerk', CITY, 'DZDZ'])
  await aReport(bureau, eventId, reviewer, TOWNSHIP)
  const duty = aDuty(eventId, { minutes: 5 })
  await insertDeadlines(db, [duty])
  const [handed] = await someForwardings(db, eventId, ['DZDZ'], { now: at(2) })
  await bureau.clock(5, 1)
  await missedStep({ db })
  const [escalation] = (await bureau.get(reviewer, '/escalations')).items
  await bureau.clock(8)
  await bureau.ask(reviewer, 'POST', `/escalations/${escalation.id}/acknowledgement`)
  await bureau.clock(9)
  await meetDeadline(db, duty, reviewer.accountId, at(9))
  await bureau.clock(10)
  await bureau.ask(reviewer, 'POST', `/escalations/${escalation.id}/resolution`, { resolution: '已报' })
  await bureau.clock(11)
  await bureau.ask(clerk, 'POST', `/forwardings/${handed?.id}/refusal`, { reason: '不办' })
  const officer = await bureau.hire(['duty_officer', CITY])
  const whole = await bureau.get(officer, `/events/${eventId}/timeline?limit=200`)
  t.same(
    whole.items.map(({ at: when, what }: { at: string; what: string }) => `${when.slice(11, 16)} ${what}`),
    [
      '12:00 event.opened',
      '12:00 deadline.set',
      '12:01 report.received',
      '12:02 event.forwarded',
      '12:02 deadline.set',
      '12:05 deadline.missed',
      '12:05 event.escalated',
      '12:05 deadline.set',
      '12:08 deadline.met',
      '12:08 escalation.acknowledged',
      '12:08 deadline.set',
      '12:09 deadline.met',
      '12:10 deadline.met',
      '12:10 escalation.resolved',
      '12:11 deadline.met',
      '12:11 forwarding.refused',
      '12:11 event.forwarded',
      '12:11 deadline.set',
    ],
  )
  t.match(whole.items[6], {
    whatZh: '升级',
    subjectId: escalation.id,
    nameZh: '当雄县',
    because: [{ clause: '第一条' }],
    detail: { cause: 'deadline_missed', step: 1 },
  })
  t.match(whole.items[5], { whatZh: '逾期', dueAt: '2026-07-01T12:05:00.000+08:00', accountId: null })
  t.match(whole.items[9], { accountId: reviewer.accountId })

  const paged: object[] = []
  let query = 'limit=4'
  for (let page = 0; page < 10; page++) {
    const { items, next } = await bureau.get(officer, `/events/${eventId}/timeline?${query}`)
    paged.push(...items)
    if (next === null) break
    query = `limit=4&after=${next}`
  }
  t.same(paged, whole.items, 'page after page it is the same')
  const village = await bureau.hire(['officer', VILLAGE])
  const seen = await bureau.get(village, `/events/${eventId}/timeline`)
  t.same(
    seen.items.map(({ what }: { what: string }) => what),
    ['event.opened'],
    'an officer below sees the header only',
  )
})

t.test(
  'an event is extended to a county of the same city, or the city, once and by those who may',
  async (t) => {
    const bureau = await aBureauOnDuty(t)
    const { db } = bureau
    const eventId = await anEvent(db)
    const closed = await anEvent(db, { state: 'closed' })
    const officer = await bureau.hire(['duty_officer', CITY])
    const url = `/events/${eventId}/regions`
    const extend = (who: Person, regionCode: unknown, event = eventId) =>
      bureau.ask(who, 'POST', `/events/${event}/regions`, { regionCode } as object)
    const first = await extend(officer, OTHER_COUNTY)
    t.equal(first.statusCode, 200)
    t.match(first.json(), {
      items: [
        { regionCode: OTHER_COUNTY, nameZh: '林周县', addedBy: officer.accountId },
        { regionCode: COUNTY, addedBy: null },
      ],
    })
    await bureau.clock(5)
    t.same((await extend(officer, OTHER_COUNTY)).json(), first.json(), 'again is harmless')
    t.same(await bureau.trail(), ['event.extended'])
    t.same(await bureau.told(), ['event.extended'])
    const elsewhere = await bureau.hire(['reviewer', OTHER_COUNTY])
    t.same(await listed(bureau, elsewhere), [eventId], 'it is theirs too, now')
    t.equal((await extend(officer, CITY)).statusCode, 200)
    const rows: [who: Person, regionCode: unknown, event: string, type: string][] = [
      [await bureau.hire(['reviewer', COUNTY]), '540123000000', eventId, 'outside-jurisdiction'],
      [await bureau.hire(['officer', COUNTY]), '540123000000', eventId, 'not-permitted'],
      [await bureau.hire(['reviewer', '540123000000']), '540123000000', closed, 'not-found'],
      [officer, OTHER_TOWNSHIP, eventId, 'invalid-request'],
      [officer, '540200000000', eventId, 'invalid-request'],
      [officer, '540199000000', eventId, 'unknown-region'],
      [officer, '5401', eventId, 'invalid-request'],
      [officer, 540121000000, eventId, 'invalid-request'],
      [officer, OTHER_COUNTY, closed, 'event-closed'],
      [officer, OTHER_COUNTY, uuidv7(), 'not-found'],
    ]
    for (const [who, regionCode, event, type] of rows) {
      t.match((await extend(who, regionCode, event)).json(), { type: `/problems/${type}` }, `${regionCode}`)
    }
    t.equal((await bureau.ask(officer, 'POST', url, {})).statusCode, 400)
    t.equal((await db.select().from(eventRegions)).length, 4)
  },
)
