/** A backup gives back what was there: all of it, as of one instant, on a service that goes on. */
import { createPublicKey, type JsonWebKey, verify } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { migrate } from '../../src/db/migrate.ts'
import { type Accepted, type Api, aReport, minutesAfter, NOON, startApi, VILLAGE } from '../api.ts'
import { testDb } from '../database.ts'
import { aFolder, backUp, contentOf, live, restore } from './ground.ts'

const api = await startApi(t)
const folder = await aFolder(t)
const { report, first } = await live(api)

t.test('a backup made amid submissions is one instant: nothing in it lacks its other half', async (t) => {
  const village = api.as('officer', VILLAGE)
  // the village has reported deaths of the earthquake: whoever says less would be asked why
  const another = { event: { hazard: 'sandstorm', occurredAt: NOON.toISOString() } } as const
  let isOver = false
  let sent = 0
  const senders = Array.from({ length: 4 }, async () => {
    while (!isOver) {
      await village.report(aReport({ ...another, narrative: 'x'.repeat(2_000) }))
      sent += 1
    }
  })
  while (sent < 40) await village.report(aReport(another))
  const sentBefore = sent
  const { path, manifest } = await backUp(api.db.url, join(folder, 'amid.backup'))
  isOver = true
  await Promise.all(senders)
  t.ok(sent > sentBefore, `${sent - sentBefore} reports came in meanwhile`)
  const counted = (name: string) => manifest.tables.find((table) => table.name === name)?.rows
  t.ok(Number(counted('report_versions')) >= sentBefore, 'what was answered before is in it')

  const target = await testDb(t, { kind: 'empty' })
  await restore(target.url, path)
  const { rows } = await target.pool.query(`
    select (select count(*) from report_versions v left join receipts r on r.version_id = v.id
            where r.version_id is null)::int as "withoutReceipt",
           (select count(*) from report_versions v left join submissions s on s.version_id = v.id
            where s.version_id is null)::int as "withoutReply",
           (select count(*) from report_versions v where not exists
            (select from audit_entries a where a.subject_id = v.id::text))::int as "withoutTrail",
           (select count(*) from report_chains c where c.head_number <>
            (select max(v.number) from report_versions v where v.chain_id = c.id))::int as "withWrongHead"`)
  t.same(rows, [{ withoutReceipt: 0, withoutReply: 0, withoutTrail: 0, withWrongHead: 0 }])
})

t.test('every row comes back, and the service goes on where it was', async (t) => {
  await api.stop()
  const { path, bytes, manifest } = await backUp(api.db.url, join(folder, 'all.backup'))
  const { mode, size } = await stat(path)
  t.same([mode & 0o777, size], [0o600, bytes], 'only its owner reads it')
  const target = await testDb(t, { kind: 'empty' })
  await restore(target.url, path)

  const source = await contentOf(api.db.pool)
  const restored = await contentOf(target.pool)
  const trail = restored.audit_entries?.filter((row) => row.includes('"database.restored"')) ?? []
  t.equal(trail.length, 1, 'the trail tells of the restore')
  restored.audit_entries = restored.audit_entries?.filter((row) => !trail.includes(row)) ?? []
  for (const name of Object.keys(source)) t.same(restored[name], source[name], name)
  for (const name of [
    'escalations',
    'forwardings',
    'held_reports',
    'deadlines',
    'outbox',
    'severity_answers',
  ]) {
    t.ok(source[name]?.length, `there was something in ${name}`)
  }
  t.equal(manifest.tables.length, Object.keys(source).length - 1)

  await migrate(target.url, 'simulation')
  t.same((await contentOf(target.pool)).migrations, source.migrations, 'no migration is pending')

  const again = await startApi(t, { db: target })
  await goesOn(t, again)
  const last = Math.max(...(source.outbox ?? []).map((row) => JSON.parse(row).position))
  const { rows: order } = await target.pool.query(
    `select count(distinct xid::text) filter (where position <= $1)::int as restored,
            max(xid::text::bigint) filter (where position <= $1)
              < min(xid::text::bigint) filter (where position > $1) as "newComesLater"
     from outbox`,
    [last],
  )
  t.same(order, [{ restored: 1, newComesLater: true }], 'new messages come after all that were restored')
})

async function goesOn(t: Test, again: Api) {
  t.same(again.accounts, [], 'the accounts are those that were there')
  const officer = api.accounts.find((one) => one.role === 'officer' && one.regionCode === VILLAGE)
  if (!officer || !('account' in officer)) throw new Error('no officer')
  const login = { login: officer.account, password: officer.password, device: 'phone-1' }
  const session = await again.nobody.post('/v1/sessions', login)
  t.equal(session.status, 201, 'a login works')
  const village = again.withToken(session.json<{ accessToken: string }>().accessToken)

  const replay = await village.submit(report)
  t.equal(replay.headers.get('idempotency-replayed'), 'true')
  t.same(replay.json(), first, 'a retry hears the first receipt')
  const { keys } = (await again.nobody.get('/v1/jwks')).json<{ keys: (JsonWebKey & { kid: string })[] }>()
  const [header = '', payload = '', signature = ''] = first.receipt.jws.split('.')
  const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString())
  const key = createPublicKey({ key: { ...keys.find((one) => one.kid === kid) }, format: 'jwk' })
  t.ok(
    verify(null, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url')),
    'the receipt holds',
  )

  const missed = () =>
    again.rows<{ n: number }>('select count(*)::int as n from deadlines where missed_at is not null')
  const escalations = () => again.rows<{ n: number }>('select count(*)::int as n from escalations')
  const [before, raised] = [await missed(), await escalations()]
  await again.setNow(minutesAfter(NOON, 24 * 60))
  await again.runDue()
  t.ok(Number((await missed())[0]?.n) > Number(before[0]?.n), 'open deadlines go on')
  t.ok(Number((await escalations())[0]?.n) > Number(raised[0]?.n), 'and what they miss goes up')
  const fresh = await village.submit(aReport({ event: { hazard: 'snow', occurredAt: NOON.toISOString() } }))
  t.equal(fresh.status, 201, 'new reports come in')
  t.ok(fresh.json<Accepted>().versionId)
}
