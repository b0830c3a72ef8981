/** Whether the units of an import fit together and to what is known already. Pure. */
import type { ProblemError } from '../problems/problem.ts'
import { codeAbove, tierOf } from './codes.ts'
import { type ImportedNode, pointerTo } from './import-rows.ts'
import { mayLieBelow, mayStandAlone } from './rules.ts'

interface Unit {
  regionCode: string
  openedOn: string
  closedOn: string | null
}

/** What the database knows of the units in a file. */
export interface KnownUnits {
  /** the units of the file and those directly above them, by code */
  nodes: ReadonlyMap<string, Unit>
  /** the units directly below those that the file closes, by the code above */
  below: ReadonlyMap<string, readonly Unit[]>
}

interface Context {
  row: ImportedNode
  index: number
  /** by code, the last row of it in the file */
  inFile: ReadonlyMap<string, ImportedNode>
  /** by code, the index of the first row of it */
  firstIndex: ReadonlyMap<string, number>
  known: KnownUnits
}

type Check = (context: Context) => ProblemError[]

const CHECKS: readonly Check[] = [
  onlyOnce,
  hasUnitAbove,
  closesAfterOpening,
  closesWithUnitAbove,
  leavesNoneOpen,
]

/**
 * Everything that is wrong with the rows as a tree.
 *
 * @returns empty when all of them can be written
 */
export function checkTree(rows: readonly ImportedNode[], known: KnownUnits): ProblemError[] {
  const inFile = new Map(rows.map((row) => [row.regionCode, row]))
  const firstIndex = new Map(rows.map((row, index) => [row.regionCode, index] as const).reverse())
  return rows.flatMap((row, index) =>
    CHECKS.flatMap((check) => check({ row, index, inFile, firstIndex, known })),
  )
}

function onlyOnce({ row, index, firstIndex }: Context): ProblemError[] {
  const first = firstIndex.get(row.regionCode) ?? index
  return first === index
    ? []
    : [wrong(index, 'regionCode', 'duplicate', `${row.regionCode} is already in row ${first + 1}`)]
}

function hasUnitAbove({ row, index, inFile, known }: Context): ProblemError[] {
  const tier = tierOf(row.regionCode)
  const above = codeAbove(row.regionCode)
  if (above === null) return []
  if (!mayLieBelow(tier, tierOf(above))) {
    const detail = `${row.regionCode} is a ${tier} and cannot lie directly below ${above}, a ${tierOf(above)}`
    return [wrong(index, 'regionCode', 'tier_misfit', detail)]
  }
  if (inFile.has(above) || known.nodes.has(above) || mayStandAlone(tier)) return []
  const detail = `the unit above ${row.regionCode}, ${above}, is neither in the file nor known`
  return [wrong(index, 'regionCode', 'unknown_above', detail)]
}

function closesAfterOpening({ row, index }: Context): ProblemError[] {
  return row.closedOn === null || row.closedOn >= row.openedOn
    ? []
    : [wrong(index, 'closedOn', 'closed_before_opened', `${row.closedOn} is before ${row.openedOn}`)]
}

function closesWithUnitAbove({ row, index, inFile, known }: Context): ProblemError[] {
  const aboveCode = codeAbove(row.regionCode) ?? ''
  const above = inFile.get(aboveCode) ?? known.nodes.get(aboveCode)
  if (!above || !outlives(row, above)) return []
  const detail = `the unit above, ${aboveCode}, closes on ${above.closedOn}, and this one would stay open`
  return [wrong(index, 'closedOn', 'above_closed', detail)]
}

function leavesNoneOpen({ row, index, inFile, known }: Context): ProblemError[] {
  const open = (known.below.get(row.regionCode) ?? []).filter(
    (below) => !inFile.has(below.regionCode) && outlives(below, row),
  )
  if (open.length === 0) return []
  const codes = open.map((below) => below.regionCode).join(', ')
  return [
    wrong(index, 'closedOn', 'open_below', `${row.regionCode} cannot close while these are open: ${codes}`),
  ]
}

/** Whether a unit would still be open on a day on which the other is closed. */
function outlives(unit: Unit, above: Unit): boolean {
  return above.closedOn !== null && (unit.closedOn === null || unit.closedOn > above.closedOn)
}

function wrong(row: number, column: 'regionCode' | 'closedOn', code: string, sentence: string): ProblemError {
  return { pointer: pointerTo(row, column), code, detail: `Row ${row + 1}: ${sentence}.` }
}
