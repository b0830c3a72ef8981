import type { Caller } from '../accounts/caller.ts'
import { Problem } from '../problems/problem.ts'

/**
 * What one person proposed another answers.
 *
 * @throws Problem needs-another-person
 */
export function mustBeAnother({ accountId }: Pick<Caller, 'accountId'>, proposedBy: string): void {
  if (accountId !== proposedBy) return
  const detail = 'Nobody decides about what they asked for themselves: another person must do this.'
  throw new Problem('needs-another-person', detail, { proposedBy })
}
