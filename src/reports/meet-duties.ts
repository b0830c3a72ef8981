/** Which duties of its unit a report meets (时限内事项). */
import { isLate, isStatutory } from '../deadlines/rules.ts'
import { shanghaiDay, shanghaiInstant } from '../shanghai.ts'
import type { Reported } from './duties.ts'
import type { DeadlineState } from './state.ts'

export interface MetDuty {
  deadline: DeadlineState
  metAt: Date
  missedAt: Date | null
}

/** Open duties of the reporting unit that this report meets. */
export function meetOwn(reported: Reported): MetDuty[] {
  const { event, regionCode, toldAt, now } = reported
  return event.deadlines
    .filter((deadline) => deadline.regionCode === regionCode && deadline.metAt === null)
    .filter((deadline) => answers(reported, deadline))
    .map((deadline) => {
      const metAt = metBy(deadline, toldAt)
      return { deadline, metAt, missedAt: deadline.missedAt ?? (isLate(metAt, deadline.dueAt) ? now : null) }
    })
}

/** What was said before a report was returned, and arrives after it, answers at the earliest when it was returned. */
function metBy({ duty, setAt }: DeadlineState, toldAt: Date): Date {
  return duty === 'correction' && toldAt < setAt ? setAt : toldAt
}

/** Whether a duty was met, but a report that a clause asks for came after its instant. */
export function isLateReport({ deadline, metAt }: MetDuty): boolean {
  return isStatutory(deadline.duty) && isLate(metAt, deadline.dueAt)
}

function answers(reported: Reported, { duty, dueAt, subjectId }: DeadlineState): boolean {
  const { event, stage, isWithdrawal, nilReportFor, needsCorrection, toldAt } = reported
  switch (duty) {
    case 'first_report':
      return true
    case 'correction':
      // that nothing has changed corrects nothing
      return !needsCorrection && nilReportFor === null
    case 'daily_follow_up':
      return !isWithdrawal && dayConfirmed(nilReportFor, toldAt) === shanghaiDay(dueAt)
    case 'drought_follow_up':
      return !isWithdrawal && toldAt >= shanghaiInstant(shanghaiDay(dueAt))
    case 'verified_report':
      return stage === 'verified' && subjectId === event.course.stabilityId
    default:
      return false
  }
}

/**
 * The day whose daily report this is: a report is that of the Shanghai day on which it was told, in time or late; a nil
 * report is that of the day which it names.
 */
function dayConfirmed(nilReportFor: string | null, toldAt: Date): string {
  return nilReportFor ?? shanghaiDay(toldAt)
}
