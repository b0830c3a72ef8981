/** The lane's connection keeps its plans for good: they must be plans for tables that have grown. */
import t from 'tap'
import { openPipeline } from '../../src/db/pipeline.ts'
import { LOCK_OVERDUE, READ_STATE } from '../../src/reports/read-state.ts'
import { testDb } from '../database.ts'

const GROWING = [
  'report_versions',
  'submissions',
  'sessions',
  'events',
  'deadlines',
  'latest_figures',
  'severity_answers',
]

t.test('no statement that submissions read by walks through a table that grows', async (t) => {
  const db = await testDb(t)
  const broken: Error[] = []
  const pipeline = openPipeline(db.url, (error) => broken.push(error))
  t.teardown(() => pipeline.close())
  for (const { name, text } of [LOCK_OVERDUE, READ_STATE]) {
    const results = await pipeline.flight([
      `prepare ${name} as ${text}`,
      `explain execute ${name}('[]')`,
      `deallocate ${name}`,
    ])
    const plan = (results[1]?.rows ?? []).map((row) => String(row['QUERY PLAN'])).join('\n')
    t.match(plan, /Index/, `${name}: a plan was read`)
    const walked = GROWING.filter((table) => new RegExp(`Seq Scan on ${table}\\b`).test(plan))
    t.same(walked, [], name)
  }
  t.same(broken, [])
})
