/** What a sender may rely on: a retry hears the same, nothing is taken twice, a receipt proves what it says. */
import { createHash, createPublicKey, type JsonWebKey, verify } from 'node:crypto'
import canonicalize from 'canonicalize'
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { type Accepted, aReport, COUNTY, NEXT_VILLAGE, startApi, VILLAGE } from '../api.ts'

const api = await startApi(t)
const village = api.as('officer', VILLAGE)

t.test('same key, same body: the same bytes again, and the answer says that it repeats', async (t) => {
  const report = aReport({ narrative: '房屋倒塌 ཁང་པ་ལོག་པ། 🏚️' })
  const first = await village.submit(report)
  const again = await village.submit(report, { 'sent-at': '2026-07-01T12:00:05+08:00' })
  t.same([first.status, again.status], [201, 201])
  t.equal(again.text, first.text)
  t.equal(first.headers.get('idempotency-replayed'), null)
  t.equal(again.headers.get('idempotency-replayed'), 'true')
  t.equal(again.headers.get('location'), first.headers.get('location'))
  const reordered = JSON.stringify(Object.fromEntries(Object.entries(report).reverse()), null, 3)
  const canonical = await village.post('/v1/reports', reordered, { 'idempotency-key': report.id })
  t.equal(canonical.text, first.text, 'order of keys and white space do not make it another body')
  const otherKey = await village.submit(report, { 'idempotency-key': uuidv7() })
  t.equal(otherKey.text, first.text, 'the same report under a new key is the same report')
})

t.test('a key that was used for another body is refused, and the first one stands', async (t) => {
  const report = aReport()
  const first = await village.submit(report)
  const other = await village.submit(
    { ...report, id: uuidv7(), narrative: 'something else' },
    { 'idempotency-key': report.id },
  )
  t.equal(other.status, 422)
  t.match(other.json(), {
    type: '/problems/idempotency-key-reused',
    errors: [{ pointer: 'header:idempotency-key' }],
  })
  t.equal((await village.submit(report)).text, first.text)
})

t.test('an id that another report has is refused, to others without a word of what it holds', async (t) => {
  const report = aReport({ narrative: 'a secret' })
  t.equal((await village.submit(report)).status, 201)
  const other = await village.submit({ ...report, figures: { dead: 9 } }, { 'idempotency-key': uuidv7() })
  t.equal(other.status, 409)
  t.match(other.json(), { type: '/problems/report-id-taken', errors: [{ pointer: '/id' }] })
  const neighbour = await api.hire('officer', NEXT_VILLAGE)
  const theirs = await neighbour.submit(aReport({ ...report, regionCode: NEXT_VILLAGE }))
  t.equal(theirs.status, 409, 'also under the key that the first sender used')
  t.notMatch(theirs.text, /secret|54012220020|eventId|jws/)
})

t.test('keys belong to the account: two may use the same one', async (t) => {
  const neighbour = await api.hire('officer', NEXT_VILLAGE)
  const key = { 'idempotency-key': 'report-1-of-today' }
  const mine = await village.submit(aReport(), key)
  const theirs = await neighbour.submit(aReport({ regionCode: NEXT_VILLAGE }), key)
  t.same([mine.status, theirs.status], [201, 201])
  t.not(mine.json<Accepted>().versionId, theirs.json<Accepted>().versionId)
})

t.test('a retry hears its receipt although the post or the unit has gone meanwhile', async (t) => {
  const officer = await api.hire('officer', NEXT_VILLAGE)
  const report = aReport({ regionCode: NEXT_VILLAGE })
  const first = await officer.submit(report)
  await api.rows(`update nodes set closed_on = '2026-07-01' where region_code = $1`, [NEXT_VILLAGE])
  t.equal((await officer.submit(report)).text, first.text)
  t.match((await officer.submit(aReport({ regionCode: NEXT_VILLAGE }))).json(), {
    type: '/problems/unknown-region',
  })
  await api.rows('update nodes set closed_on = null where region_code = $1', [NEXT_VILLAGE])
})

t.test('an equal report, a hundred times at once through two services, is one version', async (t) => {
  const second = await startApi(t, { db: api.db })
  const token = await village.token()
  const senders = [api.withToken(token), second.withToken(token)]
  const report = aReport({ narrative: 'a storm of retries' })
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, i) => (senders[i % 2] ?? village).submit(report)),
  )
  t.same([...new Set(answers.map(({ status }) => status))], [201])
  t.equal(new Set(answers.map(({ text }) => text)).size, 1, 'one receipt')
  t.equal(
    answers.filter(({ headers }) => headers.get('idempotency-replayed') === null).length,
    1,
    'one first',
  )
  const [count] = await api.rows(
    `select (select count(*) from report_versions where id = $1::uuid)::int as versions,
            (select count(*) from submissions where version_id = $1::uuid)::int as submissions,
            (select count(*) from audit_entries where subject_id = $1::text and action = 'report.submitted')::int as acts`,
    [report.id],
  )
  t.same(count, { versions: 1, submissions: 1, acts: 1 })
})

