/** Local rules come back from a backup, ends and proposals too, as fixed as they were. */
import { join } from 'node:path'
import t from 'tap'
import { startApi } from '../api.ts'
import { aFolder, backUp, contentOf, restore } from '../backup/ground.ts'
import { testDb } from '../database.ts'
import { anOffice, must } from './office.ts'

t.test('what was approved, ended and proposed is restored, and may be changed as little', async (t) => {
  const api = await startApi(t, { environment: { RUN: 'api' } })
  const { first, enact, approve, propose } = await anOffice(api)
  const rule = await enact({ places: ['540121', '540122'] })
  const ending = { inForceTo: '2026-07-20', why: '已修订' }
  const end = must<{ id: string }>(await first.post(`/v1/local-rules/${rule.id}/ending`, ending), 201)
  await approve(end.id)
  await propose({ target: 'anyDeathDirectReport', value: { on: false } })
  await api.stop()
  const { path } = await backUp(api.db.url, join(await aFolder(t), 'rules.backup'))
  const target = await testDb(t, { kind: 'empty' })
  await restore(target.url, path)
  const { local_rules: restored } = await contentOf(target.pool)
  t.equal(restored?.length, 3)
  t.same(restored, (await contentOf(api.db.pool)).local_rules)
  await t.rejects(target.pool.query(`update local_rules set why = '别的' where state = 'approved'`), {
    message: /that was decided is not changed/,
  })
})
