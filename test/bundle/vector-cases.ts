/**
 * Cases for the vectors: for every row of the table of checks below its boundary, on it and above, and what must keep
 * a row from running. The answers come from the judge; this file knows none.
 */
import type { VectorFacts } from '../../src/bundle/judge-vector.ts'
import type { CheckRow, Form } from '../../src/regulations/check-row.ts'
import { CHECKS } from '../../src/regulations/checks.ts'
import type { IndicatorKey } from '../../src/regulations/indicators.ts'
import { changeCases, numberCases } from './number-cases.ts'
import { reportCases } from './report-cases.ts'

export interface Case {
  name: string
  facts: VectorFacts
}

export type CasesOf<F extends Form> = (row: CheckRow<F>) => Case[]

const atLeast: CasesOf<'at_least'> = ({ left, right, unlessGiven }) => {
  const parts = spread(right)
  const sum = sumOf(parts)
  const cases = [-1, 0, 1].map((more) => ({
    name: `${left} ${signed(more)} ${right.join(' + ')}`,
    facts: { figures: { ...parts, [left]: sum + more } },
  }))
  const first = right[0] ?? left
  const { [first]: _first, ...others } = parts
  cases.push({ name: `${first} is not given`, facts: { figures: { ...others, [left]: 0 } } })
  if (unlessGiven) {
    const figures = { ...parts, [left]: sum - 1, [unlessGiven]: sum }
    cases.push({ name: `${unlessGiven} is given`, facts: { figures } })
  }
  return cases
}

const equalsSum: CasesOf<'equals_sum'> = ({ left, right, tolerance }) => {
  const parts = spread(right)
  const sum = sumOf(parts) + 2 * tolerance
  const given = { ...parts, [right[0] ?? left]: (parts[right[0] ?? left] ?? 0) + 2 * tolerance }
  const off = [-tolerance - 1, -tolerance, 0, tolerance, tolerance + 1]
  const cases = [...new Set(off)].map((more) => ({
    name: `${left} ${signed(more)} the sum of ${right.join(' + ')}`,
    facts: { figures: { ...given, [left]: sum + more } },
  }))
  const last = right.at(-1) ?? left
  const { [last]: _last, ...others } = given
  return [...cases, { name: `${last} is not given`, facts: { figures: { ...others, [left]: 0 } } }]
}

const roomsAndHouseholds: CasesOf<'rooms_and_households'> = ({ rooms, households }) =>
  (
    [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
      [2, 3],
      [4, 3],
    ] as const
  ).map(([roomCount, householdCount]) => ({
    name: `${roomCount} ${rooms}, ${householdCount} ${households}`,
    facts: { figures: { [rooms]: roomCount, [households]: householdCount } },
  }))

const sitesForPeople: CasesOf<'sites_for_people'> = ({ sites, people }) =>
  (
    [
      [0, 0],
      [0, 1],
      [1, 1],
    ] as const
  ).map(([siteCount, peopleCount]) => ({
    name: `${siteCount} ${sites}, ${peopleCount} ${people}`,
    facts: { figures: { [sites]: siteCount, [people]: peopleCount } },
  }))

const hazardFigures: CasesOf<'only_in_hazard' | 'not_in_hazard'> = ({ hazard, indicators }) =>
  indicators.flatMap((key) => [
    { name: `${key} in ${hazard}`, facts: { hazard, figures: { [key]: 1 } } },
    { name: `${key} in snow`, facts: { hazard: 'snow' as const, figures: { [key]: 1 } } },
    { name: `${key} of 0 in snow`, facts: { hazard: 'snow' as const, figures: { [key]: 0 } } },
    { name: `${key} of 0 in ${hazard}`, facts: { hazard, figures: { [key]: 0 } } },
    { name: `${key} in no known hazard`, facts: { figures: { [key]: 1 } } },
  ])

const given: CasesOf<'given'> = ({ indicators }) => {
  const figures = Object.fromEntries(indicators.map((key) => [key, 0]))
  const lacking = indicators.map((key) => {
    const { [key]: _left, ...rest } = figures
    return { name: `verified without ${key}`, facts: { stage: 'verified' as const, figures: rest } }
  })
  return [
    { name: 'verified with every figure', facts: { stage: 'verified', figures } },
    { name: 'verified with none', facts: { stage: 'verified', figures: {} } },
    { name: 'first with none', facts: { stage: 'first', figures: {} } },
    { name: 'verified accident with none', facts: { kind: 'accident', stage: 'verified', figures: {} } },
    ...lacking,
  ]
}

const CASES: { [F in Form]: CasesOf<F> } = {
  ...numberCases,
  at_least: atLeast,
  equals_sum: equalsSum,
  rooms_and_households: roomsAndHouseholds,
  sites_for_people: sitesForPeople,
  only_in_hazard: hazardFigures,
  not_in_hazard: hazardFigures,
  given,
  ...changeCases,
  ...reportCases,
}

/** Every case, once; its name begins with the check that it is about. */
export function vectorCases(): Case[] {
  const cases = new Map<string, Case>()
  for (const row of CHECKS) {
    for (const { name, facts } of casesOf(row)) {
      cases.set(JSON.stringify(facts), { name: `${row.check} ${name}`, facts })
    }
  }
  return [...cases.values()]
}

function casesOf<F extends Form>(row: CheckRow<F>): Case[] {
  return CASES[row.form](row)
}

/** Different figures, so that a client that mixes them up is seen. */
function spread(keys: readonly IndicatorKey[]): Partial<Record<IndicatorKey, number>> {
  return Object.fromEntries(keys.map((key, place) => [key, 3 + 2 * place]))
}

function sumOf(parts: Partial<Record<IndicatorKey, number>>): number {
  return Object.values(parts).reduce((sum, value) => sum + value, 0)
}

function signed(more: number): string {
  if (more === 0) return 'on'
  return more < 0 ? `${-more} below` : `${more} above`
}
