import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problems/problem.ts'
import {
  type Account,
  changeAccount,
  endBindings,
  endSecret,
  findAccount,
  lockAccount,
} from './account-store.ts'
import type { Caller } from './caller.ts'
import { accountAct, mustManage } from './jurisdiction.ts'
import { endSessionsOf } from './session-store.ts'

/**
 * Closes the account of somebody who leaves (离岗): sessions, secrets and roles end at once; what they did stays under
 * their name.
 *
 * @throws Problem not-permitted, not-found, outside-jurisdiction, state-conflict
 */
export async function deactivateAccount(
  { db }: Deps,
  caller: Caller,
  accountId: string,
  reason: string,
): Promise<Account> {
  return db.transaction(async (tx) => {
    const now = await readNow(tx)
    await lockAccount(tx, accountId)
    const account = mustManage(caller, await findAccount(tx, accountId), now)
    if (account.disabledAt) throw new Problem('state-conflict', 'The account is already closed.')
    if (account.id === caller.accountId) {
      throw new Problem('state-conflict', 'Nobody closes their own account; ask another administrator.')
    }
    await changeAccount(tx, accountId, { disabledAt: now, disabledReason: reason })
    await endBindings(tx, accountId, now)
    for (const secret of account.secrets) await endSecret(tx, secret.id, now)
    const sessionIds = await endSessionsOf(tx, accountId, now, 'account_disabled')
    await record(tx, [accountAct('account.deactivated', now, caller.accountId, account, { sessionIds })])
    return (await findAccount(tx, accountId)) ?? account
  })
}
