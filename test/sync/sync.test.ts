import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import {
  aFollowUp,
  aReport,
  CITY,
  type Client,
  COUNTY,
  NEXT_VILLAGE,
  OTHER_COUNTY,
  type ProblemBody,
  startApi,
  TOWNSHIP,
  VILLAGE,
} from '../api.ts'

interface Sync {
  changes: { topic: string; subjectId: string; regionCode: string | null; detail: object }[]
  next: string
  hasMore: boolean
  owed?: { duty: string; regionCode: string }[]
  waiting?: { versionId: string }[]
}

const api = await startApi(t)
const officer = api.as('officer', VILLAGE)

/** Everything that is committed is told. */
async function sync(client: Client, cursor?: string, more = ''): Promise<Sync> {
  await api.settled()
  return syncAtOnce(client, cursor, more)
}

async function syncAtOnce(client: Client, cursor?: string, more = ''): Promise<Sync> {
  const answer = await client.get(`/v1/sync?${cursor === undefined ? '' : `cursor=${cursor}`}${more}`)
  t.equal(answer.status, 200, answer.text)
  return answer.json<Sync>()
}

t.test('a device starts with what it owes, and then hears of each change once', async (t) => {
  const start = await sync(officer)
  t.same(start.changes, [])
  t.same(start.owed, [], 'nothing is owed yet')
  const nothing = await sync(officer, start.next)
  t.match(nothing, { changes: [], hasMore: false })
  t.equal(nothing.owed, undefined, 'nothing new costs nothing')

  const first = await officer.report(aReport())
  const told = await sync(officer, start.next)
  t.same(
    told.changes.filter(({ topic }) => topic === 'report.submitted').map(({ subjectId }) => subjectId),
    [first.versionId],
  )
  t.same((await sync(officer, told.next)).changes, [], 'and not again')

  const second = await officer.report(aFollowUp(first, { figures: { injured: 2 } }))
  const then = await sync(officer, told.next)
  t.ok(then.changes.some(({ subjectId }) => subjectId === second.versionId))
  t.notOk(then.changes.some(({ subjectId }) => subjectId === first.versionId))
})

t.test('each hears of the own units and below, and of events above', async (t) => {
  const neighbour = await api.hire('officer', NEXT_VILLAGE)
  const county = await api.hire('duty_officer', COUNTY)
  const stranger = await api.hire('duty_officer', OTHER_COUNTY)
  const [ours, theirs, abroad] = [await sync(neighbour), await sync(county), await sync(stranger)]
  const report = await officer.report(aReport({ figures: { dead: 1 } }))
  const heard = async (client: Client, from: Sync) =>
    (await sync(client, from.next)).changes.map(({ subjectId }) => subjectId)
  t.notOk((await heard(neighbour, ours)).includes(report.versionId), 'not of the village beside')
  t.ok((await heard(county, theirs)).includes(report.versionId), 'the county hears of its village')
  t.same(await heard(stranger, abroad), [], 'another county hears nothing')
})

t.test('posts that see no events hear of none, nor of what their unit owes', async (t) => {
  const seeing = await api.hire('reviewer', TOWNSHIP)
  const blind = [
    await api.hire('administrator', TOWNSHIP),
    await api.hire('section_clerk', TOWNSHIP, { binding: { sectionCode: 'DZDZ' } }),
    await api.hire('department_liaison', TOWNSHIP, { binding: { departmentCode: 'health' } }),
  ]
  const { next } = await sync(seeing)
  const { eventId } = await officer.report(aReport({ figures: { dead: 3 } }))
  const regions = `/v1/events/${eventId}/regions`
  t.equal((await api.as('duty_leader').post(regions, { regionCode: CITY })).status, 200)
  const heard = (await sync(seeing, next)).changes
  t.ok(heard.some(({ topic, regionCode }) => topic === 'event.extended' && regionCode === CITY))
  t.match((await sync(seeing)).owed, [{ regionCode: TOWNSHIP }])
  for (const who of blind) {
    t.same((await sync(who)).owed, [])
    t.same((await sync(who, next)).changes, [])
  }
})

t.test('a report that waits is told of until it is applied', async (t) => {
  const start = await sync(officer)
  const first = aReport({ event: { hazard: 'snow', occurredAt: '2026-07-01T11:55:00+08:00' } })
  const { event: _event, ...second } = aReport({ parentVersionId: first.id, stage: 'follow_up' })
  t.equal((await officer.submit(second)).status, 202)
  const waiting = await sync(officer)
  t.same(
    waiting.waiting?.map(({ versionId }) => versionId),
    [second.id],
  )
  await officer.report(first)
  await api.runDue()
  const done = await sync(officer, start.next)
  t.same(done.waiting, [])
  const ids = done.changes
    .filter(({ topic }) => topic === 'report.submitted')
    .map(({ subjectId }) => subjectId)
  t.same(ids, [first.id, second.id], 'in the order in which they were committed')
})

