/** Requests that cannot be read, or that nobody should send. */
import { connect } from 'node:net'
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { aReport, type ProblemBody, startApi, VILLAGE } from '../api.ts'
import { countRows } from './rows.ts'

const api = await startApi(t, { environment: { RUN: 'api' } })
const village = api.as('officer', VILLAGE)
await village.token()

const text = () => JSON.stringify(aReport())
/** The report as text, its narrative replaced by raw JSON text. */
const narrative = (raw: string) => text().replace(/}$/, `,"narrative":${raw}}`)

type Case = [says: string, body: string, status: number, slug: string, code?: string, pointer?: string]

const CASES: readonly Case[] = [
  ['an empty body', '', 400, 'malformed-json', 'empty_body', ''],
  ['only white space', ' \n ', 400, 'malformed-json', 'empty_body', ''],
  ['half an object', text().slice(0, -1), 400, 'malformed-json', 'not_json', ''],
  ['two objects', `${text()}{}`, 400, 'malformed-json', 'not_json', ''],
  ['a comment', `${text()} // sent twice`, 400, 'malformed-json', 'not_json', ''],
  ['NaN', text().replace('"injured":1', '"injured":NaN'), 400, 'malformed-json', 'not_json', ''],
  [
    'a key twice',
    text().replace('{', '{"stage":"verified",'),
    400,
    'malformed-json',
    'duplicate_key',
    '/stage',
  ],
  [
    'a key twice, one of them escaped',
    text().replace('{', '{"st\\u0061ge":"verified",'),
    400,
    'malformed-json',
    'duplicate_key',
    '/stage',
  ],
  [
    '__proto__',
    text().replace('{', '{"__proto__":{"stage":"verified"},'),
    400,
    'malformed-json',
    'forbidden_key',
    '/__proto__',
  ],
  ['a NUL', narrative('"a\\u0000b"'), 400, 'malformed-json', 'nul_character', '/narrative'],
  ['half a surrogate pair', narrative('"\\ud83c"'), 400, 'malformed-json', 'lone_surrogate', '/narrative'],
  [
    'a surrogate pair the wrong way round',
    narrative('"\\udf00\\ud83c"'),
    400,
    'malformed-json',
    'lone_surrogate',
    '/narrative',
  ],
  [
    'thirty thousand brackets',
    `${'['.repeat(30_000)}${']'.repeat(30_000)}`,
    400,
    'malformed-json',
    'too_deep',
  ],
  ['objects nested forty deep', `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`, 400, 'malformed-json', 'too_deep'],
  [
    'a string of 250 kB',
    narrative(`"${'x'.repeat(250_000)}"`),
    400,
    'invalid-request',
    'too_big',
    '/narrative',
  ],
  [
    'a string of 250 kB of backslashes',
    narrative(`"${'\\\\'.repeat(120_000)}"`),
    400,
    'invalid-request',
    'too_big',
    '/narrative',
  ],
  [
    'forty thousand unknown fields',
    `{${Array.from({ length: 20_000 }, (_, i) => `"k${i}":1`).join(',')}}`,
    400,
    'invalid-request',
    'unknown_field',
  ],
  ['300 kB', narrative(`"${'x'.repeat(300_000)}"`), 413, 'body-too-large'],
  ['10 MB', narrative(`"${'x'.repeat(10_000_000)}"`), 413, 'body-too-large'],
]

for (const [says, body, status, slug, code, pointer] of CASES) {
  t.test(`a body of ${says}`, async (t) => {
    const before = await countRows(api)
    const answer = await village.post('/v1/reports', body, { 'idempotency-key': uuidv7() })
    t.equal(answer.status, status)
    t.match(answer.headers.get('content-type'), /^application\/problem\+json/)
    const problem = answer.json<ProblemBody>()
    t.match(problem, { type: `/problems/${slug}`, status })
    if (code)
      t.equal(
        problem.errors?.some((error) => error.code === code),
        true,
        JSON.stringify(problem).slice(0, 300),
      )
    if (pointer !== undefined)
      t.ok(
        problem.errors?.some((error) => error.pointer === pointer),
        JSON.stringify(problem).slice(0, 300),
      )
    t.same(await countRows(api), before)
  })
}

t.test('bytes that are not UTF-8', async (t) => {
  const body = Buffer.from(narrative('"x"').replace('"x"', '"\u00ff"'), 'latin1')
  const answer = await send(body, { 'idempotency-key': uuidv7() })
  t.match(answer, { status: 400, body: { type: '/problems/malformed-json', errors: [{ code: 'not_utf8' }] } })
})

t.test('other media types', async (t) => {
  for (const type of [
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'x',
  ]) {
    const answer = await village.post('/v1/reports', text(), {
      'content-type': type,
      'idempotency-key': uuidv7(),
    })
    t.match(answer.json(), { type: '/problems/unsupported-media-type', status: 415 }, type)
  }
  const typed = await village.post('/v1/reports', text(), {
    'content-type': 'application/json; charset=utf-8',
    'idempotency-key': uuidv7(),
  })
  t.equal(typed.status, 201)
})

t.test('an Idempotency-Key that is missing, too short, too long, or not printable', async (t) => {
  const before = await countRows(api)
  t.match((await village.post('/v1/reports', aReport())).json(), {
    type: '/problems/idempotency-key-missing',
    status: 400,
    errors: [{ pointer: 'header:idempotency-key', code: 'missing' }],
  })
  for (const key of [
    '1234567',
    'x'.repeat(129),
    'with a space',
    'über-schlüssel',
    `${uuidv7()}, ${uuidv7()}`,
  ]) {
    const answer = await village.post('/v1/reports', aReport(), { 'idempotency-key': key })
    t.match(
      answer.json(),
      { type: '/problems/invalid-request', status: 400, errors: [{ pointer: 'header:idempotency-key' }] },
      key,
    )
  }
  const at = await village.submit(aReport(), { 'sent-at': 'yesterday' })
  t.match(at.json(), { type: '/problems/invalid-request', errors: [{ pointer: 'header:sent-at' }] })
  t.same(await countRows(api), before)
})

