import { type SQL, sql } from 'drizzle-orm'
import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import { announceMissed, type MissedDuty } from '../deadlines/announce-missed.ts'
import { tellLateness } from '../deadlines/lateness.ts'
import { isStatutory } from '../deadlines/rules.ts'
import type { Deps } from '../deps.ts'
import { isOfEvent } from '../events/store.ts'
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
    // rows that another engine, a report or a closing holds are left to it
    const missed = await markMissed(tx, now, sql`true`, sql`limit ${MISSED_BATCH} for update skip locked`)
    await passOn(tx, missed, now)
    return { now, missed }
  })
  for (const { duty, dueAt } of missed) tellLateness({ duty, lateMs: now.getTime() - dueAt.getTime() })
  return missed.length
}

/**
 * Marks what is past due in one event, and in those merged into it, as missed, and passes it on, where no engine has been
 * there yet: for a caller who is about to end what is owed. What an engine is just marking is waited for, and left to it.
 */
export async function missOverdueOf(db: Db, eventId: string, now: Date): Promise<void> {
  await passOn(db, await markMissed(db, now, isOfEvent(sql`event_id`, eventId), sql`for update`), now)
}

async function passOn(db: Db, missed: readonly MissedDeadline[], now: Date): Promise<void> {
  await announce(db, missed, now)
  await openEscalations(
    db,
    missed.flatMap((deadline) => escalationOf(deadline, now)),
    now,
  )
}

/**
 * Only after its instant is a deadline missed.
 *
 * @param which condition on the deadlines that are looked at
 * @param how how many are taken, and how they are locked
 */
async function markMissed(db: Db, now: Date, which: SQL, how: SQL): Promise<MissedDeadline[]> {
  const at = sql`${now.toISOString()}::timestamptz`
  const { rows } = await db.execute<Omit<MissedDeadline, 'dueAt'> & { dueAt: string }>(sql`
    with due as (
      select id
      from deadlines
      where met_at is null and missed_at is null and replaced_at is null and due_at < ${at} and ${which}
      order by due_at
      ${how}
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
