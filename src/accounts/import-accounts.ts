import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import { refusedBy } from '../db/errors.ts'
import type { Deps } from '../deps.ts'
import type { ProblemError } from '../problems/problem.ts'
import { addAccounts, addBindings, takenLogins } from './account-store.ts'
import type { Caller } from './caller.ts'
import { accountRows, type NewAccount } from './create-account.ts'
import { readAccountRows, refusedImport, rowError } from './import-rows.ts'
import { may, mustHold } from './may.ts'
import { missingPlaces } from './places-exist.ts'
import { hashPasswords, newPassword } from './secrets.ts'

export interface ImportedAccount {
  id: string
  login: string
  password: string
}

/**
 * Creates the accounts of a CSV file (批量开户), all or none. The passwords are shown this once.
 *
 * @throws Problem not-permitted; import-refused with a pointer to every fault of every row
 */
export async function importAccounts(
  { db }: Deps,
  caller: Caller,
  csvText: string,
): Promise<ImportedAccount[]> {
  mustHold(caller, 'account.manage')
  const rows = readAccountRows(csvText)
  refuseIfAny(foreignRows(caller, rows))
  // Before the slow hashing, and again in the transaction, in case somebody was quicker.
  refuseIfAny(await wrongRows(db, rows, await readNow(db)))
  const passwords = rows.map(newPassword)
  const hashes = await hashPasswords(passwords)
  try {
    return await db.transaction(async (tx) => {
      const now = await readNow(tx)
      refuseIfAny(await wrongRows(tx, rows, now))
      const made = rows.map((row, i) => {
        const secrets = {
          passwordHash: hashes[i] ?? null,
          clientSecret: null,
          createdBy: caller.accountId,
          now,
        }
        return accountRows(row, secrets)
      })
      await addAccounts(
        tx,
        made.map(({ account }) => account),
      )
      await addBindings(
        tx,
        made.flatMap(({ bindings }) => bindings),
      )
      await record(
        tx,
        made.map(({ account, bindings }) => ({
          at: now,
          accountId: caller.accountId,
          action: 'account.created',
          subjectKind: 'account',
          subjectId: account.id,
          regionCode: bindings[0]?.regionCode ?? null,
          detail: { kind: 'person', imported: true },
        })),
      )
      return made.map(({ account }, i) => ({
        id: account.id,
        login: account.login,
        password: passwords[i] ?? '',
      }))
    })
  } catch (error) {
    if (refusedBy(error) !== 'accounts_login_taken') throw error
    throw refusedImport([
      {
        pointer: '/rows',
        code: 'login_taken',
        detail: 'Somebody else took one of the logins just now; try again.',
      },
    ])
  }
}

function refuseIfAny(errors: readonly ProblemError[]): void {
  if (errors.length > 0) throw refusedImport(errors)
}

function foreignRows(caller: Caller, rows: readonly NewAccount[]): ProblemError[] {
  return rows.flatMap(({ bindings }, position) =>
    bindings
      .filter(({ regionCode }) => !may(caller, 'account.manage', { regionCode }))
      .map(() =>
        rowError(position, 'regionCode', 'outside_jurisdiction', 'the unit is outside your jurisdiction'),
      ),
  )
}

async function wrongRows(db: Db, rows: readonly NewAccount[], now: Date): Promise<ProblemError[]> {
  const taken = await takenLogins(
    db,
    rows.map((row) => row.login),
  )
  const logins = rows.flatMap(({ login }, position) =>
    taken.has(login.toLowerCase())
      ? [rowError(position, 'login', 'login_taken', 'the login belongs to another account')]
      : [],
  )
  const bindings = rows.flatMap((row) => row.bindings)
  const missing = await missingPlaces(db, bindings, now)
  return [
    ...logins,
    ...missing.map(({ position, pointer, code, detail }) =>
      rowError(position, pointer.slice(1), code, detail),
    ),
  ]
}
