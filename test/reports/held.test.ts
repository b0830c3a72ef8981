/** A version that arrives before the one it follows is safe, waits, and is applied in its place. */
import { pino } from 'pino'
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { readConfig } from '../../src/config.ts'
import { Problem } from '../../src/problems/problem.ts'
import { HELD_BATCH, heldStep } from '../../src/reports/held-step.ts'
import type { SubmitBatch } from '../../src/reports/lane.ts'
import { type Accepted, aFollowUp, aReport, NEXT_VILLAGE, OTHER_COUNTY, startApi, VILLAGE } from '../api.ts'

const api = await startApi(t)
const village = api.as('officer', VILLAGE)
const heldIn = async (who = village) =>
  (await who.get('/v1/held-reports')).json<{
    items: { versionId: string; problem: { type: string } | null }[]
  }>().items

/** A chain of reports made offline, whose event is not known to the phone yet. */
function offlineChain(
  length: number,
  hazard: 'snow' | 'drought' | 'sandstorm' | 'biological' | 'low_temperature',
) {
  const event = { hazard, occurredAt: '2026-07-01T11:30:00+08:00' } as const
  const first = aReport({ event, figures: { injured: 1 } })
  const chain = [first]
  while (chain.length < length) {
    const parentVersionId = chain.at(-1)?.id ?? ''
    chain.push(
      aReport({ event, parentVersionId, stage: 'follow_up', figures: { injured: chain.length + 1 } }),
    )
  }
  return chain
}

t.test('a chain that arrives backwards stands in its order in the end', async (t) => {
  const chain = offlineChain(4, 'snow')
  for (const report of chain.slice(1).reverse()) {
    const answer = await village.submit(report)
    t.equal(answer.status, 202)
    t.match(answer.json(), { status: 'held', versionId: report.id, missingParentId: report.parentVersionId })
  }
  t.equal((await heldIn()).length, 3)
  const [first] = chain
  t.equal((await village.submit(first ?? aReport())).status, 201)
  await api.runDue()
  t.same(await heldIn(), [])
  const versions = await api.rows<{ id: string }>(
    `select v.id from report_versions v where v.chain_id = (select chain_id from report_versions where id = $1) order by number`,
    [first?.id],
  )
  t.same(
    versions.map(({ id }) => id),
    chain.map(({ id }) => id),
  )
  const last = chain.at(-1) ?? aReport()
  t.match((await village.get(`/v1/reports/${last.id}`)).json(), { isHead: true, number: 4 })
  t.equal((await village.get(`/v1/receipts/${last.id}`)).status, 200, 'its receipt is there too')
  const retried = await village.submit(last)
  t.same(
    [retried.status, retried.headers.get('idempotency-replayed')],
    [202, 'true'],
    'a retry hears the first answer',
  )
})

t.test('a released report was received when it arrived, not when it was released', async (t) => {
  const [first = aReport(), child = aReport()] = offlineChain(2, 'drought')
  const arrived = (await village.submit(child)).json<{ receivedAt: string }>().receivedAt
  await api.minutesLater(40)
  t.equal((await village.submit(first)).status, 201)
  await api.runDue()
  t.match((await village.get(`/v1/reports/${child.id}`)).json(), { receivedAt: arrived })
  t.match((await village.get(`/v1/receipts/${child.id}`)).json(), { receivedAt: arrived })
})

t.test('a held report is kept once, however often it is sent', async (t) => {
  const [, child = aReport()] = offlineChain(2, 'sandstorm')
  const answers = await Promise.all(Array.from({ length: 20 }, () => village.submit(child)))
  t.equal(new Set(answers.map(({ text }) => text)).size, 1)
  t.same([...new Set(answers.map(({ status }) => status))], [202])
  t.equal((await heldIn()).filter(({ versionId }) => versionId === child.id).length, 1)
})

t.test(
  'what cannot be applied when its parent comes is seen with its reason, and holds up nobody',
  async (t) => {
    const [first = aReport(), child = aReport()] = offlineChain(2, 'biological')
    const rival = { ...child, id: uuidv7() }
    await village.submit(child)
    await village.submit(rival)
    const accepted = (await village.submit(first)).json<Accepted>()
    await api.runDue()
    const items = await heldIn()
    t.match(
      items.find(({ versionId }) => versionId === rival.id),
      { problem: { type: '/problems/stale-parent' } },
    )
    t.notOk(
      items.some(({ versionId }) => versionId === child.id),
      'the first of the two was applied',
    )
    t.equal((await village.get(`/v1/reports/${child.id}`)).json<{ number: number }>().number, 2)
    const stranger = await api.hire('officer', OTHER_COUNTY)
    t.same(await heldIn(stranger), [], 'nobody else’s business')
    await api.runDue()
    const refused = await api.rows(
      `select from audit_entries where action = 'report.refused' and subject_id = $1`,
      [rival.id],
    )
    t.equal(refused.length, 1, 'refused once')
    t.equal(
      (await village.submit(aFollowUp({ ...accepted, versionId: child.id }))).status,
      201,
      'the chain goes on',
    )
  },
)

t.test('a held report of one unit cannot slip into the chain of another', async (t) => {
  const [first = aReport(), child = aReport()] = offlineChain(2, 'low_temperature')
  const neighbour = await api.hire('officer', NEXT_VILLAGE)
  t.equal((await neighbour.submit({ ...child, regionCode: NEXT_VILLAGE })).status, 202)
  await village.submit(first)
  await api.runDue()
  t.match(await heldIn(neighbour), [{ versionId: child.id, problem: { type: '/problems/chain-mismatch' } }])
})

t.test('what could never follow anything is refused at once', async (t) => {
  const answer = await village.submit(aReport({ parentVersionId: uuidv7() }))
  t.equal(answer.status, 422)
  t.match(answer.json(), { violations: [{ rule: 'C20' }], errors: [{ pointer: '/stage' }] })
})

t.test(
  'a run of the engine ends after a batch, so that many that waited do not take it over its limit',
  async (t) => {
    const quiet = await startApi(t, { environment: { RUN: 'api' } })
    const [first = aReport(), child = aReport()] = offlineChain(2, 'snow')
    const items = Array.from({ length: HELD_BATCH + 6 }, () => ({ ...child, id: uuidv7() }))
    const officer = quiet.as('officer', VILLAGE)
    t.match((await officer.post('/v1/reports/batch', { items })).json(), { held: items.length })
    await officer.report(first)
    const tried: string[] = []
    const refuseAll: SubmitBatch = async (submissions) => {
      tried.push(...submissions.map(({ report }) => report.id))
      return submissions.map(() => ({
        kind: 'refused',
        problem: new Problem('stale-parent', 'Another one.'),
      }))
    }
    const deps = { db: quiet.db, config: readConfig({}), log: pino({ level: 'silent' }) }
    const runs = [
      await heldStep(deps, refuseAll),
      await heldStep(deps, refuseAll),
      await heldStep(deps, refuseAll),
    ]
    t.same(runs, [HELD_BATCH, 6, 0])
    t.same(new Set(tried), new Set(items.map(({ id }) => id)))
    t.equal(tried.length, items.length)
  },
)

t.end()
