/** Rows of the registers: entered once, masked, corrected and removed by further rows, never changed. */
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import {
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
import {
  ALL_OF_A_HOME,
  ALL_OF_A_PERSON,
  accepted,
  add,
  aHome,
  anOpenEvent,
  aPerson,
  correct,
  ID_NUMBERS,
  listed,
  type Row,
  setState,
} from './ground.ts'

const api = await startApi(t)
const village = api.as('officer', VILLAGE)
const township = api.as('officer', TOWNSHIP)
const eventId = await anOpenEvent(api)

t.test('a person is entered with all seventeen fields, and shown masked', async (t) => {
  const row = await add(village, 'people', aPerson(eventId, ALL_OF_A_PERSON))
  const fields = {
    name: '示**',
    sex: 'female',
    age: 40,
    ageBand: '18-59',
    ethnicity: '******',
    registeredAddress: '******',
    idNumber: '5401********0008',
    place: '******',
    occurredAt: '2026-07-01T11:30:00.000+08:00',
    cause: 'collapse',
    hazard: 'earthquake',
    remarks: '******',
    solatiumYuan: 20_000,
    solatiumForm: 'transfer',
    recipientName: '示**',
    recipientIdNumber: '5401********0016',
    recipientAddress: '******',
    relation: 'child',
  }
  t.same(row.fields, fields)
  t.match(row, { status: 'dead', kind: 'entry', replacesId: null, isDestroyed: false, warnings: [] })
  const read = (await village.get(`/v1/registers/people/${row.id}`)).json<Row>()
  t.same(read, { ...row, isCurrent: true, replacedById: null })
  t.same(
    (await listed(village, 'people', `eventId=${eventId}`)).find(({ id }) => id === row.id),
    read,
  )
})

t.test('a household is entered with all its fields, and shown masked', async (t) => {
  const row = await add(village, 'homes', aHome(eventId, ALL_OF_A_HOME))
  t.same(row.fields, {
    headName: '示**',
    idNumber: '5401********0024',
    address: '******',
    householdSize: 5,
    householdKind: '******',
    structure: 'stone_timber',
    collapsedRooms: 3,
    severeRooms: 1,
    generalRooms: 0,
    remarks: '******',
  })
  t.match(row, { damage: 'collapsed', warnings: [] })
})

t.test('everything but what a row counts as, and where, may be unknown', async (t) => {
  const { id, ...place } = aPerson(eventId, { status: 'missing' })
  const fields = Object.keys(ALL_OF_A_PERSON)
  const silent = await add(village, 'people', { id, ...place })
  const words = Object.fromEntries(fields.map((field) => [field, 'unknown']))
  const said = await add(village, 'people', { id: uuidv7(), ...place, ...words })
  t.same(silent.fields, { ...words, ageBand: 'unknown' })
  t.same(said.fields, silent.fields)
  t.same(
    await api.rows('select * from register_fields where row_id = any($1)', [[silent.id, said.id]]),
    [],
    'nothing is kept of what is not known',
  )
  const home = await add(village, 'homes', aHome(eventId, { damage: 'general' }))
  t.same(new Set(Object.values(home.fields)), new Set(['unknown']))
  for (const missing of ['status', 'regionCode', 'eventId', 'id']) {
    const { [missing]: _, ...rest } = { id: uuidv7(), ...place } as Record<string, unknown>
    const answer = await village.post('/v1/registers/people', rest)
    t.equal(answer.status, 400)
    t.match(answer.json<ProblemBody>().errors, [{ pointer: `/${missing}` }])
  }
})

t.test(
  'the same row sent again gives the first answer again, and another one under its id is refused',
  async (t) => {
    const body = aPerson(eventId, { ...ALL_OF_A_PERSON, idNumber: '54012219000101001x' })
    const first = await village.post('/v1/registers/people', body)
    t.equal(first.status, 201)
    t.equal(first.headers.get('idempotency-replayed'), null)
    t.equal(first.headers.get('cache-control'), 'no-store')
    await api.minutesLater(5)
    const again = await village.post('/v1/registers/people', { ...body, idNumber: '540122 19000101 001X' })
    t.equal(again.status, 201)
    t.equal(again.headers.get('idempotency-replayed'), 'true')
    t.equal(again.text, first.text, 'to the letter')
    const others: [who: string, answer: Awaited<ReturnType<typeof village.post>>][] = [
      ['another name', await village.post('/v1/registers/people', { ...body, name: '示例丁' })],
      ['a field less', await village.post('/v1/registers/people', { ...body, remarks: 'unknown' })],
      ['another class', await village.post('/v1/registers/people', { ...body, status: 'missing' })],
      ['another account', await township.post('/v1/registers/people', body)],
      ['the other register', await village.post('/v1/registers/homes', aHome(eventId, { id: body.id }))],
    ]
    for (const [who, answer] of others) {
      t.equal(answer.status, 409, who)
      t.match(answer.json(), { type: '/problems/register-row-taken', errors: [{ pointer: '/id' }] })
    }
    await correct(village, 'people', body.id, { status: 'missing' })
    const late = await village.post('/v1/registers/people', body)
    t.equal(late.text, first.text, 'whatever has become of the row since')
    const acts = await api.rows('select 1 from audit_entries where subject_id = $1', [body.id])
    t.equal(acts.length, 1)
  },
)

t.test('twenty who send the same row at once get one answer', async (t) => {
  const body = aPerson(eventId, ALL_OF_A_PERSON)
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => village.post('/v1/registers/people', body)),
  )
  t.same(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size, 1)
  t.equal(answers.filter(({ headers }) => headers.get('idempotency-replayed') === null).length, 1)
})

