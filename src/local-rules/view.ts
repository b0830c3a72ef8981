import { isInForce } from '../evaluations/editions.ts'
import { effectOf, type Holding, holdingOf } from '../evaluations/local-targets.ts'
import { maybeIso } from '../events/views.ts'
import type { Day } from '../regulations/citation.ts'
import type { RuleSet } from '../regulations/rule-set.ts'
import { shanghaiIso } from '../shanghai.ts'
import type { LocalRuleView } from './schemas.ts'
import { type FoundLocalRule, toLocalRule } from './store.ts'

/** A row as it is answered, beside what it replaces. */
export function viewLocalRule(found: FoundLocalRule, base: RuleSet, today: Day): LocalRuleView {
  const { instrument, instrumentZh, clause, edition, status, note, preview, ...row } = found.row
  const rule = row.value === null ? null : toLocalRule(found)
  const holding = holdingOf(base, row.target, row.inForceFrom)
  const inForceTo = rule?.citation.inForceTo ?? null
  const isApproved = rule !== null && row.state === 'approved'
  const hasEnded = isApproved && inForceTo !== null && inForceTo <= today
  return {
    id: row.id,
    regionCode: row.regionCode,
    target: row.target,
    kind: row.kind,
    value: row.value,
    places: row.places,
    citation: { instrument, instrumentZh, clause, edition, status, note },
    inForceFrom: row.inForceFrom,
    inForceTo,
    why: row.why,
    endsId: row.endsId,
    state: hasEnded ? 'ended' : row.state,
    isInForce: isApproved && isInForce(rule.citation, today),
    effect: holding && row.value && effectOf(holding, row.value),
    replaces: holding && replacedView(holding),
    proposedBy: row.proposedBy,
    proposedAt: shanghaiIso(row.proposedAt),
    decidedBy: row.decidedBy,
    decidedAt: maybeIso(row.decidedAt),
    decisionReason: row.decisionReason,
    previewZh: preview?.textZh ?? null,
    previewEn: preview?.textEn ?? null,
  }
}

function replacedView({ value, citation, isBinding }: Holding): LocalRuleView['replaces'] {
  const { instrumentZh, clause, edition, status } = citation
  return { value, instrument: instrumentZh, clause, edition, status, isBinding }
}
