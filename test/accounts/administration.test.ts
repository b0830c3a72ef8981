import t, { type Test } from 'tap'
import { accounts } from '../../src/accounts/tables.ts'
import { auditEntries } from '../../src/audit/tables.ts'
import { aBureau, CITY, COUNTY, NOON, OTHER_COUNTY, TOWNSHIP, VILLAGE } from './bureau.ts'

/** A bureau with an administrator of the city and one of a county. */
async function administered(t: Test) {
  const bureau = await aBureau(t)
  const city = await bureau.tokenOf('administrator')
  const create = (token: string, login: string, ...bindings: object[]) =>
    bureau.ask(token, 'POST', '/accounts', { login, bindings })
  const made = await create(city, 'county-admin', { role: 'administrator', regionCode: COUNTY })
  const { account, password } = made.json()
  const county = (await bureau.login({ account: account.login, password })).json().accessToken as string
  return { ...bureau, city, county, countyAdminId: account.id as string, create }
}

t.test('an administrator creates accounts in the jurisdiction, and the password works', async (t) => {
  const { ask, login, city, db } = await administered(t)
  const made = await ask(city, 'POST', '/accounts', {
    login: 'clerk-1',
    displayName: '测试科员',
    phone: '0891-0000000',
    language: 'bo',
    post: 'B',
    bindings: [{ role: 'section_clerk', regionCode: CITY, sectionCode: 'DZDZ' }],
  })
  t.equal(made.statusCode, 201, made.body)
  t.equal(made.headers['cache-control'], 'no-store')
  const { account, password, clientSecret } = made.json()
  t.match(password, /^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/)
  t.equal(clientSecret, null)
  t.match(account, {
    language: 'bo',
    post: 'B',
    bindings: [{ sectionCode: 'DZDZ', since: '2026-07-01T12:00:00.000+08:00' }],
  })
  t.equal((await login({ account: 'clerk-1', password })).statusCode, 201)
  const [entry] = (await db.select().from(auditEntries)).filter((row) => row.subjectId === account.id)
  t.match(entry, { action: 'account.created', regionCode: CITY })
  const said = JSON.stringify(await db.select().from(auditEntries))
  for (const secret of [password, '0891-0000000', '测试科员'])
    t.notOk(said.includes(secret), 'the trail holds no such thing')
})

t.test('accounts that cannot be are refused, with the reason', async (t) => {
  const { ask, city } = await administered(t)
  const officer = { role: 'officer', regionCode: VILLAGE }
  const rows: [object, number, string, string?][] = [
    [{ login: 'county-admin', bindings: [officer] }, 409, 'login-taken', '/login'],
    [{ login: 'a b', bindings: [officer] }, 400, 'invalid-request', '/login'],
    [{ login: 'new-1', bindings: [] }, 400, 'invalid-request', '/bindings'],
    [{ login: 'new-1', bindings: [officer], phone: 'call me' }, 400, 'invalid-request', '/phone'],
    [
      { login: 'new-1', bindings: [{ role: 'officer', regionCode: '540122999000' }] },
      422,
      'unknown-region',
      '/bindings/0/regionCode',
    ],
    [
      { login: 'new-1', bindings: [{ role: 'section_clerk', regionCode: CITY }] },
      400,
      'invalid-request',
      '/bindings/0/sectionCode',
    ],
    [
      { login: 'new-1', bindings: [{ ...officer, sectionCode: 'DZDZ' }] },
      400,
      'invalid-request',
      '/bindings/0/sectionCode',
    ],
    [
      { login: 'new-1', bindings: [{ role: 'section_clerk', regionCode: CITY, sectionCode: 'NOPE' }] },
      422,
      'unknown-recipient',
      '/bindings/0/sectionCode',
    ],
    [
      {
        login: 'new-1',
        bindings: [{ role: 'department_liaison', regionCode: CITY, departmentCode: 'NOPE' }],
      },
      422,
      'unknown-recipient',
      '/bindings/0/departmentCode',
    ],
    [
      { login: 'new-1', bindings: [officer, { role: 'system', regionCode: CITY }] },
      400,
      'invalid-request',
      '/bindings',
    ],
    [{ login: 'new-1', bindings: [officer], isAdmin: true }, 400, 'invalid-request', '/isAdmin'],
  ]
  for (const [body, status, slug, pointer] of rows) {
    const reply = await ask(city, 'POST', '/accounts', body)
    t.equal(reply.statusCode, status, reply.body)
    t.equal(reply.json().type, `/problems/${slug}`)
    if (pointer) t.equal(reply.json().errors[0].pointer, pointer)
  }
})

