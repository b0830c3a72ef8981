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
  for (const most of [0, sumOf(others) - 1, sumOf(others)]) {
    if (most < 0) continue
    cases.push({
      name: `${first} is not given, ${left} ${most}`,
      facts: { figures: { ...others, [left]: most } },
    })
  }
  if (right.length > 1) cases.push({ name: `only ${first}`, facts: { figures: { [first]: 3, [left]: 2 } } })
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
  const some = [-tolerance - 1, -tolerance, 0, tolerance + 1].map((more) => ({
    name: `${last} is not given, ${left} ${signed(more)} the rest`,
    facts: { figures: { ...others, [left]: sumOf(others) + more } },
  }))
  const none = { name: `no part of ${left} is given`, facts: { figures: { [left]: sum } } }
  return [...cases, ...some, none]
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
    { name: `${key} in an accident`, facts: { kind: 'accident' as const, figures: { [key]: 1 } } },
    { name: `${key} in a danger`, facts: { kind: 'danger' as const, figures: { [key]: 1 } } },
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
export function vectorCases(checks: readonly CheckRow[] = CHECKS): Case[] {
  const cases = new Map<string, Case>()
  for (const row of checks) {
    for (const { name, facts } of casesOf(row).map((one) => atItsStage(one, row))) {
      cases.set(JSON.stringify(facts), { name: `${row.check} ${name}`, facts })
    }
  }
  return [...cases.values()]
}

/** A row that runs at some stages only is tried at one of them, unless the case itself says at which. */
function atItsStage({ name, facts }: Case, { stages }: CheckRow): Case {
  const stage = stages?.[0]
  return stage === undefined || facts.stage !== undefined
    ? { name, facts }
    : { name, facts: { stage, ...facts } }
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
