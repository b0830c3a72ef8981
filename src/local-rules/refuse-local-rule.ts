import type { Caller } from '../accounts/caller.ts'
import { mustMay } from '../accounts/may.ts'
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problems/problem.ts'
import { shanghaiDay, shanghaiIso } from '../shanghai.ts'
import { baseRules } from './base-rules.ts'
import { mustDecide, mustSee } from './jurisdiction.ts'
import type { LocalRuleView } from './schemas.ts'
import { type Decision, decide, findLocalRule, lockLocalRules } from './store.ts'
import { viewLocalRule } from './view.ts'
import { writeAct } from './write-act.ts'

/**
 * Refuses a proposal with a reason (不予批准). Repeating it word for word is harmless.
 *
 * @throws Problem not-permitted, not-found, outside-jurisdiction, own-proposal; state-conflict where it is decided
 */
export async function refuseLocalRule(
  deps: Pick<Deps, 'db' | 'config'>,
  caller: Caller,
  id: string,
  reason: string,
): Promise<LocalRuleView> {
  return close(deps, caller, id, async (db) => {
    mustDecide(caller, await findLocalRule(db, id))
    return { state: 'refused', decisionReason: reason }
  })
}

/**
 * Takes one's own proposal back (撤回). Repeating it is harmless.
 *
 * @throws Problem not-permitted, not-found; state-conflict where it is decided
 */
export async function withdrawLocalRule(
  deps: Pick<Deps, 'db' | 'config'>,
  caller: Caller,
  id: string,
): Promise<LocalRuleView> {
  return close(deps, caller, id, async (db) => {
    const { row } = mustSee(caller, await findLocalRule(db, id))
    mustMay(caller, 'local_rule.propose', row)
    if (row.proposedBy === caller.accountId) return { state: 'withdrawn' }
    throw new Problem('not-permitted', 'Only its proposer takes a proposal back; others refuse it.')
  })
}

type Closing = Pick<Decision, 'decisionReason'> & { state: 'refused' | 'withdrawn' }

async function close(
  { db, config }: Pick<Deps, 'db' | 'config'>,
  caller: Caller,
  id: string,
  closingOf: (db: Db) => Promise<Closing>,
): Promise<LocalRuleView> {
  const { accountId } = caller
  return db.transaction(async (tx) => {
    await lockLocalRules(tx)
    const now = await readNow(tx)
    const closing = await closingOf(tx)
    const isFirst = await decide(tx, id, { ...closing, decidedBy: accountId, decidedAt: now })
    const found = mustSee(caller, await findLocalRule(tx, id))
    const { state, decidedBy, decidedAt, decisionReason } = found.row
    if (isFirst) {
      const detail = decisionReason === null ? {} : { reason: decisionReason }
      await writeAct(tx, found.row, { action: `local_rule.${state}`, accountId, now, detail })
    } else if (
      state !== closing.state ||
      decidedBy !== accountId ||
      decisionReason !== (closing.decisionReason ?? null)
    ) {
      const at = decidedAt && shanghaiIso(decidedAt)
      throw new Problem('state-conflict', `The proposal was ${state} at ${at}.`, { state, decidedAt: at })
    }
    return viewLocalRule(found, baseRules(config), shanghaiDay(now))
  })
}
