import { v7 as uuidv7 } from 'uuid'
import type { Caller } from '../accounts/caller.ts'
import { mustMay } from '../accounts/may.ts'
import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { shanghaiDay } from '../shanghai.ts'
import { baseRules } from './base-rules.ts'
import { mustSee } from './jurisdiction.ts'
import { checkProposal } from './proposal.ts'
import type { LocalRuleView, NewEnding } from './schemas.ts'
import { findLocalRule, insertProposal, lockLocalRules } from './store.ts'
import { viewLocalRule } from './view.ts'
import { writeAct } from './write-act.ts'

/**
 * Proposes that a local rule ends (终止). The rule itself is never changed: the end is a row of its own, approved by
 * another administrator like the rule was.
 *
 * @throws Problem not-permitted, not-found, outside-jurisdiction, local-rule-retroactive, state-conflict
 */
export async function proposeLocalRuleEnding(
  { db, config }: Pick<Deps, 'db' | 'config'>,
  caller: Caller,
  id: string,
  { inForceTo, why }: NewEnding,
): Promise<LocalRuleView> {
  const { accountId } = caller
  return db.transaction(async (tx) => {
    await lockLocalRules(tx)
    const now = await readNow(tx)
    const { row: ended } = mustSee(caller, await findLocalRule(tx, id))
    mustMay(caller, 'local_rule.propose', ended)
    const { regionCode, target, kind, places, instrument, instrumentZh, clause, edition, status } = ended
    const row = {
      ...{ regionCode, target, kind, places, instrument, instrumentZh, clause, edition, status },
      id: uuidv7(),
      value: null,
      note: null,
      inForceFrom: inForceTo,
      inForceTo: null,
      why,
      endsId: id,
      state: 'proposed',
      proposedBy: accountId,
      proposedAt: now,
      ...{ decidedBy: null, decidedAt: null, decisionReason: null, preview: null },
    } as const
    await checkProposal(tx, config, { row, endedFrom: null }, shanghaiDay(now))
    await insertProposal(tx, row)
    await writeAct(tx, row, { action: 'local_rule.ending_proposed', accountId, now })
    return viewLocalRule({ row, endedFrom: null }, baseRules(config), shanghaiDay(now))
  })
}