t.test('a batch has a result for each of its rows', async (t) => {
  const known = await add(village, 'people', aPerson(eventId, { name: '示例甲' }))
  const closed = await anOpenEvent(api)
  const good = aPerson(eventId, { name: '示例甲', idNumber: ID_NUMBERS.third })
  const rows = [
    good,
    good,
    { ...good, name: '示例乙' },
    { ...aPerson(eventId, { name: '示例甲' }), id: known.id },
    aPerson(eventId, { regionCode: OTHER_COUNTY }),
    aPerson(eventId, { regionCode: NEXT_VILLAGE, idNumber: ID_NUMBERS.third }),
    aPerson(uuidv7()),
    aPerson(closed, { regionCode: VILLAGE }),
  ]
  const answer = await township.post('/v1/registers/people/batches', { rows })
  t.equal(answer.status, 200)
  const { items } = answer.json<{
    items: { id: string; result: string; row: Row | null; problem: ProblemBody | null }[]
  }>()
  t.same(
    items.map(({ id, result, problem }) => [id, result, problem?.type.slice('/problems/'.length) ?? null]),
    [
      [rows[0]?.id, 'added', null],
      [rows[1]?.id, 'repeated', null],
      [rows[2]?.id, 'refused', 'register-row-taken'],
      [rows[3]?.id, 'refused', 'register-row-taken'],
      [rows[4]?.id, 'refused', 'outside-jurisdiction'],
      [rows[5]?.id, 'added', null],
      [rows[6]?.id, 'refused', 'unknown-event'],
      [rows[7]?.id, 'added', null],
    ],
  )
  t.same(items[1]?.row, items[0]?.row)
  t.match(items[5]?.row?.warnings, [{ code: 'duplicate_id_number', field: 'idNumber', rowIds: [good.id] }])
  const again = await township.post('/v1/registers/people/batches', { rows })
  t.same(
    again.json<{ items: typeof items }>().items.map(({ row }) => row),
    items.map(({ row }) => row),
    'sent again it gives the same rows',
  )
})

