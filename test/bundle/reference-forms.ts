/** The forms of checks, one function each, as docs/validation-bundle.md tells them. */
import type { FactsJson, Figures, Named, Row, Term, Words } from './reference-client.ts'

/** One way in which facts do not pass a row. */
export interface Found {
  pointers: string[]
  terms: Record<string, Term>
  /** id of the text, where it is not that of the row or the form */
  text?: string
}

type Form = (row: Row, facts: FactsJson, words: Words) => Found[]

export const FORMS: Record<string, Form> = {
  whole_number: (_row, { figures }, words) =>
    Object.entries(figures).flatMap(([key, value]) => {
      if (value === undefined || (Number.isSafeInteger(value) && value >= 0)) return []
      const { base } = words.indicator(key)
      return [{ pointers: at(key), terms: { figure: words.figure([key], value), base } }]
    }),

  within_bounds: (_row, { figures }, words) =>
    Object.entries(figures).flatMap(([key, value]) => {
      const { max } = words.indicator(key)
      if (value === undefined || value <= max) return []
      const terms = { figure: words.figure([key], value), largest: words.figure([key], max) }
      return [{ pointers: at(key), terms }]
    }),

  at_least: (row, { figures }, words) => {
    if (row.unlessGiven && figures[one(row, 'unlessGiven')] !== undefined) return []
    const { given, sum, left } = sides(row, figures)
    const enough = many(row, 'right').length === 1 ? 1 : 2
    if (left === undefined || given.length < enough || left >= sum) return []
    return [bothSides(row, figures, words)]
  },

  equals_sum: (row, { figures }, words) => {
    const { given, sum, left } = sides(row, figures)
    const isWhole = given.length === many(row, 'right').length
    if (left === undefined) return []
    const isTooSmall = sum - left > Number(row.tolerance)
    const isTooLarge = isWhole && left - sum > Number(row.tolerance)
    if (!isTooSmall && !isTooLarge) return []
    return [{ ...bothSides(row, figures, words), ...(isWhole ? {} : { text: 'at_least' }) }]
  },

  rooms_and_households: (row, { figures }, words) => {
    const [rooms, households] = [figures[one(row, 'rooms')], figures[one(row, 'households')]]
    if (rooms === undefined || households === undefined) return []
    const noHomes = rooms === 0 && households === 0
    if (noHomes || (households > 0 && rooms >= households)) return []
    const terms = {
      rooms: words.figure([one(row, 'rooms')], rooms),
      households: words.figure([one(row, 'households')], households),
    }
    return [{ pointers: at(one(row, 'rooms'), one(row, 'households')), terms }]
  },

  sites_for_people: (row, { figures }, words) => {
    const [sites, people] = [figures[one(row, 'sites')], figures[one(row, 'people')]]
    if (sites !== 0 || people === undefined || people === 0) return []
    const terms = {
      sites: words.figure([one(row, 'sites')], sites),
      people: words.figure([one(row, 'people')], people),
    }
    return [{ pointers: at(one(row, 'sites'), one(row, 'people')), terms }]
  },

  only_in_hazard: (row, { kind, hazard, figures }, words) => {
    if (hazard === undefined) return kind === 'accident' ? strangers(row, kind, figures, words) : []
    return hazard === row.hazard ? [] : strangers(row, hazard, figures, words)
  },

  not_in_hazard: (row, { hazard, figures }, words) =>
    hazard === undefined || hazard !== row.hazard ? [] : strangers(row, hazard, figures, words),

  never_falls: (row, { figures, previous }, words) =>
    many(row, 'indicators').flatMap((key) => {
      const [before, now] = [previous?.[key], figures[key]]
      if (before === undefined || now === undefined || now >= before) return []
      const terms = { before: words.figure([key], before), now: words.figure([key], now) }
      return [{ pointers: at(key), terms }]
    }),

  missing_falls: (row, { figures, previous = {}, facts }) => {
    const [missing, dead] = [one(row, 'missing'), one(row, 'dead')]
    const [before, now] = [previous[missing], figures[missing]]
    if (before === undefined || now === undefined) return []
    const fewer = before - now
    const died = Math.max(0, (figures[dead] ?? 0) - (previous[dead] ?? 0))
    const alive = facts?.foundAlive ?? 0
    if (fewer <= died + alive) return []
    return [{ pointers: at(missing, dead), terms: { fewer, died, alive, found: died + alive } }]
  },

  left_out: (row, { figures, previous = {} }, words) =>
    many(row, 'indicators')
      .filter((key) => (previous[key] ?? 0) > 0 && figures[key] === undefined)
      .map((key) => ({ pointers: at(key), terms: { before: words.figure([key], previous[key] ?? 0) } })),

  sharp_rise: (row, { figures, previous }, words) => {
    const key = one(row, 'indicator')
    const [before, now] = [previous?.[key], figures[key]]
    if (before === undefined || now === undefined) return []
    const [times, moreThan] = [Number(row.times), Number(row.moreThan)]
    if (now <= before * times || now <= before + moreThan) return []
    const terms = { before: words.figure([key], before), now: words.figure([key], now), times, moreThan }
    return [{ pointers: at(key), terms }]
  },

  not_after_report: (_row, { occurredAt, reportedAt }) => {
    if (occurredAt === undefined || reportedAt === undefined) return []
    if (Date.parse(occurredAt) <= Date.parse(reportedAt)) return []
    const terms = { occurredAt: inShanghai(occurredAt), reportedAt: inShanghai(reportedAt) }
    return [{ pointers: ['/event/occurredAt'], terms }]
  },

  sequence: (row, { stage, previousStage, correctionApproved }) => {
    if (stage === undefined || previousStage === undefined) return []
    const before = previousStage ?? 'none'
    const mayFollow = (row.after as Record<string, string[]>)[before] ?? []
    if (mayFollow.includes(stage)) return []
    if (correctionApproved && many(row, 'correctable').includes(before)) return []
    return [{ pointers: ['/stage'], terms: { stage, previous: previousStage ?? 'no report' } }]
  },

  subhazard_given: (_row, facts, words) => {
    if (facts.hazard === undefined || facts.subhazard !== undefined) return []
    const hazard = words.hazard(facts.hazard)
    if (hazard.subhazards.length === 0) return []
    const subhazards = hazard.subhazards.map(({ code }) => code).join(', ')
    return [{ pointers: ['/event/subhazard'], terms: { hazard, subhazards } }]
  },

  subhazard_absent: (_row, { hazard, subhazard }, words) => {
    if (hazard === undefined || subhazard === undefined) return []
    const terms: Record<string, Named> = {
      hazard: words.hazard(hazard),
      subhazard: words.subhazard(subhazard),
    }
    return [{ pointers: ['/event/subhazard'], terms: { ...terms } }]
  },

  given: (row, { figures }, words) =>
    many(row, 'indicators')
      .filter((key) => figures[key] === undefined)
      .map((key) => ({ pointers: at(key), terms: { figure: words.figure([key], 0) } })),

  register_agrees: (row, { figures, registers }, words) => {
    const key = one(row, 'indicator')
    if (registers === undefined) return []
    const value = figures[key]
    const rows = registers[one(row, 'register')]
    const terms = { figure: words.figure([key], value ?? 0), register: words.register(one(row, 'register')) }
    if (value === undefined) {
      if (rows === undefined || rows === 0) return []
      return [{ pointers: at(key), terms: { ...terms, rows }, text: 'register_not_reported' }]
    }
    if (rows === undefined) return value > 0 ? [{ pointers: at(key), terms, text: 'register_missing' }] : []
    return rows === value ? [] : [{ pointers: at(key), terms: { ...terms, rows } }]
  },

  sum_of_children: (row, { figures, children = [], ownAdditional = {} }, words) =>
    many(row, 'indicators').flatMap((key) => {
      const value = figures[key]
      const own = ownAdditional[key]
      const below = children.flatMap((child) => child[key] ?? [])
      if (children.length === 0) return []
      if (below.length === 0 && own === undefined) return []
      const sum = below.reduce((total, more) => total + more, own ?? 0)
      if (value === undefined) {
        if (sum === 0) return []
        return [{ pointers: at(key), terms: { sum: words.figure([key], sum) }, text: 'sum_not_given' }]
      }
      const isWhole = below.length === children.length
      if (isWhole ? value === sum : value >= sum) return []
      const terms = { figure: words.figure([key], value), sum: words.figure([key], sum) }
      return [{ pointers: at(key), terms, text: isWhole ? 'sum_of_children' : 'sum_of_given_children' }]
    }),

  within_population: (row, { figures, population }, words) => {
    const key = one(row, 'indicator')
    const value = figures[key]
    if (value === undefined || population === undefined || value <= population) return []
    return [{ pointers: at(key), terms: { figure: words.figure([key], value), population } }]
  },
}

