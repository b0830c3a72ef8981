import type { Db } from '../db/client.ts'
import type { RoutingRule } from '../regulations/routing.ts'
import { shanghaiDay } from '../shanghai.ts'
import { readRoutingRules } from './store.ts'

/** The routing rules of the day, read again only when the table or the day has changed. */
export interface RuleBook {
  /** @param stamp what the caller's own read says of the table: a new stamp is a changed table */
  rulesFor(stamp: string, now: Date): Promise<readonly RoutingRule[]>
}

/** Opens the rule book; the first question reads it. */
export function openRuleBook(db: Db): RuleBook {
  let rules: readonly RoutingRule[] = []
  let readFor: string | null = null
  return {
    async rulesFor(stamp, now) {
      const day = shanghaiDay(now)
      const wanted = `${stamp} ${day}`
      if (readFor !== wanted) {
        rules = await readRoutingRules(db, day)
        readFor = wanted
      }
      return rules
    },
  }
}
