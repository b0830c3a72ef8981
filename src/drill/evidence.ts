/** What promises are judged by (证据): everything the service answers at the end, read over HTTP. */
import type { z } from 'zod'
import { auditEntrySchema } from '../audit/schemas.ts'
import { heldItemSchema, reportVersionSchema } from '../reports/reply-schemas.ts'
import type { Ground } from './ground.ts'
import type { Play } from './play.ts'
import type { Version } from './totals.ts'

export interface Evidence {
  play: Play
  ground: Ground
  versions: Version[]
  held: z.infer<typeof heldItemSchema>[]
  trail: z.infer<typeof auditEntrySchema>[]
}

/** Reads it all. */
export async function gather(play: Play, ground: Ground): Promise<Evidence> {
  return { play, ground, ...(await readRecords(play)) }
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
