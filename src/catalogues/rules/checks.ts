/** Consistency checks as entries (校验), with the relations that they hold figures to. */

import { CHECK_CITATIONS, type CheckId, HARD_RELATIONS } from '../../regulations/checks.ts'
import type { RuleSet } from '../../regulations/rule-set.ts'
import { CHECKS, type Check } from './check-table.ts'
import type { Draft } from './entry.ts'
import { figureWords, relationWords } from './indicator-words.ts'
import type { Relation } from './values.ts'
import { clauses, listed, sentences, words } from './words.ts'

/** The check of sharp rises, whose floors the bureau may set. */
const SHARP_RISE = 'C18'

/**
 * Every check, with the relations that it holds figures to.
 */
export function describeChecks({ sharpRises }: Pick<RuleSet, 'sharpRises'>): Draft[] {
  return (Object.keys(CHECK_CITATIONS) as CheckId[]).map((id) => {
    const { title, says, otherwise, values } =
      id === SHARP_RISE ? withRises(CHECKS[id], sharpRises) : CHECKS[id]
    const relations = relationsOf(id)
    const related = relations.length === 0 ? [] : [clauses(relations.map(relationWords))]
    const figures = relations.length === 0 ? values : { ...values, relations }
    return {
      rule: id,
      group: 'check',
      title: words(`校验 ${id}:${title.zh}`, `Check ${id}: ${title.en}`),
      ...(id === SHARP_RISE ? { overridable: 'local_rule' as const } : {}),
      editions: [
        {
          citation: CHECK_CITATIONS[id],
          says: sentences([...related, ...(says ? [says] : []), otherwise]),
          ...(figures === undefined ? {} : { values: figures }),
        },
      ],
    }
  })
}

function relationsOf(id: CheckId): Relation[] {
  return HARD_RELATIONS.filter((relation) => relation.id === id).map(({ id: _id, ...relation }) => ({
    ...relation,
    right: [...relation.right],
  }))
}

function withRises(check: Check, rises: RuleSet['sharpRises']): Check {
  const floors = listed(rises.map(({ key, moreThan }) => figureWords(key, moreThan)))
  return {
    ...check,
    says: words(
      `比上一报增加一倍以上,且增加数超过:${floors.zh};或其他累计值下降`,
      `more than double the report before, and more by over: ${floors.en}; or a fall of another running total`,
    ),
    values: { rises: rises.map(({ key, moreThan }) => ({ indicator: key, moreThan })) },
  }
}
