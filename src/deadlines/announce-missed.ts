import type { AuditEntry } from '../audit/store.ts'
import type { OutboxMessage } from '../outbox/store.ts'
import { shanghaiIso } from '../shanghai.ts'

/** A duty whose instant passed before it was met. */
export interface MissedDuty {
  id: string
  eventId: string
  regionCode: string
  duty: string
  subjectId: string
  dueAt: Date
  /** how grave the event is now */
  severityRank: number
}

/**
 * What is said of missed duties (逾期): a message and a line of the trail each, the same whoever sees the miss first,
 * the engine or a late act.
 */
export function announceMissed(
  missed: readonly MissedDuty[],
  now: Date,
): { messages: OutboxMessage[]; entries: AuditEntry[] } {
  const told = missed.map(({ id, eventId, regionCode, duty, subjectId, dueAt, severityRank }) => ({
    id,
    eventId,
    regionCode,
    summary: { duty, subjectId, dueAt: shanghaiIso(dueAt), missedAt: shanghaiIso(now), severityRank },
  }))
  return {
    messages: told.map(({ id, eventId, regionCode, summary }) => ({
      topic: 'deadline.missed',
      eventId,
      regionCode,
      subjectId: id,
      payload: summary,
      createdAt: now,
    })),
    entries: told.map(({ id, eventId, regionCode, summary }) => ({
      at: now,
      accountId: null,
      action: 'deadline.missed',
      subjectKind: 'deadline',
      subjectId: id,
      regionCode,
      detail: { eventId, ...summary },
    })),
  }
}
