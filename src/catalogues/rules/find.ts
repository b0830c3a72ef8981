/**
 * Finds the entry of a rule by an id, as it stands in the `because` of any answer. Besides the ids of the entries
 * themselves there are two kinds of ids, and this is the one place where they are resolved:
 *
 * 1. ids that an entry lists in `derived`: the answers of a ladder besides a level (`accident.below_any_grade`), an act
 *    of a desk profile (`desk.lhasa_default.acknowledge`), a row of a table (`passes_to.accident.serious`);
 * 2. `routing.<id>` of a routing rule that the bureau has added in the database: the routing table explains it.
 */

import type { Entry } from './entry.ts'
import { ROUTING_TABLE } from './receivers.ts'

const OWN_ROUTING_RULE = /^routing\.[^.]+$/

/** Entries to be found by id. */
export interface Index {
  entries: readonly Entry[]
  byRule: ReadonlyMap<string, Entry>
}

/**
 * An index over entries, their derived ids included.
 */
export function indexOf(entries: readonly Entry[]): Index {
  const byRule = new Map<string, Entry>()
  for (const entry of entries) {
    for (const { rule } of entry.derived ?? []) byRule.set(rule, entry)
  }
  // an entry of its own goes before an id derived from another
  for (const entry of entries) byRule.set(entry.rule, entry)
  return { entries, byRule }
}

/**
 * The entry that explains an id.
 *
 * @returns null where there is none
 */
export function findRule({ byRule }: Index, rule: string): Entry | null {
  const found = byRule.get(rule)
  if (found) return found
  return OWN_ROUTING_RULE.test(rule) ? (byRule.get(ROUTING_TABLE) ?? null) : null
}

/**
 * The ids of entries that are most like one that does not exist.
 *
 * @param most how many at most
 */
export function nearestRules({ entries }: Index, rule: string, most = 3): string[] {
  const wanted = rule.toLowerCase()
  return entries
    .map((entry) => ({ rule: entry.rule, far: editsBetween(wanted, entry.rule.toLowerCase()) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, most)
    .map((near) => near.rule)
}

/** How many letters to put in, take out or change (Levenshtein), row by row in one row of memory. */
function editsBetween(a: string, b: string): number {
  const row = Uint16Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 0; i < a.length; i += 1) {
    let diagonal = i
    row[0] = i + 1
    for (let j = 0; j < b.length; j += 1) {
      const above = row[j + 1] ?? 0
      const changed = diagonal + (a.charCodeAt(i) === b.charCodeAt(j) ? 0 : 1)
      row[j + 1] = Math.min(changed, above + 1, (row[j] ?? 0) + 1)
      diagonal = above
    }
  }
  return row[b.length] ?? 0
}