function one(row: Row, blank: string): string {
  return row[blank] as string
}

function many(row: Row, blank: string): string[] {
  return row[blank] as string[]
}

function at(...keys: string[]): string[] {
  return keys.map((key) => `/figures/${key}`)
}

/** What is given of both sides of a row. */
function sides(row: Row, figures: Figures) {
  const given = many(row, 'right').filter((part) => figures[part] !== undefined)
  const sum = given.reduce((total, part) => total + (figures[part] ?? 0), 0)
  return { given, sum, left: figures[one(row, 'left')] }
}

function bothSides(row: Row, figures: Figures, words: Words): Found {
  const { given, sum, left = 0 } = sides(row, figures)
  const key = one(row, 'left')
  const tolerance = Number(row.tolerance ?? 0)
  const terms = { left: words.figure([key], left), right: words.figure(given, sum), tolerance }
  return { pointers: at(key, ...given), terms }
}

function strangers(row: Row, given: string, figures: Figures, words: Words): Found[] {
  const hazard = words.hazard(one(row, 'hazard'))
  return many(row, 'indicators').flatMap((key) => {
    const value = figures[key]
    if (value === undefined || value === 0) return []
    return [{ pointers: at(key), terms: { figure: words.figure([key], value), hazard, given } }]
  })
}

/** As Shanghai's clocks show it: eight hours ahead, all the year. */
function inShanghai(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().replace('Z', '+08:00')
}
