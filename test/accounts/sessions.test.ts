import t from 'tap'
import { sessions } from '../../src/accounts/tables.ts'
import { aBureau, NOON, VILLAGE, warmUp } from './bureau.ts'

t.test('an officer logs in, is told who they are, and logs out', async (t) => {
  const { as, login, ask, trail } = await aBureau(t)
  const opened = await login(as('officer', VILLAGE))
  t.equal(opened.statusCode, 201, opened.body)
  t.equal(opened.headers['cache-control'], 'no-store')
  const { accessToken, sessionId, account, refreshTokenExpiresAt } = opened.json()
  t.match(account, {
    login: `officer-${VILLAGE}`,
    bindings: [{ role: 'officer', regionCode: VILLAGE, until: null }],
  })
  t.notOk('passwordHash' in account)
  t.equal(refreshTokenExpiresAt, '2026-07-31T12:00:00.000+08:00')

  const me = await ask(accessToken, 'GET', '/accounts/me')
  t.equal(me.json().id, account.id)
  t.match((await ask(accessToken, 'GET', '/sessions')).json(), {
    items: [{ id: sessionId, isCurrent: true }],
    next: null,
  })

  t.equal((await ask(accessToken, 'DELETE', `/sessions/${sessionId}`)).statusCode, 204)
  const after = await ask(accessToken, 'GET', '/accounts/me')
  t.equal(after.statusCode, 401, 'the token was verified before and is refused at once')
  t.match(after.json(), { type: '/problems/unauthenticated' })
  t.match(after.headers['www-authenticate'], 'Bearer')
  t.same((await trail()).slice(-2), ['session.opened', 'session.revoked'])
})

t.test('a wrong password and a login nobody has are answered alike and locked alike', async (t) => {
  const { as, login, later, trail } = await aBureau(t, {
    LOGIN_FAILURES_ALLOWED: '3',
    LOGIN_LOCK_SECONDS: '60',
  })
  const officer = as('officer', VILLAGE)
  for (const account of [officer.account, 'nobody-at-all']) {
    for (let i = 0; i < 3; i++) {
      const refused = await login({ account, password: 'not-the-password' })
      t.equal(refused.statusCode, 401)
      t.match(refused.json(), {
        type: '/problems/credentials-refused',
        detail: 'The login or the password is not right.',
      })
    }
    const locked = await login({ account, password: officer.password })
    t.equal(locked.statusCode, 429, `${account} is locked, even for the right password`)
    t.match(locked.json(), { type: '/problems/login-throttled' })
    t.equal(locked.headers['retry-after'], '60')
  }
  await later(59)
  t.equal((await login(officer)).headers['retry-after'], '1')
  await later(60)
  t.equal((await login(officer)).statusCode, 201, 'the lock ends')
  t.equal(
    (await login({ account: officer.account, password: 'wrong' })).statusCode,
    401,
    'and the count begins anew',
  )
  t.equal((await login(officer)).statusCode, 201)
  t.ok((await trail()).includes('session.refused'))
})

t.test('of guesses made side by side no more are answered than are allowed', async (t) => {
  const { as, login, db } = await aBureau(t, { LOGIN_FAILURES_ALLOWED: '2' })
  const { account } = as('officer', VILLAGE)
  await warmUp(db)
  const guesses = await Promise.all(
    Array.from({ length: 9 }, (_, i) => login({ account, password: `guess-${i}` })),
  )
  t.equal(guesses.filter((reply) => reply.statusCode === 401).length, 2)
  t.equal(guesses.filter((reply) => reply.statusCode === 429).length, 7)
  t.equal((await login(as('officer', VILLAGE))).statusCode, 429)
})

t.test('many phones may log in to one account at the same time', async (t) => {
  const { as, login } = await aBureau(t)
  const replies = await Promise.all(
    Array.from({ length: 12 }, (_, i) => login(as('officer', VILLAGE), `phone-${i}`)),
  )
  t.ok(replies.every((reply) => reply.statusCode === 201))
})

t.test('a session lasts as long as its device is in touch, and no longer', async (t) => {
  const { as, login, ask, refresh, later, db } = await aBureau(t, { REFRESH_TOKEN_DAYS: '2' })
  const { accessToken, refreshToken } = (await login(as('officer', VILLAGE))).json()
  await later(86_400)
  const renewed = await refresh(refreshToken)
  t.equal(renewed.statusCode, 200, renewed.body)
  const [session] = await db.select().from(sessions)
  t.same(session?.expiresAt, new Date(NOON.getTime() + 3 * 86_400_000), 'being in touch prolongs it')
  await later(3 * 86_400)
  t.equal((await ask(accessToken, 'GET', '/accounts/me')).statusCode, 401, 'the session has ended')
  t.equal((await refresh(renewed.json().refreshToken)).statusCode, 401)
})

t.test('a lost device is cut off by an administrator of the jurisdiction, and by nobody else', async (t) => {
  const { as, login, ask, tokenOf } = await aBureau(t)
  const lost = (await login(as('officer', VILLAGE), 'lost')).json()
  const kept = (await login(as('officer', VILLAGE), 'kept')).json()
  const stranger = await tokenOf('duty_officer')
  t.equal((await ask(stranger, 'DELETE', `/sessions/${lost.sessionId}`)).statusCode, 403)
  t.equal(
    (await ask(await tokenOf('administrator'), 'DELETE', `/sessions/${lost.sessionId}`)).statusCode,
    204,
  )
  t.equal((await ask(lost.accessToken, 'GET', '/accounts/me')).statusCode, 401)
  t.equal((await ask(kept.accessToken, 'GET', '/accounts/me')).statusCode, 200, 'the other device goes on')
})

t.test('a login without its fields is refused with pointers', async (t) => {
  const { app } = await aBureau(t)
  const reply = await app.inject({ method: 'POST', url: '/v1/sessions', payload: { login: 'a', phone: 1 } })
  t.equal(reply.statusCode, 400)
  const pointers = reply.json().errors.map((error: { pointer: string }) => error.pointer)
  t.same(pointers.sort(), ['/device', '/password', '/phone'])
})
