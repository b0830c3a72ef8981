/** What facts must be for any rule to read them, as entries: what a refusal (422) names. */

import { FORM_CITATION, FORM_RULES } from '../../regulations/form-rules.ts'
import type { Draft } from './entry.ts'
import { sentences, words } from './words.ts'

/**
 * Every rule of form, each inferred.
 */
export function describeForms(): Draft[] {
  return FORM_RULES.map(({ rule, zh, en, saysZh, saysEn }) => ({
    rule,
    group: 'form',
    title: words(zh, en),
    editions: [{ citation: FORM_CITATION, says: sentences([words(saysZh, saysEn)]) }],
  }))
}
