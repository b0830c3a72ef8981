import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import {
  addAccounts,
  addBindings,
  addClientSecrets,
  hasAccounts,
  lockFirstAccounts,
} from './account-store.ts'
import type { Role } from './caller.ts'
import { accountRows } from './create-account.ts'
import { type FirstAccount, writeFirstAccounts } from './first-accounts-file.ts'
import { hashPassword, newClientSecret, newPassword } from './secrets.ts'

interface Post {
  role: Role
  regionCode: string
  sectionCode?: string
}

const CITY = '540100000000'
const COUNTY = '540122000000'
const TOWNSHIP = '540122200000'
const VILLAGE = '540122200202'

/** One of each, so that the whole way of a report can be walked from the first minute. */
const FIRST_POSTS: readonly Post[] = [
  { role: 'officer', regionCode: VILLAGE },
  { role: 'officer', regionCode: TOWNSHIP },
  { role: 'officer', regionCode: COUNTY },
  { role: 'reviewer', regionCode: COUNTY },
  { role: 'reviewer', regionCode: CITY },
  { role: 'duty_officer', regionCode: CITY },
  { role: 'duty_leader', regionCode: CITY },
  { role: 'section_clerk', regionCode: CITY, sectionCode: 'DZDZ' },
  { role: 'administrator', regionCode: CITY },
  { role: 'auditor', regionCode: CITY },
  { role: 'system', regionCode: CITY },
]

/**
 * Makes the first accounts, only where there are none at all, and writes their passwords to
 * `first-accounts.json` (0600) in the data folder. The file is complete before the transaction commits: dying in
 * between leaves passwords without accounts, which the next start replaces; never accounts without passwords.
 *
 * @returns the path of the file, or null when there were accounts already
 */
export async function createFirstAccounts({ db }: Deps, dataDir: string): Promise<string | null> {
  if (await hasAccounts(db)) return null
  const drafts = await Promise.all(FIRST_POSTS.map(draft))
  return db.transaction(async (tx) => {
    await lockFirstAccounts(tx)
    if (await hasAccounts(tx)) return null
    const now = await readNow(tx)
    const made = drafts.map(({ post, login, passwordHash, clientSecret }) => {
      const secrets = { passwordHash, clientSecret, createdBy: null, now }
      return { post, ...accountRows({ login, bindings: [post] }, secrets) }
    })
    await addAccounts(
      tx,
      made.map(({ account }) => account),
    )
    await addBindings(
      tx,
      made.flatMap(({ bindings }) => bindings),
    )
    await addClientSecrets(
      tx,
      made.flatMap(({ secrets }) => secrets),
    )
    await record(
      tx,
      made.map(({ account, post }) => ({
        at: now,
        accountId: null,
        action: 'account.created',
        subjectKind: 'account',
        subjectId: account.id,
        regionCode: post.regionCode,
        detail: { kind: account.kind, first: true },
      })),
    )
    return writeFirstAccounts(
      dataDir,
      drafts.map(({ entry }) => entry),
    )
  })
}

async function draft(post: Post) {
  const login = `${post.role.replaceAll('_', '-')}-${post.sectionCode?.toLowerCase() ?? post.regionCode}`
  if (post.role === 'system') {
    const clientSecret = newClientSecret()
    const entry: FirstAccount = {
      clientId: login,
      secret: clientSecret,
      role: post.role,
      regionCode: post.regionCode,
    }
    return { post, login, passwordHash: null, clientSecret, entry }
  }
  const password = newPassword()
  const entry: FirstAccount = {
    account: login,
    password,
    role: post.role,
    regionCode: post.regionCode,
    ...(post.sectionCode ? { section: post.sectionCode } : {}),
  }
  return { post, login, passwordHash: await hashPassword(password), clientSecret: null, entry }
}
