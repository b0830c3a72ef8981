import type { Caller } from '../accounts/caller.ts'
import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problems/problem.ts'
import { shanghaiDay, shanghaiIso } from '../shanghai.ts'
import { baseRules } from './base-rules.ts'
import { mustDecide } from './jurisdiction.ts'
import type { MakePreview } from './preview.ts'
import { checkProposal } from './proposal.ts'
import type { LocalRuleView } from './schemas.ts'
import { decide, type FoundLocalRule, findLocalRule, lockLocalRules } from './store.ts'
import { viewLocalRule } from './view.ts'
import { writeAct } from './write-act.ts'

/**
 * Approves a proposal (批准) as another administrator than its proposer. What it would have moved is judged anew first,
 * outside the transaction since it takes its time, and kept with the approval.
 *
 * @throws Problem not-permitted, not-found, outside-jurisdiction, own-proposal; state-conflict where it is decided
 * @throws Problem local-rule-retroactive, unknown-rule-target, local-rule-unfit, loosens-national-text as when proposed
 */
export async function approveLocalRule(
  { db, config }: Pick<Deps, 'db' | 'config'>,
  caller: Caller,
  id: string,
  makePreview: MakePreview,
): Promise<LocalRuleView> {
  const base = baseRules(config)
  const found = mustDecide(caller, await findLocalRule(db, id))
  const today = shanghaiDay(await readNow(db))
  if (isRepeated(found, caller)) return viewLocalRule(found, base, today)
  mustBeOpen(found)
  const preview = await makePreview(await checkProposal(db, config, found, today))
  return db.transaction(async (tx) => {
    await lockLocalRules(tx)
    const now = await readNow(tx)
    const proposed = mustDecide(caller, await findLocalRule(tx, id))
    mustBeOpen(proposed)
    await checkProposal(tx, config, proposed, shanghaiDay(now))
    const { accountId } = caller
    await decide(tx, id, { state: 'approved', decidedBy: accountId, decidedAt: now, preview })
    const { textEn } = preview
    await writeAct(tx, proposed.row, {
      action: 'local_rule.approved',
      accountId,
      now,
      detail: { preview: textEn },
    })
    return viewLocalRule(mustDecide(caller, await findLocalRule(tx, id)), base, shanghaiDay(now))
  })
}

/** Who repeats their own approval gets the same answer again. */
function isRepeated({ row }: FoundLocalRule, { accountId }: Caller): boolean {
  return row.state === 'approved' && row.decidedBy === accountId
}

function mustBeOpen({ row: { state, decidedAt } }: FoundLocalRule): void {
  if (state === 'proposed') return
  const at = decidedAt && shanghaiIso(decidedAt)
  throw new Problem('state-conflict', `The proposal was ${state} at ${at}.`, { state, decidedAt: at })
}
