/** Who sees and does what: the own unit and below, the relief section what was handed to it, and nobody else. */
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import {
  CITY,
  type Client,
  COUNTY,
  FAR_VILLAGE,
  logIn,
  NEXT_VILLAGE,
  OTHER_COUNTY,
  startApi,
  TOWNSHIP,
  VILLAGE,
} from '../api.ts'
import { someForwardings } from '../events/world.ts'
import { ALL_OF_A_PERSON, add, anOpenEvent, aPerson, listed } from './ground.ts'

const OTHER_TOWNSHIP = '540122101000'

const api = await startApi(t)
const eventId = await anOpenEvent(api)
const county = api.as('reviewer', COUNTY)
const rowIn = async (regionCode: string) =>
  (await add(county, 'people', aPerson(eventId, { ...ALL_OF_A_PERSON, regionCode }))).id
const rows = {
  [VILLAGE]: await rowIn(VILLAGE),
  [NEXT_VILLAGE]: await rowIn(NEXT_VILLAGE),
  [FAR_VILLAGE]: await rowIn(FAR_VILLAGE),
  [COUNTY]: await rowIn(COUNTY),
}
const UNITS = Object.keys(rows) as (keyof typeof rows)[]
const places = (...codes: string[]) => new Set(codes)

/** What each one sees and may do: the units whose rows they read, write and read unmasked; null is no role for it. */
const clerk = (sectionCode: string) => ({ binding: { sectionCode } })
const MATRIX: [
  who: string,
  client: Client,
  reads: Set<string> | null,
  writes: boolean,
  discloses: boolean,
][] = [
  ['officer of the village', api.as('officer', VILLAGE), places(VILLAGE), true, true],
  ['officer of the next village', await api.hire('officer', NEXT_VILLAGE), places(NEXT_VILLAGE), true, true],
  ['officer of the township', api.as('officer', TOWNSHIP), places(VILLAGE, NEXT_VILLAGE), true, true],
  ['officer of another township', await api.hire('officer', OTHER_TOWNSHIP), places(FAR_VILLAGE), true, true],
  ['reviewer of the county', county, places(...UNITS), true, true],
  ['reviewer of another county', await api.hire('reviewer', OTHER_COUNTY), places(), true, true],
  ['duty officer of the city', api.as('duty_officer', CITY), places(...UNITS), true, true],
  ['duty leader of the city', api.as('duty_leader', CITY), places(...UNITS), true, true],
  ['system of the city', api.as('system', CITY), places(...UNITS), true, false],
  [
    'relief section, handed over',
    await api.hire('section_clerk', CITY, clerk('JZWZ')),
    places(...UNITS),
    false,
    false,
  ],
  ['another section, handed over too', api.as('section_clerk', CITY), null, false, false],
  [
    'relief section of another county',
    await api.hire('section_clerk', OTHER_COUNTY, clerk('JZWZ')),
    places(),
    false,
    false,
  ],
  [
    'liaison, handed over',
    await api.hire('department_liaison', CITY, { binding: { departmentCode: 'health' } }),
    null,
    false,
    false,
  ],
  ['administrator of the city', api.as('administrator', CITY), null, false, false],
  ['auditor of the city', api.as('auditor', CITY), null, false, false],
]
await someForwardings(api.db, eventId, ['JZWZ', 'DZDZ', 'health'], { severityRank: 4 })

t.test('each one reads the rows of the own unit and below, and no others', async (t) => {
  for (const [who, client, reads] of MATRIX) {
    const list = await client.get(`/v1/registers/people?eventId=${eventId}&limit=200`)
    const expected = reads === null ? 403 : reads.size === 0 ? 404 : 200
    t.equal(list.status, expected, `${who}: ${list.text.slice(0, 200)}`)
    if (reads && list.status === 200) {
      const { items } = list.json<{ items: { regionCode: string }[] }>()
      t.same(new Set(items.map(({ regionCode }) => regionCode)), reads, who)
    }
    for (const unit of UNITS) {
      const { status } = await client.get(`/v1/registers/people/${rows[unit]}`)
      t.equal(status, reads === null ? 403 : reads.has(unit) ? 200 : 404, `${who} reads a row of ${unit}`)
    }
    const counts = await client.get(`/v1/events/${eventId}/registers`)
    t.equal(counts.status, expected, `${who} counts`)
    if (reads && counts.status === 200) {
      const { items } = counts.json<{ items: { regionCode: string }[] }>()
      const seen = items.map(({ regionCode }) => regionCode).filter((code) => UNITS.includes(code as never))
      t.same(new Set(seen), reads, `${who} counts what they read`)
    }
  }
})

