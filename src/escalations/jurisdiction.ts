import type { Caller } from '../accounts/caller.ts'
import { may, mustHold } from '../accounts/may.ts'
import { Problem } from '../problems/problem.ts'
import type { EscalationRow } from './store.ts'

/**
 * An escalation is seen by the unit that owns it and by those above: upward at once, sideways never.
 *
 * @throws Problem not-permitted to those who see no escalations at all
 * @throws Problem not-found when there is none, or none for this caller
 */
export function mustSee(caller: Caller, row: EscalationRow | null): EscalationRow {
  mustHold(caller, 'escalation.read')
  if (row && may(caller, 'escalation.read', { regionCode: row.escalation.ownerCode })) return row
  throw new Problem('not-found', 'There is no such escalation in your jurisdiction.')
}
