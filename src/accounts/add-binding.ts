import { v7 as uuidv7 } from 'uuid'
import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problems/problem.ts'
import { type Account, addBindings, type BindingRow, findAccount, lockAccount } from './account-store.ts'
import type { Caller } from './caller.ts'
import { accountAct, liveBindings, mustGive, mustManage, type NewBinding } from './jurisdiction.ts'
import { mustExist } from './places-exist.ts'

/**
 * Gives an account one more role at a place (任职); it counts from the next request on.
 *
 * @throws Problem not-permitted, not-found, outside-jurisdiction, unknown-region, unknown-recipient, state-conflict
 */
export async function addBinding(
  { db }: Deps,
  caller: Caller,
  accountId: string,
  given: NewBinding,
): Promise<BindingRow> {
  return db.transaction(async (tx) => {
    const now = await readNow(tx)
    await lockAccount(tx, accountId)
    const account = mustManage(caller, await findAccount(tx, accountId), now)
    mustGive(caller, account.id, [given])
    await mustExist(tx, [given], now, () => '')
    mustFit(account, given, liveBindings(account, now))
    const binding: BindingRow = {
      id: uuidv7(),
      accountId,
      role: given.role,
      regionCode: given.regionCode,
      sectionCode: given.sectionCode ?? null,
      departmentCode: given.departmentCode ?? null,
      since: now,
      until: null,
    }
    await addBindings(tx, [binding])
    const { id: bindingId, role, regionCode } = binding
    const act = accountAct('binding.added', now, caller.accountId, account, { bindingId, role, regionCode })
    await record(tx, [{ ...act, regionCode }])
    return binding
  })
}

function mustFit(account: Account, given: NewBinding, live: readonly BindingRow[]): void {
  if (account.disabledAt) throw new Problem('state-conflict', 'The account is closed.')
  if ((given.role === 'system') !== (account.kind === 'system')) {
    throw new Problem('state-conflict', 'Systems have the role system, and people never have it.')
  }
  const isHeld = live.some(
    (held) =>
      held.role === given.role &&
      held.regionCode === given.regionCode &&
      held.sectionCode === (given.sectionCode ?? null) &&
      held.departmentCode === (given.departmentCode ?? null),
  )
  if (isHeld) throw new Problem('state-conflict', 'The account already has this role there.')
}
