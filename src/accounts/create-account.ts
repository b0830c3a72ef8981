import { v7 as uuidv7 } from 'uuid'
import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import { refusedBy } from '../db/errors.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problems/problem.ts'
import {
  type Account,
  addAccounts,
  addBindings,
  addClientSecrets,
  findAccount,
  type NewAccountRow,
  type NewBindingRow,
  type NewClientSecretRow,
} from './account-store.ts'
import type { Caller, Language } from './caller.ts'
import { newAccountInput } from './inputs.ts'
import { accountAct, mustGive, type NewBinding } from './jurisdiction.ts'
import { mustHold } from './may.ts'
import { mustExist } from './places-exist.ts'
import { hashClientSecret, hashPassword, newClientSecret, newPassword } from './secrets.ts'

export interface NewAccount {
  login: string
  displayName?: string | null
  phone?: string | null
  language?: Language
  post?: 'A' | 'B' | null
  bindings: readonly NewBinding[]
}

/** An account just made, with the password or the client secret that is shown this once. */
export interface CreatedAccount {
  account: Account
  password: string | null
  clientSecret: string | null
}

/**
 * Creates an account (开户) for a person, or for a system when its role is `system`.
 *
 * @throws Problem not-permitted, outside-jurisdiction, unknown-region, unknown-recipient, login-taken
 */
export async function createAccount(
  deps: Deps,
  caller: Caller,
  account: NewAccount,
): Promise<CreatedAccount> {
  mustHold(caller, 'account.manage')
  mustGive(caller, null, account.bindings)
  return makeAccount(deps, account, caller.accountId)
}

/**
 * Adds an account from the command line of the machine itself, where nobody is logged in.
 *
 * @throws Problem invalid-request, unknown-region, unknown-recipient, login-taken
 */
export async function addAccount(deps: Deps, account: NewAccount): Promise<CreatedAccount> {
  const checked = newAccountInput.safeParse(account)
  if (checked.success) return makeAccount(deps, checked.data, null)
  const errors = checked.error.issues.map(({ path, code, message }) => ({
    pointer: path.map((part) => `/${String(part)}`).join(''),
    code,
    detail: message,
  }))
  const told = errors.map(({ pointer, detail }) => `${pointer.slice(1)} ${detail}`).join('; ')
  throw new Problem('invalid-request', `The account cannot be made: ${told}.`, { errors })
}

async function makeAccount(
  { db }: Deps,
  account: NewAccount,
  createdBy: string | null,
): Promise<CreatedAccount> {
  const isSystem = account.bindings.some((binding) => binding.role === 'system')
  const password = isSystem ? null : newPassword()
  const clientSecret = isSystem ? newClientSecret() : null
  const passwordHash = password === null ? null : await hashPassword(password)
  try {
    return await db.transaction(async (tx) => {
      const now = await readNow(tx)
      await mustExist(tx, account.bindings, now)
      const rows = accountRows(account, { passwordHash, clientSecret, createdBy, now })
      await addAccounts(tx, [rows.account])
      await addBindings(tx, rows.bindings)
      await addClientSecrets(tx, rows.secrets)
      const made = await mustFind(tx, rows.account.id)
      await record(tx, [accountAct('account.created', now, createdBy, made, { kind: rows.account.kind })])
      return { account: made, password, clientSecret }
    })
  } catch (error) {
    if (refusedBy(error) !== 'accounts_login_taken') throw error
    const detail = 'This login belongs to another account; choose a different one.'
    throw new Problem('login-taken', detail, {
      errors: [{ pointer: '/login', code: 'login_taken', detail }],
    })
  }
}

export interface AccountSecrets {
  passwordHash: string | null
  clientSecret: string | null
  createdBy: string | null
  now: Date
}

/** The rows of a new account. Its kind follows from its roles. */
export function accountRows(
  { login, displayName, phone, language, post, bindings }: NewAccount,
  { passwordHash, clientSecret, createdBy, now }: AccountSecrets,
): { account: NewAccountRow; bindings: NewBindingRow[]; secrets: NewClientSecretRow[] } {
  const id = uuidv7()
  return {
    account: {
      id,
      login,
      kind: clientSecret === null ? 'person' : 'system',
      displayName,
      phone,
      language,
      post,
      passwordHash,
      createdAt: now,
      createdBy,
    },
    bindings: bindings.map((binding) => ({ ...binding, id: uuidv7(), accountId: id, since: now })),
    secrets:
      clientSecret === null
        ? []
        : [{ id: uuidv7(), accountId: id, secretHash: hashClientSecret(clientSecret), createdAt: now }],
  }
}

async function mustFind(tx: Db, id: string): Promise<Account> {
  const account = await findAccount(tx, id)
  if (!account) throw new Error('the account just made is not there')
  return account
}
