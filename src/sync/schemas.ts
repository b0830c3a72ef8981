/** Wire shapes of the sync of a device (增量同步). */
import { z } from 'zod'
import { versionSchema } from '../bundle/schemas.ts'
import { idSchema, instantOut, maybeTextOut, textOut } from '../events/view-schemas.ts'
import { regionCodeSchema } from '../regions/schemas.ts'
import { code, listOf } from '../wire.ts'

export const syncQuery = z.strictObject({
  cursor: code(400).optional().meta({
    description: 'The `next` of the answer before; without it the device starts',
    example: 'WyI3Il0',
  }),
  maxBytes: z.coerce.number().int().min(1_024).max(262_144).default(8_192).meta({
    description: 'How many bytes of changes, of what is owed and of what waits at most',
    example: 8_192,
  }),
})

const changeSchema = z
  .object({
    topic: textOut('What happened', 'report.submitted'),
    at: instantOut('When'),
    eventId: idSchema.nullable(),
    regionCode: regionCodeSchema.nullable(),
    subjectId: idSchema.meta({ description: 'What it is about: report, deadline, escalation, event ...' }),
    detail: z
      .record(code(100), z.unknown())
      .meta({ description: 'In short; the whole is read where the subject is', examples: [{ number: 2 }] }),
    isShortened: z
      .boolean()
      .optional()
      .meta({
        description: 'The detail lacks its longest members: alone it was more than the budget',
        examples: [true],
      }),
  })
  .meta({ id: 'SyncChange', description: 'One committed fact in commit order' })

export const syncSchema = z
  .object({
    at: instantOut('When this was read'),
    changes: listOf(changeSchema, 2_000),
    next: code(400).meta({ description: 'Send it as `cursor` next time', examples: ['WyI3Il0'] }),
    hasMore: z.boolean().meta({ description: 'More is there already: ask again at once', examples: [false] }),
    bundleVersion: versionSchema,
    owed: listOf(
      z
        .object({
          id: idSchema,
          eventId: idSchema,
          regionCode: regionCodeSchema,
          duty: textOut('What is owed', 'first_report'),
          dutyZh: maybeTextOut('Chinese name of the duty', '初报'),
          dueAt: instantOut('When it is due'),
        })
        .meta({ id: 'SyncOwed', description: 'What an own unit owes' }),
      50,
    )
      .optional()
      .meta({
        description:
          'What the own units owe, the next ones first, as many as fit; absent where nothing is new',
      }),
    waiting: listOf(
      z
        .object({
          versionId: idSchema,
          missingParentId: idSchema,
          receivedAt: instantOut('When it was received'),
        })
        .meta({ id: 'SyncWaiting', description: 'An own report that waits for the version before it' }),
      100,
    )
      .optional()
      .meta({ description: 'Own reports that wait, as many as fit; absent where nothing is new' }),
  })
  .meta({ id: 'Sync', description: 'What changed for a device since its cursor' })
