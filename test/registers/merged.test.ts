/** Registers of events that turn out to be one (过程汇拢): rows count, and end, where their event counts, and stay where they are. */
import { pino } from 'pino'
import t, { type Test } from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { readConfig } from '../../src/config.ts'
import { openKeyRing } from '../../src/keys/key-ring.ts'
import { destroyRegisters } from '../../src/registers/destroy-registers.ts'
import { signJws } from '../../src/reports/receipt.ts'
import { type Answer, CITY, type Client, COUNTY, TEST_ENVIRONMENT, VILLAGE } from '../api.ts'
import {
  aReport,
  at,
  OTHER_TOWNSHIP,
  quakeOn,
  type Story,
  startStory,
  TOWNSHIP,
  verified,
} from '../event-course/story.ts'
import { someForwardings } from '../events/world.ts'
import { ALL_OF_A_PERSON, add, aHome, aPerson, correct, ID_NUMBERS, listed, type Row } from './ground.ts'

const DAY = '2026-06-10'
const reason = { reason: '同一场地震。' }

interface Overview {
  eventId: string
  agrees: boolean
  items: { regionCode: string; counts: { dead: number }; differences: { indicator: string }[] }[]
  sameIdNumber: { register: string; rowIds: string[] }[]
}
interface Decision {
  id: string
  intoEventId: string
}

/** One earthquake that two counties tell of as if it were two, each with one dead. */
async function twoEvents(t: Test, figures: object = { dead: 1, injured: 3 }) {
  const story = await startStory(t, `${DAY}T16:40`, { REGISTER_RETENTION_DAYS: '30' })
  const event = quakeOn(DAY)
  const { township } = story.people
  const there = await story.hire('officer', OTHER_TOWNSHIP)
  const people = {
    ...story.people,
    there,
    desk: await story.hire('duty_officer', CITY),
    reviewer: await story.hire('reviewer', CITY),
    other: await story.hire('duty_leader', CITY),
  }
  const here = await township.report(aReport({ regionCode: TOWNSHIP, event, figures }))
  const far = await there.report(aReport({ regionCode: OTHER_TOWNSHIP, event, figures }))
  t.not(here.eventId, far.eventId)
  return { story, people, here, far, one: here.eventId, two: far.eventId }
}

const merge = async (who: Client, into: string, from: string): Promise<Decision> => {
  const answer = await who.post(`/v1/events/${into}/merges`, { fromEventId: from, ...reason })
  if (answer.status !== 201) throw new Error(answer.text)
  return answer.json<Decision>()
}
const undo = (who: Client, { id }: Decision) => who.post(`/v1/identity-acts/${id}/undoing`, reason)
const overview = async (who: Client, eventId: string) =>
  (await who.get(`/v1/events/${eventId}/registers`)).json<Overview>()
const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id).sort()
const inOther = (given: object = {}) => ({ regionCode: OTHER_TOWNSHIP, ...given })

/** Declares it stable, closes it by leave, as whoever cannot wait. */
async function close(t: Test, { people, story, one }: Awaited<ReturnType<typeof twoEvents>>) {
  const { leader, other } = people
  t.equal((await story.stability(leader, one, `${DAY}T16:40`)).status, 201)
  const leave = { regionCode: CITY, reason: '失联' }
  t.equal((await other.post(`/v1/events/${one}/verification-overrides`, leave)).status, 201)
  t.equal((await leader.post(`/v1/events/${one}/closure`, { basis: '核报完成' })).status, 201)
}

/** What the command does. */
async function execute(story: Story, eventId: string | null = null) {
  const environment = { ...TEST_ENVIRONMENT, REGISTER_RETENTION_DAYS: '30', DATA_DIR: story.dataDir }
  const deps = { db: story.db, config: readConfig(environment), log: pino({ level: 'silent' }) }
  const ring = await openKeyRing(deps, Buffer.from(TEST_ENVIRONMENT.SEALING_KEY, 'base64'))
  const sign = (claims: object) => signJws(claims, 'destruction+jws', ring.signing('receipt'))
  try {
    return await destroyRegisters(deps, sign, eventId)
  } finally {
    ring.close()
  }
}