t.test('two hundred full rows fit into one batch, and one more does not', async (t) => {
  const rows = Array.from({ length: 200 }, () => aHome(eventId, ALL_OF_A_HOME))
  const answer = await village.post('/v1/registers/homes/batches', { rows })
  t.equal(answer.status, 200, answer.text.slice(0, 300))
  const { items } = answer.json<{ items: { result: string }[] }>()
  t.same([items.length, new Set(items.map(({ result }) => result))], [200, new Set(['added'])])
  const people = Array.from({ length: 200 }, () => aPerson(eventId, ALL_OF_A_PERSON))
  t.equal((await village.post('/v1/registers/people/batches', { rows: people })).status, 200)
  const more = await village.post('/v1/registers/homes/batches', { rows: [...rows, aHome(eventId)] })
  t.match(more.json(), { status: 400, errors: [{ pointer: '/rows', code: 'too_big' }] })
})

t.test('a row that does not fit its schema is refused with a pointer, and its batch with it', async (t) => {
  const before = (await api.rows('select id from register_rows')).length
  const bad: [given: Record<string, unknown>, pointer: string][] = [
    [{ age: 151 }, '/age'],
    [{ age: -1 }, '/age'],
    [{ age: 1.5 }, '/age'],
    [{ age: '40' }, '/age'],
    [{ sex: 'f' }, '/sex'],
    [{ status: 'found_alive' }, '/status'],
    [{ status: 'unknown' }, '/status'],
    [{ regionCode: 'unknown' }, '/regionCode'],
    [{ occurredAt: '2026-07-01' }, '/occurredAt'],
    [{ name: '' }, '/name'],
    [{ name: '示\u0007例' }, '/name'],
    [{ name: '示'.repeat(101) }, '/name'],
    [{ name: null }, '/name'],
    [{ idNumber: 'x'.repeat(41) }, '/idNumber'],
    [{ solatiumYuan: -1 }, '/solatiumYuan'],
    [{ relation: 'cousin' }, '/relation'],
    [{ id: '5f0c6f2e-1f4c-4d0a-9f4e-000000000000' }, '/id'],
    [{ nickname: '示例' }, '/nickname'],
  ]
  for (const [given, pointer] of bad) {
    const row = aPerson(eventId, given)
    const answer = await village.post('/v1/registers/people', row)
    t.equal(answer.status, 400, JSON.stringify(given))
    t.match(answer.json(), { type: '/problems/invalid-request', errors: [{ pointer }] })
    const rows = [aPerson(eventId), row]
    const batch = await village.post('/v1/registers/people/batches', { rows })
    t.match(batch.json(), { status: 400, errors: [{ pointer: `/rows/1${pointer}` }] })
  }
  t.equal((await api.rows('select id from register_rows')).length, before, 'nothing was changed')
})

t.test('a row belongs to an event that covers its unit, and to an open unit', async (t) => {
  const county = await api.hire('reviewer', COUNTY)
  const city = api.as('reviewer', CITY)
  const rows: [given: Record<string, unknown>, slug: string | null][] = [
    [{ regionCode: FAR_VILLAGE }, null],
    [{ regionCode: COUNTY }, null],
    [{ regionCode: '540122999000' }, 'unknown-region'],
    [{ eventId: uuidv7() }, 'unknown-event'],
  ]
  for (const [given, slug] of rows) {
    const answer = await county.post('/v1/registers/people', aPerson(eventId, given))
    t.equal(answer.status, slug === null ? 201 : 422, answer.text)
    if (slug) t.match(answer.json(), { type: `/problems/${slug}` })
  }
  t.equal((await city.post('/v1/registers/people', aPerson(eventId, { regionCode: CITY }))).status, 201)
  const elsewhere = await city.post('/v1/registers/people', aPerson(eventId, { regionCode: OTHER_COUNTY }))
  t.match(elsewhere.json(), { status: 422, type: '/problems/unknown-event' })
})

