/** The end of the registers: ordered by one, approved by another, carried out once, proved for good. */
import { createHash, createPublicKey, type JsonWebKey, verify } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { drizzle } from 'drizzle-orm/node-postgres'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { readConfig } from '../../src/config.ts'
import { openKeyRing } from '../../src/keys/key-ring.ts'
import { registerCountsOf } from '../../src/registers/count-registers.ts'
import { destroyRegisters } from '../../src/registers/destroy-registers.ts'
import { lockUpkeep } from '../../src/registers/key-store.ts'
import { signJws } from '../../src/reports/receipt.ts'
import {
  type Answer,
  type Api,
  CITY,
  COUNTY,
  minutesAfter,
  NOON,
  OTHER_COUNTY,
  startApi,
  TEST_ENVIRONMENT,
  TOWNSHIP,
  VILLAGE,
} from '../api.ts'
import {
  ALL_OF_A_HOME,
  ALL_OF_A_PERSON,
  add,
  aHome,
  anOpenEvent,
  aPerson,
  correct,
  listed,
  type Row,
  setState,
} from './ground.ts'

const KEPT_DAYS = 30
const DAY_MINUTES = 24 * 60
const ENVIRONMENT = { REGISTER_RETENTION_DAYS: String(KEPT_DAYS) }

interface Destruction {
  id: string
  state: string
  orderedBy: string
  approvedBy: string | null
}

async function aClosedEvent(t: Test, api: Api) {
  const village = api.as('officer', VILLAGE)
  const eventId = await anOpenEvent(api)
  const missing = await add(village, 'people', aPerson(eventId, { ...ALL_OF_A_PERSON, status: 'missing' }))
  const dead = await correct(village, 'people', missing.id, { status: 'dead' }, { reason: '示例家属确认' })
  const home = await add(village, 'homes', aHome(eventId, ALL_OF_A_HOME))
  await setState(api, eventId, 'closed')
  t.teardown(() => api.setNow(NOON))
  return { eventId, missing, dead, home }
}

/** What the command does. */
async function execute(api: Api, eventId: string | null = null) {
  const config = readConfig({ ...TEST_ENVIRONMENT, ...ENVIRONMENT, DATA_DIR: api.dataDir })
  const deps = { db: api.db, config, log: pino({ level: 'silent' }) }
  const ring = await openKeyRing(deps, Buffer.from(TEST_ENVIRONMENT.SEALING_KEY, 'base64'))
  const sign = (claims: object) => signJws(claims, 'destruction+jws', ring.signing('receipt'))
  try {
    return await destroyRegisters(deps, sign, eventId)
  } finally {
    ring.close()
  }
}

const reason = '应急处置已结束'
const order = (api: Api, eventId: string, given: object = {}) =>
  api
    .as('duty_leader', CITY)
    .post(`/v1/events/${eventId}/register-destructions`, { id: uuidv7(), reason, ...given })
const approve = (api: Api, id: string) =>
  api.as('administrator', CITY).post(`/v1/register-destructions/${id}/approval`, {})
const idOf = (answer: Answer) => answer.json<Destruction>().id

/** The instant from which the registers of an event closed at noon may be destroyed. */
const legalEnd = minutesAfter(NOON, KEPT_DAYS * DAY_MINUTES)

