/**
 * The bureau's own rules (本地规则) of a Shanghai day at a place, laid over the texts. An event is judged by those of its
 * own day, so none ever touches what happened before it.
 */

import type { Citation, Day } from '../regulations/citation.ts'
import type { SwitchName } from '../regulations/duty.ts'
import type { LocalRule } from '../regulations/local-rule.ts'
import type { RuleSet } from '../regulations/rule-set.ts'
import { isInForce } from './editions.ts'
import { layOver } from './lay-over.ts'

/**
 * The rules of a Shanghai day at a place, local ones included. Where several local rules name one target, that of the
 * nearest place wins, and of these the one that came into force last.
 *
 * @param local in the order in which they were approved; put together once for each list and set of rules in force
 * @returns `base` itself where none applies
 */
export function rulesFor(
  base: RuleSet,
  local: readonly LocalRule[],
  onDay: Day,
  regionCode: string,
): RuleSet {
  const active = activeRules(local, onDay, regionCode)
  return active.length === 0 ? base : laid(base, local, active, onDay)
}

/**
 * The rules of a Shanghai day at a place as if one more local rule had always been in force: for previews.
 */
export function rulesAsIf(
  base: RuleSet,
  local: readonly LocalRule[],
  candidate: LocalRule,
  onDay: Day,
  regionCode: string,
): RuleSet {
  if (nearness(candidate, regionCode) === 0) return rulesFor(base, local, onDay, regionCode)
  const citation = { ...candidate.citation, inForceFrom: '0001-01-01', inForceTo: null }
  const active = byPrecedence([...activeRules(local, onDay, regionCode), candidate], regionCode)
  const always = active.map((rule) => (rule === candidate ? { ...rule, citation } : rule))
  return laid(base, local, always, onDay, 'as if ')
}

/**
 * Local rules in force on a Shanghai day at a place, the one that wins last.
 */
export function activeRules(
  local: readonly LocalRule[],
  onDay: Day,
  regionCode: string,
): readonly LocalRule[] {
  if (local.length === 0) return local
  const active = local.filter((rule) => isInForce(rule.citation, onDay) && nearness(rule, regionCode) > 0)
  return byPrecedence(active, regionCode)
}

/**
 * Rules with switches as they are configured.
 *
 * @returns `base` itself where all stand so already
 */
export function withSwitches(base: RuleSet, given: Partial<Record<SwitchName, boolean>> = {}): RuleSet {
  const names = Object.keys(given) as SwitchName[]
  if (names.every((name) => given[name] === base.switches[name])) return base
  const switches = { ...base.switches, ...given }
  return once(base, NONE, JSON.stringify(switches), () => ({ ...base, switches }))
}

const NONE: readonly LocalRule[] = []

function laid(
  base: RuleSet,
  local: readonly LocalRule[],
  active: readonly LocalRule[],
  onDay: Day,
  prefix = '',
): RuleSet {
  const key = `${prefix}${epochOf(base, onDay)} ${active.map(({ id }) => id).join(' ')}`
  return once(base, local, key, () => layOver(base, active, onDay).rules)
}

type Compiled = WeakMap<readonly LocalRule[], Map<string, RuleSet>>
const compiled = new WeakMap<RuleSet, Compiled>()

/** Each set is put together once, and forgotten with the list that it was made from. */
function once(base: RuleSet, local: readonly LocalRule[], key: string, make: () => RuleSet): RuleSet {
  const ofBase: Compiled = compiled.get(base) ?? new WeakMap()
  const ofList = ofBase.get(local) ?? new Map<string, RuleSet>()
  const made = ofList.get(key) ?? make()
  compiled.set(base, ofBase.set(local, ofList.set(key, made)))
  return made
}

const turns = new WeakMap<RuleSet, readonly Day[]>()

/** How many editions have begun or ended by a day: on two days with one number the same ones are in force. */
function epochOf(base: RuleSet, onDay: Day): number {
  const days = turns.get(base) ?? turnsOf(base)
  turns.set(base, days)
  return days.filter((day) => day <= onDay).length
}

function turnsOf({ duties, ladders, reliefPlans }: RuleSet): Day[] {
  const editions: { citation: Citation }[] = [...duties, ...ladders, ...reliefPlans].flatMap((row) => [
    ...row.editions,
  ])
  const days = editions.flatMap(({ citation }) => [citation.inForceFrom, citation.inForceTo])
  return [...new Set(days)].filter((day) => day !== null)
}

function byPrecedence(rules: readonly LocalRule[], regionCode: string): readonly LocalRule[] {
  return rules.toSorted(
    (a, b) =>
      nearness(a, regionCode) - nearness(b, regionCode) ||
      a.citation.inForceFrom.localeCompare(b.citation.inForceFrom),
  )
}

/** How many digits the nearest of a rule's places shares with a region; 0 where the region lies in none. */
function nearness({ places }: LocalRule, regionCode: string): number {
  return Math.max(0, ...places.filter((place) => regionCode.startsWith(place)).map(({ length }) => length))
}
