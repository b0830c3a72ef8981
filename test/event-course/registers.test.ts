/** Registers (一览表) and the course of an event: verified figures agree with them, and closing starts what ends them. */
import { setTimeout as sleep } from 'node:timers/promises'
import { drizzle } from 'drizzle-orm/node-postgres'
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { lockRegistersOf } from '../../src/registers/store.ts'
import type { ProblemBody } from '../api.ts'
import { add, aHome, aPerson } from '../registers/ground.ts'
import {
  aFollowUp,
  aReport,
  CITY,
  type Client,
  COUNTY,
  firstReports,
  NEXT_TOWNSHIP,
  quakeOn,
  type Story,
  startStory,
  TOWNSHIP,
  VILLAGE,
  verified,
} from './story.ts'

const HOMES = { collapsed_home_hh: 1, collapsed_home_rooms: 3, collapsed_rooms: 3 }
const codesOf = ({ violations = [] }: ProblemBody) => violations.map(({ rule }) => rule)

t.test('a verified report agrees with the registers; until then they may lag behind', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40')
  const { village, desk, leader } = story.people
  const registrar = story.as('reviewer', COUNTY)
  const first = await firstReports(story, '2026-06-10')
  const { eventId } = first
  const figures = { injured: 3, dead: 2, ...HOMES, affected_pop: 100, missing: 0, loss_total: 0 }
  const follow = await village.report(aFollowUp(first.village, { figures }))
  t.equal((await story.stability(leader, eventId, '2026-06-10T17:30')).status, 201)
  const report = verified(follow, figures)
  await add(registrar, 'people', aPerson(eventId))
  const before = await village.submit(report)
  t.equal(before.status, 422)
  t.match(before.json<ProblemBody>(), { type: '/problems/rules-violated' })
  t.same(codesOf(before.json()), ['C15', 'C16'], 'one of two dead, and no home, is listed')
  const heads = 'select stage, head_version_id from report_chains where event_id = $1 and region_code = $2'
  t.match(await story.rows(heads, [eventId, VILLAGE]), [
    { stage: 'follow_up', head_version_id: follow.versionId },
  ])

  await add(registrar, 'people', aPerson(eventId))
  await add(registrar, 'homes', aHome(eventId))
  await add(registrar, 'people', aPerson(eventId, { regionCode: NEXT_TOWNSHIP }))
  t.equal((await village.submit(report)).status, 201, 'what another unit lists is not its own')
  const { units } = (await desk.get(`/v1/events/${eventId}/verification`)).json<{
    units: { node: { regionCode: string }; isVerified: boolean }[]
  }>()
  t.match(
    units.find(({ node }) => node.regionCode === VILLAGE),
    { isVerified: true },
  )
})

t.test('what lies below counts for the unit above it, and an excess is refused like a lack', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40')
  const { township, leader } = story.people
  const event = quakeOn('2026-06-10')
  const first = await township.report(
    aReport({ regionCode: TOWNSHIP, event, figures: { dead: 1, injured: 3 } }),
  )
  const { eventId } = first
  const registrar = story.as('reviewer', COUNTY)
  await add(registrar, 'people', aPerson(eventId, { regionCode: VILLAGE }))
  t.equal((await story.stability(leader, eventId, '2026-06-10T16:35')).status, 201)
  const none = await township.submit(verified(first, { dead: 0 }))
  t.same([none.status, codesOf(none.json())], [422, ['C17', 'C15']])
  t.equal((await township.submit(verified(first, { dead: 1 }))).status, 201)
})

