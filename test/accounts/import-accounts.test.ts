import t from 'tap'
import { accounts } from '../../src/accounts/tables.ts'
import { aBureau, CITY, COUNTY, OTHER_COUNTY, TOWNSHIP, VILLAGE } from './bureau.ts'

const HEADER = 'login,displayName,role,regionCode,sectionCode,departmentCode,post,language,phone'
const file = (...rows: string[]) => `\uFEFF${[HEADER, ...rows].join('\r\n')}\r\n`

t.test('officers come in from a file, and each logs in with the password shown once', async (t) => {
  const { ask, tokenOf, login } = await aBureau(t)
  const admin = await tokenOf('administrator')
  const csv = file(
    `village-1,测试员甲,officer,${VILLAGE},,,A,bo,0891-0000001`,
    `village-2,"测试员, 乙",officer,${VILLAGE},,,B,,`,
    `clerk-1,,section_clerk,${CITY},DZDZ,,,zh,`,
    `liaison-1,,department_liaison,${CITY},,QXJ,,en,`,
  )
  const imported = await ask(admin, 'POST', '/accounts/imports', csv)
  t.equal(imported.statusCode, 201, imported.body)
  const { accounts: made } = imported.json()
  t.same(
    made.map((row: { login: string }) => row.login),
    ['village-1', 'village-2', 'clerk-1', 'liaison-1'],
  )
  const { account } = (await login({ account: 'village-2', password: made[1].password })).json()
  t.match(account, {
    displayName: '测试员, 乙',
    post: 'B',
    language: 'zh',
    phone: null,
    bindings: [{ role: 'officer' }],
  })

  const json = await ask(admin, 'POST', '/accounts/imports', {
    csv: file(`village-3,,officer,${VILLAGE},,,,,`),
  })
  t.equal(json.statusCode, 201, json.body)
})

t.test(
  'one wrong row and nothing is imported; every fault of every row is told with its place',
  async (t) => {
    const { ask, tokenOf, db } = await aBureau(t)
    const admin = await tokenOf('administrator')
    const before = (await db.select().from(accounts)).length
    const refusals = async (csv: string) => {
      const reply = await ask(admin, 'POST', '/accounts/imports', csv)
      t.equal(reply.statusCode, 422, reply.body)
      t.match(reply.json(), { type: '/problems/import-refused' })
      return reply
        .json()
        .errors.map((error: { pointer: string; code: string }) => `${error.pointer} ${error.code}`)
    }
    const good = `good-1,,officer,${VILLAGE},,,,,`
    t.same(
      await refusals(
        file(
          good,
          `B@d,,officer,${VILLAGE},,,C,fr,call me`,
          `bad-2,,king,${VILLAGE},,,,,`,
          `bad-3,,officer,12345,,,,,`,
          `bad-4,,section_clerk,${CITY},,,,,`,
          `bad-5,,system,${CITY},,,,,`,
          'good-1,,officer,540122200202,,,,,',
        ),
      ),
      [
        '/rows/1/login invalid_format',
        '/rows/1/phone invalid_format',
        '/rows/1/language invalid_value',
        '/rows/1/post invalid_value',
        '/rows/2/role invalid_value',
        '/rows/3/regionCode invalid_format',
        '/rows/4/sectionCode custom',
        '/rows/5/role custom',
        '/rows/6/login login_repeated',
      ],
    )
    t.same(
      await refusals(
        file(good, `officer-${VILLAGE},,officer,540122999999,,,,,`, `bad-2,,section_clerk,${CITY},NOPE,,,,`),
      ),
      [
        '/rows/1/login login_taken',
        '/rows/1/regionCode unknown_region',
        '/rows/2/sectionCode unknown_section',
      ],
    )
    t.same(await refusals('login,name\na,b\n'), ['/rows wrong_header'])
    t.same(await refusals(`${HEADER}\n`), ['/rows wrong_length'])
    t.same(await refusals(file(`${good},one,too,many`)), ['/rows not_csv'])
    t.same(
      await refusals(
        `${HEADER}\n${Array.from({ length: 1_001 }, (_, i) => `many-${i},,officer,${VILLAGE},,,,,`).join('\n')}`,
      ),
      ['/rows wrong_length'],
    )
    t.equal((await db.select().from(accounts)).length, before)
  },
)

t.test('an administrator imports into the own jurisdiction alone, and nobody else imports', async (t) => {
  const { ask, tokenOf, login } = await aBureau(t)
  const city = await tokenOf('administrator')
  const bindings = [{ role: 'administrator', regionCode: COUNTY }]
  const { password } = (await ask(city, 'POST', '/accounts', { login: 'county-admin', bindings })).json()
  const county = (await login({ account: 'county-admin', password })).json().accessToken
  const csv = file(
    `a-1,,officer,${TOWNSHIP},,,,,`,
    `a-2,,officer,${OTHER_COUNTY},,,,,`,
    `a-3,,reviewer,${CITY},,,,,`,
  )
  const reply = await ask(county, 'POST', '/accounts/imports', csv)
  t.same(
    reply.json().errors.map((error: { pointer: string; code: string }) => `${error.pointer} ${error.code}`),
    ['/rows/1/regionCode outside_jurisdiction', '/rows/2/regionCode outside_jurisdiction'],
  )
  t.equal((await ask(await tokenOf('duty_leader'), 'POST', '/accounts/imports', csv)).statusCode, 403)
})

t.test('a file in GBK is refused: every name in it would be lost', async (t) => {
  const { app, tokenOf } = await aBureau(t)
  const authorization = `Bearer ${await tokenOf('administrator')}`
  const [before = '', after = ''] = file(`village-9,测试员,officer,${VILLAGE},,,A,zh,`).split('测试员')
  const gbk = Buffer.from([0xb2, 0xe2, 0xca, 0xd4, 0xd4, 0xb1])
  const answer = await app.inject({
    method: 'POST',
    url: '/v1/accounts/imports',
    headers: { authorization, 'content-type': 'text/csv' },
    payload: Buffer.concat([Buffer.from(before), gbk, Buffer.from(after)]),
  })
  t.equal(answer.statusCode, 422, answer.body)
  t.match(answer.json(), { errors: [{ pointer: '/rows', code: 'not_utf8' }] })
})
