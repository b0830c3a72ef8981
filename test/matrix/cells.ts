/** The cells of the matrix: who asks for what at which place, and what they are to hear. */
import { ROLES } from '../../src/accounts/tables.ts'
import type { ByUnit } from './events.ts'
import { LETTERS, type Outcome } from './letters.ts'
import type { Caller } from './people.ts'
import type { Row } from './row.ts'
import { NO_SUCH_PLACE, PLACES, type Place, seatOf, UNITS } from './units.ts'

export interface Cell {
  row: Row
  caller: Caller
  place: Place
  /** where the thing lies, and its id; both empty where the route is about nothing that lies anywhere */
  unit: string
  id: string
  expected: Outcome
}

/** A cell that cannot be: why there is nothing to ask for. */
export interface Missing {
  row: Row
  reason: string
}

/**
 * @param made the things that the row is about, by unit or by account and unit
 * @param only why there are none at other units
 */
export function cellsOf(row: Row, callers: readonly Caller[], made: ByUnit | null, only: string | undefined) {
  const cells: Cell[] = []
  const missing: Missing[] = []
  for (const caller of callers) {
    const letter = LETTERS[letterOf(row, caller)]
    if (made === null) {
      const expected = letter.outcome('own', caller.tier)
      cells.push({ row, caller, place: 'own', unit: '', id: '', expected })
      missing.push(
        ...PLACES.slice(1).map(() => ({ row, reason: 'the route is about nothing that lies anywhere' })),
      )
      continue
    }
    const ids = idsFor(caller, made)
    for (const place of PLACES) {
      const unit = seatOf(caller.tier, place, Object.keys(ids))
      const id = unit === null ? undefined : ids[unit]
      if (unit === null || id === undefined) {
        missing.push({ row, reason: NO_SUCH_PLACE[caller.tier]?.[place] ?? only ?? 'unexplained' })
      } else {
        cells.push({ row, caller, place, unit, id, expected: letter.outcome(place, caller.tier) })
      }
    }
  }
  return { cells, missing }
}

function letterOf({ route, letters }: Row, { role }: Caller) {
  const letter = letters[ROLES.indexOf(role)]
  if (letters.length !== ROLES.length || !letter) throw new Error(`${route} has no letter for each role`)
  return letter
}

function idsFor({ accountId }: Caller, made: ByUnit): ByUnit {
  const own = UNITS.map((unit) => [unit, made[`${accountId} ${unit}`] ?? made[unit]] as const)
  return Object.fromEntries(own.filter(([, id]) => id !== undefined))
}

/** A cell in words. */
export const told = ({ row, caller, place, unit }: Cell) =>
  `${row.route}${row.note ? ` (${row.note})` : ''}: ${caller.role} of a ${caller.tier}, ${place} ${unit}`
