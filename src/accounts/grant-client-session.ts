import { v7 as uuidv7 } from 'uuid'
import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problems/problem.ts'
import { findAccount, liveSecrets, touchSecret } from './account-store.ts'
import type { Claims } from './caller.ts'
import { accountAct } from './jurisdiction.ts'
import { clientSecretMatches } from './secrets.ts'
import { addSession } from './session-store.ts'

/** The device under which the sessions of a client secret stand, so that revoking it ends them. */
export function deviceOfSecret(secretId: string): string {
  return `client-secret:${secretId}`
}

/**
 * Gives a system client (系统对接) a session as long as one access token, for one of its live secrets.
 *
 * @throws Problem credentials-refused
 */
export async function grantClientSession(
  { db, config }: Deps,
  { clientId, clientSecret }: { clientId: string; clientSecret: string },
): Promise<Claims> {
  const secrets = await liveSecrets(db, clientId)
  const secret = secrets.find(({ secretHash }) => clientSecretMatches(secretHash, clientSecret))
  const claims = await db.transaction(async (tx) => {
    const now = await readNow(tx)
    if (!secret || !(await touchSecret(tx, secret.id, now))) return null
    const account = await findAccount(tx, secret.accountId)
    if (!account || account.disabledAt) return null
    const sessionId = uuidv7()
    const expiresAt = new Date(now.getTime() + config.ACCESS_TOKEN_SECONDS * 1_000)
    const device = deviceOfSecret(secret.id)
    await addSession(tx, { id: sessionId, accountId: account.id, device, createdAt: now, expiresAt })
    const detail = { sessionId, secretId: secret.id }
    await record(tx, [accountAct('session.opened', now, account.id, account, detail)])
    return { sub: account.id, sid: sessionId }
  })
  if (!claims) throw new Problem('credentials-refused', 'The client id or the secret is not right.')
  return claims
}
