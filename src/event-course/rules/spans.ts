/** From what was recorded, turn by turn, to the spans in which it held. */
import { reasonsOfDecision } from '../../evaluations/decided-reasons.ts'
import type { Reason } from '../../regulations/citation.ts'
import type { Ground, Span } from './course.ts'

export interface GroundRow {
  ground: string
  isOn: boolean
  because: readonly Reason[]
  at: Date
}

export interface ResponseRow {
  id: string
  followsId: string | null
  regionCode: string
  /** false ends it */
  isOn: boolean
  at: Date
}

export interface OrderRow {
  regionCode: string
  at: Date
  endedAt: Date | null
}

export interface TurnRow {
  state: 'stable' | 'reopened' | 'closed'
  at: Date
}

/** What in the reports asked for daily follow-ups: of the whole event. */
export function groundsFrom(rows: readonly GroundRow[]): Ground[] {
  const open = new Map<string, Ground>()
  const found: Ground[] = []
  for (const { ground, isOn, because, at } of rows) {
    const known = open.get(ground)
    if (known && !isOn) {
      known.until = at
      open.delete(ground)
    }
    if (known || !isOn) continue
    const begun: Ground = { since: at, until: null, place: null, reaches: 'below', because }
    open.set(ground, begun)
    found.push(begun)
  }
  return found
}

/** Relief responses: from when the start of one was recorded here, whatever its level, until its end was. */
export function responsesFrom(rows: readonly ResponseRow[]): Ground[] {
  const byRow = new Map<string, Ground>()
  const found: Ground[] = []
  const because = reasonsOfDecision({ reliefResponseOn: true })
  for (const { id, followsId, regionCode, isOn, at } of rows) {
    const followed = followsId === null ? undefined : byRow.get(followsId)
    const ground = followed ?? {
      since: at,
      until: null,
      place: regionCode,
      reaches: 'chain' as const,
      because,
    }
    if (!followed) found.push(ground)
    if (!isOn) ground.until = at
    byRow.set(id, ground)
  }
  return found
}

/** Orders of nil reports. */
export function ordersFrom(rows: readonly OrderRow[]): Ground[] {
  const because = reasonsOfDecision({ nilReportOrdered: true })
  return rows.map(({ regionCode, at, endedAt }) => ({
    since: at,
    until: endedAt,
    place: regionCode,
    reaches: 'below',
    because,
  }))
}

/** From each declaration of stability until the event was opened again; closing changes nothing about that. */
export function pausesFrom(rows: readonly TurnRow[]): Span[] {
  const found: Span[] = []
  for (const { state, at } of rows) {
    const last = found.at(-1)
    const isPaused = last !== undefined && last.until === null
    if (state === 'reopened' && isPaused) last.until = at
    if (state !== 'reopened' && !isPaused) found.push({ since: at, until: null })
  }
  return found
}
