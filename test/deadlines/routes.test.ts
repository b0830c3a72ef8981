import { eq } from 'drizzle-orm'
import t from 'tap'
import { insertDeadlines, meetDeadline } from '../../src/deadlines/store.ts'
import { deadlines } from '../../src/deadlines/tables.ts'
import {
  aBureauOnDuty,
  aDuty,
  anEvent,
  at,
  type BureauOnDuty,
  CITY,
  COUNTY,
  OTHER_COUNTY,
  OTHER_TOWNSHIP,
  type Person,
  TOWNSHIP,
  VILLAGE,
} from '../events/world.ts'

async function listed(bureau: BureauOnDuty, who: Person, query: string): Promise<string[]> {
  const page = await bureau.get(who, `/deadlines?${query}`)
  return page.items.map(({ id }: { id: string }) => id)
}

/** Duties of a village, a township, a county and another county, due 30, 60, 120 and 90 minutes after noon. */
async function someDuties(t: Parameters<typeof aBureauOnDuty>[0]) {
  const bureau = await aBureauOnDuty(t)
  const eventId = await anEvent(bureau.db)
  const other = await anEvent(bureau.db, { regionCode: OTHER_TOWNSHIP })
  const village = aDuty(eventId, { regionCode: VILLAGE, minutes: 30 })
  const township = aDuty(eventId, { regionCode: TOWNSHIP, minutes: 60 })
  const county = aDuty(eventId, { regionCode: COUNTY, minutes: 120 })
  const elsewhere = aDuty(other, { regionCode: OTHER_COUNTY, minutes: 90 })
  await insertDeadlines(bureau.db, [county, elsewhere, village, township])
  const officer = await bureau.hire(['duty_officer', CITY])
  return { bureau, eventId, other, village, township, county, elsewhere, officer }
}

t.test('what is owed comes in the order it falls due, with its limit and clause', async (t) => {
  const { bureau, village, township, county, elsewhere, officer } = await someDuties(t)
  const inOrder = [village, township, elsewhere, county].map(({ id }) => id)
  t.same(await listed(bureau, officer, ''), inOrder)
  const first = await bureau.get(officer, '/deadlines?limit=3')
  t.same(await listed(bureau, officer, `limit=3&after=${first.next}`), [county.id])
  t.match(first.items[1], {
    event: { hazardZh: '地震灾害' },
    node: { regionCode: TOWNSHIP, nameZh: '格达乡' },
    duty: 'first_report',
    dutyZh: '初报',
    setAt: '2026-07-01T12:00:00.000+08:00',
    dueAt: '2026-07-01T13:00:00.000+08:00',
    limit: { minutes: 60 },
    because: [{ instrument: '测试规定', status: 'inferred' }],
    metAt: null,
    missedAt: null,
    isOverdue: false,
    isLate: false,
    replaced: null,
  })
})

t.test('it is overdue only after its instant, whether or not an engine has been there', async (t) => {
  const { bureau, village, township, officer } = await someDuties(t)
  for (const [minutes, ms, missed] of [
    [30, 0, []],
    [30, 1, [village.id]],
    [60, 0, [village.id]],
    [60, 1, [village.id, township.id]],
  ] as const) {
    await bureau.clock(minutes, ms)
    t.same(await listed(bureau, officer, 'state=missed'), missed, `${minutes} min and ${ms} ms`)
    t.equal((await listed(bureau, officer, '')).length, 4, 'all are still owed')
    const [first] = (await bureau.get(officer, '/deadlines')).items
    t.equal(first.isOverdue, missed.length > 0)
  }
})

t.test('what was done is listed newest first, and late where it was late', async (t) => {
  const { bureau, village, township, officer } = await someDuties(t)
  await meetDeadline(bureau.db, township, officer.accountId, at(60))
  await meetDeadline(bureau.db, village, officer.accountId, at(70))
  const { items } = await bureau.get(officer, '/deadlines?state=met')
  t.match(items, [
    { id: village.id, isLate: true, isOverdue: false, missedAt: '2026-07-01T13:10:00.000+08:00' },
    { id: township.id, isLate: false, missedAt: null, metAt: '2026-07-01T13:00:00.000+08:00' },
  ])
  const first = await bureau.get(officer, '/deadlines?state=met&limit=1')
  t.same(await listed(bureau, officer, `state=met&limit=1&after=${first.next}`), [township.id])
  t.equal((await listed(bureau, officer, '')).length, 2)
})

t.test('a replaced one is neither owed nor missed, and says why', async (t) => {
  const { bureau, village, township, officer } = await someDuties(t)
  await bureau.db
    .update(deadlines)
    .set({ replacedAt: at(5), replacedById: township.id, replacedReason: '更正后重新起算' })
    .where(eq(deadlines.id, village.id))
  await bureau.clock(300)
  t.notOk((await listed(bureau, officer, '')).includes(village.id))
  t.notOk((await listed(bureau, officer, 'state=missed')).includes(village.id))
  t.match((await bureau.get(officer, '/deadlines?state=replaced')).items, [
    { id: village.id, isOverdue: false, replaced: { byId: township.id, reason: '更正后重新起算' } },
  ])
})

t.test('everybody sees what their own units owe, and no other', async (t) => {
  const { bureau, eventId, other, village, township, county, elsewhere, officer } = await someDuties(t)
  const rows: [who: Person, query: string, sees: { id: string }[]][] = [
    [await bureau.hire(['officer', VILLAGE]), '', [village]],
    [await bureau.hire(['officer', TOWNSHIP]), '', [village, township]],
    [await bureau.hire(['reviewer', COUNTY]), '', [village, township, county]],
    [await bureau.hire(['reviewer', OTHER_COUNTY]), '', [elsewhere]],
    [officer, `eventId=${other}`, [elsewhere]],
    [officer, `eventId=${eventId}&under=${TOWNSHIP}`, [village, township]],
    [await bureau.hire(['officer', VILLAGE]), `eventId=${other}`, []],
  ]
  for (const [who, query, sees] of rows) {
    t.same(
      await listed(bureau, who, query),
      sees.map(({ id }) => id),
      `${who.caller.bindings[0]?.regionCode} ${query}`,
    )
  }
  const clerk = await bureau.hire(['section_clerk', CITY, 'DZDZ'])
  t.equal((await bureau.ask(clerk, 'GET', '/deadlines')).statusCode, 403)
  t.equal((await bureau.ask(officer, 'GET', '/deadlines?after=eyJ9')).statusCode, 400)
})

t.test('the tag changes when something becomes overdue', async (t) => {
  const { bureau, officer } = await someDuties(t)
  const etag = String((await bureau.ask(officer, 'GET', '/deadlines')).headers.etag)
  const status = async () =>
    (await bureau.ask(officer, 'GET', '/deadlines', undefined, { 'if-none-match': etag })).statusCode
  await bureau.clock(30)
  t.equal(await status(), 304)
  await bureau.clock(30, 1)
  t.equal(await status(), 200)
})