t.test('a missing person who is found is a correction with a reason; the row that stood stays', async (t) => {
  const given = { ...ALL_OF_A_PERSON, status: 'missing', solatiumYuan: 'unknown' }
  const missing = await add(village, 'people', aPerson(eventId, given))
  await api.minutesLater(30)
  const found = await correct(
    village,
    'people',
    missing.id,
    { status: 'found_alive', age: 60 },
    {
      reasonCode: 'found',
    },
  )
  t.match(found, { kind: 'correction', replacesId: missing.id, reasonCode: 'found', status: 'found_alive' })
  t.same(found.fields, { ...missing.fields, age: 60, ageBand: '60+' }, 'what was not sent was taken over')
  const [before, after] = await Promise.all(
    [missing.id, found.id].map(async (id) => (await village.get(`/v1/registers/people/${id}`)).json<Row>()),
  )
  t.match(before, { status: 'missing', isCurrent: false, replacedById: found.id })
  t.match(after, { isCurrent: true, replacedById: null })
  const current = (await listed(village, 'people', `eventId=${eventId}&limit=200`)).map(({ id }) => id)
  t.ok(current.includes(found.id) && !current.includes(missing.id))
  const all = (await listed(village, 'people', `eventId=${eventId}&state=all&limit=200`)).map(({ id }) => id)
  t.ok(all.includes(found.id) && all.includes(missing.id))
  const stale = await village.post(`/v1/registers/people/${missing.id}/corrections`, {
    ...{ id: uuidv7(), reasonCode: 'other', reason: '示例', changes: { status: 'dead' } },
  })
  t.match(stale.json(), { status: 409, type: '/problems/register-row-replaced', replacedById: found.id })
})

t.test('a correction sent again gives the first answer, and only one of two can be right', async (t) => {
  const row = await add(village, 'people', aPerson(eventId, ALL_OF_A_PERSON))
  const body = { id: uuidv7(), reasonCode: 'clerical', reason: '填写有误', changes: { sex: 'male' } }
  const path = `/v1/registers/people/${row.id}/corrections`
  const first = await village.post(path, body)
  const again = await village.post(path, body)
  t.same([first.status, again.status, again.text], [201, 201, first.text])
  t.equal(again.headers.get('idempotency-replayed'), 'true')
  for (const other of [{ changes: { sex: 'female' } }, { reason: '另有原因' }, { reasonCode: 'other' }]) {
    const answer = await village.post(path, { ...body, ...other })
    t.match(answer.json(), { status: 409, type: '/problems/register-row-taken' })
  }
  const rival = await add(village, 'people', aPerson(eventId, ALL_OF_A_PERSON))
  const answers = await Promise.all(
    Array.from({ length: 10 }, () =>
      village.post(`/v1/registers/people/${rival.id}/corrections`, { ...body, id: uuidv7() }),
    ),
  )
  t.same(answers.map(({ status }) => status).sort(), [201, ...Array(9).fill(409)])
  const nothing = await village.post(
    `/v1/registers/people/${answers.find(({ status }) => status === 201)?.json<Row>().id}/corrections`,
    {
      ...body,
      id: uuidv7(),
    },
  )
  t.match(nothing.json(), { status: 400, errors: [{ pointer: '/changes', code: 'no_change' }] })
})

t.test('a row that should never have been is removed by a row with a reason', async (t) => {
  const row = await add(village, 'homes', aHome(eventId, ALL_OF_A_HOME))
  const body = { id: uuidv7(), reasonCode: 'duplicate', reason: '与示例户重复' }
  const path = `/v1/registers/homes/${row.id}/removal`
  const first = await village.post(path, body)
  const removal = accepted(first)
  t.match(removal, { kind: 'removal', replacesId: row.id, reasonCode: 'duplicate' })
  t.equal((await village.post(path, body)).text, first.text)
  const current = (await listed(village, 'homes', `eventId=${eventId}&limit=200`)).map(({ id }) => id)
  t.notOk(current.includes(row.id) || current.includes(removal.id))
  for (const id of [row.id, removal.id]) {
    const answer = await village.post(`/v1/registers/homes/${id}/removal`, { ...body, id: uuidv7() })
    t.match(answer.json(), { status: 409, type: '/problems/register-row-replaced' })
  }
  t.equal(
    (await village.post(path, { ...body, id: uuidv7(), reason: ' ' })).status,
    400,
    'a reason is needed',
  )
})

