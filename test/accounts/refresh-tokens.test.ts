import t from 'tap'
import { refreshTokens } from '../../src/accounts/tables.ts'
import { aBureau, CITY, VILLAGE, warmUp } from './bureau.ts'

t.test('each renewal gives another refresh token, and the chain goes on', async (t) => {
  const { as, login, refresh, ask } = await aBureau(t)
  const { refreshToken: first, sessionId } = (await login(as('officer', VILLAGE))).json()
  const second = (await refresh(first)).json()
  t.not(second.refreshToken, first)
  t.equal(second.sessionId, sessionId)
  t.equal((await ask(second.accessToken, 'GET', '/accounts/me')).statusCode, 200)
  t.equal((await refresh(second.refreshToken)).statusCode, 200)
})

t.test(
  'the device that lost the answer repeats its last token within the grace time and gets the same successor',
  async (t) => {
    const { as, login, refresh, later, ask, trail } = await aBureau(t, { REFRESH_GRACE_SECONDS: '120' })
    const { refreshToken } = (await login(as('officer', VILLAGE))).json()
    const { refreshToken: successor } = (await refresh(refreshToken)).json()
    await later(120)
    t.equal((await refresh(refreshToken)).json().refreshToken, successor, 'on the last instant of the grace')
    await later(120.001)
    const reused = await refresh(refreshToken)
    t.equal(reused.statusCode, 401, 'after it the token is stolen goods')
    t.match(reused.json(), { type: '/problems/refresh-refused' })
    t.equal((await refresh(successor)).statusCode, 401, 'and the whole family is revoked')
    t.equal((await trail()).at(-1), 'token.reused')
    t.equal(
      (await ask(refreshToken, 'GET', '/accounts/me')).statusCode,
      401,
      'a refresh token is no access token',
    )
  },
)

t.test('twins of one renewal that cross on the way get the same successor', async (t) => {
  const { as, login, refresh, db } = await aBureau(t)
  const { refreshToken } = (await login(as('officer', VILLAGE))).json()
  await warmUp(db)
  const replies = await Promise.all(Array.from({ length: 8 }, () => refresh(refreshToken)))
  t.equal(new Set(replies.map((reply) => reply.json().refreshToken)).size, 1)
  t.equal((await db.select().from(refreshTokens)).length, 2, 'one successor was made')
})

t.test('a refresh token on another device ends the session, access tokens included', async (t) => {
  const { as, login, refresh, ask } = await aBureau(t)
  const { refreshToken, accessToken } = (await login(as('officer', VILLAGE), 'phone-1')).json()
  t.equal((await ask(accessToken, 'GET', '/accounts/me')).statusCode, 200)
  t.equal((await refresh(refreshToken, 'phone-2')).statusCode, 401)
  t.equal((await refresh(refreshToken, 'phone-1')).statusCode, 401)
  t.equal((await ask(accessToken, 'GET', '/accounts/me')).statusCode, 401)
})

t.test('a refresh token that was made up is refused and harms nobody', async (t) => {
  const { as, login, refresh } = await aBureau(t)
  const { refreshToken } = (await login(as('officer', VILLAGE))).json()
  const [kid, id, mac = ''] = refreshToken.split('.')
  const other = mac.startsWith('A') ? `B${mac.slice(1)}` : `A${mac.slice(1)}`
  for (const forged of [
    'x',
    `${kid}.${id}`,
    `${kid}.${id}.${other}`,
    `AAAAAAAAAAAAAAAA.${id}.${mac}`,
    `${refreshToken}.x`,
  ]) {
    t.match((await refresh(forged)).json(), { type: '/problems/refresh-refused', status: 401 })
  }
  t.equal((await refresh(refreshToken)).statusCode, 200)
})

t.test(
  'a system client logs in with either of its two secrets, and one is revoked without harm to the other',
  async (t) => {
    const { app, as, ask, tokenOf } = await aBureau(t)
    const { clientId, secret: first } = as('system', CITY)
    const grant = (clientSecret?: string, id = clientId) =>
      app.inject({
        method: 'POST',
        url: '/v1/tokens',
        payload: { grantType: 'client_credentials', clientId: id, clientSecret },
      })
    const opened = await grant(first)
    t.equal(opened.statusCode, 200, opened.body)
    t.match(opened.json(), { refreshToken: null, refreshTokenExpiresAt: null, tokenType: 'Bearer' })
    const token = opened.json().accessToken
    const { id, kind, bindings, secrets } = (await ask(token, 'GET', '/accounts/me')).json()
    t.equal(kind, 'system')
    t.match(bindings, [{ role: 'system', regionCode: CITY }])

    const admin = await tokenOf('administrator')
    const added = await ask(admin, 'POST', `/accounts/${id}/client-secrets`)
    t.equal(added.statusCode, 201, added.body)
    const third = await ask(admin, 'POST', `/accounts/${id}/client-secrets`)
    t.match(third.json(), { type: '/problems/two-secrets-live', status: 409 })
    const second = added.json().clientSecret
    const secondToken = (await grant(second)).json().accessToken

    t.equal((await ask(admin, 'DELETE', `/accounts/${id}/client-secrets/${secrets[0].id}`)).statusCode, 204)
    t.match((await grant(first)).json(), { type: '/problems/credentials-refused', status: 401 })
    t.equal((await ask(token, 'GET', '/accounts/me')).statusCode, 401, 'what it opened has ended')
    t.equal((await ask(secondToken, 'GET', '/accounts/me')).statusCode, 200, 'the other goes on')
    t.equal((await grant(second)).statusCode, 200)
    t.equal((await grant(second, 'system-nobody')).statusCode, 401)
    t.equal(
      (await ask(admin, 'POST', `/accounts/${id}/client-secrets`)).statusCode,
      201,
      'there is room again',
    )
  },
)

t.test('the grant says what it needs', async (t) => {
  const { app } = await aBureau(t)
  const ask = (payload: object) => app.inject({ method: 'POST', url: '/v1/tokens', payload })
  for (const payload of [
    {},
    { grantType: 'password' },
    { grantType: 'refresh_token', refreshToken: 'x' },
    { grantType: 'client_credentials', clientId: 'a', clientSecret: 'b', device: 'c' },
  ]) {
    t.match((await ask(payload)).json(), { type: '/problems/invalid-request', status: 400 })
  }
})
