import type { Api } from '../api.ts'

/** What may grow when nobody was let through: the trail, the log of who read what, and tries of logins. */
const MAY_GROW = ['audit_entries', 'register_accesses', 'login_attempts']

/** A hash of each table with all of its rows: whatever is added, changed or taken away shows. */
export async function snapshot({ rows }: Pick<Api, 'rows'>): Promise<Record<string, string>> {
  const tables = await rows<{ name: string }>(
    `select format('%I', tablename) as name from pg_tables where schemaname = 'public' order by 1`,
  )
  const hashes: Record<string, string> = {}
  for (const { name } of tables.filter((table) => !MAY_GROW.includes(table.name))) {
    const [row] = await rows<{ hash: string }>(
      `select count(*) || ' rows ' || md5(coalesce(string_agg(md5(one::text), '' order by md5(one::text)), '')) as hash
       from ${name} one`,
    )
    hashes[name] = String(row?.hash)
  }
  return hashes
}
