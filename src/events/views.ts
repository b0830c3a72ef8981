/** Shapes stored facts for answers: instants with the offset of Shanghai, codes with their names. */
import type { z } from 'zod'
import type { Names } from '../regions/names.ts'
import { HAZARD_BY_CODE, type HazardCode } from '../regulations/hazards.ts'
import { SEVERITY_ZH } from '../regulations/labels.ts'
import { shanghaiIso } from '../shanghai.ts'
import type { events } from './tables.ts'
import type { becauseSchema, dueSchema, eventBriefSchema, nodeRefSchema } from './view-schemas.ts'

export type Because = z.infer<typeof becauseSchema>
export type EventBrief = z.infer<typeof eventBriefSchema>
export type EventRow = typeof events.$inferSelect

/** An event in short. */
export function eventBrief(event: EventRow, names: Names): EventBrief {
  return {
    id: event.id,
    // The database holds only codes that reports were allowed to send.
    hazard: event.hazard as HazardCode,
    hazardZh: HAZARD_BY_CODE.get(event.hazard)?.zh ?? event.hazard,
    subhazard: event.subhazard,
    title: event.title,
    regionCode: event.regionCode,
    placeZh: names.place(event.regionCode),
    occurredAt: shanghaiIso(event.occurredAt),
    severity: event.severity,
    severityZh: event.severity && SEVERITY_ZH[event.severity],
    state: event.state,
    isExercise: event.isExercise,
  }
}

/** A unit with its name. */
export function nodeRef(regionCode: string, names: Names): z.infer<typeof nodeRefSchema> {
  return { regionCode, nameZh: names.of(regionCode) }
}

/** An instant, or null. */
export function maybeIso(instant: Date | null): string | null {
  return instant && shanghaiIso(instant)
}

interface DueRow {
  id: string
  dueAt: Date
  metAt: Date | null
}

/** An instant by which something is to be done, judged at `now`. */
export function due(deadline: DueRow, now: Date): z.infer<typeof dueSchema> {
  return {
    deadlineId: deadline.id,
    dueAt: shanghaiIso(deadline.dueAt),
    metAt: maybeIso(deadline.metAt),
    isOverdue: deadline.metAt === null && now > deadline.dueAt,
    isLate: deadline.metAt !== null && deadline.metAt > deadline.dueAt,
  }
}

/** The same where nothing may have been set. */
export function maybeDue(deadline: DueRow | null, now: Date): z.infer<typeof dueSchema> | null {
  return deadline && due(deadline, now)
}
