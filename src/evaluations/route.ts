/**
 * Routes an event to sections and departments (分转) by an ordered table, and says of every rule why it held or not.
 */

import type { Day, Reason } from '../regulations/citation.ts'
import { MUST_TELL } from '../regulations/must-tell.ts'
import { ROUTING_CITATION, type RoutingRule, type RoutingTarget } from '../regulations/routing.ts'
import { type JudgedFacts, type Met, meets, type Verdict } from './conditions.ts'
import { inForce, reasonFor } from './editions.ts'
import type { MustTell, Recipient, Role } from './types.ts'

/** Facts with their severity, and the Shanghai day whose routing rules hold. */
export type RoutingFacts = JudgedFacts & { onDay: Day }

export interface TraceItem {
  ruleId: string
  matched: boolean
  why: string
}

const WEIGHT: Record<Role, number> = { lead: 3, support: 2, inform: 1 }

/**
 * Where an event goes. Nothing is ever without an owner: where no rule names anybody, the command centre leads.
 *
 * @param rules in any order; they are read by `order`
 */
export function routeEvent(
  rules: readonly RoutingRule[],
  facts: RoutingFacts,
): { recipients: Recipient[]; trace: TraceItem[] } {
  const found = new Map<string, Recipient>()
  const trace: TraceItem[] = []
  for (const rule of inOrder(rules)) {
    const verdict = tryRule(rule, facts, found)
    trace.push({ ruleId: rule.id, matched: verdict.matched, why: verdict.why })
    if (!verdict.matched) continue
    const because = routingReasons(rule, verdict.met)
    for (const target of rule.to) add(found, target, because)
    if (!rule.continue) break
  }
  if (found.size === 0) {
    add(found, { section: 'ZHZX', role: 'lead' }, [reasonFor('routing.never_ownerless', ROUTING_CITATION)])
    trace.push({ ruleId: 'never_ownerless', matched: true, why: 'no rule named a recipient' })
  }
  return { recipients: [...found.values()], trace }
}

/**
 * Who must be told (通报) besides the tier above, each once with every reason.
 */
export function whoMustBeTold(facts: JudgedFacts, onDay: Day): MustTell[] {
  const told = new Map<string, MustTell>()
  for (const { rule, when, parties, editions } of MUST_TELL) {
    const edition = inForce(editions, onDay)
    if (!edition) continue
    const verdict = meets(when, facts)
    if (!verdict.matched) continue
    for (const party of parties) {
      const because = [reasonFor(rule, edition.citation, verdict.met.at(-1))]
      const known = told.get(party)
      if (known) known.because.push(...because)
      else told.set(party, { party, because })
    }
  }
  return [...told.values()]
}

const ordered = new WeakMap<readonly RoutingRule[], readonly RoutingRule[]>()

function inOrder(rules: readonly RoutingRule[]): readonly RoutingRule[] {
  const known = ordered.get(rules)
  if (known) return known
  const sorted = rules.toSorted((a, b) => a.order - b.order)
  ordered.set(rules, sorted)
  return sorted
}

function tryRule(rule: RoutingRule, facts: RoutingFacts, found: ReadonlyMap<string, Recipient>): Verdict {
  if (facts.onDay < rule.validFrom || (rule.validTo !== null && facts.onDay >= rule.validTo)) {
    return { matched: false, why: `not in force on ${facts.onDay}`, met: [], triggers: [] }
  }
  if (rule.when.noLeadYet && [...found.values()].some(({ role }) => role === 'lead')) {
    return { matched: false, why: 'an earlier rule named who leads', met: [], triggers: [] }
  }
  return meets(rule.when, facts)
}

function routingReasons(rule: RoutingRule, met: readonly Met[]): Reason[] {
  const id = `routing.${rule.id}`
  return met.length === 0 ? [reasonFor(id, rule.because)] : met.map((one) => reasonFor(id, rule.because, one))
}

function add(found: Map<string, Recipient>, target: RoutingTarget, because: readonly Reason[]): void {
  const key = target.section ?? target.department
  const known = found.get(key)
  if (!known) {
    const owner = target.section ? { section: target.section } : { department: target.department }
    found.set(key, { ...owner, role: target.role, because: [...because] } as Recipient)
    return
  }
  known.because.push(...because)
  if (WEIGHT[target.role] > WEIGHT[known.role]) known.role = target.role
}
