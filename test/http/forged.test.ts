/** What nobody who follows the document would send: cursors made by hand, ids in capitals, thousands of faults. */
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { aReport, CITY, COUNTY, OTHER_COUNTY, type ProblemBody, startApi, VILLAGE } from '../api.ts'

const api = await startApi(t, { environment: { RUN: 'api' } })
const desk = api.as('duty_officer', CITY)
const auditor = api.as('auditor', CITY)
const village = api.as('officer', VILLAGE)
const said = await village.report(aReport())

const ID = uuidv7()
const AT = '2026-07-01T04:00:00.000Z'
/** As instants: PostgreSQL has no year 0, and reads no more than a hundred digits or so. */
const INSTANTS = ['0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z', `2026-07-01T04:00:00.${'1'.repeat(200)}Z`]
/** As integers: just beyond what a column holds. */
const INTEGERS = [2_147_483_648, -2_147_483_649, Number.MAX_SAFE_INTEGER]

const cursor = (position: unknown) => Buffer.from(JSON.stringify(position)).toString('base64url')
const ofRank = [...INSTANTS.map((at) => [0, at, ID]), ...INTEGERS.map((rank) => [rank, AT, ID])]
const ofInstant = INSTANTS.map((at) => [at, ID])
const ofTimeline = [...INSTANTS.map((at) => [at, 0, ID, '']), ...INTEGERS.map((rank) => [AT, rank, ID, ''])]

const LISTS: readonly [list: string, positions: readonly unknown[]][] = [
  ['/v1/events?', ofRank],
  ['/v1/escalations?', ofRank],
  ['/v1/escalations?state=closed&', ofRank],
  ['/v1/forwardings?', ofRank],
  ['/v1/forwardings?state=closed&', ofRank],
  ['/v1/deadlines?', ofInstant],
  ['/v1/reports?', ofInstant],
  ['/v1/reports?review=unreviewed&', ofRank],
  ['/v1/held-reports?', ofInstant],
  [`/v1/events/${said.eventId}/tier-reports?`, ofInstant],
  [`/v1/events/${said.eventId}/routing?`, ofInstant],
  [`/v1/events/${said.eventId}/timeline?`, ofTimeline],
]

for (const [list, positions] of LISTS) {
  t.test(`${list} refuses a cursor that it never gave out`, async (t) => {
    for (const position of positions) {
      const { status, text } = await desk.get(`${list}after=${cursor(position).slice(0, 400)}`)
      t.equal(status, 400, `${JSON.stringify(position).slice(0, 60)}: ${text}`)
    }
  })
}

t.test('a day or an instant that no calendar of ours has is refused with its name', async (t) => {
  for (const path of [
    '/v1/audit?from=0000-01-01T00:00:00Z',
    '/v1/audit?to=9999-12-31T23:59:59-23:59',
    '/v1/routing-rules?onDay=0000-01-01',
  ]) {
    const { status, json } = await auditor.get(path)
    t.equal(status, 400, path)
    t.equal(json<ProblemBody>().errors?.[0]?.code, 'out_of_range', path)
  }
})

t.test('an answer to thousands of unknown fields is no longer than the question', async (t) => {
  const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`k${i}`, 1]))
  const { status, text } = await api.nobody.post('/v1/sessions', many)
  t.equal(status, 400)
  t.ok(text.length < 50_000, `${text.length} characters`)
})

t.test('a report that follows itself would wait forever, and is refused', async (t) => {
  const report = aReport({ stage: 'follow_up' })
  const { status, json } = await village.submit({ ...report, parentVersionId: report.id })
  t.equal(status, 400)
  t.match(json(), { errors: [{ pointer: '/parentVersionId', code: 'own_parent' }] })
})

t.test('an id means the same in capitals', async (t) => {
  const first = await village.report(aReport({ event: { hazard: 'snow', occurredAt: AT } }))
  const withdrawal = { id: uuidv7(), reason: '误报' }
  const path = `/v1/reports/${first.versionId.toUpperCase()}/withdrawal`
  const answer = await village.post(path, withdrawal, { 'idempotency-key': withdrawal.id })
  t.equal(answer.status, 201, answer.text)
})

t.test('nobody gives roles to their own account, or closes it, by writing its id in capitals', async (t) => {
  const admin = await api.hire('administrator', COUNTY)
  const { id } = (await admin.get('/v1/accounts/me')).json<{ id: string }>()
  const own = `/v1/accounts/${id.toUpperCase()}`
  const given = await admin.post(`${own}/bindings`, { role: 'duty_leader', regionCode: COUNTY })
  t.equal(given.status, 403, given.text)
  t.equal((await admin.post(`${own}/deactivation`, { reason: '离岗' })).status, 409)
  const other = await api.hire('officer', OTHER_COUNTY)
  const elsewhere = (await other.get('/v1/accounts/me')).json<{ id: string }>().id.toUpperCase()
  t.equal((await admin.post(`/v1/accounts/${elsewhere}/password-reset`, {})).status, 404)
})
