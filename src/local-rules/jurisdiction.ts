/** Whose local rules they are: a city's, and its administrators'. */
import type { Caller } from '../accounts/caller.ts'
import { may, mustHold, mustMay } from '../accounts/may.ts'
import { Problem } from '../problems/problem.ts'
import type { FoundLocalRule } from './store.ts'

/**
 * A row that the caller may read.
 *
 * @throws Problem not-permitted to those who read none anywhere
 * @throws Problem not-found where there is none, or it is another city's
 */
export function mustSee(caller: Caller, found: FoundLocalRule | null): FoundLocalRule {
  mustHold(caller, 'local_rule.read')
  if (found && may(caller, 'local_rule.read', found.row)) return found
  throw new Problem('not-found', 'There is no such local rule in your jurisdiction.')
}

/**
 * A row that the caller may decide about as somebody else than its proposer.
 *
 * @throws Problem not-permitted, not-found, outside-jurisdiction, own-proposal
 */
export function mustDecide(caller: Caller, found: FoundLocalRule | null): FoundLocalRule {
  const seen = mustSee(caller, found)
  mustMay(caller, 'local_rule.decide', seen.row)
  if (seen.row.proposedBy !== caller.accountId) return seen
  throw new Problem('own-proposal', 'You proposed it: another administrator of the city decides about it.', {
    proposedBy: seen.row.proposedBy,
  })
}
