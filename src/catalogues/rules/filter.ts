/** Which entries a reader asked for. */

import { isInForce } from '../../evaluations/editions.ts'
import type { Day, Status } from '../../regulations/citation.ts'
import type { Entry, EntryEdition, Group } from './entry.ts'

export interface Filter {
  status?: readonly Status[]
  group?: readonly Group[]
  /** only editions in force on this Shanghai day */
  inForceOn?: Day
  /** part of the name of an instrument, in either language */
  instrument?: string
  /** part of the text, or of the id */
  q?: string
}

/**
 * The entries that fit, each with those of its editions that fit; an entry none of whose editions does is left out.
 */
export function filterRules(entries: readonly Entry[], filter: Filter): Entry[] {
  const { group, q } = filter
  const wanted = q?.toLowerCase()
  const isAskedFor = (entry: Entry) =>
    (!group || group.includes(entry.group)) &&
    (wanted === undefined || `${entry.rule}\n${entry.text}`.toLowerCase().includes(wanted))
  return entries.filter(isAskedFor).flatMap((entry) => {
    const editions = entry.editions.filter((edition) => fits(edition, filter))
    if (editions.length === 0) return []
    return editions.length === entry.editions.length ? [entry] : [{ ...entry, editions }]
  })
}

function fits({ citation }: EntryEdition, { status, inForceOn, instrument }: Filter): boolean {
  if (status && !status.includes(citation.status)) return false
  if (inForceOn !== undefined && !isInForce(citation, inForceOn)) return false
  if (instrument === undefined) return true
  const wanted = instrument.toLowerCase()
  return [citation.instrument, citation.instrumentZh].some((name) => name.toLowerCase().includes(wanted))
}
