import { z } from 'zod'
import {
  becauseSchema,
  eventBriefSchema,
  idSchema,
  instantOut,
  maybeInstantOut,
  maybeTextOut,
  nodeRefSchema,
  textOut,
} from '../events/view-schemas.ts'
import { pageOf, pageQuery } from '../http/pages.ts'
import { regionCodeSchema } from '../regions/schemas.ts'
import { code, text } from '../wire.ts'
import { DEADLINE_STATES } from './list-store.ts'

const limitSchema = z
  .record(code(100), z.union([z.number(), text(1_000), z.boolean()]))
  .meta({ description: 'The limit as it was when the deadline was set', examples: [{ minutes: 120 }] })

export const deadlineSchema = z
  .object({
    id: idSchema,
    event: eventBriefSchema,
    node: nodeRefSchema.meta({ description: 'The unit that owes it' }),
    duty: textOut('What is owed', 'first_report'),
    dutyZh: maybeTextOut('Chinese name of the duty', '初报'),
    subjectId: idSchema.meta({ description: 'The event, report, escalation or forwarding it is about' }),
    setAt: instantOut('When the clock started'),
    dueAt: instantOut('When it is due: met at this instant, missed only after it'),
    limit: limitSchema,
    because: becauseSchema,
    metAt: maybeInstantOut('When it was done, in time or late'),
    missedAt: maybeInstantOut('When the engine saw that it was missed'),
    isOverdue: z.boolean().meta({ description: 'Not done, and its instant has passed', examples: [false] }),
    isLate: z.boolean().meta({ description: 'Done, but after its instant', examples: [false] }),
    replaced: z
      .object({
        at: instantOut('When'),
        byId: idSchema.nullable().meta({ description: 'The deadline that stands for it now' }),
        reason: textOut('Why', '更正后重新起算'),
      })
      .nullable()
      .meta({ description: 'Set when another deadline took its place (时限变更)' }),
  })
  .meta({ id: 'Deadline', description: 'One duty of one unit with an instant (时限)' })

export const deadlinePageSchema = pageOf(deadlineSchema).meta({
  id: 'DeadlinePage',
  description: 'A page of deadlines',
})

export const deadlineQuery = z.strictObject({
  ...pageQuery,
  state: z
    .enum(DEADLINE_STATES)
    .default('open')
    .meta({
      description:
        'open: still owed, soonest due first, overdue ones included; missed: those of them past due, oldest first; met and replaced: newest first',
      examples: ['open'],
    }),
  eventId: idSchema.optional().meta({ description: 'Only those of one event' }),
  under: regionCodeSchema
    .optional()
    .meta({ description: 'Only what this unit or one below it owes', examples: ['540122000000'] }),
})
