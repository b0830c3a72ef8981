/** Writes forwardings (分转) and all that follows from one: the duty to sign for it, its message, its trail. */
import { type AuditEntry, record } from '../audit/store.ts'
import type { Db } from '../db/client.ts'
import { dueWithin, type NewDeadline } from '../deadlines/rules.ts'
import { insertDeadlines } from '../deadlines/store.ts'
import type { DeskLimits } from '../evaluations/desk.ts'
import { severityOfRank } from '../evaluations/severity-rank.ts'
import { readDeskLimits } from '../local-rules/desk-limits.ts'
import { enqueue, type OutboxMessage } from '../outbox/store.ts'
import type { NewForwarding } from './rules.ts'
import { forwardings as table } from './tables.ts'

/** What is written beside forwardings, in the same transaction. */
export interface ForwardingConsequences {
  deadlines: NewDeadline[]
  messages: OutboxMessage[]
  entries: AuditEntry[]
}

/**
 * Opens forwardings, with the duties to sign for them, their messages and their trail.
 *
 * @param cityCode the city whose desk forwards: it owes that each is signed for
 * @param accountId who forwarded; null for what follows by rule
 */
export async function openForwardings(
  db: Db,
  forwardings: readonly NewForwarding[],
  cityCode: string,
  now: Date,
  accountId: string | null = null,
): Promise<void> {
  if (forwardings.length === 0) return
  await db.insert(table).values([...forwardings])
  const limits = await readDeskLimits(
    db,
    forwardings.map(({ eventId }) => eventId),
  )
  const { deadlines, messages, entries } = consequencesOf(forwardings, cityCode, now, limits, accountId)
  await insertDeadlines(db, deadlines)
  await enqueue(db, messages)
  await record(db, entries)
}

/** What follows from opened forwardings. */
export function consequencesOf(
  opened: readonly NewForwarding[],
  cityCode: string,
  now: Date,
  limits: DeskLimits,
  accountId: string | null = null,
): ForwardingConsequences {
  return {
    deadlines: opened.flatMap((forwarding) => signDuty(forwarding, cityCode, now, limits)),
    messages: opened.map((forwarding) => ({
      topic: forwarding.returnsId === null ? 'forwarding.opened' : 'forwarding.returned',
      eventId: forwarding.eventId,
      regionCode: cityCode,
      subjectId: forwarding.id,
      payload: summaryOf(forwarding),
      createdAt: now,
    })),
    entries: opened.map((forwarding) => ({
      at: now,
      accountId,
      action: forwarding.returnsId === null ? 'forwarding.opened' : 'forwarding.returned',
      subjectKind: 'forwarding',
      subjectId: forwarding.id,
      regionCode: cityCode,
      detail: { eventId: forwarding.eventId, ...summaryOf(forwarding) },
    })),
  }
}

function signDuty(
  { eventId, id, severityRank }: NewForwarding,
  cityCode: string,
  now: Date,
  limits: DeskLimits,
): NewDeadline[] {
  const owed = { eventId, regionCode: cityCode }
  const limit = limits('sign_for_forwarding', severityOfRank(severityRank), owed)
  if (!limit) return []
  return [dueWithin({ ...owed, duty: 'sign_for_forwarding', subjectId: id, setAt: now, ...limit })]
}

function summaryOf({ recipientKind, recipientCode, role, severityRank, returnsId }: NewForwarding) {
  return { recipientKind, recipientCode, role, severityRank, returnsId }
}