t.test('each one reads unmasked only what they may read, and only with the role for it', async (t) => {
  for (const [who, client, reads, , discloses] of MATRIX) {
    for (const unit of UNITS) {
      const path = `/v1/registers/people/${rows[unit]}/disclosures`
      const { status, text } = await client.post(path, { purpose: '核对身份' })
      const hidden = reads === null ? 403 : reads.has(unit) ? 403 : 404
      t.equal(
        status,
        discloses && reads?.has(unit) ? 200 : hidden,
        `${who} of ${unit}: ${text.slice(0, 120)}`,
      )
      t.equal(text.includes(ALL_OF_A_PERSON.name), status === 200)
    }
  }
  const log = await api.rows('select 1 from register_accesses')
  const allowed = MATRIX.filter(([, , , , discloses]) => discloses).map(([, , reads]) => reads?.size ?? 0)
  t.equal(
    log.length,
    allowed.reduce((sum, size) => sum + size),
    'each of them is in the log, and no refusal is',
  )
})

t.test('each one writes rows of the own unit and below, and no others', async (t) => {
  for (const [who, client, reads, writes] of MATRIX) {
    for (const unit of UNITS) {
      const before = (await listed(county, 'people', `eventId=${eventId}&limit=200`)).length
      const added = await client.post('/v1/registers/people', aPerson(eventId, { regionCode: unit }))
      t.equal(added.status, writes && reads?.has(unit) ? 201 : 403, `${who} adds to ${unit}`)
      const expected = writes && reads?.has(unit) ? 201 : reads?.has(unit) || reads === null ? 403 : 404
      const body = { id: uuidv7(), reasonCode: 'other', reason: '示例' }
      const target = await rowIn(unit as string)
      const corrected = await client.post(`/v1/registers/people/${target}/corrections`, {
        ...{ ...body, changes: { sex: 'male' } },
      })
      t.equal(corrected.status, expected, `${who} corrects in ${unit}: ${corrected.text.slice(0, 120)}`)
      const id = corrected.status === 201 ? body.id : target
      const removed = await client.post(`/v1/registers/people/${id}/removal`, { ...body, id: uuidv7() })
      t.equal(removed.status, expected, `${who} removes in ${unit}`)
      const after = (await listed(county, 'people', `eventId=${eventId}&limit=200`)).length
      t.equal(after - before, (added.status === 201 ? 1 : 0) + (removed.status === 201 ? 0 : 1))
      await cleanUp()
    }
  }
})

t.test('the relief section reads nothing of an event that was not handed to it', async (t) => {
  const other = await anOpenEvent(api)
  await add(county, 'people', aPerson(other, ALL_OF_A_PERSON))
  await someForwardings(api.db, other, ['DZDZ'], { severityRank: 4 })
  const relief = await api.hire('section_clerk', CITY, clerk('JZWZ'))
  t.equal((await relief.get(`/v1/registers/people?eventId=${other}`)).status, 404)
  const bindings = ['JZWZ', 'DZDZ'].map((sectionCode) => ({
    ...{ role: 'section_clerk', regionCode: CITY, sectionCode },
  }))
  const hired = await api.as('administrator').post('/v1/accounts', { login: 'of-two-sections', bindings })
  const { password } = hired.json<{ password: string }>()
  const account = { account: 'of-two-sections', password, role: 'section_clerk', regionCode: CITY } as const
  const both = api.withToken(await logIn(api.address, account))
  t.equal((await both.get(`/v1/events/${other}`)).status, 200, 'who is of another section too sees the event')
  t.equal((await both.get(`/v1/events/${other}/registers`)).status, 404, 'but not its registers')
})

t.test('nobody without a token sees anything', async (t) => {
  for (const path of [
    `/v1/registers/people?eventId=${eventId}`,
    `/v1/registers/people/${rows[VILLAGE]}`,
    `/v1/events/${eventId}/registers`,
    '/v1/registers/accesses',
  ]) {
    t.equal((await api.nobody.get(path)).status, 401, path)
  }
  t.equal((await api.nobody.post('/v1/registers/people', aPerson(eventId))).status, 401)
})

t.test('a row of the one register is no row of the other, and what is not there is not found', async (t) => {
  for (const path of [`homes/${rows[VILLAGE]}`, `people/${uuidv7()}`]) {
    t.equal((await county.get(`/v1/registers/${path}`)).status, 404)
    t.equal((await county.post(`/v1/registers/${path}/disclosures`, { purpose: '核对身份' })).status, 404)
  }
  t.equal((await county.get(`/v1/registers/people?eventId=${uuidv7()}`)).status, 404)
  t.equal((await county.get(`/v1/events/${uuidv7()}/registers`)).status, 404)
})

/** Removes what a round has added, so that the lists stay short. */
async function cleanUp(): Promise<void> {
  const kept = new Set<string>(Object.values(rows))
  for (const { id } of await listed(county, 'people', `eventId=${eventId}&limit=200`)) {
    if (kept.has(id)) continue
    const body = { id: uuidv7(), reasonCode: 'other', reason: '示例' }
    await county.post(`/v1/registers/people/${id}/removal`, body)
  }
}