t.test(
  'nobody manages accounts outside their jurisdiction, or gives a role above their own unit',
  async (t) => {
    const { ask, county, city, create, countyAdminId, tokenOf, cast } = await administered(t)
    const statusOf = async (asked: ReturnType<typeof ask>) => {
      const reply = await asked
      return `${reply.statusCode} ${reply.statusCode < 400 ? '' : reply.json().type}`
    }
    const outside = '403 /problems/outside-jurisdiction'
    t.equal(await statusOf(create(county, 'new-1', { role: 'officer', regionCode: OTHER_COUNTY })), outside)
    t.equal(await statusOf(create(county, 'new-1', { role: 'officer', regionCode: CITY })), outside)
    t.equal(
      await statusOf(
        create(
          county,
          'new-1',
          { role: 'officer', regionCode: VILLAGE },
          { role: 'officer', regionCode: CITY },
        ),
      ),
      outside,
    )
    t.equal(await statusOf(create(county, 'new-1', { role: 'administrator', regionCode: TOWNSHIP })), '201 ')

    const shared = (
      await create(
        city,
        'shared',
        { role: 'officer', regionCode: VILLAGE },
        { role: 'officer', regionCode: OTHER_COUNTY },
      )
    ).json().account
    const foreign = (await create(city, 'foreign', { role: 'officer', regionCode: OTHER_COUNTY })).json()
      .account
    t.equal(
      await statusOf(ask(county, 'GET', `/accounts/${shared.id}`)),
      '200 ',
      'who is bound here is seen here',
    )
    t.equal(
      await statusOf(ask(county, 'POST', `/accounts/${shared.id}/password-reset`)),
      outside,
      'a reset would take over the other county',
    )
    t.equal(await statusOf(ask(county, 'PATCH', `/accounts/${shared.id}`, { language: 'bo' })), outside)
    t.equal(
      await statusOf(ask(county, 'DELETE', `/accounts/${shared.id}/bindings/${shared.bindings[1].id}`)),
      outside,
    )
    t.equal(
      await statusOf(ask(county, 'DELETE', `/accounts/${shared.id}/bindings/${shared.bindings[0].id}`)),
      '204 ',
    )
    const hidden = '404 /problems/not-found'
    t.equal(await statusOf(ask(county, 'GET', `/accounts/${foreign.id}`)), hidden)
    t.equal(
      await statusOf(ask(county, 'POST', `/accounts/${foreign.id}/deactivation`, { reason: 'x' })),
      hidden,
    )
    t.equal(
      await statusOf(ask(county, 'POST', '/keys/rotations', { purpose: 'receipt' })),
      outside,
      'keys belong to the topmost unit',
    )

    const promotion = { role: 'duty_officer', regionCode: COUNTY }
    t.equal(
      await statusOf(ask(county, 'POST', `/accounts/${countyAdminId}/bindings`, promotion)),
      '403 /problems/not-permitted',
      'nobody promotes themselves',
    )
    t.equal(
      await statusOf(ask(county, 'POST', `/accounts/${countyAdminId}/deactivation`, { reason: 'x' })),
      '409 /problems/state-conflict',
    )

    const listed = async (token: string) =>
      (await ask(token, 'GET', '/accounts?limit=200'))
        .json()
        .items.map((item: { login: string }) => item.login)
    t.equal((await listed(city)).length, cast.length + 4)
    const here = await listed(county)
    t.ok(here.includes('shared') && !here.includes('foreign') && !here.includes(`auditor-${CITY}`))

    const duty = await tokenOf('duty_leader')
    for (const url of ['/accounts', `/accounts/${shared.id}`]) {
      t.equal(await statusOf(ask(duty, 'GET', url)), '403 /problems/not-permitted')
    }
    t.equal(
      await statusOf(create(duty, 'new-2', { role: 'officer', regionCode: VILLAGE })),
      '403 /problems/not-permitted',
    )
  },
)

t.test('accounts are listed page after page, each once', async (t) => {
  const { ask, city, db } = await administered(t)
  const seen: string[] = []
  let after = ''
  for (let page = 0; page < 10 && (page === 0 || after); page++) {
    const { items, next } = (await ask(city, 'GET', `/accounts?limit=5${after && `&after=${after}`}`)).json()
    seen.push(...items.map((item: { id: string }) => item.id))
    after = next ?? ''
  }
  t.equal(seen.length, (await db.select().from(accounts)).length)
  t.equal(new Set(seen).size, seen.length)
  t.equal((await ask(city, 'GET', '/accounts?after=nonsense')).statusCode, 400)
})

