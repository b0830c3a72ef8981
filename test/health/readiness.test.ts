import { sql } from 'drizzle-orm'
import t from 'tap'
import { openDatabase } from '../../src/db/client.ts'
import { startEngine } from '../../src/engine/loop.ts'
import { testDb } from '../database.ts'
import { depsOf, lhasa, until } from '../engine/builders.ts'
import { OPERATOR_TOKEN, served } from './served.ts'

const STRANGER = { remoteAddress: '203.0.113.7' }

t.test('a process is alive whatever the database does', async (t) => {
  const db = openDatabase({ url: 'postgres://nobody:x@127.0.0.1:1/none', poolSize: 1, onIdleError: () => {} })
  t.teardown(() => db.$client.end())
  const { app } = await served(t, db)
  t.match((await app.inject('/livez')).json(), { status: 'alive' })
  const reply = await app.inject('/readyz')
  t.equal(reply.statusCode, 503)
  t.match(reply.json(), {
    status: 'not_ready',
    checks: [{ name: 'database', isOk: false, detail: 'cannot be reached' }],
  })
})

t.test('a stopped engine is noticed when it has been silent for longer than allowed', async (t) => {
  const db = await testDb(t, { kind: 'production' })
  const { app } = await served(t, db)
  t.match((await app.inject('/readyz')).json(), {
    status: 'not_ready',
    checks: [
      { name: 'database', isOk: true },
      { name: 'migrations', isOk: true },
      { detail: 'has never run' },
    ],
  })

  const engine = startEngine(depsOf(db), [])
  await until(async () => (await app.inject('/readyz')).statusCode === 200)
  await engine.stop()

  // as if time had passed: the default allows a minute, three or four of the engine's longest sleeps
  const silentFor = (seconds: number) =>
    db.execute(
      sql`update engine_steps set last_finished_at = clock_timestamp() - ${seconds} * interval '1 second'`,
    )
  const fresh = await served(t, db)
  await silentFor(58)
  t.equal((await fresh.app.inject('/readyz')).statusCode, 200)
  await silentFor(61)
  await until(async () => (await fresh.app.inject('/readyz')).statusCode === 503, 3_000)
  t.match((await fresh.app.inject('/readyz')).json(), {
    status: 'not_ready',
    checks: [
      { isOk: true },
      { isOk: true },
      { name: 'engine', isOk: false, detail: /^last heard of 6[1-4] s ago$/ },
    ],
  })
})

t.test('a stopped engine is noticed within the time that is allowed, by the real clock', async (t) => {
  const db = await testDb(t, { kind: 'production' })
  const limits = { ENGINE_STALE_MS: '1500', ENGINE_INTERVAL_MS: '300' }
  const { app } = await served(t, db, limits)
  const engine = startEngine(depsOf(db, limits), [])
  await until(async () => (await app.inject('/readyz')).statusCode === 200)
  await new Promise((resolve) => setTimeout(resolve, 2_500))
  t.equal((await app.inject('/readyz')).statusCode, 200, 'an idle engine still counts as alive')
  await engine.stop()
  const stoppedMs = performance.now()
  await until(async () => (await app.inject('/readyz')).statusCode === 503)
  t.ok(performance.now() - stoppedMs < 1_500 + 300 + 1_200, 'silence, one interval and one held answer later')
})

t.test('an engine is not missed where rounds are run by hand', async (t) => {
  const { app } = await served(t, await lhasa(t), { expectsEngine: false })
  t.equal((await app.inject('/readyz')).statusCode, 200)
})

t.test('simulated time is shown to everybody', async (t) => {
  const { app } = await served(t, await lhasa(t), { expectsEngine: false })
  t.match((await app.inject({ url: '/readyz', ...STRANGER })).json(), {
    status: 'ready',
    simulatedNow: '2026-07-01T12:00:00.000+08:00',
  })
  const real = await served(t, await testDb(t, { kind: 'production' }))
  t.match((await real.app.inject({ url: '/readyz', ...STRANGER })).json(), { simulatedNow: null })
})

t.test('a database behind the program, or without tables, is not ready', async (t) => {
  const db = await testDb(t, { kind: 'production' })
  await db.execute(sql`delete from drizzle.__drizzle_migrations
    where created_at = (select max(created_at) from drizzle.__drizzle_migrations)`)
  const behind = await served(t, db)
  t.match((await behind.app.inject('/readyz')).json().checks[1], {
    name: 'migrations',
    isOk: false,
    detail: /is not applied: run migrate$/,
  })
  const empty = await served(t, await testDb(t, { kind: 'empty' }))
  const reply = await empty.app.inject('/readyz')
  t.equal(reply.statusCode, 503)
  t.match(reply.json(), { checks: [{ name: 'migrations', isOk: false, detail: /^the database is empty/ }] })
})

t.test('a database that is ahead of the program is ready: the other half of a rolling release', async (t) => {
  const db = await lhasa(t)
  await db.execute(
    sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 99999999999999)`,
  )
  const { app } = await served(t, db, { expectsEngine: false })
  t.equal((await app.inject('/readyz')).statusCode, 200)
})

t.test('details are for the operator', async (t) => {
  const db = await lhasa(t)
  const loopback = { remoteAddress: '127.0.0.1' }
  const token = { authorization: `Bearer ${OPERATOR_TOKEN}` }
  const proxied = { 'x-forwarded-for': '198.51.100.9' }
  const rows = [
    ['on this machine', undefined, loopback, {}, true],
    ['on this machine, over IPv6', undefined, { remoteAddress: '::1' }, {}, true],
    ['elsewhere', undefined, STRANGER, {}, false],
    ['elsewhere with the token', undefined, STRANGER, token, true],
    [
      'elsewhere with another token',
      undefined,
      STRANGER,
      { authorization: `Bearer ${OPERATOR_TOKEN}2` },
      false,
    ],
    ['here with another token', undefined, loopback, { authorization: 'Bearer x' }, false],
    ['forwarded by a proxy that nobody trusts', undefined, loopback, proxied, false],
    ['elsewhere, claiming to be here', undefined, STRANGER, { 'x-forwarded-for': '127.0.0.1' }, false],
    ['forwarded from elsewhere by the trusted proxy', '127.0.0.1', loopback, proxied, false],
    [
      'forwarded from elsewhere, claiming to be here',
      '127.0.0.1',
      loopback,
      { 'x-forwarded-for': '127.0.0.1, 198.51.100.9' },
      false,
    ],
    ['on this machine, past the trusted proxy', '127.0.0.1', loopback, {}, true],
  ] as const
  for (const [name, TRUST_PROXY, from, headers, isShown] of rows) {
    const { app } = await served(t, db, { expectsEngine: false, TRUST_PROXY })
    const body = (await app.inject({ url: '/readyz', ...from, headers })).json()
    t.equal('checks' in body && 'engine' in body, isShown, name)
    const metrics = await app.inject({ url: '/metrics', ...from, headers })
    t.equal(metrics.statusCode, isShown ? 200 : 401, `metrics: ${name}`)
  }
})

t.test('many questions at once cost the database one answer', async (t) => {
  const db = await lhasa(t, 2)
  const { app } = await served(t, db, { expectsEngine: false })
  let queries = 0
  const query = db.$client.query.bind(db.$client)
  db.$client.query = ((...given: Parameters<typeof query>) => {
    queries += 1
    return query(...given)
  }) as typeof query
  await Promise.all(Array.from({ length: 50 }, () => app.inject('/readyz')))
  t.ok(queries > 0 && queries <= 3, `${queries} queries`)
})
