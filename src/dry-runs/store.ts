import { sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'

/** The instant, and what tells whether routing rules or local rules have changed: the stamps of the rule books. */
interface Standing {
  now: Date
  routingStamp: string
  localRulesStamp: string
}

/**
 * By which rules the judge is to be asked now.
 */
export async function readStanding(db: Db): Promise<Standing> {
  const { rows } = await db.execute<Omit<Standing, 'now'> & { now: string }>(sql`
    select judged_now() as now,
      (select count(*) || ' ' || coalesce(max(valid_from)::text, '') from routing_rules) as "routingStamp",
      (select count(*) || ' ' || coalesce(max(decided_at)::text, '')
        from local_rules where state = 'approved') as "localRulesStamp"`)
  const row = rows[0]
  if (!row) throw new Error('the database gave no time')
  return { ...row, now: new Date(row.now) }
}
