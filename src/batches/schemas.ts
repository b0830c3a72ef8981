/** Wire shapes of batches (批量报送) and of what is kept in quarantine (隔离区). */
import { z } from 'zod'
import {
  countOut,
  idSchema,
  instantOut,
  maybeInstantOut,
  sentenceIn,
  severitySchema,
  textOut,
} from '../events/view-schemas.ts'
import { pageOf } from '../http/pages.ts'
import { problemSchema } from '../problems/schemas.ts'
import { regionCodeSchema } from '../regions/schemas.ts'
import { previousSchema, receiptSchema } from '../reports/reply-schemas.ts'
import { newReport } from '../reports/schemas.ts'
import { instantIn, listOf, text } from '../wire.ts'

const MOST_ITEMS = 500

/** As it is documented: each item is checked by itself, so that one bad item does not refuse the others. */
export const newBatch = z
  .strictObject({
    items: listOf(newReport, MOST_ITEMS)
      .min(1)
      .meta({ description: 'Reports in the order in which they were written; the id of each is its key' }),
  })
  .meta({ id: 'NewReportBatch', description: 'What a device wrote while it had no network' })

/** As it is checked before the items are looked at. */
export const batchEnvelope = z.strictObject({
  items: z.array(z.unknown()).min(1).max(MOST_ITEMS, `holds at most ${MOST_ITEMS} reports`),
})

export const batchHeaders = z.object({
  'sent-at': instantIn()
    .optional()
    .meta({ description: 'When the device sent it', example: '2008-10-06T16:45:00+08:00' }),
})

/** What the device does about an item. */
export const ACTIONS = ['none', 'wait', 'correct', 'rebuild_on_head', 'new_id', 'ask', 'send_again'] as const

const batchItemSchema = z
  .object({
    id: text(64)
      .nullable()
      .meta({
        description: 'The id that the item gave itself; null where it gave none',
        examples: ['019a2b6e-5d2c-7cc3-98f4-1a2b3c4d5e6f'],
      }),
    status: z.enum(['accepted', 'held', 'refused', 'not_stored']).meta({
      description:
        'accepted: committed; held: committed, waiting for the version before it; refused: kept in quarantine with the problem, or among the held ones where it met the problem when its parent came; not_stored: a passing fault, send it again',
      examples: ['accepted'],
    }),
    isReplay: z.boolean().meta({ description: 'It was answered before', examples: [false] }),
    action: z.enum(ACTIONS).meta({
      description:
        'none; wait for the parent; correct and send with a new id; rebuild_on_head: build on the head in the problem; new_id: the id is taken; ask the unit above; send_again as it is',
      examples: ['none'],
    }),
    eventId: idSchema.optional(),
    number: countOut('Number of the version in its chain', 1).optional(),
    isLate: z
      .boolean()
      .optional()
      .meta({ examples: [false] }),
    severity: severitySchema.optional(),
    previous: previousSchema.optional(),
    violations: countOut('Checks that it does not pass', 0).optional(),
    receipt: receiptSchema.optional(),
    missingParentId: idSchema.optional().meta({ description: 'The version that a held one waits for' }),
    problem: problemSchema.optional(),
    quarantineId: idSchema.optional().meta({ description: 'Where a refused item is kept' }),
  })
  .meta({ id: 'BatchItem', description: 'What became of one report of a batch' })

export const batchResultSchema = z
  .object({
    accepted: countOut('Items committed', 3),
    held: countOut('Items that wait for the version before them', 0),
    refused: countOut('Items kept in quarantine', 0),
    notStored: countOut('Items to be sent again', 0),
    items: listOf(batchItemSchema, MOST_ITEMS).meta({ description: 'One an item, in the order given' }),
  })
  .meta({ id: 'BatchResult', description: 'A result for each report of a batch, in order' })

export const newDiscard = z
  .strictObject({ reason: sentenceIn('Why it is not needed any more', '已用新报告更正。') })
  .meta({ id: 'NewDiscard' })

export const quarantinedSchema = z
  .object({
    id: idSchema,
    versionId: idSchema.nullable().meta({ description: 'The id that the item gave itself' }),
    regionCode: regionCodeSchema,
    accountId: idSchema.meta({ description: 'Who sent it' }),
    firstAt: instantOut('When it was refused first'),
    lastAt: instantOut('When it was refused last'),
    times: countOut('How often it was refused', 1),
    problem: problemSchema,
    content: z.unknown().meta({
      description: 'The item as it was sent',
      examples: [{ id: '019a2b6e-5d2c-7cc3-98f4-1a2b3c4d5e6f', figures: { dead: -1 } }],
    }),
    discardedAt: maybeInstantOut('When it was discarded'),
    discardedReason: textOut('Why it was discarded', '已用新报告更正。').nullable(),
  })
  .meta({ id: 'QuarantinedReport', description: 'A refused item of a batch, kept with the reason (隔离)' })

export const quarantinePageSchema = pageOf(quarantinedSchema)
