/** Where a violation points: at what its reader can put right. */
import type { Violation } from '../evaluations/types.ts'
import type { NewReport } from './schemas.ts'

const SUBHAZARD = '/event/subhazard'
const FIGURES = '/figures/'

/**
 * Violations that point into the report as it was sent. A report that names its event, or leaves it to the version that it
 * follows, has no member for the sub-hazard (C22): the event lacks it.
 */
export function pointedAtReport(
  violations: readonly Violation[],
  { event, eventId }: Pick<NewReport, 'event' | 'eventId'>,
): Violation[] {
  if (event) return [...violations]
  const whichEvent = eventId === undefined ? '/parentVersionId' : '/eventId'
  return pointedElsewhere(violations, (pointer) => (pointer === SUBHAZARD ? whichEvent : pointer))
}

/** Violations that point into a draft of a tier's own report: the figures of those below are not the drafter's to give. */
export function pointedAtDraft(violations: readonly Violation[]): Violation[] {
  return pointedElsewhere(violations, (pointer) =>
    pointer.startsWith(FIGURES) ? `/additionalFigures/${pointer.slice(FIGURES.length)}` : pointer,
  )
}

function pointedElsewhere(
  violations: readonly Violation[],
  elsewhere: (pointer: string) => string,
): Violation[] {
  return violations.map((one) => ({ ...one, pointers: one.pointers.map(elsewhere) }))
}
