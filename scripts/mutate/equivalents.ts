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

export const EQUIVALENTS: readonly Equivalent[] = [
  {
    file: 'src/regulations/special-reports.ts',
    within: 'atOnce: true',
    from: 'true',
    because: 'the type of a limit admits true alone: the program does not compile',
  },
  {
    file: 'src/regulations/routing.ts',
    within: "measure: 'affected', from: 1",
    from: '1',
    to: '0',
    because: 'this measure is the first figure above zero: it is never zero',
  },
  {
    file: 'src/regulations/relief.ts',
    within: 'from: thresholds[column] ?? 0',
    from: '0',
    because: 'each level has a threshold in each column: the fallback is for the compiler',
  },
]

/** Why nobody can see a change; null where somebody should. */
export function reasonToSurvive({ file, from, to }: Mutant, line: string): Equivalent | null {
  return (
    EQUIVALENTS.find(
      (one) => one.file === file && line.includes(one.within) && one.from === from && (one.to ?? to) === to,
    ) ?? null
  )
}
