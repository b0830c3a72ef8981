/**
 * Checks within one report (表内校验): numbers, relations between indicators, and what belongs to which hazard.
 */

import { LARGEST } from '../regulations/bounds.ts'
import type { CheckRow } from '../regulations/check-row.ts'
import { HAZARD_BY_CODE, type HazardCode } from '../regulations/hazards.ts'
import { INDICATOR_BY_KEY, type IndicatorKey } from '../regulations/indicators.ts'
import { type Finding, figure, pointersTo, type Reader, type Term } from './finding.ts'
import type { Figures } from './types.ts'

export const wholeNumber: Reader<'whole_number'> = (_row, { figures }) => {
  const findings: Finding[] = []
  for (const key of Object.keys(figures) as IndicatorKey[]) {
    const value = figures[key]
    if (value === undefined || (Number.isSafeInteger(value) && value >= 0)) continue
    const base = INDICATOR_BY_KEY[key]?.base ?? 'base units'
    findings.push({ pointers: pointersTo(key), terms: { figure: figure(key, value), base } })
  }
  return findings
}

export const withinBounds: Reader<'within_bounds'> = (_row, { figures }) => {
  const findings: Finding[] = []
  for (const key of Object.keys(figures) as IndicatorKey[]) {
    const value = figures[key]
    const indicator = INDICATOR_BY_KEY[key]
    if (value === undefined || !indicator) continue
    const largest = LARGEST[indicator.quantity]
    if (value <= largest) continue
    const terms = { figure: figure(key, value), largest: figure(key, largest) }
    findings.push({ pointers: pointersTo(key), terms })
  }
  return findings
}

/** Of several parts one alone is what another row is about. */
const LEAST_OF_SEVERAL = 2

/** Parts that are not given are at least 0: those that are may exceed the whole without them. */
export const atLeast: Reader<'at_least'> = ({ left, right, unlessGiven }, { figures }) => {
  const value = figures[left]
  if (value === undefined || (unlessGiven && figures[unlessGiven] !== undefined)) return []
  const parts = partsGiven(right, figures)
  if (parts.keys.length < Math.min(right.length, LEAST_OF_SEVERAL) || value >= parts.sum) return []
  return [{ pointers: pointersTo(left, ...parts.keys), terms: bothSides(left, value, parts) }]
}

export const equalsSum: Reader<'equals_sum'> = ({ left, right, tolerance }, { figures }) => {
  const value = figures[left]
  if (value === undefined) return []
  const parts = partsGiven(right, figures)
  const isWhole = parts.keys.length === right.length
  const off = isWhole ? Math.abs(value - parts.sum) : parts.sum - value
  if (off <= tolerance) return []
  const terms = { ...bothSides(left, value, parts), tolerance }
  const pointers = pointersTo(left, ...parts.keys)
  return isWhole ? [{ pointers, terms }] : [{ pointers, terms, text: 'at_least' }]
}

interface Parts {
  keys: readonly IndicatorKey[]
  sum: number
}

function partsGiven(right: readonly IndicatorKey[], figures: Figures): Parts {
  const keys: IndicatorKey[] = []
  let sum = 0
  for (const key of right) {
    const value = figures[key]
    if (value === undefined) continue
    keys.push(key)
    sum += value
  }
  return { keys, sum }
}

function bothSides(left: IndicatorKey, value: number, { keys, sum }: Parts) {
  return { left: figure(left, value), right: figure(keys, sum) }
}

export const roomsAndHouseholds: Reader<'rooms_and_households'> = ({ rooms, households }, { figures }) => {
  const roomCount = figures[rooms]
  const householdCount = figures[households]
  if (roomCount === undefined || householdCount === undefined) return []
  if (roomCount >= householdCount && roomCount > 0 === householdCount > 0) return []
  const terms = { rooms: figure(rooms, roomCount), households: figure(households, householdCount) }
  return [{ pointers: pointersTo(rooms, households), terms }]
}

export const sitesForPeople: Reader<'sites_for_people'> = ({ sites, people }, { figures }) => {
  const siteCount = figures[sites]
  const peopleCount = figures[people]
  if (siteCount === undefined || peopleCount === undefined) return []
  if (peopleCount === 0 || siteCount > 0) return []
  const terms = { sites: figure(sites, siteCount), people: figure(people, peopleCount) }
  return [{ pointers: pointersTo(sites, people), terms }]
}

/** An accident has no hazard, and is not one. */
export const onlyInHazard: Reader<'only_in_hazard'> = (row, { kind, hazard, figures }) => {
  const given = hazard ?? (kind === 'accident' ? kind : undefined)
  return given === undefined || given === row.hazard ? [] : strangers(row, given, figures)
}

export const notInHazard: Reader<'not_in_hazard'> = (row, { hazard, figures }) =>
  hazard === row.hazard ? strangers(row, hazard, figures) : []

function strangers(
  { indicators, hazard }: CheckRow<'only_in_hazard' | 'not_in_hazard'>,
  given: HazardCode | 'accident',
  figures: Figures,
): Finding[] {
  const strange = indicators.filter((key) => (figures[key] ?? 0) > 0)
  return strange.map((key) => ({
    pointers: pointersTo(key),
    terms: { figure: figure(key, figures[key] ?? 0), hazard: hazardTerm(hazard), given },
  }))
}

/** A hazard as templates name it. */
export function hazardTerm(hazard: HazardCode): Term {
  const row = HAZARD_BY_CODE.get(hazard)
  return { zh: row?.zh ?? hazard, en: row?.en ?? hazard, code: hazard }
}

export const given: Reader<'given'> = ({ indicators }, { figures }) =>
  indicators
    .filter((key) => figures[key] === undefined)
    .map((key) => ({ pointers: pointersTo(key), terms: { figure: figure(key, 0) } }))
