/** Rules that are no ladders as tables, text by text, so that each can be checked with one text at hand. */

import type { Entry, EntryCitation } from '../rules/entry.ts'
import { asCode, lines, table } from './markdown.ts'
import { captionOf, noteOf, statusOf } from './sources.ts'

const RULE = '规则 Rule'
const SAYS = '内容 What it says'
const CLAUSE = '条款和状态 Clause and status'

/** The tables of some entries: one for each text, or row of editions of a text. */
export function ruleTables(entries: readonly Entry[]): string {
  const byTexts = Map.groupBy(entries, ({ editions }) =>
    editions.map(({ citation }) => captionOf(citation)).join('\n'),
  )
  return [...byTexts.values()].map(tableOfTexts).join('\n\n')
}

/** One place in the row of editions, and what all rules of the table have in common there. */
interface Place {
  caption: string
  /** said above the table; null where it differs from rule to rule, and stands beside each */
  clause: string | null
  note: string | null
}

function tableOfTexts(entries: readonly Entry[]): string {
  const places = placesOf(entries)
  const isAllShared = places.every(({ clause, note }) => clause !== null && note !== null)
  const rows = entries.map((entry) => [
    lines(entry.titleZh, entry.titleEn, asCode(entry.rule)),
    saysOf(entry),
    ...(isAllShared ? [] : [ownSources(entry, places)]),
  ])
  const captions = places.map(({ caption, clause, note }) =>
    lines(caption, clause ?? '', note ?? '').replaceAll('\n', ' · '),
  )
  return `${captions.join('  \n')}\n\n${table(isAllShared ? [RULE, SAYS] : [RULE, SAYS, CLAUSE], rows)}`
}

function placesOf(entries: readonly Entry[]): Place[] {
  return (entries[0]?.editions ?? []).map(({ citation }, place) => {
    const all = entries.flatMap(({ editions }) => editions[place]?.citation ?? [])
    return {
      caption: captionOf(citation),
      clause: sharedBy(all.map(clauseOf)),
      note: sharedBy(all.map(noteOf)),
    }
  })
}

function sharedBy(texts: readonly string[]): string | null {
  return new Set(texts).size === 1 ? (texts[0] ?? null) : null
}

function clauseOf(citation: EntryCitation): string {
  return `${citation.clause},${statusOf(citation)}`
}

function ownSources({ editions }: Entry, places: readonly Place[]): string {
  const own = editions.map(({ citation }, place) => {
    const clause = places[place]?.clause === null ? clauseOf(citation) : ''
    const note = places[place]?.note === null ? noteOf(citation) : ''
    return clause !== '' && editions.length > 1
      ? lines(`${citation.edition}: ${clause}`, note)
      : lines(clause, note)
  })
  return lines(...own)
}

/** Said once where all editions say the same. */
function saysOf({ editions }: Entry): string {
  const said = editions.map(({ saysZh, saysEn }) => lines(saysZh, saysEn))
  if (new Set(said).size === 1) return said[0] ?? ''
  return editions
    .map(({ citation, saysZh, saysEn }) => lines(`${citation.edition}:`, saysZh, saysEn))
    .join('\n')
}