t.test('a person is transferred: the old role ends, the new one begins, the account stays', async (t) => {
  const { ask, city, login, as, later } = await administered(t)
  const { accessToken, account } = (await login(as('officer', TOWNSHIP))).json()
  await later(60)
  const moved = await ask(city, 'POST', `/accounts/${account.id}/bindings`, {
    role: 'officer',
    regionCode: OTHER_COUNTY,
  })
  t.equal(moved.statusCode, 201, moved.body)
  const twice = await ask(city, 'POST', `/accounts/${account.id}/bindings`, {
    role: 'officer',
    regionCode: OTHER_COUNTY,
  })
  t.equal(twice.statusCode, 409)
  const url = `/accounts/${account.id}/bindings/${account.bindings[0].id}`
  t.equal((await ask(city, 'DELETE', url)).statusCode, 204)
  t.equal((await ask(city, 'DELETE', url)).statusCode, 204, 'ending it twice changes nothing')
  const { bindings } = (await ask(accessToken, 'GET', '/accounts/me')).json()
  t.match(bindings, [
    { regionCode: TOWNSHIP, until: '2026-07-01T12:01:00.000+08:00' },
    { regionCode: OTHER_COUNTY, until: null },
  ])
})

t.test('a password is reset: the new one works, the old one and every device are out', async (t) => {
  const { ask, city, login, as, refresh } = await administered(t)
  const officer = as('officer', VILLAGE)
  const { accessToken, refreshToken, account } = (await login(officer)).json()
  const reset = await ask(city, 'POST', `/accounts/${account.id}/password-reset`)
  t.equal(reset.statusCode, 201, reset.body)
  t.equal((await login(officer)).statusCode, 401)
  t.equal((await ask(accessToken, 'GET', '/accounts/me')).statusCode, 401)
  t.equal((await refresh(refreshToken)).statusCode, 401)
  t.equal((await login({ account: officer.account, password: reset.json().password })).statusCode, 201)
})

t.test('who leaves is out for good, and what they were is still known', async (t) => {
  const { ask, city, login, as, app, db } = await administered(t)
  const officer = as('officer', VILLAGE)
  const { account } = (await login(officer)).json()
  const left = await ask(city, 'POST', `/accounts/${account.id}/deactivation`, { reason: '调离' })
  t.match(left.json(), {
    disabledReason: '调离',
    disabledAt: '2026-07-01T12:00:00.000+08:00',
    bindings: [{ until: '2026-07-01T12:00:00.000+08:00' }],
  })
  t.equal((await login(officer)).statusCode, 401)
  for (const act of ['password-reset', 'client-secrets']) {
    t.equal((await ask(city, 'POST', `/accounts/${account.id}/${act}`)).statusCode, 409)
  }
  const again = await ask(city, 'POST', `/accounts/${account.id}/bindings`, {
    role: 'officer',
    regionCode: VILLAGE,
  })
  t.equal(again.statusCode, 409)

  const system = as('system')
  const listed = (await ask(city, 'GET', '/accounts?limit=200')).json().items
  const { id } = listed.find((item: { login: string }) => item.login === system.clientId)
  await ask(city, 'POST', `/accounts/${id}/deactivation`, { reason: 'replaced' })
  const payload = { grantType: 'client_credentials', clientId: system.clientId, clientSecret: system.secret }
  t.equal((await app.inject({ method: 'POST', url: '/v1/tokens', payload })).statusCode, 401)
  t.match(
    (await db.select().from(accounts)).find((row) => row.id === id),
    { disabledAt: NOON },
  )
})

t.test('what describes an account is changed, and the trail names the fields alone', async (t) => {
  const { ask, city, login, as, db } = await administered(t)
  const { account } = (await login(as('officer', VILLAGE))).json()
  const changed = await ask(city, 'PATCH', `/accounts/${account.id}`, {
    phone: '0891-1111111',
    language: 'bo',
  })
  t.match(changed.json(), { phone: '0891-1111111', language: 'bo', login: account.login })
  t.match((await ask(city, 'PATCH', `/accounts/${account.id}`, { phone: null })).json(), {
    phone: null,
    language: 'bo',
  })
  t.equal((await ask(city, 'PATCH', `/accounts/${account.id}`, { login: 'other' })).statusCode, 400)
  const entries = (await db.select().from(auditEntries)).filter((row) => row.action === 'account.updated')
  t.same(
    entries.map((row) => row.detail),
    [{ fields: ['phone', 'language'] }, { fields: ['phone'] }],
  )
})
