import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problems/problem.ts'
import { endSecret, findAccount, lockAccount } from './account-store.ts'
import type { Caller } from './caller.ts'
import { deviceOfSecret } from './grant-client-session.ts'
import { accountAct, mustManage } from './jurisdiction.ts'
import { endSessionsOf } from './session-store.ts'

/**
 * Revokes a secret of a system client, and with it the sessions it opened. Revoking it twice changes nothing.
 *
 * @throws Problem not-permitted, not-found, outside-jurisdiction
 */
export async function revokeClientSecret(
  { db }: Deps,
  caller: Caller,
  accountId: string,
  secretId: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    const now = await readNow(tx)
    await lockAccount(tx, accountId)
    const account = mustManage(caller, await findAccount(tx, accountId), now)
    const secret = account.secrets.find(({ id }) => id === secretId)
    if (!secret) throw new Problem('not-found', 'The account has no such secret.')
    if (secret.revokedAt) return
    await endSecret(tx, secretId, now)
    const sessionIds = await endSessionsOf(tx, accountId, now, 'secret_revoked', deviceOfSecret(secretId))
    await record(tx, [accountAct('secret.revoked', now, caller.accountId, account, { secretId, sessionIds })])
  })
}
