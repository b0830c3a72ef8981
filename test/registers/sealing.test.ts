/** What lies in the database: sealed for one row and one field, and opened by the configured key alone. */
import { pino } from 'pino'
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { readConfig } from '../../src/config.ts'
import { UnsealError } from '../../src/keys/sealing.ts'
import {
  digestOf,
  keysForWriting,
  makeGeneration,
  mustOpenRegisters,
  openField,
  sealField,
} from '../../src/registers/generations.ts'
import { startService } from '../../src/service.ts'
import { NOON, startApi, TEST_ENVIRONMENT, VILLAGE } from '../api.ts'
import { testDb } from '../database.ts'
import { ALL_OF_A_PERSON, add, anOpenEvent, aPerson, correct, type Row } from './ground.ts'

const KEY = Buffer.alloc(32, 1)

t.test('a field opens for its row, its name and its key, and for no other', async (t) => {
  const db = await testDb(t)
  const one = await makeGeneration(db, KEY, NOON)
  const place = { rowId: uuidv7(), field: 'name' }
  const sealed = sealField(one, place, '示例甲')
  t.equal(openField(one, place, sealed), '示例甲')
  t.equal(openField(one, { ...place, field: 'age' }, sealField(one, { ...place, field: 'age' }, 40)), 40)
  const wrong = [
    () => openField(one, { ...place, rowId: uuidv7() }, sealed),
    () => openField(one, { ...place, field: 'recipientName' }, sealed),
    () => openField({ ...one, kid: 'another' }, place, sealed),
    () => openField({ ...one, dataKey: KEY }, place, sealed),
    () => openField(one, place, `${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}`),
    () => openField(one, place, sealed.replace('v1', 'v2')),
  ]
  for (const open of wrong) t.throws(open, UnsealError)
})

t.test('a ciphertext does not tell how long a name is, nor that two are the same', async (t) => {
  const db = await testDb(t)
  const one = await makeGeneration(db, KEY, NOON)
  const place = { rowId: uuidv7(), field: 'name' }
  const lengths = ['示', '示例', '示例甲某', '7', '70'].map((name) => sealField(one, place, name).length)
  t.equal(new Set(lengths).size, 1)
  t.not(sealField(one, place, '示例甲'), sealField(one, place, '示例甲'))
})

t.test('a hash of an id number is another one in another event, register and generation', async (t) => {
  const db = await testDb(t)
  const one = await makeGeneration(db, KEY, NOON)
  const [event, other] = [uuidv7(), uuidv7()]
  const hash = digestOf(one, 'people', event, '540122190001010008')
  t.equal(digestOf(one, 'people', event, '540122190001010008'), hash)
  const others = [
    digestOf(one, 'people', event, '540122190001010016'),
    digestOf(one, 'people', other, '540122190001010008'),
    digestOf(one, 'homes', event, '540122190001010008'),
    digestOf({ ...one, lookupKey: one.dataKey }, 'people', event, '540122190001010008'),
  ]
  t.equal(new Set([hash, ...others]).size, 5)
})

t.test('writers that come together agree on one generation', async (t) => {
  const db = await testDb(t)
  const made = await Promise.all(
    Array.from({ length: 8 }, () => db.transaction((tx) => keysForWriting(tx, KEY, NOON))),
  )
  t.equal(new Set(made.map(({ current }) => current.kid)).size, 1)
  const { rows } = await db.pool.query('select sealed_data_key, sealed_lookup_key from register_keys')
  t.equal(rows.length, 1)
  const [{ current } = { current: null }] = made
  for (const secret of [current?.dataKey, current?.lookupKey]) {
    for (const encoding of ['hex', 'base64', 'base64url'] as const) {
      t.notOk(
        JSON.stringify(rows).includes(secret?.toString(encoding) ?? 'none'),
        'no key lies there as it is',
      )
    }
  }
  t.not(rows[0]?.sealed_data_key, rows[0]?.sealed_lookup_key)
  await db.pool.query(
    'update register_keys set retired_at = created_at, destroyed_at = created_at, sealed_data_key = null, sealed_lookup_key = null',
  )
  const next = await db.transaction((tx) => keysForWriting(tx, KEY, NOON))
  t.equal(next.live.length, 1, 'after the last one is destroyed, the next writer makes a new one')
})

