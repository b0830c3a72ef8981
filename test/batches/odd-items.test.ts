/** Items that no form of ours makes: whatever it was, it is answered, kept once, and hides nothing. */
import t from 'tap'
import { aReport, type Client, COUNTY, type ProblemBody, startApi, VILLAGE } from '../api.ts'

interface Item {
  status: string
  quarantineId?: string
  problem?: ProblemBody
}
interface Kept {
  id: string
  versionId: string | null
  times: number
  content: unknown
  problem: ProblemBody
}

const api = await startApi(t)
const officer = api.as('officer', VILLAGE)
const county = await api.hire('duty_officer', COUNTY)
const reason = { reason: '已用新报告更正。' }

async function send(items: unknown[] | string): Promise<Item[]> {
  const answer = await officer.post('/v1/reports/batch', typeof items === 'string' ? items : { items })
  t.equal(answer.status, 200, answer.text.slice(0, 500))
  return answer.json<{ items: Item[] }>().items
}

async function quarantine(client: Client): Promise<Kept[]> {
  const answer = await client.get('/v1/quarantined-reports?limit=200')
  t.equal(answer.status, 200, answer.text.slice(0, 500))
  return answer.json<{ items: Kept[] }>().items
}

t.test('a key longer than any answer is refused in short, and the list goes on answering', async (t) => {
  const rows: [title: string, item: object][] = [
    ['in figures', { ...aReport(), figures: { ['k'.repeat(1_000)]: 1 } }],
    ['beside them', { ...aReport(), ['k'.repeat(1_000)]: 1 }],
    ['longer than a detail', { ...aReport(), figures: { ['k'.repeat(5_000)]: 1 } }],
    ['of pairs that a cut would halve', { ...aReport(), figures: { ['𠮷'.repeat(1_001)]: 1 } }],
    ['of pairs the other way round', { ...aReport(), figures: { [`k${'𠮷'.repeat(1_001)}`]: 1 } }],
    ['of what a pointer writes longer', { ...aReport(), figures: { ['~/'.repeat(2_500)]: 1 } }],
  ]
  for (const [title, item] of rows) {
    const [refused, accepted] = await send([item, aReport()])
    t.match(refused, { status: 'refused', problem: { type: '/problems/invalid-request' } }, title)
    t.equal(accepted?.status, 'accepted', title)
    const error = refused?.problem?.errors?.[0]
    t.ok(error && error.pointer.length <= 1_000 && error.pointer.startsWith('/'), title)
    t.match(refused?.problem?.detail, 'not known here', 'what is wrong is said, however long the key')
    t.match((await officer.submit(item as ReturnType<typeof aReport>)).status, 400, `${title}, alone`)
    for (const client of [officer, county]) {
      t.ok(
        (await quarantine(client)).some(({ id }) => id === refused?.quarantineId),
        title,
      )
    }
    const disposal = await county.post(`/v1/quarantined-reports/${refused?.quarantineId}/disposal`, reason)
    t.equal(disposal.status, 200, disposal.text.slice(0, 500))
  }
})

t.test('what an older release kept in a form that no answer has does not hide the others', async (t) => {
  const [one, two, three, four, five] = await send(
    [1, 2, 3, 4, 5].map((injured) => ({ ...aReport(), figures: { injured }, unknown: true })),
  )
  const problem = two?.problem
  const older: [id: string | undefined, problem: unknown][] = [
    [
      two?.quarantineId,
      { ...problem, errors: [{ pointer: `/${'k'.repeat(2_000)}`, code: 'x', detail: 'y' }] },
    ],
    [three?.quarantineId, { ...problem, detail: 'd'.repeat(9_000) }],
    [four?.quarantineId, { error: 'of another time' }],
    [five?.quarantineId, { ...problem, errors: [{ pointer: 7 }, null] }],
  ]
  for (const [id, kept] of older) {
    await api.rows('update quarantined_reports set problem = $2 where id = $1', [id, JSON.stringify(kept)])
  }
  await api.rows(
    "update quarantined_reports set version_id = '12345678-1234-0234-1234-123456789012' where id = $1",
    [one?.quarantineId],
  )
  const kept = new Map((await quarantine(officer)).map((item) => [item.id, item]))
  for (const { quarantineId } of [one, two, three, four, five].flatMap((item) => item ?? [])) {
    t.ok(kept.has(quarantineId ?? ''))
  }
  t.equal(kept.get(two?.quarantineId ?? '')?.problem.errors?.[0]?.pointer.length, 1_000, 'cut')
  t.match(kept.get(four?.quarantineId ?? '')?.problem, { type: '/problems/invalid-request', status: 400 })
  t.equal(kept.get(one?.quarantineId ?? '')?.versionId, null)
})

t.test(
  'null and other things that are no report are refused, and what stands beside them is stored',
  async (t) => {
    const good = aReport()
    for (const times of [1, 2]) {
      const [nothing, accepted] = await send([null, good])
      t.match(nothing, { status: 'refused', problem: { type: '/problems/invalid-request' } })
      t.equal(accepted?.status, 'accepted')
      const kept = (await quarantine(officer)).find(({ id }) => id === nothing?.quarantineId)
      t.match(kept, { content: null, times }, 'kept once, and counted')
    }
    const odd = [
      '',
      'text',
      0,
      true,
      [],
      [null],
      {},
      { id: null },
      { id: '12345678-1234-0234-1234-123456789012' },
    ]
    const items = await send([...odd, aReport()])
    t.ok(items.slice(0, -1).every(({ status }) => status === 'refused'))
    t.equal(items.at(-1)?.status, 'accepted')
    const kept = await quarantine(county)
    for (const { quarantineId } of items.slice(0, -1)) t.ok(kept.some(({ id }) => id === quarantineId))
  },
)

t.test('a number too large for any number is refused with its item alone', async (t) => {
  const good = aReport()
  const huge = JSON.stringify({ ...aReport(), figures: { dead: -7 } }).replace('-7', '1e999')
  const items = await send(`{"items":[${huge},${JSON.stringify(good)}]}`)
  t.match(items, [{ status: 'refused' }, { status: 'accepted' }])
  await quarantine(officer)
})
