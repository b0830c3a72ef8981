import { sql } from 'drizzle-orm'
import type { Db } from './db/client.ts'

/**
 * The instant by which everything is judged: the database's clock, or in a simulation database the simulated
 * one. No other clock decides lateness.
 */
export async function readNow(db: Db): Promise<Date> {
  const { rows } = await db.execute<{ now: string }>(sql`select judged_now() as now`)
  const row = rows[0]
  if (!row) throw new Error('the database gave no time')
  return new Date(row.now)
}

/**
 * Sets the simulated clock. The database refuses it unless it was made for simulation.
 */
export async function setSimulatedNow(db: Db, now: Date): Promise<void> {
  await db.execute(sql`
    insert into simulated_clock (now) values (${now.toISOString()}::timestamptz)
    on conflict (is_only) do update set now = excluded.now`)
}

/**
 * The simulated instant, or null where time is real.
 */
export async function readSimulatedNow(db: Db): Promise<Date | null> {
  const { rows } = await db.execute<{ now: string }>(sql`select now from simulated_clock`)
  return rows[0] ? new Date(rows[0].now) : null
}
