import type { Config } from '../config.ts'
import type { Db } from '../db/client.ts'
import { faultOf } from '../evaluations/lay-over.ts'
import { Problem } from '../problems/problem.ts'
import type { Day } from '../regulations/citation.ts'
import type { LocalRule } from '../regulations/local-rule.ts'
import { baseRules } from './base-rules.ts'
import type { Previewed } from './preview.ts'
import { mustComeLater, newlySilent, problemOf } from './rules.ts'
import { type FoundLocalRule, findLocalRule, readApprovedRules, toLocalRule } from './store.ts'
import { expectedThreshold } from './thresholds.ts'

/**
 * Holds a proposal against the texts and the rules approved so far, on the day of the question: when it is made, and again
 * when it is approved, since both may have changed.
 *
 * @returns what would begin or end
 * @throws Problem local-rule-retroactive, unknown-rule-target, local-rule-unfit, loosens-national-text, state-conflict
 */
export async function checkProposal(
  db: Db,
  config: Config,
  found: FoundLocalRule,
  today: Day,
): Promise<Previewed> {
  const { endsId, inForceFrom } = found.row
  const approved = await readApprovedRules(db)
  return endsId === null
    ? checkBeginning(config, approved, toLocalRule(found), today)
    : checkEnding(config, approved, await mustFind(db, endsId), inForceFrom, today)
}

/** What a proposal would begin or end. */
export async function previewedOf(db: Db, found: FoundLocalRule): Promise<Previewed> {
  const { endsId } = found.row
  if (endsId === null) return { rule: toLocalRule(found), change: 'begins' }
  return { rule: toLocalRule(await mustFind(db, endsId)), change: 'ends' }
}

function checkBeginning(
  config: Config,
  approved: readonly LocalRule[],
  rule: LocalRule,
  today: Day,
): Previewed {
  const base = baseRules(config)
  const { inForceFrom } = rule.citation
  mustComeLater(inForceFrom, today, '/inForceFrom')
  const fault = faultOf(base, rule, inForceFrom)
  if (fault) throw problemOf(fault, rule.target, base, inForceFrom)
  const expected = expectedThreshold(rule)
  if (expected !== null) throw problemOf({ fault: 'out_of_range', expected }, rule.target, base, inForceFrom)
  mustBeAlone(approved, rule)
  const silent = newlySilent(base, approved, [...approved, rule], inForceFrom, rule.places)
  if (silent?.rule === rule) throw problemOf(silent.fault, rule.target, base, inForceFrom)
  if (silent) throw wouldSilence(silent.rule)
  return { rule, change: 'begins' }
}

function checkEnding(
  config: Config,
  approved: readonly LocalRule[],
  found: FoundLocalRule,
  fromDay: Day,
  today: Day,
): Previewed {
  mustComeLater(fromDay, today, '/inForceTo')
  if (found.row.state !== 'approved' || found.row.endsId !== null) {
    throw new Problem('state-conflict', 'Only a rule that was approved can end.')
  }
  const rule = toLocalRule(found)
  const { inForceTo } = rule.citation
  if (found.endedFrom !== null || (inForceTo !== null && inForceTo <= fromDay)) {
    throw new Problem('state-conflict', `It ends on ${inForceTo} already.`, { inForceTo })
  }
  const ended = { ...rule, citation: { ...rule.citation, inForceTo: fromDay } }
  const after = approved.map((one) => (one.id === rule.id ? ended : one))
  const silent = newlySilent(baseRules(config), approved, after, fromDay, rule.places)
  if (silent) throw wouldSilence(silent.rule)
  return { rule, change: 'ends' }
}

/** Two values of one target from the same day at the same place would leave open which one holds. */
function mustBeAlone(approved: readonly LocalRule[], rule: LocalRule): void {
  const other = approved.find(
    ({ target, places, citation }) =>
      target === rule.target &&
      citation.inForceFrom === rule.citation.inForceFrom &&
      places.some((place) => rule.places.includes(place)),
  )
  if (!other) return
  const detail =
    'Another rule of this target begins on the same day at the same place: choose another day, or end that one.'
  throw new Problem('state-conflict', detail, { localRuleId: other.id })
}

function wouldSilence({ id, target }: LocalRule): Problem {
  const detail = `The local rule for ${target} would have no effect beside it: end or change that one first.`
  return new Problem('state-conflict', detail, { localRuleId: id })
}

async function mustFind(db: Db, id: string): Promise<FoundLocalRule> {
  const found = await findLocalRule(db, id)
  if (!found) throw new Error(`the local rule ${id} has gone`)
  return found
}
