import { sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { engineSteps } from './tables.ts'

/** The row of engine_steps that says an engine is alive, whether or not there was anything to do. */
export const HEARTBEAT = 'heartbeat'

/** What the engine needs to know between two rounds. */
export interface Pulse {
  /** the judging instant, simulated in a simulation */
  now: Date
  isSimulated: boolean
  /** the database's real clock */
  clock: Date
  /** when the next pending deadline falls due; null when there is none */
  nextDueAt: Date | null
  /** position of the last message in the outbox, which moves with every committed fact */
  outboxPosition: number
}

/**
 * Says that this engine is alive and reads what may be due: one cheap statement, all that an idle engine does.
 * The instants of engine_steps are real ones even in a simulation, because they tell whether a process runs.
 */
export async function takePulse(db: Db): Promise<Pulse> {
  const { rows } = await db.execute<{
    now: string
    isSimulated: boolean
    clock: string
    nextDueAt: string | null
    outboxPosition: string
  }>(sql`
    with beat as (
      insert into engine_steps (name, last_started_at, last_finished_at, runs)
      values (${HEARTBEAT}, clock_timestamp(), clock_timestamp(), 1)
      on conflict (name) do update
      set last_started_at = excluded.last_started_at, last_finished_at = excluded.last_finished_at,
        runs = engine_steps.runs + 1
    )
    select judged_now() as now, exists (select from simulated_clock) as "isSimulated", clock_timestamp() as clock,
      (select min(due_at) from deadlines
        where met_at is null and missed_at is null and replaced_at is null) as "nextDueAt",
      (select coalesce(max(position), 0) from outbox) as "outboxPosition"`)
  const row = rows[0]
  if (!row) throw new Error('the database gave no pulse')
  return {
    now: new Date(row.now),
    isSimulated: row.isSimulated,
    clock: new Date(row.clock),
    nextDueAt: row.nextDueAt === null ? null : new Date(row.nextDueAt),
    outboxPosition: Number(row.outboxPosition),
  }
}

/** What one step did in one round; `error` is null when it succeeded. */
export interface StepOutcome {
  name: string
  count: number
  ms: number
  error: string | null
}

/** Records a step's outcome. `last_finished_at` is that of its last success: a failing step falls behind. */
export async function recordStep(db: Db, { name, count, ms, error }: StepOutcome): Promise<void> {
  const failed = error === null ? 0 : 1
  await db.execute(sql`
    insert into engine_steps as known (name, last_started_at, last_finished_at, last_count, last_ms, runs, done,
      failures, last_error, last_error_at)
    select ${name}, instant - ${ms}::integer * interval '1 millisecond',
      case when ${failed}::integer = 0 then instant end, ${count}::integer, ${ms}::integer, 1, ${count}::bigint,
      ${failed}::integer, ${error}::text, case when ${failed}::integer = 1 then instant end
    from clock_timestamp() as instant
    on conflict (name) do update
    set last_started_at = excluded.last_started_at,
      last_finished_at = coalesce(excluded.last_finished_at, known.last_finished_at),
      last_count = excluded.last_count, last_ms = excluded.last_ms, runs = known.runs + 1,
      done = known.done + excluded.done, failures = known.failures + excluded.failures,
      last_error = coalesce(excluded.last_error, known.last_error),
      last_error_at = coalesce(excluded.last_error_at, known.last_error_at)`)
}

export type StepRecord = typeof engineSteps.$inferSelect

/** Every step that ever ran, and the heartbeat, with how long ago the database last heard of each. */
export async function readSteps(db: Db): Promise<(StepRecord & { silentMs: number })[]> {
  const silentMs = sql<string>`extract(epoch from clock_timestamp() - coalesce(last_finished_at, last_started_at)) * 1000`
  const rows = await db.select({ step: engineSteps, silentMs }).from(engineSteps).orderBy(engineSteps.name)
  return rows.map(({ step, silentMs }) => ({ ...step, silentMs: Math.round(Number(silentMs)) }))
}
