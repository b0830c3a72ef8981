import type { Caller } from '../accounts/caller.ts'
import { mustMay } from '../accounts/may.ts'
import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { answeredBefore } from './answered-before.ts'
import { findForwarding } from './forwarding-store.ts'
import { mustSee } from './jurisdiction.ts'
import type { ForwardingView } from './schemas.ts'
import { placeOf, viewForwarding } from './view.ts'
import { signFor } from './write-signature.ts'

/**
 * Signs for a forwarding (签收): the first one of the section gets it. Who repeats their own signature gets the same
 * answer again.
 *
 * @throws Problem not-found, not-permitted or outside-jurisdiction
 * @throws Problem already-acknowledged or already-refused, with who was first and when
 */
export async function acknowledgeForwarding(
  { db }: Pick<Deps, 'db'>,
  caller: Caller,
  id: string,
): Promise<ForwardingView> {
  return db.transaction(async (tx) => {
    const now = await readNow(tx)
    const row = mustSee(caller, await findForwarding(tx, id))
    mustMay(caller, 'forwarding.sign', placeOf(row))
    await signFor(tx, row, caller.accountId, now)
    const view = await viewForwarding(tx, id, now)
    if (view.acknowledgedBy?.accountId === caller.accountId) return view
    throw answeredBefore(view)
  })
}
