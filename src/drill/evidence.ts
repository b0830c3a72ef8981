/** What promises are judged by (证据): everything the service answers at the end, read over HTTP. */
import type { z } from 'zod'
import { auditEntrySchema } from '../audit/schemas.ts'
import { heldItemSchema, reportVersionSchema } from '../reports/reply-schemas.ts'
import { decisionPageSchema } from '../routing/schemas.ts'
import type { Ground } from './ground.ts'
import type { Play } from './play.ts'
import type { Version } from './totals.ts'

export interface Evidence {
  play: Play
  ground: Ground
  versions: Version[]
  held: z.infer<typeof heldItemSchema>[]
  trail: z.infer<typeof auditEntrySchema>[]
  /** why events were routed as they were, with the totals of that instant */
  decisions: (Decision & { eventId: string })[]
}

const decisionSchema = decisionPageSchema.shape.items.element
type Decision = z.infer<typeof decisionSchema>

/** Reads it all. */
export async function gather(play: Play, ground: Ground): Promise<Evidence> {
  const { observer } = play.memory.cast
  const decisions = []
  for (const eventId of play.seen.events.keys()) {
    const made = await observer.all(`/v1/events/${eventId}/routing`, decisionSchema)
    decisions.push(...made.map((decision) => ({ ...decision, eventId })))
  }
  return { play, ground, decisions, ...(await readRecords(play)) }
}

/** Every version, what is held, and the trail. */
export async function readRecords({ memory }: Play) {
  const { observer, auditor } = memory.cast
  return {
    versions: await observer.all('/v1/reports', reportVersionSchema),
    held: await observer.all('/v1/held-reports', heldItemSchema),
    trail: await auditor.all('/v1/audit', auditEntrySchema),
  }
}
