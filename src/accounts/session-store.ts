import { and, desc, eq, gt, inArray, isNull, lt, sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { accounts, loginAttempts, refreshTokens, sessions } from './tables.ts'

export type SessionRow = typeof sessions.$inferSelect
export type RevokedReason = NonNullable<SessionRow['revokedReason']>

/** What a login is checked against. */
export interface LoginState {
  accountId: string | null
  /** null for systems, for closed accounts and where nobody has the login */
  passwordHash: string | null
  /** null when not locked */
  lockedForSeconds: number | null
}

export async function readLogin(db: Db, login: string, loginHash: string): Promise<LoginState> {
  const { rows } = await db.execute<{ id: string | null; hash: string | null; seconds: number | null }>(sql`
    select account.id, account.password_hash as hash,
      case when attempt.locked_until > judged_now()
        then ceil(extract(epoch from attempt.locked_until - judged_now()))::int end as seconds
    from (select 1) as one
    left join accounts as account
      on lower(account.login) = lower(${login}) and account.disabled_at is null and account.kind = 'person'
    left join login_attempts as attempt on attempt.login_hash = ${loginHash}`)
  const row = rows[0]
  return {
    accountId: row?.id ?? null,
    passwordHash: row?.hash ?? null,
    lockedForSeconds: row?.seconds ?? null,
  }
}

const LOGINS_LOCK = 5_401_004

/** Tries of one login are judged one after the other, so that no more than the allowed ones are ever answered. */
export async function lockLogin(db: Db, loginHash: string): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(${LOGINS_LOCK}, hashtext(${loginHash}))`)
}

/**
 * Locks the account against a change of password or closing, if neither has happened since it was read.
 */
export async function holdAccount(db: Db, accountId: string, passwordHash: string): Promise<boolean> {
  const rows = await db
    .select({ id: accounts.id })
    .from(accounts)
    .where(
      and(eq(accounts.id, accountId), eq(accounts.passwordHash, passwordHash), isNull(accounts.disabledAt)),
    )
    .for('share')
  return rows.length > 0
}

export interface Throttle {
  failuresAllowed: number
  lockSeconds: number
}

/** Counts one failed login; the last one allowed locks. A count that has rested as long as a lock lasts begins anew. */
export async function countFailure(
  db: Db,
  loginHash: string,
  now: Date,
  { failuresAllowed, lockSeconds }: Throttle,
): Promise<void> {
  const at = sql`${now.toISOString()}::timestamptz`
  const lockedUntil = sql`${new Date(now.getTime() + lockSeconds * 1_000).toISOString()}::timestamptz`
  const forgottenBefore = sql`${new Date(now.getTime() - lockSeconds * 1_000).toISOString()}::timestamptz`
  const failures = sql`(case
    when login_attempts.locked_until <= ${at} or login_attempts.last_at < ${forgottenBefore} then 1
    else login_attempts.failures + 1 end)`
  await db.execute(sql`
    insert into login_attempts (login_hash, failures, last_at, locked_until)
    values (${loginHash}, 1, ${at}, case when ${failuresAllowed}::int <= 1 then ${lockedUntil} end)
    on conflict (login_hash) do update set
      failures = ${failures},
      last_at = ${at},
      locked_until = case when ${failures} >= ${failuresAllowed}::int then ${lockedUntil} end`)
}

/** Forgets the failures of a login that succeeded, and a few others that nobody will ask for any more. */
export async function forgetFailures(
  db: Db,
  loginHash: string,
  now: Date,
  lockSeconds: number,
): Promise<void> {
  const restedBefore = new Date(now.getTime() - lockSeconds * 1_000)
  const rested = db
    .select({ loginHash: loginAttempts.loginHash })
    .from(loginAttempts)
    .where(lt(loginAttempts.lastAt, restedBefore))
    .limit(100)
    .for('update', { skipLocked: true })
  await db.delete(loginAttempts).where(eq(loginAttempts.loginHash, loginHash))
  await db.delete(loginAttempts).where(inArray(loginAttempts.loginHash, rested))
}

export async function addSession(
  db: Db,
  session: Pick<SessionRow, 'id' | 'accountId' | 'device' | 'createdAt' | 'expiresAt'>,
): Promise<void> {
  await db.insert(sessions).values(session)
}

/** A session, locked until the transaction ends. */
export async function lockSession(db: Db, id: string): Promise<SessionRow | null> {
  const rows = await db.select().from(sessions).where(eq(sessions.id, id)).for('update')
  return rows[0] ?? null
}

export async function extendSession(db: Db, id: string, expiresAt: Date): Promise<void> {
  await db.update(sessions).set({ expiresAt }).where(eq(sessions.id, id))
}

/** Ends a session that is still live. */
export async function endSession(db: Db, id: string, now: Date, reason: RevokedReason): Promise<void> {
  await db
    .update(sessions)
    .set({ revokedAt: now, revokedReason: reason })
    .where(and(eq(sessions.id, id), isNull(sessions.revokedAt)))
}

/**
 * Ends all live sessions of an account, or those of one device.
 *
 * @returns the sessions that were ended
 */
export async function endSessionsOf(
  db: Db,
  accountId: string,
  now: Date,
  reason: RevokedReason,
  device?: string,
): Promise<string[]> {
  const ended = await db
    .update(sessions)
    .set({ revokedAt: now, revokedReason: reason })
    .where(
      and(
        eq(sessions.accountId, accountId),
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, now),
        device === undefined ? undefined : eq(sessions.device, device),
      ),
    )
    .returning({ id: sessions.id })
  return ended.map((row) => row.id)
}

/** Live sessions of an account, the newest first. */
export async function listSessions(
  db: Db,
  accountId: string,
  page: { before: string | null; limit: number },
): Promise<SessionRow[]> {
  return db
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.accountId, accountId),
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, sql`judged_now()`),
        page.before === null ? undefined : lt(sessions.id, page.before),
      ),
    )
    .orderBy(desc(sessions.id))
    .limit(page.limit)
}

export type RefreshTokenRow = typeof refreshTokens.$inferSelect

export async function addRefreshToken(
  db: Db,
  token: Pick<RefreshTokenRow, 'id' | 'sessionId' | 'issuedAt' | 'expiresAt'>,
): Promise<void> {
  await db.insert(refreshTokens).values(token)
}

export async function findRefreshToken(db: Db, id: string): Promise<RefreshTokenRow | null> {
  const rows = await db.select().from(refreshTokens).where(eq(refreshTokens.id, id))
  return rows[0] ?? null
}

export async function useRefreshToken(db: Db, id: string, successorId: string, now: Date): Promise<void> {
  await db.update(refreshTokens).set({ usedAt: now, successorId }).where(eq(refreshTokens.id, id))
}
