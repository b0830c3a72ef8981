/** Rules by name and id, in a row (规则名称). */

import type { Entry } from '../rules/entry.ts'
import { asCode } from './markdown.ts'

type Named = Pick<Entry, 'rule' | 'titleZh'>

/**
 * Rules in a row; what begins alike is told once: "西藏水旱灾害等级 `flood_drought_tibet` (12): 重大(死亡) `.serious.dead`".
 */
export function namesOf(rules: readonly Named[]): string {
  const byHead = Map.groupBy(rules, ({ rule }) => headOf(rule))
  return [...byHead]
    .map(([head, named]) => (named.length === 1 ? named.map(nameOf).join('') : rowOf(head, named)))
    .join('\n')
}

function headOf(rule: string): string {
  return rule.split('.')[0] ?? rule
}

function nameOf({ rule, titleZh }: Named): string {
  return `${titleZh} ${asCode(rule)}`
}

function rowOf(head: string, named: readonly Named[]): string {
  const beginning = sharedBeginning(named.map(({ titleZh }) => titleZh))
  const ends = named.map(({ rule, titleZh }) =>
    rule === head ? asCode(head) : `${titleZh.slice(beginning.length)} ${asCode(rule.slice(head.length))}`,
  )
  const title = beginning === '' ? '' : `${beginning.slice(0, -1)} `
  return `${title}${asCode(`${head}…`)} (${named.length}): ${ends.join('、')}`
}

/** What all titles have before their first colon, with it; the whole ladder has no colon and may lack it. */
function sharedBeginning(titles: readonly string[]): string {
  const beginnings = new Set(
    titles.filter((title) => title.includes(':')).map((title) => title.slice(0, title.indexOf(':') + 1)),
  )
  const [beginning = ''] = beginnings
  const isShared = titles.every((title) => title.startsWith(beginning) || `${title}:` === beginning)
  return beginnings.size === 1 && isShared ? beginning : ''
}
