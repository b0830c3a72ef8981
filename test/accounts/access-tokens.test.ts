import { createHmac, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import t from 'tap'
import { setSimulatedNow } from '../../src/clock.ts'
import { openKeyRing } from '../../src/keys/key-ring.ts'
import { aBureau, NOON, SEALING_KEY, serve, VILLAGE } from './bureau.ts'

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const decode = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString())

t.test(
  'an access token names account and session, and anybody can verify it with the published keys',
  async (t) => {
    const { app, as, login } = await aBureau(t)
    const { accessToken, accessTokenExpiresAt, sessionId, account } = (
      await login(as('officer', VILLAGE))
    ).json()
    const [header, payload, signature] = accessToken.split('.')
    t.match(decode(header), { alg: 'EdDSA', typ: 'JWT' })
    const claims = decode(payload)
    t.same(Object.keys(claims).sort(), ['exp', 'iat', 'iss', 'sid', 'sub'])
    t.match(claims, { iss: 'fengsui', sub: account.id, sid: sessionId })
    t.equal(claims.exp - claims.iat, 900)
    t.equal(new Date(accessTokenExpiresAt).getTime(), claims.exp * 1_000)

    const jwks = await app.inject('/v1/jwks')
    t.equal(jwks.statusCode, 200)
    const { keys } = jwks.json()
    t.same(keys.map((key: { purpose: string }) => key.purpose).sort(), ['access_token', 'receipt'])
    t.notOk(jwks.body.includes('"d"'), 'no private half')
    const jwk = keys.find((key: { kid: string }) => key.kid === decode(header).kid)
    const key = createPublicKey({ key: jwk, format: 'jwk' })
    t.ok(verify(null, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url')))
  },
)

t.test('a token that is missing, forged, altered, unsigned or past its time is refused', async (t) => {
  const { app, ring, as, login } = await aBureau(t)
  const { accessToken } = (await login(as('officer', VILLAGE))).json()
  const [header = '', payload = '', signature = ''] = accessToken.split('.')
  const { kid, publicPem } = ring.signing('access_token')
  const claims = decode(payload)
  const signed = (head: object, body: object, key = ring.signing('access_token').privateKey) => {
    const input = `${encode(head)}.${encode(body)}`
    return `${input}.${sign(null, Buffer.from(input), key).toString('base64url')}`
  }
  const hmacInput = `${encode({ alg: 'HS256', typ: 'JWT', kid })}.${payload}`
  const stranger = generateKeyPairSync('ed25519').privateKey
  const own = { alg: 'EdDSA', typ: 'JWT', kid }
  const { exp: _exp, ...endless } = claims
  const rows: [string, string | undefined][] = [
    ['no header', undefined],
    ['no bearer', accessToken],
    ['another scheme', `Basic ${accessToken}`],
    ['nothing after it', 'Bearer '],
    ['two tokens', `Bearer ${accessToken} ${accessToken}`],
    ['not a token', 'Bearer abc'],
    ['three empty parts', 'Bearer ..'],
    ['parts that are not JSON', 'Bearer YWJj.YWJj.YWJj'],
    ['JSON that is no object', `Bearer ${Buffer.from('7').toString('base64url')}.${payload}.${signature}`],
    ['alg none', `Bearer ${encode({ alg: 'none', typ: 'JWT', kid })}.${payload}.`],
    [
      'alg none with a signature',
      `Bearer ${encode({ alg: 'none', typ: 'JWT', kid })}.${payload}.${signature}`,
    ],
    ['no signature', `Bearer ${header}.${payload}.`],
    [
      'the public key as a shared secret',
      `Bearer ${hmacInput}.${createHmac('sha256', publicPem).update(hmacInput).digest('base64url')}`,
    ],
    ['no kid', `Bearer ${signed({ alg: 'EdDSA', typ: 'JWT' }, claims)}`],
    ['a kid that is no text', `Bearer ${signed({ ...own, kid: 7 }, claims)}`],
    ['an unknown kid', `Bearer ${signed({ ...own, kid: 'AAAAAAAAAAAAAAAA' }, claims)}`],
    ['the key of a stranger under our kid', `Bearer ${signed(own, claims, stranger)}`],
    [
      'the key of receipts',
      `Bearer ${signed({ ...own, kid: ring.signing('receipt').kid }, claims, ring.signing('receipt').privateKey)}`,
    ],
    [
      'other claims under the old signature',
      `Bearer ${header}.${encode({ ...claims, sub: claims.sid })}.${signature}`,
    ],
    ['another issuer', `Bearer ${signed(own, { ...claims, iss: 'somebody' })}`],
    ['no end', `Bearer ${signed(own, endless)}`],
    ['past its time', `Bearer ${signed(own, { ...claims, iat: claims.iat - 1_000, exp: claims.iat - 1 })}`],
    ['a critical header we do not know', `Bearer ${signed({ ...own, crit: ['exp2'], exp2: 1 }, claims)}`],
  ]
  for (const [what, authorization] of rows) {
    const reply = await app.inject({
      url: '/v1/accounts/me',
      headers: authorization ? { authorization } : {},
    })
    t.equal(reply.statusCode, 401, `${what}: ${reply.body}`)
    t.match(reply.json(), { type: '/problems/unauthenticated', status: 401 })
    t.match(reply.headers['www-authenticate'], /^Bearer realm="fengsui"/)
    t.equal(reply.headers['content-type'], 'application/problem+json; charset=utf-8')
  }
  const good = await app.inject({
    url: '/v1/accounts/me',
    headers: { authorization: `Bearer ${signed(own, claims)}` },
  })
  t.equal(good.statusCode, 200, 'the same by the right key is accepted')
})

t.test('a path that does not exist needs no token to say so', async (t) => {
  const { app } = await aBureau(t)
  t.equal((await app.inject('/v1/nothing-here')).statusCode, 404)
})

t.test(
  'closing an account, ending a role and a transfer count at once, whatever the token says',
  async (t) => {
    const { ask, login, tokenOf, as } = await aBureau(t)
    const admin = await tokenOf('administrator')
    const { accessToken, account } = (await login(as('auditor'))).json()
    const allowed = async () => (await ask(accessToken, 'GET', '/accounts')).statusCode
    const me = async () => (await ask(accessToken, 'GET', '/accounts/me')).json()
    t.equal(await allowed(), 403)
    const given = await ask(admin, 'POST', `/accounts/${account.id}/bindings`, {
      role: 'administrator',
      regionCode: '540122000000',
    })
    t.equal(given.statusCode, 201, given.body)
    t.equal(await allowed(), 200, 'a role given counts from the next request on')
    t.equal(
      (await ask(admin, 'DELETE', `/accounts/${account.id}/bindings/${given.json().id}`)).statusCode,
      204,
    )
    t.equal(await allowed(), 403, 'a role ended does too')
    t.equal((await me()).bindings.length, 2)
    t.equal(
      (await ask(admin, 'POST', `/accounts/${account.id}/deactivation`, { reason: 'left' })).statusCode,
      200,
    )
    t.equal(await allowed(), 401, 'and a closed account is out')
  },
)

t.test(
  'a rotated key: new tokens carry the new kid, old ones hold until they end, other processes follow',
  async (t) => {
    const bureau = await aBureau(t, { ACCESS_TOKEN_SECONDS: '60' })
    const { deps, app, ring, ask, tokenOf, trail, db } = bureau
    const otherRing = await openKeyRing(deps, SEALING_KEY)
    t.teardown(() => otherRing.close())
    const other = await serve(t, deps, otherRing)
    const admin = await tokenOf('administrator')
    const before = decode(admin.split('.')[0]).kid

    t.equal(
      (await ask(await tokenOf('duty_leader'), 'POST', '/keys/rotations', { purpose: 'access_token' }))
        .statusCode,
      403,
    )
    const rotated = await ask(admin, 'POST', '/keys/rotations', { purpose: 'access_token' })
    t.equal(rotated.statusCode, 201, rotated.body)
    const { kid } = rotated.json()
    t.not(kid, before)
    t.equal((await trail()).at(-1), 'key.rotated')

    const fresh = await tokenOf('administrator')
    t.equal(decode(fresh.split('.')[0]).kid, kid)
    const headers = { authorization: `Bearer ${fresh}` }
    t.equal(
      (await other.inject({ url: '/v1/accounts/me', headers })).statusCode,
      200,
      'another process finds the new key',
    )
    t.equal((await ask(admin, 'GET', '/accounts/me')).statusCode, 200, 'the old token holds')
    const kids = async () => (await app.inject('/v1/jwks')).json().keys.map((key: { kid: string }) => key.kid)
    t.ok((await kids()).includes(before), 'and can be verified by others')

    await ring.rotate('receipt', null)
    t.equal((await kids()).length, 4, 'receipt keys stay published')
    await setSimulatedNow(db, new Date(NOON.getTime() + 121_000))
    await ring.reload()
    t.notOk((await kids()).includes(before), 'the old key is gone when its tokens are')
    t.equal((await kids()).length, 3)
    t.equal(
      (await ask(admin, 'GET', '/accounts/me')).statusCode,
      401,
      'what it signed is refused, verified before or not',
    )
  },
)

t.test('rotating the key of refresh tokens logs nobody out', async (t) => {
  const { as, login, ring, refresh } = await aBureau(t)
  const { refreshToken } = (await login(as('officer', VILLAGE))).json()
  await ring.rotate('refresh_token', null)
  const renewed = await refresh(refreshToken)
  t.equal(renewed.statusCode, 200)
  t.equal(renewed.json().refreshToken.split('.')[0], ring.signing('refresh_token').kid)
})
