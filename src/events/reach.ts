import { type SQL, sql } from 'drizzle-orm'
import type { Caller } from '../accounts/caller.ts'
import { placesOf, scopeOf } from '../accounts/may.ts'
import { cityOf, covers } from '../regions/codes.ts'
import { recipientPlaces, type VisibleEvent } from './store.ts'
import type { TimelineReach } from './timeline-store.ts'

/**
 * What of an event a caller may see besides its header: the reports, deadlines and escalations of their own
 * jurisdiction. Whoever the event was forwarded to sees all of it, for they must act on it.
 */
export function reachOf(
  caller: Pick<Caller, 'bindings'>,
  { event, isRecipient }: VisibleEvent,
): TimelineReach {
  const city = cityOf(event.regionCode) ?? event.regionCode
  const handed = isRecipient
    ? recipientPlaces(caller)
        .map((place) => place.regionCode)
        .filter((regionCode) => covers(regionCode, city))
    : []
  return {
    reports: [...scopeOf(caller, 'report.read'), ...handed],
    deadlines: [...scopeOf(caller, 'deadline.read'), ...handed],
    escalations: [...scopeOf(caller, 'escalation.read'), ...handed],
    forwardings: forwardingsTo(caller, city),
  }
}

/** SQL over `forwardings f`: those of the bureau for its desk, those of the own section or department otherwise. */
function forwardingsTo(caller: Pick<Caller, 'bindings'>, city: string): SQL {
  const mine = placesOf(caller, 'forwarding.read')
    .filter(({ regionCode }) => covers(regionCode, city))
    .map(({ sectionCode, departmentCode }) => {
      const kind = sectionCode === null ? 'department' : 'section'
      const code = sectionCode ?? departmentCode
      return code === null ? sql`true` : sql`(f.recipient_kind = ${kind} and f.recipient_code = ${code})`
    })
  return mine.length === 0 ? sql`false` : sql`(${sql.join(mine, sql` or `)})`
}