t.test('a device with little to spend gets little at a time, and nothing is skipped', async (t) => {
  const start = await sync(officer)
  let last = await officer.report(
    aReport({ event: { hazard: 'flood', occurredAt: '2026-07-01T11:50:00+08:00' } }),
  )
  for (let injured = 2; injured < 12; injured += 1) {
    last = await officer.report(aFollowUp(last, { figures: { injured } }))
  }
  const whole = await sync(officer, start.next, '&maxBytes=262144')
  const parts: Sync['changes'] = []
  let cursor = start.next
  let answers = 0
  for (let hasMore = true; hasMore; answers += 1) {
    const answer = await officer.get(`/v1/sync?cursor=${cursor}&maxBytes=1024`)
    t.ok(JSON.stringify(answer.json<Sync>().changes).length < 1_500)
    const part = answer.json<Sync>()
    parts.push(...part.changes)
    cursor = part.next
    hasMore = part.hasMore
  }
  t.ok(answers > 2, `${answers} answers`)
  t.same(parts, whole.changes)
})

t.test('facts that commit late are not skipped', async (t) => {
  const client = await api.db.pool.connect()
  try {
    await client.query('begin')
    await client.query(
      `insert into outbox (topic, region_code, subject_id, payload, created_at)
       values ('report.noted', $1, gen_random_uuid(), '{}', now())`,
      [VILLAGE],
    )
    const start = await syncAtOnce(officer)
    await officer.report(aReport({ event: { hazard: 'drought', occurredAt: '2026-07-01T10:00:00+08:00' } }))
    const during = await syncAtOnce(officer, start.next)
    t.same(during.changes, [], 'what is committed waits for what began before it')
    await client.query('commit')
    const after = await sync(officer, during.next)
    const topics = after.changes.map(({ topic }) => topic)
    t.ok(topics.includes('report.noted'), 'the late one')
    t.ok(topics.includes('report.submitted'), 'and the one that overtook it')
  } finally {
    client.release()
  }
})

t.test(
  'the order of commits is that of numbers: nothing is skipped where they get a digit more',
  async (t) => {
    const [cluster] = JSON.parse(Buffer.from((await sync(officer)).next, 'base64url').toString())
    const told = [8, 9, 10, 11].map((xid) => ({ xid, id: uuidv7() }))
    for (const { xid, id } of told) {
      await api.rows(
        `insert into outbox (xid, topic, region_code, subject_id, payload, created_at)
       values ($1::text::xid8, 'report.noted', $2, $3, $4, now())`,
        [xid, VILLAGE, id, { note: 'x'.repeat(600) }],
      )
    }
    let cursor = Buffer.from(JSON.stringify([cluster, '7', 0])).toString('base64url')
    const heard: string[] = []
    for (let hasMore = true; hasMore; ) {
      const part = await sync(officer, cursor, '&maxBytes=1024')
      heard.push(...part.changes.map(({ subjectId }) => subjectId))
      ;({ next: cursor, hasMore } = part)
    }
    t.same(
      heard.slice(0, told.length),
      told.map(({ id }) => id),
    )
  },
)

t.test('a cursor that is not ours is refused', async (t) => {
  const { next } = await sync(officer)
  const [cluster, xid] = JSON.parse(Buffer.from(next, 'base64url').toString()) as [string, string]
  const packed = (position: unknown[]) => Buffer.from(JSON.stringify(position)).toString('base64url')
  const rows: [title: string, cursor: string, status: number, code: string][] = [
    ['from the future', packed([cluster, String(BigInt(xid) + 1_000_000n), 1]), 409, 'cursor_not_usable'],
    ['of another database', packed(['1', xid, 1]), 409, 'cursor_not_usable'],
    ['forged', packed(['x', xid, 1]), 400, 'bad_cursor'],
    ['no cursor at all', 'hello', 400, 'bad_cursor'],
    ['without end', packed([cluster, '9'.repeat(25), 1]), 400, 'bad_cursor'],
    ['larger than any id', packed([cluster, '9'.repeat(20), 1]), 409, 'cursor_not_usable'],
  ]
  for (const [title, cursor, status, code] of rows) {
    const answer = await officer.get(`/v1/sync?cursor=${cursor}`)
    t.equal(answer.status, status, title)
    t.match(answer.json<ProblemBody>().errors, [{ pointer: 'query:cursor', code }], title)
  }
  t.equal((await officer.get('/v1/sync?maxBytes=10')).status, 400)
  t.equal((await api.nobody.get('/v1/sync')).status, 401)
})