t.test(
  'rows count, list and are compared under the event that goes on, and go back with an undo',
  async (t) => {
    const { story, people, one, two } = await twoEvents(t)
    const { reviewer, desk } = people
    const mine = await add(reviewer, 'people', aPerson(one, { idNumber: ID_NUMBERS.first }))
    const theirs = await add(reviewer, 'people', aPerson(two, inOther({ idNumber: ID_NUMBERS.first })))
    const home = await add(reviewer, 'homes', aHome(two, inOther()))
    const before = [await overview(reviewer, one), await overview(reviewer, two)]
    t.same([before[0]?.sameIdNumber, before[1]?.sameIdNumber], [[], []])

    const act = await merge(desk, one, two)
    const merged = await overview(reviewer, one)
    t.equal(merged.eventId, one)
    t.match(
      merged.items.map(({ regionCode, counts, differences }) => [
        regionCode,
        counts.dead,
        differences.length,
      ]),
      [
        [OTHER_TOWNSHIP, 1, 1],
        [TOWNSHIP, 1, 0],
        [VILLAGE, 1, 1],
      ],
    )
    t.same(
      merged.sameIdNumber,
      [{ register: 'people', rowIds: [mine.id, theirs.id].sort() }],
      'whoever is in both registers is found once they are one',
    )
    t.same(await overview(reviewer, two), merged, 'by the old address, too')
    for (const address of [one, two]) {
      t.same(idsOf(await listed(reviewer, 'people', `eventId=${address}`)), idsOf([mine, theirs]), 'listed')
      t.same(idsOf(await listed(reviewer, 'homes', `eventId=${address}`)), [home.id])
    }
    const [first] = (await reviewer.get(`/v1/registers/people?eventId=${two}&limit=1`)).json<{
      items: Row[]
    }>().items
    t.equal(first?.eventId, two, 'a row says where it was entered')
    const again = await add(reviewer, 'people', aPerson(one, { idNumber: ID_NUMBERS.first }))
    t.same(again.warnings[0]?.rowIds.toSorted(), idsOf([mine, theirs]), 'a third one is warned of both')
    const removal = { id: uuidv7(), reasonCode: 'duplicate', reason: '重复登记' }
    t.equal((await reviewer.post(`/v1/registers/people/${again.id}/removal`, removal)).status, 201)
    await correct(reviewer, 'homes', home.id, { damage: 'severe' })
    const found = await correct(reviewer, 'people', theirs.id, { remarks: '示例备注' })
    t.equal(found.eventId, two, 'a correction stands where the row stands')
    const seen = (await people.there.get(`/v1/registers/people/${found.id}`)).json<Row>()
    t.match(seen, { isCurrent: true }, 'and its unit reads it as before')

    t.equal((await undo(desk, act)).status, 201)
    t.same(idsOf(await listed(reviewer, 'people', `eventId=${one}`)), [mine.id])
    t.same(idsOf(await listed(reviewer, 'people', `eventId=${two}`)), [found.id])
    t.same(await overview(reviewer, one), before[0])
    t.match(await overview(reviewer, two), { items: [{ regionCode: OTHER_TOWNSHIP, counts: { dead: 1 } }] })
    t.same((await overview(reviewer, two)).sameIdNumber, [])
    const rows = await story.rows(
      'select event_id, count(*)::int as rows from register_rows group by event_id',
    )
    t.same(
      new Set(rows.map((row) => JSON.stringify(row))),
      new Set([JSON.stringify({ event_id: one, rows: 3 }), JSON.stringify({ event_id: two, rows: 4 })]),
      'no fact has moved',
    )
  },
)