t.test('another sealing key stops the start with a sentence that says what to do', async (t) => {
  const api = await startApi(t)
  await add(api.as('officer', VILLAGE), 'people', aPerson(await anOpenEvent(api), ALL_OF_A_PERSON))
  const wrong = Buffer.alloc(32, 2)
  await t.rejects(mustOpenRegisters(api.db, wrong), {
    name: 'ConfigError',
    message: /^The sealing key is not the one that sealed the keys of the registers.* Set SEALING_KEY/,
  })
  // whoever replaces the signing keys as well does not get past it either
  await api.stop()
  await api.db.pool.query('delete from signing_keys')
  const config = readConfig({
    ...TEST_ENVIRONMENT,
    DATA_DIR: api.dataDir,
    SEALING_KEY: wrong.toString('base64'),
  })
  await t.rejects(startService(config, api.db.url, pino({ level: 'silent' })), { name: 'ConfigError' })
  const before = (await api.rows('select sealed from register_fields')).length
  t.equal(before, 12, 'nothing was touched')
})

t.test('whoever swaps ciphertexts between rows, fields or keys shows nobody as somebody else', async (t) => {
  const api = await startApi(t)
  const village = api.as('officer', VILLAGE)
  const eventId = await anOpenEvent(api)
  const one = await add(
    village,
    'people',
    aPerson(eventId, { name: '示例甲', idNumber: '540122190001010008' }),
  )
  const other = await add(village, 'people', aPerson(eventId, { name: '张三丰例', age: 7 }))
  // the guard lets nobody do this; whoever owns the database can take the guard away
  await api.rows('alter table register_fields disable trigger user')
  const name = `(select sealed from register_fields where row_id = '${other.id}' and field = 'name')`
  await api.rows(`update register_fields set sealed = ${name} where row_id = $1 and field = 'name'`, [one.id])
  await api.rows(
    `insert into register_fields select row_id, 'recipientName', key_id, sealed from register_fields where row_id = $1 and field = 'name'`,
    [other.id],
  )
  await api.rows('alter table register_fields enable trigger user')

  const read = (await village.get(`/v1/registers/people/${one.id}`)).json<Row>()
  t.match(read, { unreadable: ['name'], fields: { name: null, idNumber: '5401********0008' } })
  const moved = (await village.get(`/v1/registers/people/${other.id}`)).json<Row>()
  t.match(moved, { unreadable: ['recipientName'], fields: { name: '张**', age: 7, recipientName: null } })
  const list = await village.get(`/v1/registers/people?eventId=${eventId}`)
  t.equal(list.json<{ items: Row[] }>().items.length, 2, 'the list goes on')
  const disclosed = await village.post(`/v1/registers/people/${one.id}/disclosures`, { purpose: '核对身份' })
  t.match(disclosed.json(), { unreadable: ['name'], fields: { idNumber: '540122190001010008' } })
  t.notOk(disclosed.text.includes('张三丰例'))
  t.notOk('name' in disclosed.json<{ fields: object }>().fields)

  const body = { id: uuidv7(), reasonCode: 'clerical', reason: '恢复', changes: { sex: 'male' } }
  const lost = await village.post(`/v1/registers/people/${one.id}/corrections`, body)
  t.match(lost.json(), { status: 409, type: '/problems/state-conflict', fields: ['name'] })
  const mended = await correct(village, 'people', one.id, { name: '示例甲' })
  t.match(mended, { unreadable: [], fields: { name: '示**', idNumber: '5401********0008' } })
})
