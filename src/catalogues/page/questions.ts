/** What the bureau must supply (待补清单), as a table. */

import type { OpenQuestion } from '../../regulations/open-questions.ts'
import type { Entry } from '../rules/entry.ts'
import { asCode, lines, table } from './markdown.ts'
import { namesOf } from './rule-names.ts'

const HEADS = ['', '须提供 What', '目前怎样处理 Meanwhile', '涉及的规则 Rules']

/** The questions in their order, numbered. */
export function questionTable(questions: readonly OpenQuestion[], entries: readonly Entry[]): string {
  return table(
    HEADS,
    questions.map(({ zh, en, rules, meanwhileZh, meanwhileEn }, index) => [
      String(index + 1),
      lines(zh, en),
      lines(meanwhileZh, meanwhileEn),
      orNone(
        namesOf(rules.flatMap((rule) => touched(rule, entries))),
        ...rules.flatMap((rule) => whole(rule, entries)),
      ),
    ]),
  )
}

/** A question that touches no rule says so. */
function orNone(...rules: readonly string[]): string {
  return lines(...rules) || '–'
}

function touched(rule: string, entries: readonly Entry[]): readonly Entry[] {
  return entries.filter((entry) => entry.rule === rule)
}

/** `section.*` with how many rules it stands for. */
function whole(rule: string, entries: readonly Entry[]): string[] {
  if (!rule.endsWith('.*')) return []
  const count = entries.filter((entry) => entry.rule.startsWith(rule.slice(0, -1))).length
  return [`${asCode(rule)} (${count})`]
}
