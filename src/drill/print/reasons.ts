import type { Reason } from '../../regulations/citation.ts'
import { statusTerm } from './terms.ts'

/** A source in a line: instrument, edition, clause, and how far it is verified (依据). */
export function citation({ instrument, edition, clause, status }: Reason): string {
  return `${instrument}${edition} ${clause} [${statusTerm(status)}]`
}

/** The sources of a decision, each once. */
export function citations(because: readonly Reason[]): string {
  return [...new Set(because.map(citation))].join('; ')
}
