/** Changes that no test can see, because nothing that is answered depends on them. Each with its reason. */

import type { Mutant } from './mutants.ts'

export interface Equivalent {
  file: string
  /** a part of the line in which it stands */
  within: string
  from: string
  /** both directions where it is not given */
  to?: string
  because: string
}

export const EQUIVALENTS: readonly Equivalent[] = []

/** Why nobody can see a change; null where somebody should. */
export function reasonToSurvive({ file, from, to }: Mutant, line: string): Equivalent | null {
  return (
    EQUIVALENTS.find(
      (one) => one.file === file && line.includes(one.within) && one.from === from && (one.to ?? to) === to,
    ) ?? null
  )
}