t.test('a row entered meanwhile is the row of that event which covers its unit by itself', async (t) => {
  const { people, one, two } = await twoEvents(t)
  const { reviewer, desk } = people
  const act = await merge(desk, one, two)
  const draft = aPerson(one, inOther())
  const named = [
    await add(reviewer, 'people', draft),
    await add(reviewer, 'people', aPerson(two, inOther())),
    await add(reviewer, 'people', aPerson(two)),
    await add(reviewer, 'people', aPerson(one)),
    await add(reviewer, 'people', aPerson(two, { regionCode: CITY })),
  ]
  t.same(
    named.map(({ eventId }) => eventId),
    [two, two, one, one, two],
    'by whichever address; and where both do, of the one that was named',
  )
  const retry = await reviewer.post('/v1/registers/people', draft)
  t.equal(retry.headers.get('idempotency-replayed'), 'true')
  t.match(retry.json<Row>(), { eventId: two })
  const moving = {
    id: uuidv7(),
    reasonCode: 'clerical',
    reason: '填写有误',
    changes: { regionCode: VILLAGE },
  }
  const moved = await reviewer.post(`/v1/registers/people/${named[0]?.id}/corrections`, moving)
  t.match(
    moved.json(),
    { status: 422, type: '/problems/unknown-event' },
    'a row is not moved out of its event',
  )
  t.equal((await undo(desk, act)).status, 201)
  const late = await reviewer.post('/v1/registers/people', draft)
  t.match(late.json(), { status: 409, type: '/problems/register-row-taken' }, 'it stands in the other one')
  t.same(idsOf(await listed(reviewer, 'people', `eventId=${one}`)), idsOf(named.slice(2, 4)))
  t.same(
    idsOf(await listed(people.there, 'people', `eventId=${two}`)),
    idsOf(named.slice(0, 2)),
    'taken back, its unit still sees it',
  )
})

t.test('a verified report of the event that goes on agrees with the rows of both', async (t) => {
  const { story, people, far, one, two } = await twoEvents(t)
  const { reviewer, desk, leader, there } = people
  await add(reviewer, 'people', aPerson(two, inOther()))
  await add(reviewer, 'people', aPerson(two, inOther()))
  await merge(desk, one, two)
  t.equal((await story.stability(leader, one, `${DAY}T16:40`)).status, 201)
  const fewer = await there.submit(verified({ ...far, eventId: one }, { dead: 1 }))
  t.equal(fewer.status, 422)
  t.match(fewer.json(), { violations: [{ rule: 'C15' }] })
  t.equal((await there.submit(verified({ ...far, eventId: one }, { dead: 2 }))).status, 201)
})

t.test('a split leaves rows where they were entered: removed there, they are entered anew', async (t) => {
  const { people, one, two } = await twoEvents(t)
  const { reviewer, desk } = people
  await merge(desk, one, two)
  const mine = await add(reviewer, 'people', aPerson(one, { regionCode: TOWNSHIP }))
  const answer = await desk.post(`/v1/events/${one}/splits`, { regionCodes: [COUNTY], ...reason })
  t.equal(answer.status, 201, answer.text)
  const act = answer.json<Decision>()
  const unitIn = async (eventId: string) =>
    (await overview(reviewer, eventId)).items.find(({ regionCode }) => regionCode === TOWNSHIP)
  t.match(await unitIn(one), { counts: { dead: 1 }, figures: null, differences: [{ reported: null }] })
  t.match(await unitIn(act.intoEventId), { counts: { dead: 0 }, differences: [{ reported: 1 }] })
  const removal = { id: uuidv7(), reasonCode: 'other', reason: '过程拆分' }
  t.equal((await reviewer.post(`/v1/registers/people/${mine.id}/removal`, removal)).status, 201)
  const anew = await add(reviewer, 'people', aPerson(act.intoEventId, { regionCode: TOWNSHIP }))
  t.match(await unitIn(act.intoEventId), { counts: { dead: 1 }, differences: [] })
  t.equal(await unitIn(one), undefined)
  t.equal((await undo(desk, act)).status, 201)
  t.same(idsOf(await listed(reviewer, 'people', `eventId=${one}`)), [anew.id], 'taken back, counted once')
})

