import type { Caller } from '../accounts/caller.ts'
import { may, mustHold } from '../accounts/may.ts'
import { Problem } from '../problems/problem.ts'
import type { ForwardingRow } from './forwarding-store.ts'
import { placeOf } from './view.ts'

/**
 * A forwarding is seen by its recipient and by the desk of the bureau, and by no other section.
 *
 * @throws Problem not-permitted to those who see no forwardings at all
 * @throws Problem not-found when there is none, or none for this caller
 */
export function mustSee(caller: Caller, row: ForwardingRow | null): ForwardingRow {
  mustHold(caller, 'forwarding.read')
  if (row && may(caller, 'forwarding.read', placeOf(row))) return row
  throw new Problem('not-found', 'There is no such forwarding for you.')
}
