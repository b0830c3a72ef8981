import type { Db } from '../db/client.ts'
import type { LocalRule } from '../regulations/local-rule.ts'
import { readApprovedRules, readLocalRulesStamp } from './store.ts'

/** The bureau's own rules, read again only when one was approved. */
export interface LocalRuleBook {
  /** @param stamp what the caller's own read says of the table: a new stamp is a changed table */
  rulesFor(stamp: string): Promise<readonly LocalRule[]>
}

/** Opens the rule book; the first question reads it. The same list comes back until the stamp changes. */
export function openLocalRuleBook(db: Db): LocalRuleBook {
  let rules: readonly LocalRule[] = []
  let readFor: string | null = null
  return {
    async rulesFor(stamp) {
      if (readFor !== stamp) {
        rules = await readApprovedRules(db)
        readFor = stamp
      }
      return rules
    },
  }
}

/** Every local rule that was approved, for whoever has no stamp of the table yet: asked for it, and read again when it is new. */
export function openApprovedRules(db: Db): () => Promise<readonly LocalRule[]> {
  const book = openLocalRuleBook(db)
  return async () => book.rulesFor(await readLocalRulesStamp(db))
}