t.test('no token, a broken one, one that was signed by somebody else, one that has ended', async (t) => {
  const before = await countRows(api)
  const token = await village.token()
  const [header = '', payload = '', signature = ''] = token.split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const none = encode({ alg: 'none', typ: 'JWT' })
  const tokens = {
    'no token': null,
    'no JWT': 'abc',
    'other claims': `${header}.${encode({ ...claims, sub: uuidv7() })}.${signature}`,
    'no algorithm': `${none}.${payload}.`,
    'another signature': `${header}.${payload}.${Buffer.alloc(64, 1).toString('base64url')}`,
    'an unknown key': `${encode({ alg: 'EdDSA', typ: 'JWT', kid: 'x' })}.${payload}.${signature}`,
    'ten kilobytes': 'x'.repeat(10_000),
  }
  for (const [says, bad] of Object.entries(tokens)) {
    const answer = await api.withToken(bad).submit(aReport())
    t.match(answer.json(), { type: '/problems/unauthenticated', status: 401 }, says)
    t.match(answer.headers.get('www-authenticate'), /^Bearer/, says)
  }
  const officer = await api.hire('officer', VILLAGE)
  t.equal((await officer.submit(aReport())).status, 201)
  const counted = await countRows(api)
  await api.rows(
    `update sessions set revoked_at = now(), revoked_reason = 'logged_out' where account_id = (select account_id from report_versions order by id desc limit 1)`,
  )
  t.match(
    (await officer.submit(aReport())).json(),
    { type: '/problems/unauthenticated', status: 401 },
    'a session that was ended',
  )
  t.same(await countRows(api), counted)
  t.equal(counted.report_versions, (before.report_versions ?? 0) + 1)
})

t.test('ids and cursors that are none', async (t) => {
  for (const path of [
    '/v1/reports/x',
    '/v1/receipts/x',
    '/v1/reports?limit=0',
    '/v1/reports?limit=x',
    '/v1/reports?offset=1',
    '/v1/reports?after=x',
    '/v1/held-reports?after=WyJ4Il0',
    '/v1/reports?eventId=1',
  ]) {
    const answer = await village.get(path)
    t.match(
      answer.json(),
      { type: '/problems/invalid-request', status: 400, errors: [{ pointer: /^(query|path):/ }] },
      path,
    )
  }
  for (const path of [
    `/v1/reports/${uuidv7()}`,
    `/v1/receipts/${uuidv7()}`,
    '/v1/nothing',
    '/v1/reports/%00',
    '/v1/reports/%zz',
    `/v1/reports/${'x'.repeat(300)}`,
  ]) {
    const answer = await village.get(path)
    t.match(answer.headers.get('content-type'), /^application\/problem\+json/)
    t.ok([400, 404].includes(answer.status), `${path.slice(0, 40)} ${answer.status}`)
  }
})

t.test('headers that are hostile end in a 4xx, not in a fault', async (t) => {
  const hostile: Record<string, string>[] = [
    { 'idempotency-key': `a'; drop table submissions; --` },
    { 'idempotency-key': uuidv7(), 'x-forwarded-for': `1'; drop table events` },
    { 'idempotency-key': uuidv7(), accept: '../../etc/passwd', 'accept-language': 'x'.repeat(4_000) },
    { 'idempotency-key': uuidv7(), 'x-large': 'x'.repeat(20_000) },
  ]
  for (const headers of hostile) {
    const answer = await village.post('/v1/reports', aReport(), headers)
    t.ok(answer.status < 500, `${answer.status}`)
  }
  const raw = await rawRequest(
    'POST /v1/reports HTTP/1.1\r\nHost: x\r\nIdempotency-Key: a\rSet-Cookie: b\r\nContent-Length: 0\r\n\r\n',
  )
  t.match(raw, /^HTTP\/1\.1 400/)
  t.notMatch(raw, /Set-Cookie/i)
})

t.end()

async function send(body: Buffer, headers: Record<string, string>) {
  const authorization = `Bearer ${await village.token()}`
  const response = await fetch(`${api.address}/v1/reports`, {
    method: 'POST',
    body: new Uint8Array(body),
    headers: { 'content-type': 'application/json', authorization, ...headers },
  })
  return { status: response.status, body: await response.json() }
}

function rawRequest(request: string): Promise<string> {
  const { hostname, port } = new URL(api.address)
  return new Promise((resolve, reject) => {
    let reply = ''
    const socket = connect(Number(port), hostname, () => socket.write(request))
    socket.on('data', (data) => {
      reply += data
    })
    socket.on('close', () => resolve(reply))
    socket.on('error', reject)
    socket.setTimeout(2_000, () => socket.end())
  })
}

t.test('a compressed body is refused with a sentence, not unfolded', async (t) => {
  const answer = await village.post('/v1/reports', JSON.stringify(aReport()), {
    'idempotency-key': 'compressed-body-1',
    'content-encoding': 'gzip',
  })
  t.match(answer.json(), {
    type: '/problems/unsupported-media-type',
    status: 415,
    errors: [{ pointer: 'header:content-encoding', code: 'encoded_body' }],
  })
})
