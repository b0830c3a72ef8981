import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problems/problem.ts'
import { changeAccount, findAccount, lockAccount } from './account-store.ts'
import type { Caller } from './caller.ts'
import { accountAct, mustManage } from './jurisdiction.ts'
import { mustHold } from './may.ts'
import { hashPassword, newPassword } from './secrets.ts'
import { endSessionsOf } from './session-store.ts'

/**
 * Gives a person a new password (重置口令), shown to the administrator this once, and logs out every device.
 *
 * @returns the password
 * @throws Problem not-permitted, not-found, outside-jurisdiction, state-conflict
 */
export async function resetPassword({ db }: Deps, caller: Caller, accountId: string): Promise<string> {
  // to hash takes long by design: nobody makes the service do it who resets no passwords at all
  mustHold(caller, 'account.manage')
  const password = newPassword()
  const passwordHash = await hashPassword(password)
  await db.transaction(async (tx) => {
    const now = await readNow(tx)
    await lockAccount(tx, accountId)
    const account = mustManage(caller, await findAccount(tx, accountId), now)
    if (account.kind === 'system') throw new Problem('state-conflict', 'Systems have secrets, not passwords.')
    if (account.disabledAt) throw new Problem('state-conflict', 'The account is closed.')
    await changeAccount(tx, accountId, { passwordHash })
    const sessionIds = await endSessionsOf(tx, accountId, now, 'password_reset')
    await record(tx, [accountAct('password.reset', now, caller.accountId, account, { sessionIds })])
  })
  return password
}
