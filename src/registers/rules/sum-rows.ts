/** What the rows of the registers of a unit count as (一览表计数). Pure. */
import { covers } from '../../regions/codes.ts'
import type { RegisterName } from '../../regulations/check-row.ts'
import type { INDICATOR_OF_CLASS } from '../../regulations/register-forms.ts'

/** How many rows of a unit and all below stand, by what they count as. */
export type RegisterCounts = Record<RegisterName, number>

/** How many current rows one unit itself has in one class. */
export interface ClassCount {
  regionCode: string
  class: string
  rows: number
}

export const KEY_OF_CLASS = {
  dead: 'dead',
  missing: 'missing',
  collapsed: 'collapsedHomes',
  severe: 'severeHomes',
  general: 'generalHomes',
} as const satisfies Record<keyof typeof INDICATOR_OF_CLASS, RegisterName>

/** The rows of a unit and of all below it. */
export function sumUnder(rows: readonly ClassCount[], regionCode: string): RegisterCounts {
  const sum = { dead: 0, missing: 0, collapsedHomes: 0, severeHomes: 0, generalHomes: 0 }
  for (const row of rows) {
    const key = KEY_OF_CLASS[row.class as keyof typeof KEY_OF_CLASS]
    if (key && covers(regionCode, row.regionCode)) sum[key] += row.rows
  }
  return sum
}