t.test('what identifies people is destroyed when two have agreed, and a signed proof stays', async (t) => {
  const api = await startApi(t, { environment: ENVIRONMENT })
  const { eventId, missing, dead, home } = await aClosedEvent(t, api)
  const other = await anOpenEvent(api)
  const kept = await add(api.as('officer', VILLAGE), 'people', aPerson(other, ALL_OF_A_PERSON))
  await api
    .as('officer', VILLAGE)
    .post(`/v1/registers/people/${dead.id}/disclosures`, { purpose: '核对身份' })
  const sealed = await api.rows<{ row_id: string; field: string; key_id: string; sealed: string }>(
    'select * from register_fields order by row_id, field collate "C"',
  )
  await api.setNow(legalEnd)
  const village = api.as('officer', VILLAGE)
  const ordered = await order(api, eventId)
  t.equal(ordered.status, 201, ordered.text)
  t.match(ordered.json(), { state: 'ordered', approvedAt: null, executedAt: null, reason })
  t.same(await execute(api), [], 'what is only ordered is not carried out')
  const id = idOf(ordered)
  const approved = await approve(api, id)
  t.match(approved.json(), { state: 'approved' })
  t.match(await execute(api, other), [], 'another event is left alone')
  const [outcome, ...more] = await execute(api)
  t.same(more, [])
  t.match(outcome, { kind: 'done', eventId, destroyed: { people: 2, homes: 1, fields: 30 }, keys: [] })

  const left = await api.rows<{ row_id: string }>('select distinct row_id from register_fields')
  t.same(left, [{ row_id: kept.id }], 'nothing sealed is left of the event')
  t.same(await api.rows('select distinct row_id from register_lookups'), [{ row_id: kept.id }])
  const township = api.as('officer', TOWNSHIP)
  const rows = await listed(township, 'people', `eventId=${eventId}&state=all`)
  t.same(new Set(rows.map((row) => row.id)), new Set([missing.id, dead.id]))
  const row = rows.find((one) => one.id === dead.id)
  t.match(row, { isDestroyed: true, regionCode: TOWNSHIP, status: 'dead', unreadable: [] })
  const nothing = Object.fromEntries(
    Object.keys(ALL_OF_A_PERSON)
      .filter((key) => !['sex', 'cause', 'hazard', 'solatiumYuan', 'solatiumForm'].includes(key))
      .map((key) => [key, null]),
  )
  const { sex, cause, hazard, solatiumYuan, solatiumForm } = ALL_OF_A_PERSON
  t.same(row?.fields, { ...nothing, ...{ sex, cause, hazard, solatiumYuan, solatiumForm }, ageBand: '18-59' })
  t.match(await listed(township, 'homes', `eventId=${eventId}`), [
    {
      id: home.id,
      isDestroyed: true,
      fields: { headName: null, structure: 'stone_timber', householdSize: 5 },
    },
  ])
  t.match(await registerCountsOf(api.db, eventId, COUNTY), { dead: 1, collapsedHomes: 1 }, 'counts stay')
  t.equal((await village.get(`/v1/registers/people/${dead.id}`)).status, 404, 'the village is not kept')
  t.match((await township.get(`/v1/registers/people/${kept.id}`)).json(), { fields: { name: '示**' } })

  await proves(t, api, { id, eventId, ids: [missing.id, dead.id, home.id], sealed })
  const refusals = [
    await township.post(`/v1/registers/people/${dead.id}/disclosures`, { purpose: '核对身份' }),
    await township.post(`/v1/registers/people/${dead.id}/corrections`, {
      ...{ id: uuidv7(), reasonCode: 'other', reason: '示例', changes: { name: '示例' } },
    }),
    await township.post('/v1/registers/people', aPerson(eventId)),
    await order(api, eventId),
    await api.as('duty_leader', CITY).post(`/v1/events/${eventId}/register-holds`, { id: uuidv7(), reason }),
  ]
  for (const answer of refusals)
    t.match(answer.json(), { status: 409, type: '/problems/registers-destroyed' })
  t.equal((await village.post('/v1/registers/people', { ...aPerson(eventId), id: dead.id })).status, 409)

  const content = await api.rows('select * from register_destroyed_rows order by row_id')
  t.same(await execute(api), [], 'a second run does nothing')
  t.same(await execute(api, eventId), [])
  t.same(await api.rows('select * from register_destroyed_rows order by row_id'), content)
  const access = await api.rows('select 1 from register_accesses where row_id = $1', [dead.id])
  t.equal(access.length, 1, 'who had read it is still known')
})

