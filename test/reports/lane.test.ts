/** Group commit: one bad item never harms its neighbours, and what may pass is tried again. */
import pg from 'pg'
import { pino } from 'pino'
import t from 'tap'
import { openLane, type SubmitBatch } from '../../src/reports/lane.ts'
import type { Outcome, Submission } from '../../src/reports/submission.ts'

const log = pino({ level: 'silent' })
const submission = (key: string) => ({ key }) as Submission
const accepted = ({ key }: Submission): Outcome => ({
  kind: 'accepted',
  status: 201,
  reply: key,
  versionId: key,
  isReplay: false,
})
const turn = () => new Promise((resolve) => setImmediate(resolve))
const unavailable = () => Object.assign(new pg.DatabaseError('going down', 0, 'error'), { code: '57P01' })

/** A lane that records the batches it was given. */
function lane(submitBatch: SubmitBatch = async (batch) => batch.map(accepted)) {
  const batches: string[][] = []
  const opened = openLane(async (batch) => {
    batches.push(batch.map(({ key }) => key))
    await turn()
    return submitBatch(batch)
  }, log)
  const send = (...keys: string[]) => Promise.allSettled(keys.map((key) => opened.submit(submission(key))))
  return { ...opened, send, batches }
}

const statuses = (settled: PromiseSettledResult<Outcome>[]) =>
  settled.map((one) =>
    one.status === 'fulfilled' && one.value.kind !== 'refused' ? one.value.reply : 'failed',
  )

t.test('a lone submission leaves at once, and those that come meanwhile leave together', async (t) => {
  const { send, batches } = lane()
  t.same(statuses(await send('a', 'b', 'c', 'd')), ['a', 'b', 'c', 'd'], 'each its own outcome')
  t.same(batches, [['a'], ['b', 'c', 'd']])
})

t.test('no batch is larger than sixty-four', async (t) => {
  const { send, batches } = lane()
  await send(...Array.from({ length: 200 }, (_, i) => `${i}`))
  t.same(
    batches.map(({ length }) => length),
    [1, 64, 64, 64, 7],
  )
})

t.test('an item that spoils its batch fails alone', async (t) => {
  const { send } = lane(async (batch) => {
    if (batch.some(({ key }) => key === 'bad')) throw new Error('a fault of ours')
    return batch.map(accepted)
  })
  t.same(statuses(await send('a', 'b', 'bad', 'c')), ['a', 'b', 'failed', 'c'])
})

t.test('a broken connection is nobody’s fault: the whole batch is tried once more', async (t) => {
  let failures = 1
  const { send, batches } = lane(async (batch) => {
    if (batch.length > 1 && failures-- > 0) throw unavailable()
    return batch.map(accepted)
  })
  t.same(statuses(await send('a', 'b', 'c')), ['a', 'b', 'c'])
  t.same(batches, [['a'], ['b', 'c'], ['b', 'c']])
})

t.test('a database that stays away fails them all after two attempts, not after one each', async (t) => {
  const { send, batches } = lane(() => Promise.reject(unavailable()))
  t.same(statuses(await send('a', 'b', 'c', 'd')), ['failed', 'failed', 'failed', 'failed'])
  t.equal(batches.length, 4)
})

t.test('closing refuses what comes and finishes what is in', async (t) => {
  const { send, close } = lane()
  const sent = send('a', 'b')
  const closing = close()
  t.same(statuses(await send('late')), ['failed'])
  t.same(statuses(await sent), ['a', 'b'])
  await closing
})

t.end()
