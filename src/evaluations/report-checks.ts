/**
 * Checks of a report against what stands around it: its time and stage, its unit, the registers, the units below.
 */

import { REGISTERS } from '../regulations/check-row.ts'
import { HAZARD_BY_CODE, HAZARD_OF_SUBHAZARD } from '../regulations/hazards.ts'
import type { IndicatorKey } from '../regulations/indicators.ts'
import { shanghaiIso } from '../shanghai.ts'
import { hazardTerm } from './figure-checks.ts'
import { type CheckedFacts, type Finding, figure, pointersTo, type Reader, type Term } from './finding.ts'

export const notAfterReport: Reader<'not_after_report'> = (_row, { occurredAt, reportedAt }) => {
  if (!occurredAt || !reportedAt || occurredAt <= reportedAt) return []
  const terms = { occurredAt: shanghaiIso(occurredAt), reportedAt: shanghaiIso(reportedAt) }
  return [{ pointers: ['/event/occurredAt'], terms }]
}

export const sequence: Reader<'sequence'> = ({ after, correctable }, facts) => {
  const { stage, previousStage, correctionApproved } = facts
  if (stage === undefined || previousStage === undefined) return []
  if (after[previousStage ?? 'none'].includes(stage)) return []
  if (correctionApproved && previousStage !== null && correctable.includes(previousStage)) return []
  return [{ pointers: ['/stage'], terms: { stage, previous: previousStage ?? 'no report' } }]
}

export const subhazardGiven: Reader<'subhazard_given'> = (_row, { hazard, subhazard }) => {
  const row = hazard === undefined ? undefined : HAZARD_BY_CODE.get(hazard)
  if (!row || row.subhazards.length === 0 || subhazard !== undefined) return []
  const subhazards = row.subhazards.map(({ code }) => code).join(', ')
  return [{ pointers: ['/event/subhazard'], terms: { hazard: hazardTerm(row.code), subhazards } }]
}

export const subhazardAbsent: Reader<'subhazard_absent'> = (_row, { hazard, subhazard }) => {
  if (hazard === undefined || subhazard === undefined) return []
  const terms = { hazard: hazardTerm(hazard), subhazard: subhazardTerm(subhazard) }
  return [{ pointers: ['/event/subhazard'], terms }]
}

function subhazardTerm(code: string): Term {
  const hazard = HAZARD_BY_CODE.get(HAZARD_OF_SUBHAZARD.get(code) ?? '')
  const row = hazard?.subhazards.find((one) => one.code === code)
  return { zh: row?.zh ?? code, en: row?.en ?? code, code }
}

/**
 * Whoever says nothing of registers is not asked (`registers` absent). Whoever says which there are, and leaves one
 * out, has not handed it in: then a figure above 0 has nothing to agree with, and that is said in so many words
 * instead of counting the missing register as 0 rows. A figure that is not given agrees with an empty register alone:
 * who lists people or homes reports them.
 */
export const registerAgrees: Reader<'register_agrees'> = (
  { register, indicator },
  { registers, figures },
) => {
  if (!registers) return []
  const value = figures[indicator]
  const rows = registers[register]
  if (rows === value || (rows ?? 0) + (value ?? 0) === 0) return []
  const terms = {
    figure: figure(indicator, value ?? 0),
    register: { ...REGISTERS[register], code: register },
  }
  const pointers = pointersTo(indicator)
  if (value === undefined)
    return [{ pointers, terms: { ...terms, rows: rows ?? 0 }, text: 'register_not_reported' }]
  if (rows === undefined) return [{ pointers, terms, text: 'register_missing' }]
  return [{ pointers, terms: { ...terms, rows } }]
}

/**
 * Runs once a unit below has reported. Where one of them has not given an indicator, what the others gave is a lower
 * bound of the sum, and the figure only has to reach it. A unit that leaves out what units below it
 * have is told so.
 */
export const sumOfChildren: Reader<'sum_of_children'> = ({ indicators }, facts) => {
  if (!facts.children || facts.children.length === 0) return []
  return indicators.flatMap((key) => {
    const value = facts.figures[key]
    const below = sumBelow(key, facts)
    if (below === null) return []
    if (value === undefined) return below.sum === 0 ? [] : [notGivenAbove(key, below.sum)]
    if (below.isWhole ? value === below.sum : value >= below.sum) return []
    const terms = { figure: figure(key, value), sum: figure(key, below.sum) }
    const text = below.isWhole ? 'sum_of_children' : 'sum_of_given_children'
    return [{ pointers: pointersTo(key), terms, text } as const]
  })
}

function notGivenAbove(key: IndicatorKey, sum: number): Finding {
  return { pointers: pointersTo(key), terms: { sum: figure(key, sum) }, text: 'sum_not_given' }
}

/** Null where neither a unit below nor the unit itself has given the indicator. */
function sumBelow(key: IndicatorKey, { children = [], ownAdditional }: CheckedFacts) {
  const own = ownAdditional?.[key]
  let sum = own ?? 0
  let missing = 0
  for (const child of children) {
    const value = child[key]
    if (value === undefined) missing += 1
    else sum += value
  }
  if (own === undefined && missing === children.length) return null
  return { sum, isWhole: missing === 0 }
}

export const withinPopulation: Reader<'within_population'> = ({ indicator }, { figures, population }) => {
  const value = figures[indicator]
  if (value === undefined || population === undefined || value <= population) return []
  return [{ pointers: pointersTo(indicator), terms: { figure: figure(indicator, value), population } }]
}
