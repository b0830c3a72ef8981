import { readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '../db/client.ts'

/** What is open, waiting and late at this instant, over the whole database. */
export interface Gauges {
  /** owed, and not yet due */
  deadlinesPending: number
  /** past due, and no engine has marked them yet: more than a handful means the engine is behind */
  deadlinesUnmarked: number
  /** missed, and still not met */
  deadlinesMissed: number
  escalationsUnacknowledged: number
  escalationsAcknowledged: number
  forwardingsOpen: number
  /** seconds that the oldest of each has waited; 0 when none waits */
  oldestUnmarkedSeconds: number
  oldestUnacknowledgedSeconds: number
  oldestUnsignedSeconds: number
  outboxMessages: number
  isSimulated: boolean
  /** the database's real clock */
  clockMs: number
}

/** Counts over partial indexes, so that it stays cheap however long the service has run. */
export async function readGauges(db: Db): Promise<Gauges> {
  const { rows } = await db.execute<Record<keyof Gauges, string | boolean>>(sql`
    with instant as (select judged_now() as now),
    pending as (
      select count(*) filter (where due_at >= now) as waiting, count(*) filter (where due_at < now) as unmarked,
        extract(epoch from max(now - due_at)) as oldest
      from deadlines, instant
      where met_at is null and missed_at is null and replaced_at is null
    ),
    upward as (
      select count(*) filter (where acknowledged_at is null) as unacknowledged,
        count(*) filter (where acknowledged_at is not null) as acknowledged,
        extract(epoch from max(now - escalated_at) filter (where acknowledged_at is null)) as oldest
      from escalations, instant
      where resolved_at is null
    ),
    sideways as (
      select count(*) as open, extract(epoch from max(now - forwarded_at)) as oldest
      from forwardings, instant
      where state = 'open'
    )
    select pending.waiting as "deadlinesPending", pending.unmarked as "deadlinesUnmarked",
      greatest(pending.oldest, 0) as "oldestUnmarkedSeconds",
      (select count(*) from deadlines
        where missed_at is not null and met_at is null and replaced_at is null) as "deadlinesMissed",
      upward.unacknowledged as "escalationsUnacknowledged", upward.acknowledged as "escalationsAcknowledged",
      greatest(upward.oldest, 0) as "oldestUnacknowledgedSeconds",
      sideways.open as "forwardingsOpen", greatest(sideways.oldest, 0) as "oldestUnsignedSeconds",
      (select coalesce(max(position) - min(position) + 1, 0) from outbox) as "outboxMessages",
      exists (select from simulated_clock) as "isSimulated",
      extract(epoch from clock_timestamp()) * 1000 as "clockMs"
    from pending, upward, sideways`)
  const [row] = rows
  if (!row) throw new Error('the database gave no gauges')
  const { isSimulated, ...counts } = row
  const numbers = Object.fromEntries(Object.entries(counts).map(([key, value]) => [key, Number(value)]))
  return { ...(numbers as Omit<Gauges, 'isSimulated'>), isSimulated: isSimulated === true }
}

const journalSchema = z.object({ entries: z.array(z.object({ when: z.number(), tag: z.string() })).min(1) })
const JOURNAL = new URL('../../migrations/meta/_journal.json', import.meta.url)

/** The last migration that this program knows. */
export function lastKnownMigration(): { when: number; tag: string } {
  const { entries } = journalSchema.parse(JSON.parse(readFileSync(JOURNAL, 'utf8')))
  return entries.reduce((last, entry) => (entry.when > last.when ? entry : last))
}

/** When the last migration applied to the database was made; it may be newer than this program knows. */
export async function readLastMigration(db: Db): Promise<number> {
  const { rows } = await db.execute<{ last: string | null }>(
    sql`select max(created_at) as last from drizzle.__drizzle_migrations`,
  )
  return Number(rows[0]?.last ?? 0)
}
