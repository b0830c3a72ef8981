import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problems/problem.ts'
import { endBindings, findAccount, lockAccount } from './account-store.ts'
import type { Caller } from './caller.ts'
import { accountAct, mustSee } from './jurisdiction.ts'
import { mustMay } from './may.ts'

/**
 * Ends a role at a place, as when somebody is transferred (调动); it counts from the next request on. Whoever
 * administers that place may do it, wherever else the account acts. Ending it twice changes nothing.
 *
 * @throws Problem not-permitted, not-found, outside-jurisdiction
 */
export async function endBinding(
  { db }: Deps,
  caller: Caller,
  accountId: string,
  bindingId: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    const now = await readNow(tx)
    await lockAccount(tx, accountId)
    const account = mustSee(caller, await findAccount(tx, accountId))
    const binding = account.bindings.find(({ id }) => id === bindingId)
    if (!binding) throw new Problem('not-found', 'The account has no such role.')
    const { role, regionCode, until } = binding
    mustMay(caller, 'account.manage', { regionCode })
    if (until) return
    await endBindings(tx, accountId, now, bindingId)
    const act = accountAct('binding.ended', now, caller.accountId, account, { bindingId, role, regionCode })
    await record(tx, [{ ...act, regionCode }])
  })
}
