import { eq } from 'drizzle-orm'
import t from 'tap'
import { runStep } from '../../src/engine/run-step.ts'
import { engineSteps } from '../../src/engine/tables.ts'
import { testDb } from '../database.ts'
import { depsOf } from './builders.ts'

t.test('a run over its limit counts as failed, and is not started again before it ends', async (t) => {
  const deps = depsOf(await testDb(t))
  const { promise, resolve } = Promise.withResolvers<number>()
  let starts = 0
  const step = {
    name: 'stuck',
    batch: 10,
    run: () => {
      starts += 1
      return starts === 1 ? promise : Promise.resolve(2)
    },
  }
  const read = async () => (await deps.db.select().from(engineSteps).where(eq(engineSteps.name, 'stuck')))[0]

  t.equal(await runStep(deps, step, 20), false)
  t.match(await read(), { lastError: 'took longer than 20 ms', failures: 1, runs: 1, lastFinishedAt: null })
  t.equal(await runStep(deps, step, 20), false)
  t.match(await read(), { lastError: 'an earlier run has not ended yet', failures: 2 })
  t.equal(starts, 1)

  resolve(0)
  await new Promise((settled) => setImmediate(settled))
  t.equal(await runStep(deps, step, 20), true)
  const record = await read()
  t.match(record, { runs: 3, failures: 2, done: 2, lastCount: 2 })
  t.ok(record?.lastFinishedAt)
  t.equal(record?.lastError, 'an earlier run has not ended yet', 'what once went wrong is still to be read')
})