t.test('a row entered for the wrong unit moves by a correction, within one jurisdiction', async (t) => {
  const row = await add(village, 'people', aPerson(eventId, ALL_OF_A_PERSON))
  const body = {
    id: uuidv7(),
    reasonCode: 'clerical',
    reason: '填错单位',
    changes: { regionCode: NEXT_VILLAGE },
  }
  const refused = await village.post(`/v1/registers/people/${row.id}/corrections`, body)
  t.match(refused.json(), { status: 403, type: '/problems/outside-jurisdiction' })
  const moved = accepted(await township.post(`/v1/registers/people/${row.id}/corrections`, body))
  t.equal(moved.regionCode, NEXT_VILLAGE)
  t.equal((await village.get(`/v1/registers/people/${moved.id}`)).status, 404, 'it is another village’s now')
})

t.test('who has the same id number in the same event is told of, by row and never by number', async (t) => {
  const event = await anOpenEvent(api)
  const idNumber = '540122190001010032'
  const ours = await add(village, 'people', aPerson(event, { idNumber }))
  const next = await api.hire('officer', NEXT_VILLAGE)
  const body = aPerson(event, { idNumber, regionCode: NEXT_VILLAGE })
  const answer = await next.post('/v1/registers/people', body)
  t.match(answer.json<Row>().warnings, [
    { code: 'duplicate_id_number', field: 'idNumber', rowIds: [ours.id] },
  ])
  t.notOk(answer.text.includes(idNumber))
  t.equal((await next.get(`/v1/registers/people/${ours.id}`)).status, 404, 'the other row stays hidden')
  const corrected = await correct(next, 'people', body.id, { sex: 'male' })
  t.match(corrected.warnings, [{ rowIds: [ours.id] }], 'a row is not its own double')
  const other = await anOpenEvent(api)
  t.same(
    (await add(village, 'people', aPerson(other, { idNumber }))).warnings,
    [],
    'another event is another one',
  )
  t.same(
    (await add(village, 'homes', aHome(event, { idNumber }))).warnings,
    [],
    'a dead head of a household is no double',
  )
  await correct(village, 'people', ours.id, { idNumber: 'unknown' })
  t.same(
    (await add(village, 'people', aPerson(event, { idNumber }))).warnings[0]?.rowIds,
    [corrected.id],
    'only rows that stand',
  )
})

t.test('of a closed event nothing that is counted changes; a payment may still be noted', async (t) => {
  const event = await anOpenEvent(api)
  const row = await add(village, 'people', aPerson(event, { name: '示例甲' }))
  for (const state of ['stable', 'open'] as const) {
    await setState(api, event, state)
    await add(village, 'people', aPerson(event))
  }
  await setState(api, event, 'closed')
  const reason = { reasonCode: 'other', reason: '示例' }
  const path = `/v1/registers/people/${row.id}`
  const refusals = [
    await village.post('/v1/registers/people', aPerson(event)),
    await village.post(`${path}/corrections`, { id: uuidv7(), ...reason, changes: { status: 'missing' } }),
    await township.post(`${path}/corrections`, {
      id: uuidv7(),
      ...reason,
      changes: { regionCode: TOWNSHIP },
    }),
    await village.post(`${path}/removal`, { id: uuidv7(), ...reason }),
  ]
  for (const answer of refusals) t.match(answer.json(), { status: 409, type: '/problems/event-closed' })
  const paid = await correct(
    village,
    'people',
    row.id,
    { solatiumYuan: 20_000, solatiumForm: 'cash' },
    {
      reasonCode: 'payment',
    },
  )
  t.match(paid, { status: 'dead', fields: { solatiumYuan: 20_000, name: '示**' } })
})

