import { sql } from 'drizzle-orm'
import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import { announceMissed, type MissedDuty } from '../deadlines/announce-missed.ts'
import { tellLateness } from '../deadlines/lateness.ts'
import { isStatutory } from '../deadlines/rules.ts'
import type { Deps } from '../deps.ts'
import { enqueue } from '../outbox/store.ts'
import type { Reason } from '../regulations/citation.ts'
import { openEscalations } from './open-escalations.ts'
import { type NewEscalation, passMissedDuty } from './rules.ts'

/** Deadlines of one run; a full batch means there may be more. */
export const MISSED_BATCH = 500

type MissedDeadline = MissedDuty & { because: Reason[] }

/**
 * Engine step: marks deadlines that are past due as missed (逾期), announces each, and passes each to the node above.
 * Takes no input and keeps no state, so it may run twice, or on several machines at once.
 *
 * @returns deadlines marked; equal to MISSED_BATCH means call again
 */
export async function missedStep({ db }: Pick<Deps, 'db'>): Promise<number> {
  const { now, missed } = await db.transaction(async (tx) => {
    const now = await readNow(tx)
    const missed = await markMissed(tx, now)
    await announce(tx, missed, now)
    await openEscalations(
      tx,
      missed.flatMap((deadline) => escalationOf(deadline, now)),
      now,
    )
    return { now, missed }
  })
  for (const { duty, dueAt } of missed) tellLateness({ duty, lateMs: now.getTime() - dueAt.getTime() })
  return missed.length
}

/** Only after its instant is a deadline missed. Rows that another engine or a report holds are left to it. */
async function markMissed(db: Db, now: Date): Promise<MissedDeadline[]> {
  const at = sql`${now.toISOString()}::timestamptz`
  const { rows } = await db.execute<Omit<MissedDeadline, 'dueAt'> & { dueAt: string }>(sql`
    with due as (
      select id
      from deadlines
      where met_at is null and missed_at is null and replaced_at is null and due_at < ${at}
      order by due_at
      limit ${MISSED_BATCH}
      for update skip locked
    )
    update deadlines d
    set missed_at = ${at}
    from due, events e
    where d.id = due.id and e.id = d.event_id
    returning d.id, d.event_id as "eventId", d.region_code as "regionCode", d.duty, d.subject_id as "subjectId",
      d.due_at as "dueAt", d.because, e.severity_rank as "severityRank"`)
  return rows
    .map((row) => ({ ...row, dueAt: new Date(row.dueAt) }))
    .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime())
}

async function announce(db: Db, missed: readonly MissedDeadline[], now: Date): Promise<void> {
  const { messages, entries } = announceMissed(missed, now)
  await enqueue(db, messages)
  await record(db, entries)
}

function escalationOf(deadline: MissedDeadline, now: Date): NewEscalation[] {
  const { id, eventId, regionCode, duty, because, severityRank } = deadline
  const escalation = passMissedDuty(isStatutory(duty), {
    eventId,
    severityRank,
    fromCode: regionCode,
    cause: { kind: 'deadline_missed', id, because },
    now,
  })
  return escalation ? [escalation] : []
}
