import { sign, verify } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import { setSimulatedNow } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import { openKeyRing } from '../../src/keys/key-ring.ts'
import { rotateKey } from '../../src/keys/rotate-key.ts'
import { signingKeys } from '../../src/keys/tables.ts'
import { testDb } from '../database.ts'

const NOON = new Date('2026-07-01T04:00:00.000Z')
const KEY = Buffer.alloc(32, 1)

async function aService(t: Test) {
  const db = await testDb(t)
  await setSimulatedNow(db, NOON)
  const deps = { db, config: readConfig({}), log: pino({ level: 'silent' }) }
  const open = async (key = KEY) => {
    const ring = await openKeyRing(deps, key)
    t.teardown(() => ring.close())
    return ring
  }
  return { db, deps, open }
}

t.test('processes that start together agree on one key for each purpose', async (t) => {
  const { db, open } = await aService(t)
  await Promise.all(Array.from({ length: 10 }, () => db.execute(sql`select pg_sleep(0.05)`)))
  const rings = await Promise.all([1, 2, 3, 4].map(() => open()))
  t.equal((await db.select().from(signingKeys)).length, 3)
  for (const purpose of ['access_token', 'receipt', 'refresh_token'] as const) {
    t.equal(new Set(rings.map((ring) => ring.signing(purpose).kid)).size, 1)
  }
  const [one, other] = rings
  const text = Buffer.from('a receipt')
  const signature = sign(null, text, one?.signing('receipt').privateKey ?? '')
  const { kid } = one?.signing('receipt') ?? { kid: '' }
  const key = await other?.verifying('receipt', kid)
  t.ok(key && verify(null, text, key.publicKey, signature), 'what one signs the other verifies')
})

t.test('nothing in the database gives a key away', async (t) => {
  const { db, open } = await aService(t)
  const ring = await open()
  const stored = JSON.stringify(await db.select().from(signingKeys))
  t.notOk(stored.includes('"d"'))
  const { secret } = ring.signing('refresh_token')
  const pkcs8 = ring.signing('receipt').privateKey.export({ type: 'pkcs8', format: 'der' })
  for (const bytes of [secret, pkcs8]) {
    for (const encoding of ['base64', 'base64url', 'hex'] as const)
      t.notOk(stored.includes(bytes.toString(encoding)))
  }
})

t.test('a key is found only for the purpose it was made for', async (t) => {
  const { open } = await aService(t)
  const ring = await open()
  const { kid } = ring.signing('receipt')
  t.equal((await ring.verifying('receipt', kid))?.kid, kid)
  t.equal(await ring.verifying('access_token', kid), null)
  t.equal(await ring.verifying('refresh_token', kid), null)
})

t.test('a row moved to another purpose does not open', async (t) => {
  const { db, open } = await aService(t)
  await open()
  await db.update(signingKeys).set({ retiredAt: NOON })
  await db.update(signingKeys).set({ purpose: 'receipt' })
  await t.rejects(open(), /sealing key/)
})

t.test('another sealing key stops the start with a sentence that says what to do', async (t) => {
  const { db, open } = await aService(t)
  await open()
  const before = await db.select().from(signingKeys)
  await t.rejects(open(Buffer.alloc(32, 2)), {
    message:
      'The sealing key is not the one that sealed the signing keys of this database. Set SEALING_KEY to that key, or put its file back as DATA_DIR/sealing-key.',
  })
  t.same(await db.select().from(signingKeys), before, 'nothing was touched')
})

t.test('a key rotated by another process is found when its kid is seen', async (t) => {
  const { deps, open } = await aService(t)
  const ring = await open()
  const { kid } = await rotateKey(deps, KEY, 'receipt', null)
  t.equal((await ring.verifying('receipt', kid))?.kid, kid)
  t.equal(ring.signing('receipt').kid, kid, 'and signs here too')
})

t.test('made-up kids cost one read a second at most, and a new key is found all the same', async (t) => {
  const { deps, db, open } = await aService(t)
  const ring = await open()
  const counted = db.$client.query.bind(db.$client)
  let reads = 0
  t.intercept(db.$client, 'query', {
    value: (...parameters: Parameters<typeof counted>) => {
      reads += 1
      return counted(...parameters)
    },
  })
  const found = await Promise.all(
    Array.from({ length: 200 }, (_, i) => ring.verifying('access_token', `unknown-${i}`)),
  )
  t.ok(found.every((key) => key === null))
  t.equal(reads, 1)
  const { kid } = await rotateKey(deps, KEY, 'access_token', null)
  t.equal((await ring.verifying('access_token', kid))?.kid, kid)
})

t.test('a retired key of access tokens ends with its tokens; retired receipt keys never do', async (t) => {
  const { db, open } = await aService(t)
  const ring = await open()
  const old = { access: ring.signing('access_token').kid, receipt: ring.signing('receipt').kid }
  await ring.rotate('access_token', null)
  await ring.rotate('receipt', null)
  const published = () => ring.published().map(({ kid }) => kid)
  // 900 s of life, and a minute for processes that have not yet read the keys again
  for (const [seconds, isVerifiable] of [
    [0, true],
    [959, true],
    [960, false],
    [9_999_999, false],
  ] as const) {
    await setSimulatedNow(db, new Date(NOON.getTime() + seconds * 1_000))
    await ring.reload()
    t.equal((await ring.verifying('access_token', old.access)) !== null, isVerifiable, `after ${seconds} s`)
    t.equal(published().includes(old.access), isVerifiable)
    t.ok(await ring.verifying('receipt', old.receipt))
    t.ok(published().includes(old.receipt))
  }
})