t.test('a unit that differs from the units directly below it is asked to explain (C19)', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40')
  const { village, township, county } = story.people
  const event = quakeOn('2026-06-10')
  const differing = (answer: { json<Body>(): Body }) =>
    (answer.json<ProblemBody>().violations ?? []).flatMap(({ rule, kind, pointers }) =>
      rule === 'C19' ? [`${kind} ${pointers}`] : [],
    )
  await village.report(aReport({ event, figures: { injured: 3, shops: 2 } }))
  const figures = { injured: 4, shops: 2, affected_pop: 9 }
  const one = await county.submit(aReport({ regionCode: COUNTY, event, figures }))
  t.same(differing(one), [], 'no unit directly below has reported')
  const two = await township.submit(aReport({ regionCode: TOWNSHIP, event, figures }))
  t.same(differing(two), ['soft /figures/injured'], 'one injured more than the village told of')
  const more = { injured: 4, shops: 5, affected_pop: 12 }
  const three = await county.submit(aFollowUp(one.json(), { figures: more }))
  t.same(
    differing(three),
    ['soft /figures/affected_pop', 'soft /figures/shops'],
    'whatever adds up is compared, also what grades nothing',
  )
  t.equal(three.status, 201)
})

t.test(
  'closing an event starts the time after which its registers may be destroyed; opening it again ends it',
  async (t) => {
    const story = await startStory(t, '2026-06-10T16:40', { REGISTER_RETENTION_DAYS: '30' })
    const { township, leader } = story.people
    const admin = story.as('administrator')
    const other = await story.hire('duty_leader', CITY)
    const event = quakeOn('2026-06-10')
    const { eventId } = await township.report(aReport({ regionCode: TOWNSHIP, event, figures: {} }))
    const order = async () =>
      (
        await admin.post(`/v1/events/${eventId}/register-destructions`, { id: uuidv7(), reason: '期满。' })
      ).json()
    t.equal((await story.stability(leader, eventId, '2026-06-10T16:40')).status, 201)
    t.match(await order(), { status: 409, because: 'event_not_closed' }, 'stable is not closed')
    const leave = { regionCode: CITY, reason: '失联' }
    t.equal((await other.post(`/v1/events/${eventId}/verification-overrides`, leave)).status, 201)
    t.equal((await leader.post(`/v1/events/${eventId}/closure`, { basis: '核报完成' })).status, 201)
    t.match(await order(), { because: 'retention_running', keptUntil: '2026-07-10T16:40:00.000+08:00' })
    await story.clock('2026-06-20T12:00')
    const reason = { reason: '又有伤亡。' }
    t.equal((await leader.post(`/v1/events/${eventId}/reopening`, reason)).status, 201)
    await story.clock('2026-08-01T12:00')
    t.match(await order(), { because: 'event_not_closed' })
  },
)

/** Every tier has reported and verified; one dead of the village is in the register. */
async function allVerified(story: Story) {
  const { village, township, county, city, leader } = story.people
  const first = await firstReports(story, '2026-06-10')
  const { eventId } = first
  const registrar = story.as('reviewer', COUNTY)
  const row = await add(registrar, 'people', aPerson(eventId))
  if ((await story.stability(leader, eventId, '2026-06-10T17:30')).status !== 201)
    throw new Error('not stable')
  const said = { village: first.village, township: first.township, county: first.county, city: first.city }
  for (const [who, parent] of [
    [village, said.village],
    [township, said.township],
    [county, said.county],
    [city, said.city],
  ] as const) {
    await who.report(verified(parent, { dead: 1 }))
  }
  return { eventId, registrar, row }
}

