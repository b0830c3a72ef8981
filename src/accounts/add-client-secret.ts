import { v7 as uuidv7 } from 'uuid'
import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problems/problem.ts'
import { addClientSecrets, findAccount, lockAccount } from './account-store.ts'
import type { Caller } from './caller.ts'
import { accountAct, mustManage } from './jurisdiction.ts'
import { hashClientSecret, newClientSecret } from './secrets.ts'

const LIVE_AT_MOST = 2

export interface AddedSecret {
  id: string
  clientId: string
  clientSecret: string
  createdAt: Date
}

/**
 * Gives a system client one more secret (密钥), so that it can change over without a gap.
 *
 * @throws Problem not-permitted, not-found, outside-jurisdiction, state-conflict, two-secrets-live
 */
export async function addClientSecret({ db }: Deps, caller: Caller, accountId: string): Promise<AddedSecret> {
  return db.transaction(async (tx) => {
    const now = await readNow(tx)
    await lockAccount(tx, accountId)
    const account = mustManage(caller, await findAccount(tx, accountId), now)
    if (account.kind !== 'system') throw new Problem('state-conflict', 'Only systems have secrets.')
    if (account.disabledAt) throw new Problem('state-conflict', 'The account is closed.')
    if (account.secrets.filter((secret) => secret.revokedAt === null).length >= LIVE_AT_MOST) {
      throw new Problem('two-secrets-live', 'Revoke one of the two live secrets first.')
    }
    const id = uuidv7()
    const clientSecret = newClientSecret()
    await addClientSecrets(tx, [
      { id, accountId, secretHash: hashClientSecret(clientSecret), createdAt: now },
    ])
    await record(tx, [accountAct('secret.added', now, caller.accountId, account, { secretId: id })])
    return { id, clientId: account.login, clientSecret, createdAt: now }
  })
}