t.test('rows of merged events are destroyed with the event that goes on, and never before', async (t) => {
  const ground = await twoEvents(t)
  const { story, people, one, two } = ground
  const { reviewer, desk, leader, other } = people
  const mine = await add(reviewer, 'people', aPerson(one, ALL_OF_A_PERSON))
  const theirs = await add(reviewer, 'people', aPerson(two, inOther(ALL_OF_A_PERSON)))
  const early = { id: uuidv7(), reason: '行政复议取证' }
  t.equal((await leader.post(`/v1/events/${two}/register-holds`, early)).status, 201)
  await merge(desk, one, two)
  await close(t, ground)
  for (const row of [aPerson(two, inOther()), aPerson(one)]) {
    t.match((await reviewer.post('/v1/registers/people', row)).json(), { type: '/problems/event-closed' })
  }
  const order = (eventId = one) =>
    leader.post(`/v1/events/${eventId}/register-destructions`, { id: uuidv7(), reason: '应急处置已结束' })
  t.match((await order()).json(), { because: 'retention_running' })
  await story.clock('2026-07-11T00:00')
  t.match((await order()).json(), { because: 'legal_hold' }, 'a hold on what was merged holds all of it')
  const { items } = (await leader.get(`/v1/events/${one}/register-holds`)).json<{ items: { id: string }[] }>()
  t.same(idsOf(items), [early.id], 'and is listed')
  const released = { reason: '复议已终结' }
  t.equal((await leader.post(`/v1/register-holds/${early.id}/release`, released)).status, 200)
  const ordered: Answer = await order(two)
  t.equal(ordered.status, 201, ordered.text)
  const { id, eventId } = ordered.json<{ id: string; eventId: string }>()
  t.equal(eventId, one, 'ordered by the old address, it is an order for the event that goes on')
  const mark = `update register_rows set destruction_id = '${id}' where id = '${theirs.id}'`
  await t.rejects(story.rows(mark), { code: '23001' }, 'the database refuses what is not approved')
  t.equal((await other.post(`/v1/register-destructions/${id}/approval`, {})).status, 200)

  const late = { id: uuidv7(), reason: '灾害评估' }
  t.equal((await leader.post(`/v1/events/${one}/register-holds`, late)).status, 201)
  await t.rejects(story.rows(mark), { code: '23001' }, 'nor what is held')
  t.match(await execute(story), [{ kind: 'waits', because: /legal hold/ }])
  await leader.post(`/v1/register-holds/${late.id}/release`, released)
  await story.rows(`update events set state = 'stable' where id = $1`, [one])
  await t.rejects(story.rows(mark), { code: '23001' }, 'nor what is not closed')
  await story.rows(`update events set state = 'closed' where id = $1`, [one])
  await story.clock('2026-08-11T00:00')

  t.match(await execute(story, two), [{ kind: 'done', eventId: one, destroyed: { people: 2, homes: 0 } }])
  t.same(await story.rows('select 1 from register_fields'), [])
  t.same(await story.rows('select 1 from register_lookups'), [])
  const left = await listed(reviewer, 'people', `eventId=${one}`)
  t.same(idsOf(left), idsOf([mine, theirs]))
  t.ok(left.every(({ isDestroyed }) => isDestroyed))
  const { jws } = (await leader.get(`/v1/register-destructions/${id}/proof`)).json<{ jws: string }>()
  const claims = JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString())
  t.match(claims, { eventId: one, mergedEventIds: [two], people: 2 })
  t.match((await reviewer.post('/v1/registers/people', aPerson(two, inOther()))).json(), {
    type: '/problems/registers-destroyed',
  })
})

