/** Which accounts an administrator may act upon (账号管理), and what the trail says about it. */
import type { AuditEntry } from '../audit/store.ts'
import { Problem } from '../problems/problem.ts'
import type { Account, BindingRow } from './account-store.ts'
import type { Caller, Role } from './caller.ts'
import { may, mustHold, mustMay } from './may.ts'

/** Bindings that hold at an instant. */
export function liveBindings(account: Pick<Account, 'bindings'>, now: Date): BindingRow[] {
  return account.bindings.filter(({ since, until }) => since <= now && (until === null || until > now))
}

/**
 * An account may be seen by the administrators of every region where it is or was bound.
 *
 * @throws Problem not-permitted to those who are no administrators
 * @throws Problem not-found to those who have nothing to do with it
 */
export function mustSee(caller: Caller, account: Account | null): Account {
  mustHold(caller, 'account.manage')
  if (!account?.bindings.some((binding) => may(caller, 'account.manage', binding))) {
    throw new Problem('not-found', 'There is no such account in your jurisdiction.')
  }
  return account
}

/**
 * An account is managed by those who cover every place where it acts: otherwise a county could take over what a
 * person may do in another one, by resetting the password.
 *
 * @throws Problem not-permitted, not-found or outside-jurisdiction
 */
export function mustManage(caller: Caller, found: Account | null, now: Date): Account {
  const account = mustSee(caller, found)
  const live = liveBindings(account, now)
  for (const binding of live.length > 0 ? live : account.bindings) {
    mustMay(caller, 'account.manage', { regionCode: binding.regionCode })
  }
  return account
}

export interface NewBinding {
  role: Role
  regionCode: string
  sectionCode?: string | null
  departmentCode?: string | null
}

/**
 * Roles are given only inside one's own jurisdiction, and never to oneself.
 *
 * @throws Problem not-permitted or outside-jurisdiction
 */
export function mustGive(caller: Caller, accountId: string | null, given: readonly NewBinding[]): void {
  if (accountId === caller.accountId) {
    throw new Problem('not-permitted', 'Nobody gives roles to their own account; ask another administrator.')
  }
  for (const binding of given) mustMay(caller, 'account.manage', { regionCode: binding.regionCode })
}

/** The region under which acts upon an account are filed in the trail: where it is bound, or was last. */
function homeRegion(account: Pick<Account, 'bindings'>): string | null {
  const open = account.bindings.find((binding) => binding.until === null)
  return (open ?? account.bindings.at(-1))?.regionCode ?? null
}

/** One act upon an account, for the trail. Never holds names, phones or secrets. */
export function accountAct(
  action: string,
  at: Date,
  accountId: string | null,
  account: Pick<Account, 'id' | 'bindings'>,
  detail: object = {},
): AuditEntry {
  return {
    at,
    accountId,
    action,
    subjectKind: 'account',
    subjectId: account.id,
    regionCode: homeRegion(account),
    detail,
  }
}
