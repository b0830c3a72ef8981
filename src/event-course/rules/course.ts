/** The course of an event as the rules read it (灾害过程): what asked for follow-ups, when it stood still, who reported. */
import type { Reason } from '../../regulations/citation.ts'

/** From an instant up to another; null is "still". */
export interface Span {
  since: Date
  until: Date | null
}

/** Something that asked for daily follow-ups, and of whom. */
export interface Ground extends Span {
  /** null is the whole event */
  place: string | null
  /**
   * `below`: the unit itself and those below it, as an order binds; `chain`: also those above it, through whom its
   * figures travel, as a response does
   */
  reaches: 'below' | 'chain'
  because: readonly Reason[]
}

/** One report of a unit that was not a withdrawal. */
export interface Told {
  versionId: string
  regionCode: string
  /** when the word reached whoever entered it */
  toldAt: Date
  /** the day whose daily report it is */
  day: string
}

export interface Course {
  eventId: string
  hazard: string
  occurredAt: Date
  grounds: readonly Ground[]
  /** from the declaration of stability until it was opened again */
  pauses: readonly Span[]
  /** units with a report that stands, and since when: what was withdrawn was never owed for */
  standing: readonly { regionCode: string; since: Date }[]
  reports: readonly Told[]
}
