/** What the tests of backups share: a lived-in service, a backup of it, and a way to compare databases. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import type { Test } from 'tap'
import { checkBackup, restoreBackup } from '../../src/backup/restore-backup.ts'
import { writeBackup } from '../../src/backup/write-backup.ts'
import { type Api, aFollowUp, aReport, COUNTY, minutesAfter, NOON, VILLAGE } from '../api.ts'

const quietly = () => {}

export async function aFolder(t: Pick<Test, 'teardown'>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fengsui-backup-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export async function backUp(url: string, file: string) {
  return writeBackup({ url, file, folder: '', tell: quietly })
}

export async function restore(url: string, path: string) {
  const manifest = await checkBackup(path)
  await restoreBackup({ url, path, manifest, tell: quietly })
  return manifest
}

/** Some reports, one of them grave, a miss, an acknowledgement, a forwarding signed for, a report held. */
export async function live(api: Api) {
  const village = api.as('officer', VILLAGE)
  const narrative = '塌方\t断路\\n"\\.\n\\.\r\n🏔️ ས'
  const report = aReport({ narrative, figures: { dead: 3, injured: 12 } })
  const first = await village.report(report)
  await village.report(aFollowUp(first, { figures: { dead: 4, injured: 12 } }))
  const before = aReport({ event: { hazard: 'flood', occurredAt: minutesAfter(NOON, -30).toISOString() } })
  const unknownParent = aFollowUp({ ...first, versionId: before.id }, { narrative: '先到' })
  const held = await village.submit(unknownParent)
  if (held.status !== 202) throw new Error(held.text)
  const reviewer = api.as('reviewer', COUNTY)
  const { items } = (await reviewer.get('/v1/escalations?state=open')).json<{ items: { id: string }[] }>()
  const acknowledged = await reviewer.post(`/v1/escalations/${items[0]?.id}/acknowledgement`, {})
  if (acknowledged.status >= 300) throw new Error(acknowledged.text)
  await api.runDue()
  return { report, first }
}

/** Every row of every table as text, in order; transaction ids are each cluster's own. */
export async function contentOf(pool: pg.Pool): Promise<Record<string, string[]>> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  )
  const content: Record<string, string[]> = {}
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: string }>(
      `select (to_jsonb(r) - 'xid')::text collate "C" as row from "${name}" r order by 1`,
    )
    content[name] = rows.map(({ row }) => row)
  }
  const { rows: journal } = await pool.query(
    'select hash, created_at from drizzle.__drizzle_migrations order by id',
  )
  content.migrations = journal.map((row) => JSON.stringify(row))
  return content
}
