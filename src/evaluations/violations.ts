/**
 * Makes violations: rule, clause, pointers, and what to say in Chinese and English.
 */

import type { CheckRow } from '../regulations/check-row.ts'
import { CHECK_TEXTS, type CheckText, type TextId } from '../regulations/check-texts.ts'
import { CHECK_CITATIONS } from '../regulations/checks.ts'
import type { Reason } from '../regulations/citation.ts'
import { reasonFor } from './editions.ts'
import type { Finding } from './finding.ts'
import type { Violation } from './types.ts'

/** A template taken apart once: words as they stand, and blanks. */
type Template = readonly (string | Blank)[]

interface Blank {
  name: string
  /** which part of the term; null where the language of the template says it */
  part: 'value' | 'amount' | null
}

const TEMPLATES = Object.fromEntries(
  Object.entries<CheckText>(CHECK_TEXTS).map(([id, { zh, en, observed, expected }]) => [
    id,
    { zh: parted(zh), en: parted(en), observed: parted(observed), expected: parted(expected) },
  ]),
) as Readonly<Record<TextId, Record<keyof CheckText, Template>>>

/**
 * The violation of a row by what was found.
 *
 * @param isExplained whether the report comes with a written explanation
 */
export function violation(row: CheckRow, finding: Finding, isExplained: boolean): Violation {
  const template = TEMPLATES[finding.text ?? row.text ?? row.form]
  const isHard = row.kind === 'hard' || (row.kind === 'hard_until_explained' && !isExplained)
  return {
    rule: row.check,
    kind: isHard ? 'hard' : 'soft',
    pointers: [...finding.pointers],
    observed: filled(template.observed, 'code', finding.terms),
    expected: filled(template.expected, 'code', finding.terms),
    explained: !isHard && isExplained,
    because: [because(row)],
    textZh: filled(template.zh, 'zh', finding.terms),
    textEn: filled(template.en, 'en', finding.terms),
  }
}

/** A row that goes further than the text of its check says how far it is verified itself. */
function because({ check, citation = CHECK_CITATIONS[check], status = citation.status }: CheckRow): Reason {
  return reasonFor(check, { ...citation, status })
}

/** `{left.value}` is a part of a term. */
function parted(template: string): Template {
  const pieces = template.split(/(\{[\w.]+\})/).filter((piece) => piece !== '')
  return pieces.map((piece) => {
    const [, name, part] = /^\{(\w+)(?:\.(value|amount))?\}$/.exec(piece) ?? []
    return name === undefined ? piece : { name, part: (part ?? null) as Blank['part'] }
  })
}

function filled(template: Template, language: 'zh' | 'en' | 'code', terms: Finding['terms']): string {
  let sentence = ''
  for (const piece of template) {
    if (typeof piece === 'string') {
      sentence += piece
      continue
    }
    const term = terms[piece.name]
    if (term === undefined) throw new Error(`nothing fills {${piece.name}}`)
    sentence += typeof term === 'object' ? (term[piece.part ?? language] ?? '') : term
  }
  return sentence
}
