/**
 * How likely two events are one process (过程汇拢建议): by hazard, place and time, with the score explained. A machine
 * suggests, an officer decides.
 */

import { cityOf } from '../regions/codes.ts'
import { HAZARD_BY_CODE } from '../regulations/hazards.ts'

/** What of an event decides whether it is the same as another. */
export interface Identified {
  id: string
  hazard: string
  subhazard: string | null
  occurredAt: Date
  isExercise: boolean
  /** counties, or the city, that it covers */
  regions: readonly string[]
}

/** One part of a score: what was compared, and how much of its weight it gives. */
interface ScorePart {
  part: 'hazard' | 'time' | 'place'
  points: number
  most: number
  why: string
}

export interface Likeness {
  /** 0 to 100 */
  score: number
  parts: ScorePart[]
}

/** Weights: what happened says most, when it happened next, then where. */
const MOST = { hazard: 40, time: 35, place: 25 } as const
const HOUR_MS = 3_600_000
/** Below this a suggestion helps nobody. */
export const LEAST_SCORE = 40

/**
 * Compares two events.
 *
 * @returns null where they cannot be one: an exercise and a real one, two cities, too far apart in time for either hazard
 */
export function likenessOf(a: Identified, b: Identified): Likeness | null {
  if (a.isExercise !== b.isExercise || cityOfEvent(a) !== cityOfEvent(b)) return null
  const windowHours = Math.max(windowOf(a.hazard), windowOf(b.hazard))
  const hoursApart = Math.abs(a.occurredAt.getTime() - b.occurredAt.getTime()) / HOUR_MS
  if (hoursApart > windowHours) return null
  const parts = [hazardPart(a, b), timePart(hoursApart, windowHours), placePart(a, b)]
  return { score: Math.round(parts.reduce((sum, { points }) => sum + points, 0)), parts }
}

function hazardPart(a: Identified, b: Identified): ScorePart {
  const part = (share: number, why: string): ScorePart => ({
    part: 'hazard',
    points: MOST.hazard * share,
    most: MOST.hazard,
    why,
  })
  if (a.hazard !== b.hazard) return part(0.25, `${a.hazard} and ${b.hazard} may strike in one process`)
  if (a.subhazard !== null && a.subhazard === b.subhazard) return part(1, `both ${a.subhazard}`)
  if (a.subhazard !== null && b.subhazard !== null) {
    return part(0.75, `both ${a.hazard}, ${a.subhazard} and ${b.subhazard}`)
  }
  return part(0.9, `both ${a.hazard}`)
}

function timePart(hoursApart: number, windowHours: number): ScorePart {
  const points = MOST.time * (1 - hoursApart / windowHours)
  const hours = Math.round(hoursApart * 10) / 10
  return { part: 'time', points, most: MOST.time, why: `${hours} hours apart, within ${windowHours}` }
}

function placePart(a: Identified, b: Identified): ScorePart {
  const shared = a.regions.filter((region) => b.regions.includes(region))
  const part = (share: number, why: string): ScorePart => ({
    part: 'place',
    points: MOST.place * share,
    most: MOST.place,
    why,
  })
  if (shared.length > 0) return part(1, `both cover ${shared.join(', ')}`)
  return part(0.5, 'in the same city, no county in common')
}

function windowOf(hazard: string): number {
  return HAZARD_BY_CODE.get(hazard)?.sameEventWindowHours ?? 0
}

function cityOfEvent({ regions }: Identified): string | null {
  const [first] = regions
  return first === undefined ? null : (cityOf(first) ?? first)
}
