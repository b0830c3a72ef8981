/** What has not been checked against its official text yet, text by text (尚未核对). */

import type { Entry, EntryCitation } from '../rules/entry.ts'
import { lines, table } from './markdown.ts'
import { namesOf } from './rule-names.ts'
import { inForce, seenOf, statusOf } from './sources.ts'

interface Cited {
  entry: Entry
  citation: EntryCitation
}

const HEADS = [
  '版本、条款 Edition, clause',
  '状态 Status',
  '见到什么,没有见到什么 Seen and not seen',
  '规则 Rules',
]

/** Every rule that is not verified, by its text. */
export function unverifiedSection(entries: readonly Entry[]): string {
  const cited = entries.flatMap((entry) =>
    entry.editions
      .filter(({ citation }) => citation.status !== 'verified')
      .map(({ citation }) => ({ entry, citation })),
  )
  const byText = Map.groupBy(cited, ({ citation }) => `${citation.instrumentZh} ${citation.instrument}`)
  return [...byText]
    .map(([name, rules]) => `### ${name} (${rules.length})\n\n${table(HEADS, rowsOf(rules))}`)
    .join('\n\n')
}

function rowsOf(cited: readonly Cited[]): string[][] {
  const alike = Map.groupBy(cited, ({ citation }) =>
    [citation.edition, citation.inForceFrom, citation.clause, citation.status, citation.note].join('\n'),
  )
  return [...alike.values()].flatMap((rows) => {
    const citation = rows[0]?.citation
    if (!citation) return []
    const source = lines(citation.edition, citation.clause, inForce(citation))
    return [[source, statusOf(citation), seenOf(citation), namesOf(rows.map(({ entry }) => entry))]]
  })
}
