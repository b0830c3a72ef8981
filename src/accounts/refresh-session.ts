import { v7 as uuidv7 } from 'uuid'
import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Db } from '../db/client.ts'
import type { Deps } from '../deps.ts'
import type { KeyRing } from '../keys/key-ring.ts'
import { Problem } from '../problems/problem.ts'
import { findAccount } from './account-store.ts'
import type { Claims } from './caller.ts'
import { accountAct } from './jurisdiction.ts'
import { readRefreshToken, refreshTokenFor } from './refresh-token.ts'
import {
  addRefreshToken,
  endSession,
  extendSession,
  findRefreshToken,
  lockSession,
  type RefreshTokenRow,
  type SessionRow,
  useRefreshToken,
} from './session-store.ts'

export interface Refreshed {
  claims: Claims
  refreshToken: string
  refreshTokenExpiresAt: Date
}

type Successor = { id: string; expiresAt: Date }

const DAY_MS = 86_400_000

/**
 * Renews a session with its refresh token (刷新), which is used up by it. The same device may repeat its last token
 * within the grace time and gets the same successor: on poor networks the answer is often what got lost. Any other
 * repetition ends the session.
 *
 * @throws Problem refresh-refused
 */
export async function refreshSession(
  deps: Deps,
  ring: KeyRing,
  { refreshToken, device }: { refreshToken: string; device: string },
): Promise<Refreshed> {
  const id = await readRefreshToken(ring, refreshToken)
  const refreshed = id === null ? null : await deps.db.transaction((tx) => renew(tx, deps.config, id, device))
  if (!refreshed)
    throw new Problem('refresh-refused', 'The refresh token is not valid any more; log in again.')
  const { session, successor } = refreshed
  return {
    claims: { sub: session.accountId, sid: session.id },
    refreshToken: refreshTokenFor(ring.signing('refresh_token'), successor.id),
    refreshTokenExpiresAt: successor.expiresAt,
  }
}

/** @returns null when refused; what is written then must be committed */
async function renew(
  tx: Db,
  config: Config,
  id: string,
  device: string,
): Promise<{ session: SessionRow; successor: Successor } | null> {
  const unlocked = await findRefreshToken(tx, id)
  const session = unlocked && (await lockSession(tx, unlocked.sessionId))
  // Read again under the lock: a twin of this request may have used it meanwhile.
  const token = unlocked && (await findRefreshToken(tx, id))
  if (!session || !token) return null
  const now = await readNow(tx)
  const account = await findAccount(tx, session.accountId)
  if (!account || account.disabledAt || session.revokedAt || session.expiresAt <= now) return null
  const graceMs = config.REFRESH_GRACE_SECONDS * 1_000
  const isReused = token.usedAt !== null && now.getTime() - token.usedAt.getTime() > graceMs
  if (session.device !== device || isReused) {
    await endSession(tx, session.id, now, 'token_reused')
    const detail = { sessionId: session.id, otherDevice: session.device !== device }
    await record(tx, [accountAct('token.reused', now, null, account, detail)])
    return null
  }
  if (token.expiresAt <= now) return null
  return { session, successor: await successorOf(tx, config, token, now) }
}

async function successorOf(tx: Db, config: Config, token: RefreshTokenRow, now: Date): Promise<Successor> {
  if (token.successorId !== null) {
    const given = await findRefreshToken(tx, token.successorId)
    if (!given) throw new Error('the successor of a used refresh token is not there')
    return given
  }
  const expiresAt = new Date(now.getTime() + config.REFRESH_TOKEN_DAYS * DAY_MS)
  const successor = { id: uuidv7(), sessionId: token.sessionId, issuedAt: now, expiresAt }
  await addRefreshToken(tx, successor)
  await useRefreshToken(tx, token.id, successor.id, now)
  await extendSession(tx, token.sessionId, expiresAt)
  return successor
}
