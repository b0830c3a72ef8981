import { sql } from 'drizzle-orm'
import { COMMAND_CENTRE } from '../accounts/may.ts'
import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import { insertDeadlines } from '../deadlines/store.ts'
import type { Deps } from '../deps.ts'
import { readDeskLimits } from '../local-rules/desk-limits.ts'
import { enqueue } from '../outbox/store.ts'
import type { Reason } from '../regulations/citation.ts'
import { consequencesOf } from './open-forwardings.ts'
import { type NewForwarding, takenBack } from './rules.ts'
import { forwardings } from './tables.ts'

/** Forwardings of one run; a full batch means there may be more. */
export const UNSIGNED_BATCH = 200

type Unsigned = Pick<NewForwarding, 'id' | 'eventId' | 'decisionId' | 'severityRank'> & {
  /** the city that owes the signature */
  cityCode: string
  /** the limit that passed */
  because: Reason[]
}

/**
 * Engine step: forwardings that were not signed for (签收) in time go to the command centre as well, once each. The
 * unsigned one stays open, and its recipient may still sign.
 *
 * @returns forwardings looked at; equal to UNSIGNED_BATCH means call again
 */
export async function unsignedStep({ db }: Pick<Deps, 'db'>): Promise<number> {
  return db.transaction(async (tx) => {
    const now = await readNow(tx)
    const unsigned = await claimUnsigned(tx)
    const limits = await readDeskLimits(
      tx,
      unsigned.map(({ eventId }) => eventId),
    )
    for (const [cityCode, ofCity] of Map.groupBy(unsigned, (forwarding) => forwarding.cityCode)) {
      const returned = await forwardToCommandCentre(tx, ofCity, now)
      const { deadlines, messages, entries } = consequencesOf(returned, cityCode, now, limits)
      await insertDeadlines(tx, deadlines)
      await enqueue(tx, messages)
      await record(tx, entries)
    }
    return unsigned.length
  })
}

/** Rows that another engine, a clerk or a closing holds are left to it: a closing waits for what is claimed here. */
async function claimUnsigned(db: Db): Promise<Unsigned[]> {
  const { rows } = await db.execute<Unsigned & Record<string, unknown>>(sql`
    select f.id, f.event_id as "eventId", f.decision_id as "decisionId", f.severity_rank as "severityRank",
      d.region_code as "cityCode", d.because
    from forwardings f
    join deadlines d on d.event_id = f.event_id and d.subject_id = f.id and d.duty = 'sign_for_forwarding'
    where f.state = 'open'
      and (f.recipient_kind, f.recipient_code) <> ('section', ${COMMAND_CENTRE})
      and d.missed_at is not null and d.met_at is null and d.replaced_at is null
      and not exists (select from forwardings taken where taken.returns_id = f.id)
    order by f.forwarded_at, f.id
    limit ${UNSIGNED_BATCH}
    for update of f, d skip locked`)
  return rows
}

/** One that another engine has handed on since we looked is left out. */
async function forwardToCommandCentre(
  db: Db,
  unsigned: readonly Unsigned[],
  now: Date,
): Promise<NewForwarding[]> {
  const returned = unsigned.map((forwarding) => takenBack(forwarding, forwarding.because, now))
  const inserted = await db
    .insert(forwardings)
    .values(returned)
    .onConflictDoNothing({ target: forwardings.returnsId, where: sql`returns_id is not null` })
    .returning({ id: forwardings.id })
  const ids = new Set(inserted.map(({ id }) => id))
  return returned.filter(({ id }) => ids.has(id))
}
