/** Guards look at other tables: a backup comes back through them, row for row. */
import { join } from 'node:path'
import t from 'tap'
import { aFollowUp, COUNTY, startApi, VILLAGE } from '../api.ts'
import { aFolder, backUp, contentOf, restore } from '../backup/ground.ts'
import { testDb } from '../database.ts'
import { accept, draft, giveBack, ofItsOwn, sign } from './people.ts'

const TABLES = [
  ...['report_reviews', 'event_corrections', 'version_bases'],
  ...['tier_reports', 'tier_report_drafts', 'tier_report_discards'],
]

t.test('reviews, corrections and tiers’ own reports come back as they were', async (t) => {
  const api = await startApi(t)
  const village = await api.hire('officer', VILLAGE)
  const drafter = await api.hire('officer', COUNTY)
  const signer = await api.hire('reviewer', COUNTY)
  const report = await village.report(ofItsOwn({ figures: { dead: 1 } }))
  await giveBack(signer, report, { fields: ['/figures/dead'], comment: '请核对' })
  const next = await village.report(aFollowUp(report, { figures: { dead: 2 } }))
  await accept(signer, next)
  await signer.post(`/v1/events/${report.eventId}/corrections`, { title: '羊易村地震', reason: '补地名' })
  await sign(signer, await draft(drafter, report.eventId))
  const { id } = await draft(drafter, report.eventId)
  await drafter.post(`/v1/tier-reports/${id}/discard`, { reason: '重拟' })
  await draft(drafter, report.eventId)
  await api.runDue()
  await api.stop()

  const folder = await aFolder(t)
  const { path } = await backUp(api.db.url, join(folder, 'reviews.backup'))
  const target = await testDb(t, { kind: 'empty' })
  await restore(target.url, path)
  const [before, after] = [await contentOf(api.db.pool), await contentOf(target.pool)]
  for (const table of TABLES) {
    t.ok((before[table]?.length ?? 0) > 0, `${table} holds something`)
    t.same(after[table], before[table], table)
  }
})

t.end()
