import { ancestorAt, covers } from '../regions/codes.ts'
import type { EventState } from './state.ts'

const HOUR_MS = 3_600_000

/** What a first report says of its event. */
export interface ReportedEvent {
  hazard: string
  occurredAt: Date
  isExercise: boolean
  regionCode: string
  /** how far apart two occurrences of this hazard may lie and still be one process */
  windowHours: number
  /** that it is another one than those that run, however near they are */
  isAnother: boolean
}

/** An event elsewhere, closed, or said to be another one, that may be the same process: an officer decides, not the machine. */
export interface Suggestion {
  eventId: string
  state: EventState['state']
  hoursApart: number
  regions: readonly string[]
}

export interface FoundEvent {
  event: EventState | null
  suggestions: readonly Suggestion[]
}

/**
 * The event that a first report belongs to: same hazard, open, covering the unit, and close enough in time; the
 * closest in time wins, then the one opened first. Events that cover only other counties are suggested; where
 * a new one is opened, those that cover the unit and are closed before them.
 *
 * Who says that theirs is another disaster opens a new event, and those that it might have belonged to are suggested
 * first: officers merge what was one after all.
 *
 * An event whose reports were all withdrawn is nobody's any more.
 *
 * @returns `event` null when the report opens a new one
 */
export function findEvent(reported: ReportedEvent, events: Iterable<EventState>): FoundEvent {
  const near = [...events]
    .filter((event) => event.hazard === reported.hazard && event.isExercise === reported.isExercise)
    .filter((event) => event.latest.size > 0)
    .map((event) => ({ event, hoursApart: Math.abs(+event.occurredAt - +reported.occurredAt) / HOUR_MS }))
    .filter(({ hoursApart }) => hoursApart <= reported.windowHours)
    .sort((a, b) => a.hoursApart - b.hoursApart || (a.event.id < b.event.id ? -1 : 1))
  const around = near.filter(({ event }) => coversUnit(event, reported.regionCode))
  const open = around.find(({ event }) => event.state !== 'closed')
  const here = reported.isAnother ? undefined : open
  const notTaken = here ? [] : around
  const elsewhere = near.filter((one) => one.event.state !== 'closed' && !around.includes(one))
  return {
    event: here?.event ?? null,
    suggestions: [...notTaken, ...elsewhere].slice(0, 5).map(({ event, hoursApart }) => ({
      eventId: event.id,
      state: event.state,
      hoursApart: Math.round(hoursApart * 10) / 10,
      regions: event.regions,
    })),
  }
}

/** Whether a unit lies in what the event covers. */
function coversUnit(event: Pick<EventState, 'regions'>, regionCode: string): boolean {
  return event.regions.some((region) => covers(region, regionCode))
}

/** Whether a unit may report to an event that it names: one below what the event covers, or one above all of it. */
export function mayReportTo(event: Pick<EventState, 'regions'>, regionCode: string): boolean {
  return coversUnit(event, regionCode) || event.regions.every((region) => covers(regionCode, region))
}

/** The region that an event opened by this unit covers: its county, or the whole city for a city's own report. */
export function coverageOf(regionCode: string): string {
  return ancestorAt(regionCode, 'county') ?? regionCode
}
