/** When what identifies people may be destroyed (销毁条件). Pure. */
import { DAY_MS } from '../../units.ts'

export interface DestructionFacts {
  /** null while the event is not closed, or where nobody knows since when */
  closedAt: Date | null
  retentionDays: number
  /** legal holds that stand */
  holds: number
}

export type NotDue = 'event_not_closed' | 'retention_running' | 'legal_hold'

/**
 * Why the registers of an event may not be destroyed yet.
 *
 * @returns null when they may
 */
export function notDue({ closedAt, retentionDays, holds }: DestructionFacts, now: Date): NotDue | null {
  if (closedAt === null) return 'event_not_closed'
  if (now < retentionEnd(closedAt, retentionDays)) return 'retention_running'
  return holds > 0 ? 'legal_hold' : null
}

/** The instant at which the registers of a closed event need not be kept any longer. */
export function retentionEnd(closedAt: Date, retentionDays: number): Date {
  return new Date(closedAt.getTime() + retentionDays * DAY_MS)
}
