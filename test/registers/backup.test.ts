/** A backup carries the registers as they lie in the database: sealed, and of no use without the sealing key. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { pino } from 'pino'
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { readConfig } from '../../src/config.ts'
import { startService } from '../../src/service.ts'
import { logIn, startApi, TEST_ENVIRONMENT, VILLAGE } from '../api.ts'
import { aFolder, backUp, contentOf, restore } from '../backup/ground.ts'
import { testDb } from '../database.ts'
import {
  ALL_OF_A_HOME,
  ALL_OF_A_PERSON,
  add,
  aHome,
  anOpenEvent,
  aPerson,
  correct,
  listed,
  setState,
} from './ground.ts'

const TABLES = ['rows', 'fields', 'lookups', 'keys', 'accesses', 'holds', 'retentions', 'destructions']

t.test('registers are backed up sealed, restored whole, and opened by the same key alone', async (t) => {
  const api = await startApi(t)
  const village = api.as('officer', VILLAGE)
  const leader = api.as('duty_leader')
  const eventId = await anOpenEvent(api)
  // a correction may have an id that comes before the one that it replaces
  const row = await add(village, 'people', aPerson(eventId, ALL_OF_A_PERSON))
  await correct(village, 'people', row.id, { sex: 'male' }, { id: '00000000-0000-7000-8000-000000000001' })
  await add(village, 'homes', aHome(eventId, ALL_OF_A_HOME))
  await village.post(`/v1/registers/people/${row.id}/disclosures`, { purpose: '核对身份' })
  await leader.post(`/v1/events/${eventId}/register-holds`, { id: uuidv7(), reason: '取证' })
  const gone = await anOpenEvent(api)
  await setState(api, gone, 'closed')
  await api.rows(
    `insert into register_destructions (id, event_id, reason, ordered_at, ordered_by)
     select gen_random_uuid(), $1, '示例', judged_now(), account_id from register_rows limit 1`,
    [gone],
  )
  const before = await listed(village, 'people', `eventId=${eventId}&state=all`)
  const officer = api.accounts.find((one) => one.role === 'officer' && one.regionCode === VILLAGE)
  if (!officer) throw new Error('no officer')
  await api.stop()

  const folder = await aFolder(t)
  const { path } = await backUp(api.db.url, join(folder, 'registers.backup'))
  const text = (await promisify(gunzip)(await readFile(path))).toString()
  t.ok(text.includes(row.id), 'the rows are in it')
  for (const value of Object.values({ ...ALL_OF_A_HOME, ...ALL_OF_A_PERSON })) {
    if (String(value).length > 5 && /[示0-9]/.test(String(value)))
      t.notOk(text.includes(String(value)), 'sealed')
  }

  const target = await testDb(t, { kind: 'empty' })
  await restore(target.url, path)
  const [source, restored] = [await contentOf(api.db.pool), await contentOf(target.pool)]
  for (const name of TABLES.map((table) => `register_${table}`)) {
    t.ok(source[name]?.length, `there was something in ${name}`)
    t.same(restored[name], source[name], name)
  }
  const config = readConfig({ ...TEST_ENVIRONMENT, DATA_DIR: folder })
  const wrong = { ...config, SEALING_KEY: Buffer.alloc(32, 9).toString('base64') }
  await t.rejects(startService(wrong, target.url, pino({ level: 'silent' })), { name: 'ConfigError' })

  const again = await startApi(t, { db: target })
  const restoredVillage = again.withToken(await logIn(again.address, officer))
  t.same(await listed(restoredVillage, 'people', `eventId=${eventId}&state=all`), before)
  const disclosed = await restoredVillage.post(`/v1/registers/people/${row.id}/disclosures`, {
    purpose: '核对身份',
  })
  t.match(disclosed.json(), { fields: { name: ALL_OF_A_PERSON.name, idNumber: ALL_OF_A_PERSON.idNumber } })
  t.equal((await add(restoredVillage, 'people', aPerson(eventId, ALL_OF_A_PERSON))).warnings.length, 1)
  await t.rejects(
    target.pool.query('delete from register_accesses'),
    { code: '23001' },
    'the guards are there too',
  )
})
