/** Connections break at the worst moments: nothing acknowledged is lost, nothing is taken twice, a retry hears the same. */
import pg from 'pg'
import t from 'tap'
import { setSimulatedNow } from '../../src/clock.ts'
import {
  type Accepted,
  type Answer,
  type Api,
  aReport,
  type Client,
  type NewReport,
  NOON,
  startApi,
} from '../api.ts'
import { testDb } from '../database.ts'
import { cuttingProxy } from './cutting-proxy.ts'

const versionsOf = async ({ rows }: Api, id: string) =>
  (await rows<{ n: number }>('select count(*)::int as n from report_versions where id = $1', [id]))[0]?.n

t.test('the connection is lost around COMMIT', async (t) => {
  const db = await testDb(t)
  await setSimulatedNow(db, NOON)
  const proxy = await cuttingProxy(t, db.url)
  const api = await startApi(t, { db, databaseUrl: proxy.url, environment: { RUN: 'api' } })
  const village = api.as('officer')
  await village.report(aReport())

  t.test(
    'COMMIT arrived, its reply did not: the report is there once, and its first receipt is the answer',
    async (t) => {
      const report = aReport()
      proxy.cutNext('after')
      const answer = await village.submit(report)
      t.equal(proxy.cuts(), 1)
      t.equal(answer.status, 201)
      t.equal(answer.headers.get('idempotency-replayed'), 'true', 'found, not made anew')
      t.equal((await village.submit(report)).text, answer.text)
      t.equal(await versionsOf(api, report.id), 1)
    },
  )

  t.test('COMMIT did not arrive: nothing was stored, and the second attempt stores it', async (t) => {
    const report = aReport()
    proxy.cutNext('before')
    const answer = await village.submit(report)
    t.equal(proxy.cuts(), 2)
    t.equal(answer.status, 201)
    t.equal(answer.headers.get('idempotency-replayed'), null)
    t.equal(await versionsOf(api, report.id), 1)
  })

  t.test(
    'lost again and again: 503 with Retry-After, and the sender’s own retry hears the receipt',
    async (t) => {
      const report = aReport()
      proxy.cutNext('before', 'after')
      const answer = await village.submit(report)
      t.equal(answer.status, 503)
      t.match(answer.json(), { type: '/problems/unavailable' })
      t.ok(Number(answer.headers.get('retry-after')) > 0)
      const retried = await village.submit(report)
      t.same([retried.status, retried.headers.get('idempotency-replayed')], [201, 'true'])
      t.equal(retried.json<Accepted>().receipt.versionId, report.id)
      t.equal(await versionsOf(api, report.id), 1)
    },
  )

  t.test('a batch of twenty whose COMMIT is lost', async (t) => {
    const reports = Array.from({ length: 20 }, () => aReport())
    proxy.cutNext('after', 'after')
    const answers = await Promise.all(reports.map((report) => village.submit(report)))
    for (const [i, answer] of answers.entries()) {
      t.ok([201, 503].includes(answer.status), `${answer.status}`)
      const report = reports[i] ?? aReport()
      t.equal((await village.submit(report)).status, 201)
      t.equal(await versionsOf(api, report.id), 1)
    }
  })
})

t.test('every connection to the database is cut, again and again, under load', async (t) => {
  const api = await startApi(t)
  const village = api.as('officer')
  await village.token()
  const admin = new pg.Client({ connectionString: api.db.url })
  await admin.connect()
  t.teardown(() => admin.end())
  const answers: Answer[] = []
  const receipts = new Map<string, string>()
  let isOver = false
  const senders = Array.from({ length: 6 }, async () => {
    while (!isOver) {
      const report = aReport()
      receipts.set(report.id, await sendUntilTaken(village, report, answers))
    }
  })
  for (let cut = 0; cut < 6; cut++) {
    await new Promise((resolve) => setTimeout(resolve, 150))
    await admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    )
  }
  isOver = true
  await Promise.all(senders)
  const statuses = new Set(answers.map(({ status }) => status))
  t.same(
    [...statuses].filter((status) => status !== 201 && status !== 503),
    [],
    'taken, or asked to come again',
  )
  for (const { headers, status } of answers) if (status === 503) t.ok(headers.get('retry-after'))
  t.ok(receipts.size > 20, `${receipts.size} were taken`)
  const { rows } = await admin.query<{ id: string; jws: string }>(
    'select version_id as id, jws from receipts',
  )
  const stored = new Map(rows.map(({ id, jws }) => [id, jws]))
  for (const [id, jws] of receipts) if (stored.get(id) !== jws) t.fail(`${id} has another receipt`)
  t.equal(stored.size, receipts.size, 'each once, none lost')
  await api.runDue()
})

async function sendUntilTaken(sender: Client, report: NewReport, answers: Answer[]): Promise<string> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const answer = await sender.submit(report)
    answers.push(answer)
    if (answer.status === 201) return answer.json<Accepted>().receipt.jws
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('never taken')
}

t.end()
