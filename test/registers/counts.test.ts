/** Registers and figures side by side: what stands is counted, and what disagrees is said. */
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { registerCountsOf } from '../../src/registers/count-registers.ts'
import {
  aFollowUp,
  aReport,
  CITY,
  COUNTY,
  FAR_VILLAGE,
  NEXT_VILLAGE,
  NOON,
  startApi,
  TOWNSHIP,
  VILLAGE,
} from '../api.ts'
import { add, aHome, anOpenEvent, aPerson, correct, ID_NUMBERS } from './ground.ts'

interface Overview {
  agrees: boolean
  items: {
    regionCode: string
    counts: Record<string, number>
    figures: Record<string, number | null> | null
    stage: string | null
    mayLag: boolean
    differences: { indicator: string; registered: number; reported: number | null }[]
  }[]
  sameIdNumber: { register: string; rowIds: string[] }[]
}

const api = await startApi(t)
const county = api.as('reviewer', COUNTY)
const village = api.as('officer', VILLAGE)
const leader = api.as('duty_leader', CITY)
const overviewOf = async (eventId: string, client = county) =>
  (await client.get(`/v1/events/${eventId}/registers`)).json<Overview>()
const unitOf = (overview: Overview, code: string) =>
  overview.items.find(({ regionCode }) => regionCode === code)
const NONE = { dead: 0, missing: 0, collapsedHomes: 0, severeHomes: 0, generalHomes: 0 }

t.test('rows are counted by what stands, for a unit and all below it', async (t) => {
  const eventId = await anOpenEvent(api)
  const count = (code: string) => registerCountsOf(api.db, eventId, code)
  t.same(await count(COUNTY), NONE)
  const missing = await add(county, 'people', aPerson(eventId, { status: 'missing' }))
  await add(county, 'people', aPerson(eventId, { regionCode: NEXT_VILLAGE }))
  await add(county, 'people', aPerson(eventId, { regionCode: FAR_VILLAGE }))
  const gone = await add(county, 'people', aPerson(eventId))
  const home = await add(county, 'homes', aHome(eventId, { damage: 'severe' }))
  await add(county, 'homes', aHome(eventId, { damage: 'general', regionCode: TOWNSHIP }))
  await add(county, 'homes', aHome(eventId, { damage: 'collapsed', regionCode: COUNTY }))
  t.same(await count(VILLAGE), { ...NONE, missing: 1, dead: 1, severeHomes: 1 })
  t.same(await count(TOWNSHIP), { ...NONE, missing: 1, dead: 2, severeHomes: 1, generalHomes: 1 })
  const all = { dead: 3, missing: 1, collapsedHomes: 1, severeHomes: 1, generalHomes: 1 }
  t.same([await count(COUNTY), await count(CITY)], [all, all])

  const found = await correct(
    county,
    'people',
    missing.id,
    { status: 'found_alive' },
    { reasonCode: 'found' },
  )
  t.same(await count(VILLAGE), { ...NONE, dead: 1, severeHomes: 1 }, 'who is found alive counts as nothing')
  await correct(county, 'people', found.id, { status: 'dead' }, { reasonCode: 'identified' })
  await correct(county, 'homes', home.id, { damage: 'collapsed' })
  t.same(await count(VILLAGE), { ...NONE, dead: 2, collapsedHomes: 1 })
  const removal = { id: uuidv7(), reasonCode: 'duplicate', reason: '重复登记' }
  await county.post(`/v1/registers/people/${gone.id}/removal`, removal)
  t.same(await count(VILLAGE), { ...NONE, dead: 1, collapsedHomes: 1 })
  t.same(await registerCountsOf(api.db, await anOpenEvent(api), COUNTY), NONE, 'of its own event alone')
})

