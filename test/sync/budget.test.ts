/** What a device with little to spend gets: never more than it asked for, whatever others wrote (字节预算). */
import t from 'tap'
import { INDICATOR_KEYS } from '../../src/regulations/indicators.ts'
import {
  aReport,
  type Client,
  COUNTY,
  minutesAfter,
  NOON,
  type ProblemBody,
  startApi,
  VILLAGE,
} from '../api.ts'

interface Sync {
  changes: { topic: string; subjectId: string; detail: Record<string, unknown>; isShortened?: boolean }[]
  next: string
  hasMore: boolean
  owed?: { id: string; dueAt: string }[]
  waiting?: { versionId: string }[]
}

const api = await startApi(t)
const officer = api.as('officer', VILLAGE)
const county = await api.hire('reviewer', COUNTY)
const returned = { outcome: 'returned', reasonCode: 'figures_contradict' }
const figuresOf = (many: number) => INDICATOR_KEYS.slice(0, many).map((key) => `/figures/${key}`)

async function sync(client: Client, query = ''): Promise<Sync> {
  await api.settled()
  const answer = await client.get(`/v1/sync?${query}`)
  t.equal(answer.status, 200, answer.text)
  return answer.json<Sync>()
}

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value))

t.test('a return names fields of a report, and not more than a person reads', async (t) => {
  const { versionId } = await officer.report(aReport())
  const path = `/v1/reports/${versionId}/review`
  const rows: [title: string, fields: string[], pointer: string][] = [
    ['a made up field of the event', [`/event/${'0'.repeat(180)}`], '/fields/0'],
    ['what is below a figure', ['/figures/dead/0'], '/fields/0'],
    ['an unknown circumstance', ['/narrative', '/facts/ghosts'], '/fields/1'],
    ['what the object itself has', ['/constructor'], '/fields/0'],
    ['the whole report', [''], '/fields/0'],
    ['too many', figuresOf(21), '/fields'],
  ]
  for (const [title, fields, pointer] of rows) {
    const answer = await county.post(path, { ...returned, fields })
    t.equal(answer.status, 400, title)
    t.equal(answer.json<ProblemBody>().errors?.[0]?.pointer, pointer, title)
    t.ok(answer.text.length < 2_000, `${title}: the answer does not repeat the list`)
  }
  const fields = [
    '/figures',
    '/facts/shares/cropLost',
    '/event/occurredAt',
    '/narrative',
    '/onBehalfOf/source',
  ]
  const answer = await county.post(path, { ...returned, fields })
  t.equal(answer.status, 200, answer.text)
  t.same(answer.json<{ review: { fields: string[] } }>().review.fields, fields)
})

t.test(
  'a change that is longer than the budget comes without its longest members, and says so',
  async (t) => {
    const start = await sync(officer)
    const { versionId } = await officer.report(
      aReport({ event: { hazard: 'snow', occurredAt: minutesAfter(NOON, -9).toISOString() } }),
    )
    const said = { ...returned, fields: figuresOf(20), comment: '请核对'.repeat(300) }
    t.equal((await county.post(`/v1/reports/${versionId}/review`, said)).status, 200)

    // a sync may tell again what it told before
    const isTheReturn = ({ topic, subjectId }: Sync['changes'][number]) =>
      topic === 'report.returned' && subjectId === versionId
    let cursor = start.next
    let shortened: Sync['changes'][number] | undefined
    for (let hasMore = true; hasMore; ) {
      const part = await sync(officer, `cursor=${cursor}&maxBytes=1024`)
      const { changes, owed = [], waiting = [] } = part
      t.ok(bytesOf(changes) + bytesOf(owed) + bytesOf(waiting) <= 1_024, 'within the budget')
      shortened ??= changes.find(isTheReturn)
      ;({ next: cursor, hasMore } = part)
    }
    t.match(shortened, {
      subjectId: versionId,
      isShortened: true,
      detail: { reasonCode: 'figures_contradict' },
    })
    t.match(shortened?.detail.dueAt, /^2026-07-01T/, 'what is short is there')
    t.notOk(Object.hasOwn(shortened?.detail ?? {}, 'sentenceZh'))
    const read = (await officer.get(`/v1/reports/${versionId}`)).json<{ review: { comment: string } }>()
    t.equal(read.review.comment, said.comment, 'the whole is read where the subject is')

    const whole = await sync(officer, `cursor=${start.next}&maxBytes=262144`)
    const told = whole.changes.find(isTheReturn)
    t.match(told?.detail.sentenceZh, said.comment)
    t.notOk(told && Object.hasOwn(told, 'isShortened'))
  },
)

t.test('what is owed and what waits stays within the budget too, the next ones first', async (t) => {
  const village = await api.hire('officer', VILLAGE)
  for (let day = 1; day <= 12; day += 1) {
    const occurredAt = minutesAfter(NOON, -day * 60 * 24 * 40).toISOString()
    const { versionId } = await village.report(
      aReport({ figures: { dead: 1 }, event: { hazard: 'flood', occurredAt } }),
    )
    t.equal((await county.post(`/v1/reports/${versionId}/review`, returned)).status, 200)
    const { event: _event, ...late } = aReport({ parentVersionId: aReport().id, stage: 'follow_up' })
    t.equal((await village.submit(late)).status, 202)
  }
  const whole = await sync(village, 'maxBytes=262144')
  t.ok((whole.owed?.length ?? 0) > 8, `${whole.owed?.length} are owed`)
  t.equal(whole.waiting?.length, 12)
  const little = await sync(village, 'maxBytes=1024')
  const { owed = [], waiting = [] } = little
  t.ok(bytesOf(owed) + bytesOf(waiting) <= 1_024, `${bytesOf(owed)} and ${bytesOf(waiting)}`)
  t.ok(owed.length > 0 && waiting.length > 0, 'something of both')
  t.same(owed, whole.owed?.slice(0, owed.length))
  t.same(waiting, whole.waiting?.slice(0, waiting.length))
})