t.test('what was destroyed or is held is not taken apart', async (t) => {
  const ground = await twoEvents(t)
  const { story, people, one, two } = ground
  const { desk, leader, other, reviewer } = people
  await add(reviewer, 'people', aPerson(two, inOther(ALL_OF_A_PERSON)))
  const act = await merge(desk, one, two)
  const hold = { id: uuidv7(), reason: '灾害评估' }
  t.equal((await leader.post(`/v1/events/${one}/register-holds`, hold)).status, 201)
  t.match((await undo(desk, act)).json(), { status: 409, holds: [hold.id] }, 'it holds the rows of both')
  await leader.post(`/v1/register-holds/${hold.id}/release`, { reason: '评估结束' })
  await close(t, ground)
  await story.clock('2026-07-11T00:00')
  const order = { id: uuidv7(), reason: '应急处置已结束' }
  t.equal((await leader.post(`/v1/events/${one}/register-destructions`, order)).status, 201)
  t.equal((await other.post(`/v1/register-destructions/${order.id}/approval`, {})).status, 200)
  t.match(await execute(story), [{ kind: 'done' }])
  t.equal((await leader.post(`/v1/events/${one}/reopening`, reason)).status, 201)
  const destroyed = { status: 409, type: '/problems/registers-destroyed', eventId: String }
  t.match((await undo(desk, act)).json(), destroyed)
  const split = { regionCodes: [COUNTY], ...reason }
  t.match((await desk.post(`/v1/events/${one}/splits`, split)).json(), destroyed)
  const event = { hazard: 'earthquake', occurredAt: '2026-07-01T10:00:00+08:00' } as const
  const third = await people.there.report(aReport({ regionCode: OTHER_TOWNSHIP, event, figures: {} }))
  for (const [into, from] of [
    [one, third.eventId],
    [third.eventId, one],
  ]) {
    const answer = await desk.post(`/v1/events/${into}/merges`, { fromEventId: from, ...reason })
    t.match(answer.json(), destroyed)
  }
})

t.test('an order that was approved before the merge is not carried out upon part of an event', async (t) => {
  const { story, people, one, two } = await twoEvents(t)
  const { desk, leader, other, reviewer } = people
  await add(reviewer, 'people', aPerson(two, inOther(ALL_OF_A_PERSON)))
  await story.rows(`update events set state = 'closed' where id = $1`, [two])
  await story.clock('2026-07-11T00:00')
  const order = { id: uuidv7(), reason: '应急处置已结束' }
  t.equal((await leader.post(`/v1/events/${two}/register-destructions`, order)).status, 201)
  t.equal((await other.post(`/v1/register-destructions/${order.id}/approval`, {})).status, 200)
  await story.rows(`update events set state = 'reopened' where id = $1`, [two])
  await merge(desk, one, two)
  await story.rows(`update events set state = 'closed' where id in ($1, $2)`, [one, two])
  await story.setNow(at('2026-09-01'))
  t.match(await execute(story), [{ kind: 'waits', because: /not closed/ }])
  const mark = `update register_rows set destruction_id = '${order.id}' where event_id = '${two}'`
  await t.rejects(story.rows(mark), { code: '23001' }, 'the database does not let it either')
  t.ok((await story.rows('select 1 from register_fields')).length > 0)
})

t.test(
  'the relief section reads the registers of all of an event of which part was handed to it',
  async (t) => {
    const { story, people, one, two } = await twoEvents(t, {})
    const { reviewer, desk } = people
    const clerk = await story.hire('section_clerk', CITY, { binding: { sectionCode: 'JZWZ' } })
    const mine = await add(reviewer, 'people', aPerson(one))
    const theirs = await add(reviewer, 'people', aPerson(two, inOther()))
    await someForwardings(story.db, two, ['JZWZ'], { severityRank: 4 })
    const read = async (eventId: string) =>
      (await clerk.get(`/v1/registers/people?eventId=${eventId}`)).status
    t.same([await read(one), await read(two)], [404, 200], 'what was not handed over is hidden')
    await merge(desk, one, two)
    for (const address of [one, two]) {
      t.same(idsOf(await listed(clerk, 'people', `eventId=${address}`)), idsOf([mine, theirs]))
    }
    for (const { id } of [mine, theirs]) t.equal((await clerk.get(`/v1/registers/people/${id}`)).status, 200)
  },
)
