import { and, asc, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { lastCodeUnder } from '../regions/codes.ts'
import { accounts, bindings, clientSecrets } from './tables.ts'

type AccountRow = typeof accounts.$inferSelect
export type BindingRow = typeof bindings.$inferSelect
export type ClientSecretRow = typeof clientSecrets.$inferSelect

const ACCOUNTS_LOCK = 5_401_003

/** An account with everything that hangs on it, ended things included. */
export interface Account extends Omit<AccountRow, 'passwordHash'> {
  bindings: BindingRow[]
  secrets: Omit<ClientSecretRow, 'secretHash'>[]
}

/** Makes this transaction the only one that makes the first accounts. */
export async function lockFirstAccounts(db: Db): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(${ACCOUNTS_LOCK})`)
}

export async function hasAccounts(db: Db): Promise<boolean> {
  const rows = await db.select({ id: accounts.id }).from(accounts).limit(1)
  return rows.length > 0
}

/** @returns null when there is none */
export async function findAccount(db: Db, id: string): Promise<Account | null> {
  const [found] = await readAccounts(db, [id])
  return found ?? null
}

/** Locks an account, so that acts upon it come one after the other. */
export async function lockAccount(db: Db, id: string): Promise<void> {
  await db.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, id)).for('update')
}

/** The accounts of these ids, in the order of their ids. */
async function readAccounts(db: Db, ids: readonly string[]): Promise<Account[]> {
  if (ids.length === 0) return []
  const rows = await db
    .select()
    .from(accounts)
    .where(inArray(accounts.id, [...ids]))
    .orderBy(asc(accounts.id))
  const held = await db
    .select()
    .from(bindings)
    .where(inArray(bindings.accountId, [...ids]))
    .orderBy(asc(bindings.since), asc(bindings.id))
  const secrets = await db
    .select()
    .from(clientSecrets)
    .where(inArray(clientSecrets.accountId, [...ids]))
    .orderBy(asc(clientSecrets.id))
  return rows.map(({ passwordHash, ...row }) => ({
    ...row,
    bindings: held.filter((binding) => binding.accountId === row.id),
    secrets: secrets
      .filter((secret) => secret.accountId === row.id)
      .map(({ secretHash, ...secret }) => secret),
  }))
}

/** Accounts that are or were bound in a scope, by id. */
export async function listAccounts(
  db: Db,
  scope: readonly string[],
  page: { after: string | null; limit: number },
): Promise<Account[]> {
  if (scope.length === 0) return []
  const inScope = or(
    ...scope.map((code) => sql`${bindings.regionCode} between ${code} and ${lastCodeUnder(code)}`),
  )
  const found = await db
    .select({ id: accounts.id })
    .from(accounts)
    .where(
      and(
        inArray(accounts.id, db.select({ id: bindings.accountId }).from(bindings).where(inScope)),
        page.after === null ? undefined : gt(accounts.id, page.after),
      ),
    )
    .orderBy(asc(accounts.id))
    .limit(page.limit)
  return readAccounts(
    db,
    found.map((row) => row.id),
  )
}

/** Which of these logins belong to somebody, in lower case. */
export async function takenLogins(db: Db, logins: readonly string[]): Promise<Set<string>> {
  const wanted = JSON.stringify(logins.map((login) => login.toLowerCase()))
  const { rows } = await db.execute<{ login: string }>(sql`
    select lower(login) as login from accounts
    where lower(login) in (select json_array_elements_text(${wanted}::json))`)
  return new Set(rows.map((row) => row.login))
}

export type NewAccountRow = typeof accounts.$inferInsert
export type NewBindingRow = typeof bindings.$inferInsert
export type NewClientSecretRow = typeof clientSecrets.$inferInsert

export async function addAccounts(db: Db, rows: readonly NewAccountRow[]): Promise<void> {
  if (rows.length > 0) await db.insert(accounts).values([...rows])
}

export async function addBindings(db: Db, rows: readonly NewBindingRow[]): Promise<void> {
  if (rows.length > 0) await db.insert(bindings).values([...rows])
}

export async function addClientSecrets(db: Db, rows: readonly NewClientSecretRow[]): Promise<void> {
  if (rows.length > 0) await db.insert(clientSecrets).values([...rows])
}

export type AccountChange = Partial<
  Pick<
    AccountRow,
    'displayName' | 'phone' | 'language' | 'post' | 'passwordHash' | 'disabledAt' | 'disabledReason'
  >
>

export async function changeAccount(db: Db, id: string, change: AccountChange): Promise<void> {
  if (Object.keys(change).length > 0) await db.update(accounts).set(change).where(eq(accounts.id, id))
}

/** Ends a binding, or all live ones of an account. */
export async function endBindings(db: Db, accountId: string, now: Date, bindingId?: string): Promise<void> {
  await db
    .update(bindings)
    .set({ until: now })
    .where(
      and(
        eq(bindings.accountId, accountId),
        isNull(bindings.until),
        bindingId === undefined ? undefined : eq(bindings.id, bindingId),
      ),
    )
}

/** The live secrets of a system client, found by its client id. */
export async function liveSecrets(db: Db, clientId: string): Promise<ClientSecretRow[]> {
  const rows = await db
    .select({ secret: clientSecrets })
    .from(clientSecrets)
    .innerJoin(accounts, eq(accounts.id, clientSecrets.accountId))
    .where(
      and(
        sql`lower(${accounts.login}) = lower(${clientId})`,
        isNull(accounts.disabledAt),
        isNull(clientSecrets.revokedAt),
      ),
    )
  return rows.map((row) => row.secret)
}

/** Notes that a secret was used; false when it was revoked meanwhile. */
export async function touchSecret(db: Db, id: string, now: Date): Promise<boolean> {
  const touched = await db
    .update(clientSecrets)
    .set({ lastUsedAt: now })
    .where(and(eq(clientSecrets.id, id), isNull(clientSecrets.revokedAt)))
    .returning({ id: clientSecrets.id })
  return touched.length > 0
}

export async function endSecret(db: Db, id: string, now: Date): Promise<void> {
  await db
    .update(clientSecrets)
    .set({ revokedAt: now })
    .where(and(eq(clientSecrets.id, id), isNull(clientSecrets.revokedAt)))
}

/** Which of these regions are open units, on the Shanghai day of `now`. */
export async function openRegions(db: Db, codes: readonly string[], now: Date): Promise<Set<string>> {
  const { rows } = await db.execute<{ code: string }>(sql`
    select region_code as code from nodes
    where region_code in (select json_array_elements_text(${JSON.stringify(codes)}::json))
      and (closed_on is null or closed_on > (${now.toISOString()}::timestamptz at time zone 'Asia/Shanghai')::date)`)
  return new Set(rows.map((row) => row.code))
}

/** Which of these sections and departments exist. Their tables belong to routing, which stands to the right. */
export async function knownRecipients(db: Db): Promise<{ sections: Set<string>; departments: Set<string> }> {
  const { rows } = await db.execute<{ kind: string; code: string }>(sql`
    select 'section' as kind, code from sections
    union all
    select 'department' as kind, code from departments`)
  const of = (kind: string) => new Set(rows.filter((row) => row.kind === kind).map((row) => row.code))
  return { sections: of('section'), departments: of('department') }
}

/** The units that have none above them. */
export async function topRegions(db: Db): Promise<string[]> {
  const { rows } = await db.execute<{ code: string }>(
    sql`select region_code as code from nodes where above_code is null order by region_code`,
  )
  return rows.map((row) => row.code)
}