t.test('many officers of one unit at once: one chain, numbered without a gap', async (t) => {
  const event = { hazard: 'snow', occurredAt: '2026-07-01T11:00:00+08:00' } as const
  const accepted = await Promise.all(Array.from({ length: 24 }, () => village.report(aReport({ event }))))
  t.equal(new Set(accepted.map(({ eventId }) => eventId)).size, 1, 'one event was opened')
  const numbers = accepted.map(({ number }) => number).sort((a, b) => a - b)
  t.same(
    numbers,
    Array.from({ length: 24 }, (_, i) => i + 1),
  )
  const broken = await api.rows(
    `select v.id from report_versions v left join report_versions p on p.id = v.parent_version_id
     where v.event_id = $1 and v.number > 1 and p.number is distinct from v.number - 1`,
    [accepted[0]?.eventId],
  )
  t.same(broken, [], 'each version points at the one before it')
})

t.test('two villages at one moment, through two services: each disaster is one event', async (t) => {
  const second = await startApi(t, { db: api.db })
  const neighbour = second.withToken(await (await api.hire('officer', NEXT_VILLAGE)).token())
  const hazards = ['drought', 'flood', 'hail_and_wind', 'low_temperature', 'sandstorm', 'geological'] as const
  for (const hazard of hazards) {
    const event = { hazard, occurredAt: '2026-07-01T11:00:00+08:00' } as const
    const [one, other] = await Promise.all([
      village.report(aReport({ event })),
      neighbour.report(aReport({ event, regionCode: NEXT_VILLAGE })),
    ])
    t.equal(one.eventId, other.eventId, hazard)
    t.same([one.event.foundBy, other.event.foundBy].sort(), ['match', 'opened'])
  }
})

t.test('one bad report among thirty good ones, sent together, harms none', async (t) => {
  const good = Array.from({ length: 30 }, () => aReport())
  const bad = [
    aReport({ regionCode: COUNTY }),
    aReport({ event: { hazard: 'flood', subhazard: 'landslide', occurredAt: '2026-07-01T11:00:00+08:00' } }),
    aReport({ figures: { injured: 1, seriously_injured: 2 } }),
  ]
  const answers = await Promise.all(
    [...good.slice(0, 15), ...bad, ...good.slice(15)].map((one) => village.submit(one)),
  )
  const statuses = answers.map(({ status }) => status)
  t.same(statuses.filter((status) => status === 201).length, 30)
  t.same(statuses.slice(15, 18), [403, 422, 422])
})

t.test('a receipt is checked offline, with the published key alone', async (t) => {
  const report = aReport({ narrative: 'ལྷ་ས་ 拉萨' })
  const { receipt, eventId } = await village.report(report)
  const jwks = (await api.nobody.get('/v1/jwks')).json<{ keys: (JsonWebKey & { kid: string })[] }>()
  const [header = '', payload = '', signature = ''] = receipt.jws.split('.')
  const { kid, alg } = JSON.parse(Buffer.from(header, 'base64url').toString())
  t.equal(alg, 'EdDSA')
  const jwk = jwks.keys.find((key) => key.kid === kid)
  const key = createPublicKey({ key: { ...jwk }, format: 'jwk' })
  const signed = Buffer.from(`${header}.${payload}`)
  t.ok(verify(null, signed, key, Buffer.from(signature, 'base64url')))
  const hash = createHash('sha256')
    .update(canonicalize(report) ?? '')
    .digest('hex')
  t.match(JSON.parse(Buffer.from(payload, 'base64url').toString()), {
    iss: 'fengsui',
    versionId: report.id,
    eventId,
    regionCode: VILLAGE,
    contentHash: hash,
    receivedAt: '2026-07-01T12:00:00.000+08:00',
  })
  const forged = Buffer.from(payload, 'base64url').toString().replace(VILLAGE, NEXT_VILLAGE)
  const other = Buffer.from(`${header}.${Buffer.from(forged).toString('base64url')}`)
  t.notOk(verify(null, other, key, Buffer.from(signature, 'base64url')))
  const stored = await village.get(`/v1/receipts/${report.id}`)
  t.same(stored.json(), receipt, 'and it is stored as it was issued')
})

t.end()
