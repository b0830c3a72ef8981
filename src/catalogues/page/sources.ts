/** Where a rule comes from, in words (依据). */

import type { EntryCitation } from '../rules/entry.ts'
import { STATUS_SHORT, STATUS_WORDS } from '../rules/words.ts'
import { lines } from './markdown.ts'

/** The text an edition belongs to, with its days in force, as the caption of a table. */
export function captionOf(citation: EntryCitation): string {
  const { instrument, instrumentZh, edition } = citation
  return `**${instrumentZh} ${edition}** ${instrument} · 施行 in force: ${inForce(citation)}`
}

/** The days it is in force; the second one is the first on which it is not. */
export function inForce({ inForceFrom, inForceTo }: EntryCitation): string {
  return inForceTo === null ? `${inForceFrom} 起` : `${inForceFrom} 起,至 ${inForceTo}(不含)`
}

/** How far it is verified, in a word. */
export function statusOf({ status }: Pick<EntryCitation, 'status'>): string {
  return `${STATUS_SHORT[status].zh} ${STATUS_SHORT[status].en}`
}

/** Its note; what the status means where it has none. */
export function seenOf(citation: EntryCitation): string {
  const { zh, en } = STATUS_WORDS[citation.status]
  return noteOf(citation) || lines(zh, en)
}

/** Its note, where it has one. */
export function noteOf({ note = '', noteZh = '' }: EntryCitation): string {
  return lines(noteZh, note)
}
