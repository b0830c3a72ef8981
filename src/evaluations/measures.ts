/**
 * Reads what a rule measures from the facts. Not given is not zero: a measure none of whose figures is given is
 * null. A sum of which only a part is given is a lower bound, which is enough to reach a threshold. Where one fact is told
 * under two names, the larger counts: an alarm is never made milder. A figure that cannot be (C01) counts as not given.
 */

import type { IndicatorKey } from '../regulations/indicators.ts'
import type { Measure } from '../regulations/ladder.ts'
import type { Circumstances, Facts, Figures } from './types.ts'

export interface Measured {
  /** the names that were read, joined by `+` */
  figure: string
  value: number
}

type Reader = (facts: Pick<Facts, 'figures' | 'facts'>) => Measured | null
type NumericCircumstance = {
  [K in keyof Circumstances]-?: NonNullable<Circumstances[K]> extends number ? K : never
}[keyof Circumstances]
type Share = keyof NonNullable<Circumstances['shares']>

const LOSS_PARTS = [
  'loss_home',
  'loss_agri',
  'loss_industry',
  'loss_infra',
  'loss_public',
  'loss_other',
] as const satisfies IndicatorKey[]
const RELOCATED = largest(sumOf('relocated_cum'), sumOf('relocated_now'))

const READERS: Record<Measure, Reader> = {
  dead: sumOf('dead'),
  dead_and_missing: sumOf('dead', 'missing'),
  dead_and_seriously_injured: sumOf('dead', 'seriously_injured'),
  injured: sumOf('injured'),
  seriously_injured: sumOf('seriously_injured'),
  seriously_injured_or_poisoned: total(sumOf('seriously_injured'), circumstance('acutePoisoned')),
  trapped_or_missing: total(largest(circumstance('trapped'), sumOf('trapped')), sumOf('missing')),
  people_in_danger: circumstance('peopleInDanger'),
  evacuated: largest(circumstance('evacuated'), sumOf('evac_avoid')),
  affected: firstPositive(
    'affected_pop',
    'dead',
    'missing',
    'injured',
    'relocated_cum',
    'urgent_aid_cum',
    'drought_aid_cum',
  ),
  loss: largest(sumOf('loss_total'), sumOf(...LOSS_PARTS)),
  relocated: RELOCATED,
  relocated_and_aided: total(RELOCATED, largest(sumOf('urgent_aid_cum'), sumOf('urgent_aid_now'))),
  collapsed_and_severe_rooms: sumOf('collapsed_rooms', 'severe_rooms'),
  collapsed_and_severe_households: sumOf('collapsed_home_hh', 'severe_home_hh'),
  moderately_damaged_households: sumOf('general_home_hh'),
  drought_aided: largest(sumOf('drought_aid_cum'), sumOf('drought_aid_now')),
  drought_aided_share: share('droughtAid'),
  crop_lost_share: share('cropLost'),
  livestock_dead_share: share('livestockDead'),
  rooms_collapsed_share: share('roomsCollapsed'),
  provincial_gdp_lost_share: share('provincialGdpLost'),
  rail_cut_hours: circumstance('railCutHours'),
  road_cut_hours: circumstance('roadCutHours'),
  people_to_move: circumstance('peopleToMove'),
  possible_loss: circumstance('possibleLossYuan'),
  burned_forest: largest(circumstance('burnedAreaM2'), sumOf('forest')),
  burned_grassland: largest(circumstance('burnedAreaM2'), sumOf('grassland')),
  open_flame_hours: circumstance('openFlameHours'),
  magnitude: circumstance('magnitude'),
}

/**
 * What a measure is in these facts.
 *
 * @returns null where none of its figures is given
 */
export function measure(name: Measure, facts: Pick<Facts, 'figures' | 'facts'>): Measured | null {
  return READERS[name](facts)
}

function sumOf(...keys: IndicatorKey[]): Reader {
  return ({ figures }) => {
    let value: number | null = null
    let figure = ''
    for (const key of keys) {
      const given = figureOf(figures, key)
      if (given === undefined) continue
      value = (value ?? 0) + given
      figure = figure === '' ? key : `${figure}+${key}`
    }
    return value === null ? null : { figure, value }
  }
}

function figureOf(figures: Figures, key: IndicatorKey): number | undefined {
  const given = figures[key]
  return given !== undefined && given >= 0 && Number.isSafeInteger(given) ? given : undefined
}

function circumstance(name: NumericCircumstance): Reader {
  return ({ facts }) => {
    const value = facts?.[name]
    return value === undefined ? null : { figure: name, value }
  }
}

function share(name: Share): Reader {
  return ({ facts }) => {
    const value = facts?.shares?.[name]
    return value === undefined ? null : { figure: `shares.${name}`, value }
  }
}

/** One fact under several names: the largest that is given, the first of equals. */
function largest(...readers: Reader[]): Reader {
  return (facts) => {
    let found: Measured | null = null
    for (const read of readers) {
      const measured = read(facts)
      if (measured && (!found || measured.value > found.value)) found = measured
    }
    return found
  }
}

/** What is given of several facts, together. */
function total(...readers: Reader[]): Reader {
  return (facts) => {
    let sum: Measured | null = null
    for (const read of readers) {
      const measured = read(facts)
      if (!measured) continue
      sum = sum ? { figure: `${sum.figure}+${measured.figure}`, value: sum.value + measured.value } : measured
    }
    return sum
  }
}

function firstPositive(...keys: IndicatorKey[]): Reader {
  return ({ figures }) => {
    const key = keys.find((candidate) => (figureOf(figures, candidate) ?? 0) > 0)
    return key === undefined ? null : { figure: key, value: figures[key] ?? 0 }
  }
}
