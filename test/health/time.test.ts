import { verify } from 'node:crypto'
import t from 'tap'
import { testDb } from '../database.ts'
import { lhasa } from '../engine/builders.ts'
import { PAIR, served } from './served.ts'

function claimsOf(jws: string) {
  const [header = '', payload = '', signature = ''] = jws.split('.')
  const holds = verify(
    null,
    Buffer.from(`${header}.${payload}`),
    PAIR.publicKey,
    Buffer.from(signature, 'base64url'),
  )
  return { holds, claims: JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) }
}

t.test('the time is signed, and the signature proves that it is not an old one', async (t) => {
  const { app } = await served(t, await lhasa(t))
  const reply = await app.inject('/v1/time?nonce=k3JxQ9s7')
  t.equal(reply.statusCode, 200)
  t.equal(reply.headers['cache-control'], 'no-store')
  const { jws, ...said } = reply.json()
  t.same(said, { now: '2026-07-01T12:00:00.000+08:00', isSimulated: true })
  const { holds, claims } = claimsOf(jws)
  t.ok(holds)
  t.same(claims, { iss: 'fengsui', sub: 'time', ...said, nonce: 'k3JxQ9s7' })
})

t.test('in production it is the time of day', async (t) => {
  const { app } = await served(t, await testDb(t, { kind: 'production' }))
  const before = Date.now()
  const { now, isSimulated } = (await app.inject('/v1/time')).json()
  t.equal(isSimulated, false)
  t.ok(Math.abs(Date.parse(now) - before) < 2_000)
})

t.test('a nonce that is none is refused with its pointer', async (t) => {
  const { app } = await served(t, await lhasa(t))
  for (const [query, pointer] of [
    ['nonce=', 'query:nonce'],
    ['nonce=%00', 'query:nonce'],
    [`nonce=${'a'.repeat(65)}`, 'query:nonce'],
    ['other=1', 'query:other'],
  ] as const) {
    const reply = await app.inject(`/v1/time?${query}`)
    t.equal(reply.statusCode, 400, query)
    t.match(reply.json(), { type: '/problems/invalid-request', errors: [{ pointer }] })
  }
})
