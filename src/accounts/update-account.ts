import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { type Account, changeAccount, findAccount, lockAccount } from './account-store.ts'
import type { Caller, Language } from './caller.ts'
import { accountAct, mustManage } from './jurisdiction.ts'

export interface AccountUpdate {
  displayName?: string | null
  phone?: string | null
  language?: Language
  post?: 'A' | 'B' | null
}

/**
 * Changes what describes an account. The trail names the fields, not what stands in them.
 *
 * @throws Problem not-permitted, not-found, outside-jurisdiction
 */
export async function updateAccount(
  { db }: Deps,
  caller: Caller,
  id: string,
  update: AccountUpdate,
): Promise<Account> {
  return db.transaction(async (tx) => {
    const now = await readNow(tx)
    await lockAccount(tx, id)
    const account = mustManage(caller, await findAccount(tx, id), now)
    await changeAccount(tx, id, update)
    const detail = { fields: Object.keys(update) }
    await record(tx, [accountAct('account.updated', now, caller.accountId, account, detail)])
    return { ...account, ...update }
  })
}
