/** What all steps of a drill (演练步骤) have in common. */
import { z } from 'zod'
import { instantText, wordsSchema } from './terms.ts'

export const sourceId = z
  .string()
  .regex(/^[a-z0-9-]{2,40}$/, 'must be small letters, digits and hyphens')
  .meta({ description: 'Id of one of the sources of this drill (出处)' })

export const castId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,40}$/, 'must be small letters, digits and hyphens')
  .meta({ description: 'Id of one of the cast of this drill (参演岗位)' })

/** What every step says. */
export const step = {
  at: instantText('When it happens or arrives, +08:00'),
  assumed: wordsSchema(
    'What the sources leave open, and why this was taken: an instant, a figure, who said it (推定)',
  ).optional(),
  source: z
    .array(sourceId)
    .min(1)
    .optional()
    .meta({ description: 'Which sources tell it; leave out what is arranged for the drill alone' }),
  says: wordsSchema('What happened, in a sentence for the reader'),
}

/** What a step says that a post of the cast does. */
export const acting = { ...step, who: castId }
