import type { Config } from '../config.ts'
import { withSwitches } from '../evaluations/local-rules.ts'
import { NATIONAL_RULES, type RuleSet } from '../regulations/rule-set.ts'

/** What holds where no local rule does: the texts and the defaults, with switches as they are configured. */
export function baseRules({ ANY_DEATH_DIRECT_REPORT }: Pick<Config, 'ANY_DEATH_DIRECT_REPORT'>): RuleSet {
  return withSwitches(NATIONAL_RULES, { anyDeathDirectReport: ANY_DEATH_DIRECT_REPORT })
}
