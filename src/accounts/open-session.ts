import { v7 as uuidv7 } from 'uuid'
import { type AuditEntry, record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Db } from '../db/client.ts'
import type { Deps } from '../deps.ts'
import type { KeyRing } from '../keys/key-ring.ts'
import { Problem } from '../problems/problem.ts'
import { type Account, findAccount } from './account-store.ts'
import type { Claims } from './caller.ts'
import { accountAct } from './jurisdiction.ts'
import { refreshTokenFor } from './refresh-token.ts'
import { hashLogin, passwordMatches } from './secrets.ts'
import {
  addRefreshToken,
  addSession,
  countFailure,
  forgetFailures,
  holdAccount,
  type LoginState,
  lockLogin,
  readLogin,
} from './session-store.ts'

export interface Login {
  login: string
  password: string
  /** what the device calls itself; refresh tokens work on this one only */
  device: string
}

export interface OpenedSession {
  claims: Claims
  refreshToken: string
  refreshTokenExpiresAt: Date
  account: Account
}

const DAY_MS = 86_400_000

/**
 * Logs a person in (登录) on a device. An unknown login takes as long and is answered and counted the same as a wrong
 * password. The lock is looked at again after the password: guesses made side by side gain nothing.
 *
 * @throws Problem credentials-refused
 * @throws Problem login-throttled after too many failures, with Retry-After
 */
export async function openSession(deps: Deps, ring: KeyRing, login: Login): Promise<OpenedSession> {
  const loginHash = hashLogin(login.login)
  const before = await readLogin(deps.db, login.login, loginHash)
  refuseWhenLocked(before)
  const matches = await passwordMatches(before.passwordHash, login.password)
  const opened = await deps.db.transaction(async (tx) => {
    await lockLogin(tx, loginHash)
    const now = await readNow(tx)
    const after = await readLogin(tx, login.login, loginHash)
    refuseWhenLocked(after)
    const { accountId, passwordHash } = before
    if (!matches || !accountId || !passwordHash || !(await holdAccount(tx, accountId, passwordHash))) {
      const { LOGIN_FAILURES_ALLOWED, LOGIN_LOCK_SECONDS } = deps.config
      const throttle = { failuresAllowed: LOGIN_FAILURES_ALLOWED, lockSeconds: LOGIN_LOCK_SECONDS }
      await countFailure(tx, loginHash, now, throttle)
      await record(tx, [refusal(now, after)])
      return null
    }
    await forgetFailures(tx, loginHash, now, deps.config.LOGIN_LOCK_SECONDS)
    return beginSession(tx, deps.config, ring, { accountId, device: login.device, now })
  })
  if (!opened) throw new Problem('credentials-refused', 'The login or the password is not right.')
  return opened
}

function refuseWhenLocked({ lockedForSeconds }: LoginState): void {
  if (lockedForSeconds === null) return
  throw new Problem(
    'login-throttled',
    `Too many failed logins. Try again in ${lockedForSeconds} seconds, or ask an administrator.`,
    { retryAfterSeconds: lockedForSeconds },
    { 'retry-after': String(lockedForSeconds) },
  )
}

/** What was typed as an unknown login may be a password by mistake: the trail does not hold it. */
function refusal(now: Date, state: LoginState): AuditEntry {
  return {
    at: now,
    accountId: null,
    action: 'session.refused',
    subjectKind: 'account',
    subjectId: state.accountId ?? 'unknown',
    regionCode: null,
    detail: {},
  }
}

async function beginSession(
  tx: Db,
  config: Config,
  ring: KeyRing,
  { accountId, device, now }: { accountId: string; device: string; now: Date },
): Promise<OpenedSession> {
  const expiresAt = new Date(now.getTime() + config.REFRESH_TOKEN_DAYS * DAY_MS)
  const sessionId = uuidv7()
  const tokenId = uuidv7()
  await addSession(tx, { id: sessionId, accountId, device, createdAt: now, expiresAt })
  await addRefreshToken(tx, { id: tokenId, sessionId, issuedAt: now, expiresAt })
  const account = await findAccount(tx, accountId)
  if (!account) throw new Error('the account that logged in is not there')
  await record(tx, [accountAct('session.opened', now, accountId, account, { sessionId })])
  return {
    claims: { sub: accountId, sid: sessionId },
    refreshToken: refreshTokenFor(ring.signing('refresh_token'), tokenId),
    refreshTokenExpiresAt: expiresAt,
    account,
  }
}