t.test('each unit stands beside its latest figures, and what disagrees is named', async (t) => {
  const eventId = await anOpenEvent(api, { dead: 2, missing: 1, injured: 3 })
  await add(county, 'people', aPerson(eventId))
  await add(county, 'people', aPerson(eventId, { status: 'missing' }))
  await add(county, 'homes', aHome(eventId))
  await add(county, 'people', aPerson(eventId, { regionCode: FAR_VILLAGE }))
  const before = await overviewOf(eventId)
  t.equal(before.agrees, false)
  t.same(unitOf(before, VILLAGE), {
    ...{ regionCode: VILLAGE, nameZh: '羊易村委会' },
    counts: { ...NONE, dead: 1, missing: 1, collapsedHomes: 1 },
    figures: { dead: 2, missing: 1, collapsedHomes: null, severeHomes: null, generalHomes: null },
    ...{ stage: 'first', mayLag: true },
    differences: [
      { indicator: 'dead', registered: 1, reported: 2 },
      { indicator: 'collapsed_home_hh', registered: 1, reported: null },
    ],
  })
  t.match(unitOf(before, FAR_VILLAGE), {
    ...{ figures: null, stage: null, mayLag: true },
    differences: [{ indicator: 'dead', registered: 1, reported: null }],
  })
  t.same(
    before.items.map(({ regionCode }) => regionCode),
    [FAR_VILLAGE, VILLAGE],
  )

  await add(county, 'people', aPerson(eventId))
  const [head] = await api.rows<{ id: string }>(
    'select head_version_id as id from report_chains where event_id = $1 and region_code = $2',
    [eventId, VILLAGE],
  )
  const parent = { versionId: head?.id ?? '', eventId, regionCode: VILLAGE }
  const figures = {
    dead: 2,
    missing: 1,
    injured: 3,
    collapsed_home_hh: 1,
    collapsed_home_rooms: 3,
    collapsed_rooms: 3,
    affected_pop: 20,
    loss_total: 0,
  }
  const stability = { declaredAt: '2026-07-01T12:00:00+08:00', basis: '稳定' }
  t.equal((await leader.post(`/v1/events/${eventId}/stability`, stability)).status, 201)
  await village.report(aFollowUp(parent, { stage: 'verified', figures }))
  const after = await overviewOf(eventId)
  t.match(unitOf(after, VILLAGE), { stage: 'verified', mayLag: false, differences: [] })
  const own = await overviewOf(eventId, village)
  t.same([own.agrees, own.items.length], [true, 1], 'a village sees its own alone')
})

t.test('figures of a unit count all of it, and so do its rows', async (t) => {
  const eventId = await anOpenEvent(api, { dead: 1 })
  await add(county, 'people', aPerson(eventId))
  await add(county, 'people', aPerson(eventId, { regionCode: NEXT_VILLAGE }))
  const township = api.as('officer', TOWNSHIP)
  const [event] = await api.rows<{ hazard: string }>('select hazard from events where id = $1', [eventId])
  const said = { hazard: event?.hazard as 'earthquake', occurredAt: NOON.toISOString() }
  await township.report(aReport({ regionCode: TOWNSHIP, figures: { dead: 2 }, event: said }))
  const overview = await overviewOf(eventId, township)
  t.match(unitOf(overview, TOWNSHIP), { counts: { dead: 2 }, figures: { dead: 2 }, differences: [] })
  t.match(unitOf(overview, VILLAGE), { counts: { dead: 1 }, figures: { dead: 1 }, differences: [] })
})

t.test('who was entered twice is listed by row, to every unit that has one of them', async (t) => {
  const eventId = await anOpenEvent(api)
  const next = await api.hire('officer', NEXT_VILLAGE)
  const ours = await add(village, 'people', aPerson(eventId, { idNumber: ID_NUMBERS.first }))
  const theirs = await add(
    next,
    'people',
    aPerson(eventId, { idNumber: ID_NUMBERS.first, regionCode: NEXT_VILLAGE }),
  )
  const [one, other] = [
    await add(county, 'homes', aHome(eventId, { idNumber: ID_NUMBERS.second, regionCode: FAR_VILLAGE })),
    await add(county, 'homes', aHome(eventId, { idNumber: ID_NUMBERS.second, regionCode: FAR_VILLAGE })),
  ]
  const people = { register: 'people', rowIds: [ours.id, theirs.id].sort() }
  const homes = { register: 'homes', rowIds: [one.id, other.id].sort() }
  t.same((await overviewOf(eventId)).sameIdNumber, [people, homes])
  t.same((await overviewOf(eventId, village)).sameIdNumber, [people])
  t.same((await overviewOf(eventId, next)).sameIdNumber, [people])
  const text = (await county.get(`/v1/events/${eventId}/registers`)).text
  t.notOk(text.includes(ID_NUMBERS.first) || text.includes('5401********'))
  await correct(village, 'people', ours.id, { idNumber: ID_NUMBERS.third })
  t.same((await overviewOf(eventId)).sameIdNumber, [homes], 'what was corrected is told no more')
})