/** The proof can be checked by anybody: signature, list, and each hash against what had been there. */
async function proves(
  t: Test,
  api: Api,
  given: {
    id: string
    eventId: string
    ids: string[]
    sealed: { row_id: string; field: string; key_id: string; sealed: string }[]
  },
) {
  const { id, eventId, ids, sealed } = given
  const auditor = api.as('auditor', CITY)
  const proof = (await auditor.get(`/v1/register-destructions/${id}/proof`)).json<{
    jws: string
    rows: number
  }>()
  t.match(proof, { destructionId: id, eventId, rows: 3 })
  const [header = '', payload = '', signature = ''] = proof.jws.split('.')
  const { kid, typ } = JSON.parse(Buffer.from(header, 'base64url').toString())
  t.equal(typ, 'destruction+jws')
  const { keys } = (await api.nobody.get('/v1/jwks')).json<{ keys: (JsonWebKey & { kid: string })[] }>()
  const key = createPublicKey({ key: { ...keys.find((one) => one.kid === kid) }, format: 'jwk' })
  t.ok(verify(null, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url')))

  const first = await auditor.get(`/v1/register-destructions/${id}/rows?limit=2`)
  const { items, next } = first.json<{ items: { rowId: string; hash: string }[]; next: string }>()
  const second = await auditor.get(`/v1/register-destructions/${id}/rows?limit=2&after=${next}`)
  const rows = [...items, ...second.json<{ items: typeof items }>().items]
  t.same(
    rows.map(({ rowId }) => rowId),
    ids.toSorted(),
  )
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
  for (const { rowId, hash } of rows) {
    const fields = sealed.filter(({ row_id }) => row_id === rowId)
    t.ok(fields.length > 4)
    t.equal(
      hash,
      sha256(fields.map(({ field, key_id, sealed }) => `${field} ${key_id} ${sealed}\n`).join('')),
    )
  }
  const destruction = (await auditor.get(`/v1/register-destructions/${id}`)).json<Destruction>()
  t.match(destruction, { state: 'executed' })
  t.match(JSON.parse(Buffer.from(payload, 'base64url').toString()), {
    ...{
      iss: 'fengsui',
      destructionId: id,
      eventId,
      people: 2,
      homes: 1,
      fields: 30,
      keys: [],
      retentionDays: 30,
    },
    ...{ orderedBy: destruction.orderedBy, approvedBy: destruction.approvedBy },
    closedAt: '2026-07-01T12:00:00.000+08:00',
    executedAt: '2026-07-31T12:00:00.000+08:00',
    rowsHash: sha256(rows.map(({ rowId, hash }) => `${rowId} ${hash}\n`).join('')),
    law: '《中华人民共和国突发事件应对法》第八十四条、第八十五条',
  })
  const trail = await auditor.get(`/v1/audit?subjectId=${id}`)
  t.same(
    trail.json<{ items: { action: string }[] }>().items.map(({ action }) => action),
    ['register_destruction.executed', 'register_destruction.approved', 'register_destruction.ordered'],
  )
}

t.test('a key that sealed nothing else is destroyed with it', async (t) => {
  const api = await startApi(t, { environment: ENVIRONMENT })
  const { eventId } = await aClosedEvent(t, api)
  await api.setNow(legalEnd)
  await approve(api, idOf(await order(api, eventId)))
  const [key] = await api.rows<{ kid: string }>('select kid from register_keys')
  t.match(await execute(api), [{ kind: 'done', keys: [key?.kid] }])
  t.match(await api.rows('select * from register_keys'), [
    { sealed_data_key: null, sealed_lookup_key: null, destroyed_at: legalEnd },
  ])
  const next = await add(
    api.as('officer', VILLAGE),
    'people',
    aPerson(await anOpenEvent(api), ALL_OF_A_PERSON),
  )
  t.match(next.fields, { name: '示**' }, 'the next row gets a new key')
  t.equal((await api.rows('select 1 from register_keys')).length, 2)
})

t.test('an event that is not closed, is still to be kept, or is held, is not destroyed', async (t) => {
  const api = await startApi(t, { environment: ENVIRONMENT })
  const { eventId } = await aClosedEvent(t, api)
  const open = await anOpenEvent(api)
  await setState(api, open, 'stable')
  const leader = api.as('duty_leader', CITY)
  const refused = async (given: string, because: string) => {
    const answer = await order(api, given)
    t.match(answer.json(), { status: 409, type: '/problems/destruction-not-due', because })
    return answer.json<{ keptUntil: string | null }>().keptUntil
  }
  await api.setNow(new Date(legalEnd.getTime() - 1))
  t.equal(await refused(open, 'event_not_closed'), null)
  t.equal(await refused(eventId, 'retention_running'), '2026-07-31T12:00:00.000+08:00')
  await api.setNow(legalEnd)
  const hold = { id: uuidv7(), reason: '行政复议取证' }
  const placed = await leader.post(`/v1/events/${eventId}/register-holds`, hold)
  t.equal(placed.status, 201)
  t.equal((await leader.post(`/v1/events/${eventId}/register-holds`, hold)).text, placed.text)
  await refused(eventId, 'legal_hold')
  const release = { reason: '复议已终结' }
  const released = await leader.post(`/v1/register-holds/${hold.id}/release`, release)
  t.match(released.json(), { releaseReason: '复议已终结' })
  t.equal((await leader.post(`/v1/register-holds/${hold.id}/release`, release)).text, released.text)
  t.match((await leader.get(`/v1/events/${eventId}/register-holds`)).json(), { items: [{ id: hold.id }] })
  const ordered = await order(api, eventId)
  t.equal(ordered.status, 201)
  t.same(await api.rows('select 1 from register_destroyed_rows'), [])
})

t.test('whatever comes between approval and execution stops it, and it goes on afterwards', async (t) => {
  const api = await startApi(t, { environment: ENVIRONMENT })
  const { eventId } = await aClosedEvent(t, api)
  await api.setNow(legalEnd)
  const leader = api.as('duty_leader', CITY)
  const id = idOf(await order(api, eventId))
  await setState(api, eventId, 'open')
  t.match((await approve(api, id)).json(), {
    type: '/problems/destruction-not-due',
    because: 'event_not_closed',
  })
  await setState(api, eventId, 'closed')
  t.match((await approve(api, id)).json(), { because: 'retention_running' }, 'closed anew, it is kept anew')
  await api.setNow(minutesAfter(legalEnd, KEPT_DAYS * DAY_MINUTES))
  t.equal((await approve(api, id)).status, 200)
  const hold = { id: uuidv7(), reason: '灾害评估' }
  await leader.post(`/v1/events/${eventId}/register-holds`, hold)
  t.match(await execute(api), [{ kind: 'waits', because: /legal hold/ }])
  await leader.post(`/v1/register-holds/${hold.id}/release`, { reason: '评估结束' })
  await setState(api, eventId, 'open')
  t.match(await execute(api), [{ kind: 'waits', because: /not closed/ }])
  t.equal((await api.rows('select 1 from register_fields')).length, 30, 'nothing was destroyed')
  await setState(api, eventId, 'closed')
  await api.setNow(minutesAfter(legalEnd, 2 * KEPT_DAYS * DAY_MINUTES))
  t.match(await execute(api), [{ kind: 'done' }])
})

t.test(
  'nobody approves their own order, and only those who answer for the city order or approve',
  async (t) => {
    const api = await startApi(t, { environment: ENVIRONMENT })
    const { eventId } = await aClosedEvent(t, api)
    await api.setNow(legalEnd)
    const leader = api.as('duty_leader', CITY)
    const path = `/v1/events/${eventId}/register-destructions`
    const body = { id: uuidv7(), reason }
    const others: [who: string, client: typeof leader, status: number][] = [
      ['officer', api.as('officer', VILLAGE), 403],
      ['reviewer', api.as('reviewer', CITY), 403],
      ['duty officer', api.as('duty_officer', CITY), 403],
      ['auditor', api.as('auditor', CITY), 403],
      ['system', api.as('system', CITY), 403],
      ['leader of the county', await api.hire('duty_leader', COUNTY), 404],
      ['administrator of another county', await api.hire('administrator', OTHER_COUNTY), 404],
    ]
    for (const [who, client, status] of others) {
      t.equal((await client.post(path, body)).status, status, `${who} orders`)
      t.equal(
        (await client.post(`/v1/events/${eventId}/register-holds`, body)).status,
        status,
        `${who} holds`,
      )
    }
    const ordered = await leader.post(path, body)
    const id = idOf(ordered)
    t.equal((await leader.post(path, body)).text, ordered.text, 'an order sent again is the same')
    t.match((await leader.post(path, { ...body, reason: '另有原因' })).json(), {
      type: '/problems/state-conflict',
    })
    t.match((await order(api, eventId)).json(), { type: '/problems/state-conflict', destructionId: id })
    for (const [who, client, status] of others) {
      const answer = await client.post(`/v1/register-destructions/${id}/approval`, {})
      t.equal(answer.status, status, `${who} approves`)
    }
    const own = await leader.post(`/v1/register-destructions/${id}/approval`, {})
    t.match(own.json(), { status: 403, type: '/problems/not-permitted' })
    const [account] = await api.rows<{ ordered_by: string }>('select ordered_by from register_destructions')
    await t.rejects(
      api.rows('update register_destructions set approved_at = judged_now(), approved_by = $1', [
        account?.ordered_by,
      ]),
      { message: /register_destructions_not_approved_by_oneself/ },
      'the database does not let them either',
    )
    const approved = await approve(api, id)
    t.equal((await approve(api, id)).text, approved.text, 'an approval sent again is the same')
    const second = await api.hire('duty_leader', CITY)
    t.match((await second.post(`/v1/register-destructions/${id}/approval`, {})).json(), {
      type: '/problems/state-conflict',
    })
    t.equal((await leader.get(`/v1/register-destructions/${id}/proof`)).status, 409, 'there is no proof yet')
    const auditor = api.as('auditor', CITY)
    t.match((await auditor.get(path)).json(), { items: [{ id, state: 'approved' }] })
    for (const [who, client, status] of others.filter(([who]) => who !== 'auditor')) {
      t.equal((await client.get(`/v1/register-destructions/${id}`)).status, status, `${who} reads`)
    }
  },
)

t.test('an order can be withdrawn or refused with a reason, and another one given', async (t) => {
  const api = await startApi(t, { environment: ENVIRONMENT })
  const { eventId } = await aClosedEvent(t, api)
  await api.setNow(legalEnd)
  const administrator = api.as('administrator', CITY)
  const id = idOf(await order(api, eventId))
  await approve(api, id)
  const path = `/v1/register-destructions/${id}/withdrawal`
  const withdrawn = await administrator.post(path, { reason: '评估尚需使用' })
  t.match(withdrawn.json(), { state: 'withdrawn', withdrawalReason: '评估尚需使用' })
  t.equal((await administrator.post(path, { reason: '评估尚需使用' })).text, withdrawn.text)
  t.equal((await administrator.post(path, { reason: '另有原因' })).status, 409)
  t.equal((await approve(api, id)).status, 409)
  t.same(await execute(api), [])
  const next = idOf(await order(api, eventId))
  await approve(api, next)
  t.match(await execute(api), [{ kind: 'done', destructionId: next }])
  t.equal(
    (await administrator.post(`/v1/register-destructions/${next}/withdrawal`, { reason: '迟了' })).status,
    409,
  )
})

t.test('two processes that carry it out at once do it once', async (t) => {
  const api = await startApi(t, { environment: ENVIRONMENT })
  const { eventId } = await aClosedEvent(t, api)
  await api.setNow(legalEnd)
  await approve(api, idOf(await order(api, eventId)))
  const gate = await api.db.pool.connect()
  await gate.query('begin')
  await lockUpkeep(drizzle({ client: gate }))
  const running = Promise.all([execute(api), execute(api), execute(api)])
  // each of them has read that it is approved, and waits for its turn
  const waiting = `select 1 from pg_locks where locktype = 'advisory' and not granted
    and database = (select oid from pg_database where datname = current_database())`
  while ((await api.rows(waiting)).length < 3) await sleep(20)
  await gate.query('commit')
  gate.release()
  t.equal((await running).flat().length, 1)
  t.equal((await api.rows('select 1 from register_destroyed_rows')).length, 3)
})

t.test('the database lets nothing be destroyed without an approval, nor a proof be changed', async (t) => {
  const api = await startApi(t, { environment: ENVIRONMENT })
  const { eventId, dead } = await aClosedEvent(t, api)
  await api.setNow(legalEnd)
  const id = idOf(await order(api, eventId))
  const mark = `update register_rows set destruction_id = '${id}', region_code = '${TOWNSHIP}' where id = '${dead.id}'`
  await t.rejects(api.rows(mark), { code: '23001' }, 'it is only ordered')
  await approve(api, id)
  await t.rejects(api.rows(mark.replace(TOWNSHIP, COUNTY)), { code: '23001' }, 'to its township alone')
  await t.rejects(api.rows(`delete from register_fields where row_id = '${dead.id}'`), { code: '23001' })
  await execute(api)
  for (const sql of [
    `update register_destructions set proof = 'x'`,
    `update register_destructions set reason = 'x'`,
    'delete from register_destructions',
    `update register_destroyed_rows set hash = repeat('0', 64)`,
    'delete from register_destroyed_rows',
    `update register_rows set destruction_id = null`,
    `insert into register_fields select '${dead.id}', 'name', kid, 'v1.AAAAAAAAAAAAAAAA.AAAA' from register_keys`,
    `update register_keys set destroyed_at = null, sealed_data_key = 'x', sealed_lookup_key = 'x'`,
  ]) {
    await t.rejects(api.rows(sql), { code: '23001' }, sql)
  }
  const row: Row[] = await listed(api.as('officer', TOWNSHIP), 'people', `eventId=${eventId}`)
  t.match(row, [{ isDestroyed: true }])
})
