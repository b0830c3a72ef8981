/** A 2xx means committed: the process is killed under load, and everything it acknowledged is there. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import {
  aReport,
  type Client,
  clientOf,
  type FirstAccount,
  logIn,
  type NewReport,
  TEST_ENVIRONMENT,
  VILLAGE,
} from '../api.ts'
import { testDb } from '../database.ts'
import { startProcess } from '../program.ts'

const ROUNDS = 2

t.test('kill -9 under load loses nothing that was acknowledged', async (t) => {
  const db = await testDb(t, { kind: 'production' })
  const dataDir = await mkdtemp(join(tmpdir(), 'fengsui-'))
  t.teardown(() => rm(dataDir, { recursive: true, force: true }))
  const env = { ...process.env, ...TEST_ENVIRONMENT, DATABASE_URL: db.url, DATA_DIR: dataDir }
  const event = { hazard: 'snow', occurredAt: new Date(Date.now() - 600_000).toISOString() } as const
  const sent = new Map<string, { report: NewReport; reply: string | null }>()
  let token = ''

  for (let round = 0; round < ROUNDS; round++) {
    const service = await startProcess(t, { env })
    token ||= await officerToken(service.address, dataDir)
    const village = clientOf(service.address, async () => token)
    await retryAll(t, village, sent)
    const enough = 20 + Math.floor(Math.random() * 40)
    let taken = 0
    const load = Array.from({ length: 8 }, async () => {
      for (;;) {
        const report = aReport({ event })
        sent.set(report.id, { report, reply: null })
        const answer = await village.submit(report).catch(() => null)
        if (answer === null) return // the process is dead
        if (answer.status !== 201) t.fail(answer.text)
        sent.set(report.id, { report, reply: answer.text })
        taken += 1
        if (taken === enough) service.kill()
      }
    })
    await Promise.all(load)
  }

  const service = await startProcess(t, { env })
  await retryAll(
    t,
    clientOf(service.address, async () => token),
    sent,
  )
  service.kill()
  const acknowledged = [...sent.values()].filter(({ reply }) => reply !== null).length
  t.ok(acknowledged >= 40, `${acknowledged} of ${sent.size} were acknowledged`)
  const { rows } = await db.pool.query('select count(*)::int as n from report_versions')
  t.equal(rows[0]?.n, sent.size, 'every report is there once')
})

/** Sends everything again: what was acknowledged hears the same bytes, the rest is taken now. */
async function retryAll(
  t: Test,
  village: Client,
  sent: Map<string, { report: NewReport; reply: string | null }>,
) {
  const heard = await Promise.all(
    [...sent].map(async ([id, { report, reply }]) => {
      const answer = await village.submit(report)
      sent.set(id, { report, reply: answer.text })
      if (reply === null) return answer.status === 201
      return answer.text === reply && answer.headers.get('idempotency-replayed') === 'true'
    }),
  )
  t.notOk(heard.includes(false), `${sent.size} retries heard what was said before`)
}

async function officerToken(address: string, dataDir: string): Promise<string> {
  const accounts: FirstAccount[] = JSON.parse(await readFile(join(dataDir, 'first-accounts.json'), 'utf8'))
  const officer = accounts.find(({ role, regionCode }) => role === 'officer' && regionCode === VILLAGE)
  if (!officer) throw new Error('the village has no officer')
  return logIn(address, officer)
}
