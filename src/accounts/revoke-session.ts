import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problems/problem.ts'
import { findAccount } from './account-store.ts'
import type { Caller } from './caller.ts'
import { accountAct, mustManage } from './jurisdiction.ts'
import { mustHold } from './may.ts'
import { endSession, lockSession } from './session-store.ts'

/**
 * Ends a session: one's own (退出登录), or as an administrator that of a lost device (设备挂失). It counts from the
 * next request on. Ending it twice changes nothing.
 *
 * @throws Problem not-permitted, not-found or outside-jurisdiction for the session of somebody else
 */
export async function revokeSession({ db }: Deps, caller: Caller, sessionId: string): Promise<void> {
  await db.transaction(async (tx) => {
    const now = await readNow(tx)
    const session = await lockSession(tx, sessionId)
    const account = session && (await findAccount(tx, session.accountId))
    const isOwn = account?.id === caller.accountId
    if (!isOwn) mustHold(caller, 'account.manage')
    if (!session || !account) throw new Problem('not-found', 'There is no such session.')
    if (!isOwn) mustManage(caller, account, now)
    if (session.revokedAt) return
    const reason = isOwn ? 'logout' : 'device_lost'
    await endSession(tx, session.id, now, reason)
    await record(tx, [accountAct('session.revoked', now, caller.accountId, account, { sessionId, reason })])
  })
}