t.test('an event is closed only while the registers still agree with what was verified', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40')
  const { leader, desk } = story.people
  const { eventId, registrar, row } = await allVerified(story)
  const close = () => leader.post(`/v1/events/${eventId}/closure`, { basis: '核报完成' })
  const closure = async () =>
    (await desk.get(`/v1/events/${eventId}/verification`)).json<{
      closure: { isPossible: boolean; registersDiffer: { regionCode: string }[] }
    }>().closure
  t.match(await closure(), { isPossible: true, registersDiffer: [] })

  const added = await add(registrar, 'people', aPerson(eventId))
  const refused = await close()
  const differences = [{ indicator: 'dead', registered: 2, reported: 1 }]
  const all = [CITY, COUNTY, TOWNSHIP, VILLAGE]
  t.match(refused.json(), { status: 409, type: '/problems/registers-differ' })
  t.match(
    refused.json<{ units: object[] }>().units,
    all.map((regionCode) => ({ regionCode, nameZh: String, differences })),
    'units and differences are named',
  )
  t.match(await closure(), { isPossible: false, registersDiffer: all.map((regionCode) => ({ regionCode })) })

  const removal = (id: string) =>
    registrar.post(`/v1/registers/people/${id}/removal`, {
      ...{ id: uuidv7(), reasonCode: 'duplicate', reason: '重复登记' },
    })
  t.equal((await removal(added.id)).status, 201)
  t.equal((await removal(row.id)).status, 201)
  t.match((await close()).json(), {
    units: all.map(() => ({ differences: [{ indicator: 'dead', registered: 0, reported: 1 }] })),
  })
  await add(registrar, 'homes', aHome(eventId, { regionCode: NEXT_TOWNSHIP }))
  await add(registrar, 'people', aPerson(eventId))
  t.match(
    (await close()).json<{ units: object[] }>().units,
    [CITY, COUNTY].map((regionCode) => ({
      regionCode,
      differences: [{ indicator: 'collapsed_home_hh', registered: 1, reported: null }],
    })),
    'a home where nobody gave a figure, in a unit that never reported, counts for those above',
  )
  const [home] = await story.rows<{ id: string }>(
    `select id from register_rows where register = 'homes' and event_id = $1`,
    [eventId],
  )
  t.equal(
    (
      await registrar.post(`/v1/registers/homes/${home?.id}/removal`, {
        ...{ id: uuidv7(), reasonCode: 'other', reason: '误登' },
      })
    ).status,
    201,
  )
  t.equal((await close()).status, 201)
  const after = await registrar.post('/v1/registers/people', aPerson(eventId))
  t.match(after.json(), { status: 409, type: '/problems/event-closed' }, 'and then nobody is added')
})

t.test('leave of another leader closes it all the same, and the trail says what differed', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40')
  const { leader } = story.people
  const other = await story.hire('duty_leader', CITY)
  const { eventId, registrar } = await allVerified(story)
  await add(registrar, 'people', aPerson(eventId))
  const close = (who: Client) => who.post(`/v1/events/${eventId}/closure`, { basis: '核报完成' })
  const leave = { regionCode: CITY, reason: '姓名待查' }
  t.equal((await other.post(`/v1/events/${eventId}/verification-overrides`, leave)).status, 201)
  t.match((await close(other)).json(), { type: '/problems/registers-differ' }, 'never by one’s own leave')
  t.equal((await close(leader)).status, 201)
  const [trail] = await story.rows(
    `select detail -> 'registersDiffer' as differ from audit_entries where action = 'event.closed' and subject_id = $1`,
    [eventId],
  )
  t.match(trail, {
    differ: [CITY, COUNTY, TOWNSHIP, VILLAGE].map((regionCode) => ({
      regionCode,
      differences: [{ indicator: 'dead', registered: 2, reported: 1 }],
    })),
  })
})

t.test('a row that is on its way while the event is closed comes before the comparison', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40')
  const { leader } = story.people
  const { eventId, registrar } = await allVerified(story)
  const writer = await story.db.pool.connect()
  t.teardown(() => writer.release())
  await writer.query('begin')
  await lockRegistersOf(drizzle({ client: writer }), [eventId])
  const waiting = `select 1 from pg_locks where locktype = 'advisory' and not granted
    and database = (select oid from pg_database where datname = current_database())`
  const closing = leader.post(`/v1/events/${eventId}/closure`, { basis: '核报完成' })
  while ((await story.rows(waiting)).length < 1) await sleep(20)
  const adding = registrar.post('/v1/registers/people', aPerson(eventId))
  while ((await story.rows(waiting)).length < 2) await sleep(20)
  await writer.query('commit')
  t.equal((await closing).status, 201)
  t.match((await adding).json(), { type: '/problems/event-closed' }, 'what waits finds it closed')
})
