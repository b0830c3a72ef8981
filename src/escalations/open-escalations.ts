/** Writes escalations (升级) and all that follows from one: the duty to acknowledge it, its message, its trail. */
import { type AuditEntry, record } from '../audit/store.ts'
import type { Db } from '../db/client.ts'
import { dueWithin, type NewDeadline } from '../deadlines/rules.ts'
import { insertDeadlines } from '../deadlines/store.ts'
import type { DeskLimits } from '../evaluations/desk.ts'
import { severityOfRank } from '../evaluations/severity-rank.ts'
import { readDeskLimits } from '../local-rules/desk-limits.ts'
import { enqueue, type OutboxMessage } from '../outbox/store.ts'
import { tierOf } from '../regions/codes.ts'
import { shanghaiIso } from '../shanghai.ts'
import type { NewEscalation } from './rules.ts'
import { escalations as table } from './tables.ts'

/** What is written beside escalations, in the same transaction. */
export interface EscalationConsequences {
  deadlines: NewDeadline[]
  messages: OutboxMessage[]
  entries: AuditEntry[]
}

/**
 * Opens escalations: writes those whose cause has not made that step yet, and for these alone the duties to
 * acknowledge, the messages and the trail.
 *
 * @param now instant of the transaction, from which the desk's limit counts
 * @param accountId who ordered them; null for what follows by rule
 * @returns the escalations really opened
 */
export async function openEscalations(
  db: Db,
  escalations: readonly NewEscalation[],
  now: Date,
  accountId: string | null = null,
): Promise<NewEscalation[]> {
  if (escalations.length === 0) return []
  const inserted = await db
    .insert(table)
    .values([...escalations])
    .onConflictDoNothing({ target: [table.causeKind, table.causeId, table.step] })
    .returning({ id: table.id })
  const ids = new Set(inserted.map(({ id }) => id))
  const opened = escalations.filter(({ id }) => ids.has(id))
  const limits = await readDeskLimits(
    db,
    opened.map(({ eventId }) => eventId),
  )
  const { deadlines, messages, entries } = consequencesOf(opened, now, limits, accountId)
  await insertDeadlines(db, deadlines)
  await enqueue(db, messages)
  await record(db, entries)
  return opened
}

/**
 * What follows from opened escalations.
 *
 * @param accountId who ordered them; null for what follows by rule
 */
export function consequencesOf(
  opened: readonly NewEscalation[],
  now: Date,
  limits: DeskLimits,
  accountId: string | null = null,
): EscalationConsequences {
  return {
    deadlines: opened.flatMap((escalation) => acknowledgeDuty(escalation, now, limits)),
    messages: opened.map((escalation) => ({
      topic: 'escalation.opened',
      eventId: escalation.eventId,
      regionCode: escalation.ownerCode,
      subjectId: escalation.id,
      payload: { ...summaryOf(escalation), escalatedAt: shanghaiIso(escalation.escalatedAt) },
      createdAt: now,
    })),
    entries: opened.map((escalation) => ({
      at: now,
      accountId,
      action: 'escalation.opened',
      subjectKind: 'escalation',
      subjectId: escalation.id,
      regionCode: escalation.ownerCode,
      detail: { eventId: escalation.eventId, ...summaryOf(escalation) },
    })),
  }
}

/** Counties and the city keep a desk that must acknowledge; villages and townships see it and owe nothing. */
function acknowledgeDuty(escalation: NewEscalation, now: Date, limits: DeskLimits): NewDeadline[] {
  const tier = tierOf(escalation.ownerCode)
  if (tier !== 'county' && tier !== 'city') return []
  const { id, eventId, ownerCode } = escalation
  const owed = { eventId, regionCode: ownerCode }
  const limit = limits('acknowledge', severityOfRank(escalation.severityRank), owed)
  if (!limit) return []
  return [dueWithin({ ...owed, duty: 'acknowledge_escalation', subjectId: id, setAt: now, ...limit })]
}

function summaryOf(escalation: NewEscalation) {
  const { fromCode, toTier, toCode, ownerCode, causeKind, causeId, step, severityRank } = escalation
  return { fromCode, toTier, toCode, ownerCode, causeKind, causeId, step, severityRank }
}
