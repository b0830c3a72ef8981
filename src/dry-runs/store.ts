import { sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'

/**
 * The instant, and what tells whether the routing rules have changed: the stamp of the rule book.
 */
export async function readStanding(db: Db): Promise<{ now: Date; stamp: string }> {
  const { rows } = await db.execute<{ now: string; stamp: string }>(sql`
    select judged_now() as now, count(*) || ' ' || coalesce(max(valid_from)::text, '') as stamp
    from routing_rules`)
  const row = rows[0]
  if (!row) throw new Error('the database gave no time')
  return { now: new Date(row.now), stamp: row.stamp }
}
