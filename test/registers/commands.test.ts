/** The commands as they are typed, on a database that a service uses. */
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import t, { type Test } from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { CITY, startApi, TEST_ENVIRONMENT, VILLAGE } from '../api.ts'
import { testDb } from '../database.ts'
import { ended, startProgram } from '../program.ts'
import { ALL_OF_A_HOME, ALL_OF_A_PERSON, add, aHome, anOpenEvent, aPerson, setState } from './ground.ts'

t.setTimeout(120_000)

/** A service in real time: commands refuse databases of simulated time. */
async function aService(t: Test) {
  const db = await testDb(t, { kind: 'production' })
  const api = await startApi(t, { db, databaseUrl: db.url })
  const dataDir = await mkdtemp(join(tmpdir(), 'fengsui-'))
  t.teardown(() => rm(dataDir, { recursive: true, force: true }))
  const environment = {
    ...{ PATH: process.env.PATH, SEALING_KEY: TEST_ENVIRONMENT.SEALING_KEY, REGISTER_RETENTION_DAYS: '1' },
    ...{ DATABASE_URL: db.url, DATA_DIR: dataDir },
  }
  const start = (args: string[], more = {}) => startProgram('cli', args, { env: { ...environment, ...more } })
  const command = (args: string[], more = {}) => ended(start(args, more))
  return { api, db, dataDir, start, command }
}

t.test('a rotation that is killed leaves everything readable and is finished by the next one', async (t) => {
  const { api, db, start, command } = await aService(t)
  const village = api.as('officer', VILLAGE)
  const eventId = await anOpenEvent(api)
  const row = await add(village, 'people', aPerson(eventId, ALL_OF_A_PERSON))
  for (let i = 0; i < 4; i++) {
    const rows = Array.from({ length: 200 }, () => aHome(eventId, ALL_OF_A_HOME))
    const answer = await village.post('/v1/registers/homes/batches', { rows })
    t.equal(answer.status, 200)
  }
  const child = start(['rotate-register-key'])
  const gone = once(child, 'exit')
  for await (const line of createInterface({ input: child.stderr })) {
    if (!line.endsWith('rows sealed anew')) continue
    child.kill('SIGKILL')
    break
  }
  t.same(await gone, [null, 'SIGKILL'])
  const { rows: keys } = await db.pool.query('select key_id, count(*)::int from register_fields group by 1')
  t.equal(keys.length, 2, 'it was in the middle')
  const purpose = { purpose: '核对身份' }
  const disclosed = await village.post(`/v1/registers/people/${row.id}/disclosures`, purpose)
  t.match(disclosed.json(), { fields: { name: ALL_OF_A_PERSON.name } })
  const list = await village.get(`/v1/registers/homes?eventId=${eventId}&limit=200`)
  t.notOk(list.text.includes('"unreadable":["'), 'everything opens')

  const finished = await command(['rotate-register-key'])
  t.equal(finished.code, 0, finished.err)
  t.match(finished.err, /^going on with a rotation that was not finished\n/)
  t.match(finished.out, /^key [\w-]+ seals the registers: \d+ rows sealed anew, 1 old keys destroyed\n$/)
  const { rows: left } = await db.pool.query('select distinct key_id from register_fields')
  t.equal(left.length, 1)
  t.match((await village.post(`/v1/registers/people/${row.id}/disclosures`, purpose)).json(), {
    fields: { name: ALL_OF_A_PERSON.name },
  })
})

t.test('the commands say what is wrong in a sentence, and change nothing', async (t) => {
  const { api, db, dataDir, command } = await aService(t)
  const village = api.as('officer', VILLAGE)
  await add(village, 'people', aPerson(await anOpenEvent(api), ALL_OF_A_PERSON))
  const before = await db.pool.query('select * from register_fields order by 1, 2')
  const wrongKey = { SEALING_KEY: Buffer.alloc(32, 3).toString('base64') }
  const cases: [args: string[], says: RegExp, more?: object][] = [
    [['rotate-register-key', '--force'], /^usage: npm run cli -- rotate-register-key\n$/],
    [['rotate-register-key'], /^The sealing key of this database is not here\. Set SEALING_KEY/, wrongKey],
    [['rotate-register-key'], /^The sealing key of this database is not here/, { SEALING_KEY: '' }],
    [['destroy-registers'], /^The sealing key of this database is not here/, wrongKey],
    [['destroy-registers', '--approved-by', 'me'], /^usage: npm run cli -- destroy-registers/],
    [['destroy-registers', '--event', 'all'], /^usage: npm run cli -- destroy-registers/],
    [['destroy-registers', '--event', uuidv7()], /^Nothing of the event .* was destroyed\.\n$/],
    [['destroy-registers'], /^There is nothing to destroy: /, { DATABASE_URL: '' }],
  ]
  for (const [args, says, more] of cases) {
    const { code, err } = await command(args, more)
    t.equal(code, 1, args.join(' '))
    t.match(err, says)
  }
  t.same(await readdir(dataDir), [], 'no other sealing key was made')
  const nothing = await command(['destroy-registers'])
  t.same([nothing.code, nothing.out], [0, 'nothing is approved to be destroyed\n'])
  t.same((await db.pool.query('select * from register_fields order by 1, 2')).rows, before.rows)
})

t.test('what two people have agreed on is destroyed by the command, once', async (t) => {
  const { api, db, command } = await aService(t)
  const eventId = await anOpenEvent(api)
  await add(api.as('officer', VILLAGE), 'people', aPerson(eventId, ALL_OF_A_PERSON))
  await setState(api, eventId, 'closed')
  await db.pool.query(`update register_retentions set closed_at = closed_at - interval '400 days'`)
  const id = uuidv7()
  const body = { id, reason: '应急处置已结束' }
  const ordered = await api.as('duty_leader', CITY).post(`/v1/events/${eventId}/register-destructions`, body)
  t.equal(ordered.status, 201, ordered.text)
  await api.as('administrator', CITY).post(`/v1/register-destructions/${id}/approval`, {})
  const done = await command(['destroy-registers', '--event', eventId])
  t.equal(done.code, 0, done.err)
  t.equal(
    done.out,
    `${eventId}: destroyed 12 fields of 1 people's and 0 households' rows, 1 keys; proof at /v1/register-destructions/${id}/proof\n`,
  )
  t.same((await db.pool.query('select 1 from register_fields')).rows, [])
  const proof = await api.as('auditor', CITY).get(`/v1/register-destructions/${id}/proof`)
  t.equal(proof.status, 200)
  t.equal((await command(['destroy-registers'])).out, 'nothing is approved to be destroyed\n')
})
