import type { Api } from '../api.ts'

/** Everything that a report could write. */
const TABLES = [
  'events',
  'event_regions',
  'severity_answers',
  'report_chains',
  'report_versions',
  'latest_figures',
  'submissions',
  'receipts',
  'held_reports',
  'deadlines',
  'escalations',
  'routing_decisions',
  'forwardings',
  'outbox',
  'audit_entries',
]

/** How many rows each table holds: equal before and after means that nothing was changed. */
export async function countRows({ rows }: Pick<Api, 'rows'>): Promise<Record<string, number>> {
  const counts = TABLES.map((table) => `select '${table}' as name, count(*)::int as n from ${table}`)
  const found = await rows<{ name: string; n: number }>(counts.join(' union all '))
  return Object.fromEntries(found.map(({ name, n }) => [name, n]))
}
