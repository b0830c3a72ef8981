import { v7 as uuidv7 } from 'uuid'
import { tierOf } from '../regions/codes.ts'
import type { Reason } from '../regulations/citation.ts'

/** The limit as it was when the deadline was set. */
type Limit =
  | { minutes: number }
  | { workingDays: number }
  | { days: number }
  | { dailyAt: string }
  | { everyDays: number }

/** One duty of one node with an instant (时限), ready to be written. */
export interface NewDeadline {
  id: string
  eventId: string
  regionCode: string
  duty: string
  subjectId: string
  setAt: Date
  dueAt: Date
  limit: Limit
  because: readonly Reason[]
  metAt: Date | null
  metById: string | null
  missedAt: Date | null
}

/** Statutory duties: reports that a clause asks for. The others are the desk's own. */
const STATUTORY = new Set([
  'first_report',
  'direct_report',
  'quick_report',
  'daily_follow_up',
  'drought_follow_up',
  'verified_report',
])

/** Whether a duty is asked for by a clause on reporting, and not only by the desk's working rules. */
export function isStatutory(duty: string): boolean {
  return STATUTORY.has(duty)
}

/** Met at its instant, missed only after it. */
export function isLate(metAt: Date, dueAt: Date): boolean {
  return metAt > dueAt
}

interface Owed {
  eventId: string
  regionCode: string
  duty: string
  subjectId: string
  setAt: Date
  minutes: number
  because: readonly Reason[]
}

/** A duty that falls due some minutes after it was set. */
export function dueWithin({ minutes, setAt, ...owed }: Owed): NewDeadline {
  return {
    id: uuidv7(),
    ...owed,
    setAt,
    dueAt: new Date(setAt.getTime() + minutes * 60_000),
    limit: { minutes },
    metAt: null,
    metById: null,
    missedAt: null,
  }
}

/** Counties and the city keep a desk that is on duty; villages and townships see what they own and owe nothing. */
export function hasDesk(regionCode: string): boolean {
  const tier = tierOf(regionCode)
  return tier === 'county' || tier === 'city'
}

const NO_REPORTS = '灾害过程已结束'
const NO_DESK = '灾害过程已结束,不再按时限督办'

/**
 * Duties that end with their event (随过程结束), and why. Reports, direct ones included, can no longer be made in it; what
 * a desk owes of it may still be signed for, acknowledged or resolved, but no clock runs for that any more.
 */
export const ENDED_BY_CLOSING: Readonly<Record<string, string>> = {
  first_report: NO_REPORTS,
  direct_report: NO_REPORTS,
  quick_report: NO_REPORTS,
  correction: NO_REPORTS,
  daily_follow_up: NO_REPORTS,
  drought_follow_up: NO_REPORTS,
  verified_report: NO_REPORTS,
  acknowledge_escalation: NO_DESK,
  resolve_escalation: NO_DESK,
  sign_for_forwarding: NO_DESK,
}