t.test('the database itself refuses to change, remove or misplace a row', async (t) => {
  const [row, other] = [
    await add(village, 'people', aPerson(eventId, ALL_OF_A_PERSON)),
    await add(village, 'people', aPerson(await anOpenEvent(api), ALL_OF_A_PERSON)),
  ]
  const event = await anOpenEvent(api)
  const statements: [sql: string, values: unknown[]][] = [
    [`update register_rows set class = 'missing' where id = $1`, [row.id]],
    [`update register_rows set region_code = '${TOWNSHIP}' where id = $1`, [row.id]],
    [`update register_rows set facts = '{}' where id = $1`, [row.id]],
    ['delete from register_rows where id = $1', [row.id]],
    ['truncate register_rows cascade', []],
    [`update register_fields set sealed = sealed where row_id = $1 and field = 'name'`, [row.id]],
    [`update register_fields set field = 'age2' where row_id = $1 and field = 'age'`, [row.id]],
    ['delete from register_fields where row_id = $1', [row.id]],
    ['truncate register_fields', []],
    ['delete from register_keys', []],
    [
      'update register_keys set retired_at = created_at, destroyed_at = created_at, sealed_data_key = null, sealed_lookup_key = null',
      [],
    ],
    [`insert into register_fields select id, 'x', kid, '示例' from register_rows, register_keys limit 1`, []],
    [
      `insert into register_rows select gen_random_uuid(), register, $2, region_code, 'removal', class, id, 'other', facts, warnings, account_id, registered_at, null from register_rows where id = $1`,
      [row.id, event],
    ],
    [
      `insert into register_rows select gen_random_uuid(), register, event_id, region_code, 'entry', 'found_alive', null, null, facts, warnings, account_id, registered_at, null from register_rows where id = $1`,
      [row.id],
    ],
  ]
  for (const [sql, values] of statements) await t.rejects(api.rows(sql, values), { code: /^23/ }, sql)
  t.ok(other.id)
})

t.test('lists turn pages, newest first, and can be narrowed', async (t) => {
  const event = await anOpenEvent(api)
  const ids: string[] = []
  for (const [minutes, given] of [
    [60, { status: 'dead' }],
    [61, { status: 'missing', regionCode: NEXT_VILLAGE }],
    [61, { status: 'missing' }],
    [62, { status: 'dead', regionCode: FAR_VILLAGE }],
  ] as const) {
    await api.setNow(minutesAfter(NOON, minutes))
    ids.push((await add(api.as('reviewer', COUNTY), 'people', aPerson(event, given))).id)
  }
  const county = api.as('reviewer', COUNTY)
  const newestFirst = [ids[3], ...[ids[1], ids[2]].sort().reverse(), ids[0]]
  const first = await county.get(`/v1/registers/people?eventId=${event}&limit=3`)
  const { items, next } = first.json<{ items: Row[]; next: string }>()
  const second = await county.get(`/v1/registers/people?eventId=${event}&limit=3&after=${next}`)
  t.same(
    [...items, ...second.json<{ items: Row[] }>().items].map(({ id }) => id),
    newestFirst,
  )
  t.equal(second.json<{ next: null }>().next, null)
  const narrowed = async (query: string) =>
    new Set((await listed(county, 'people', `eventId=${event}&${query}`)).map(({ id }) => id))
  t.same(await narrowed('status=missing'), new Set([ids[1], ids[2]]))
  t.same(await narrowed(`under=${TOWNSHIP}`), new Set([ids[0], ids[1], ids[2]]))
  t.same(await narrowed(`under=${NEXT_VILLAGE}`), new Set([ids[1]]))
  const forged = await county.get(`/v1/registers/people?eventId=${event}&after=WzFd`)
  t.match(forged.json(), { status: 400, errors: [{ pointer: 'query:after', code: 'bad_cursor' }] })
})
