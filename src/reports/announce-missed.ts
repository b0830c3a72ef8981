import type { AuditEntry } from '../audit/store.ts'
import type { OutboxMessage } from '../outbox/store.ts'
import { shanghaiIso } from '../shanghai.ts'
import type { Duties } from './duties.ts'

/**
 * What is said of duties that a report met too late and that no engine had marked yet (逾期): the same message and the
 * same line of the trail as the engine's own.
 */
export function announceMissed(
  met: Duties['met'],
  { eventId, severityRank, now }: { eventId: string; severityRank: number; now: Date },
): { messages: OutboxMessage[]; entries: AuditEntry[] } {
  const told = met
    .filter(({ deadline, missedAt }) => missedAt !== null && deadline.missedAt === null)
    .map(({ deadline: { id, regionCode, duty, subjectId, dueAt } }) => ({
      id,
      regionCode,
      summary: { duty, subjectId, dueAt: shanghaiIso(dueAt), missedAt: shanghaiIso(now), severityRank },
    }))
  return {
    messages: told.map(({ id, regionCode, summary }) => ({
      topic: 'deadline.missed',
      eventId,
      regionCode,
      subjectId: id,
      payload: summary,
      createdAt: now,
    })),
    entries: told.map(({ id, regionCode, summary }) => ({
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
