import { z } from 'zod'
import {
  actorSchema,
  becauseSchema,
  dueSchema,
  eventBriefSchema,
  idSchema,
  instantOut,
  maybeInstantOut,
  maybeTextOut,
  nodeRefSchema,
  sentenceIn,
  severitySchema,
  textOut,
} from '../events/view-schemas.ts'
import { pageOf, pageQuery } from '../http/pages.ts'
import { regionCodeSchema } from '../regions/schemas.ts'
import { CAUSE_KINDS, TARGET_TIERS } from './tables.ts'

const targetTierSchema = z.enum(TARGET_TIERS).meta({
  description: 'Tier it is passed to (上报层级); those above the city stand outside this service',
  examples: ['city'],
})

const missedDutySchema = z
  .object({
    deadlineId: idSchema,
    duty: textOut('What is owed', 'first_report'),
    dutyZh: maybeTextOut('Chinese name of the duty', '初报'),
    node: nodeRefSchema,
    dueAt: instantOut('When it was due'),
    metAt: maybeInstantOut('When it was done after all; null while it is not'),
  })
  .meta({ id: 'MissedDuty', description: 'The duty whose miss caused the escalation (逾期事项)' })

export const escalationSchema = z
  .object({
    id: idSchema,
    event: eventBriefSchema,
    from: nodeRefSchema.meta({ description: 'The unit from which it goes up' }),
    to: z.object({
      tier: targetTierSchema,
      tierZh: textOut('Chinese name of the tier', '市'),
      regionCode: regionCodeSchema
        .nullable()
        .meta({ description: 'The unit there; null outside this service', examples: ['540100000000'] }),
      nameZh: textOut('Its name', '拉萨市'),
    }),
    owner: nodeRefSchema.meta({ description: 'The unit whose desk must act on it here' }),
    cause: z.enum(CAUSE_KINDS).meta({
      description:
        'What made it pass upward. severity: the rule that tells how far each severity goes up; an event below any grade (severity null) goes up to its county by it, an accident to the city',
      examples: ['deadline_missed'],
    }),
    causeZh: textOut('The same in Chinese', '逾期未办'),
    causeId: idSchema.meta({ description: 'The severity answer, deadline, version or order behind it' }),
    step: z
      .int()
      .min(1)
      .max(1_000)
      .meta({ description: 'Which step of its cause', examples: [1] }),
    severityAtEscalation: severitySchema.meta({ description: 'How grave the event was then' }),
    missedDuty: missedDutySchema
      .nullable()
      .meta({ description: 'What was not done in time; null otherwise' }),
    because: becauseSchema,
    escalatedAt: instantOut('When it was passed upward'),
    acknowledgeBy: dueSchema
      .nullable()
      .meta({ description: 'When it must be acknowledged; null where no desk owes it' }),
    acknowledgedAt: maybeInstantOut('When it was acknowledged (签收)'),
    acknowledgedBy: actorSchema.nullable().meta({ description: 'By whom; null while it is not' }),
    resolveBy: dueSchema
      .nullable()
      .meta({ description: 'When it must be done; runs from the acknowledgement' }),
    resolvedAt: maybeInstantOut('When it was done (办结)'),
    resolvedBy: actorSchema.nullable().meta({ description: 'By whom; null while it is not' }),
    resolution: maybeTextOut('What was done', null),
    isOverdue: z.boolean().meta({ description: 'Its next act is past due', examples: [true] }),
    nextAct: z
      .enum(['acknowledge', 'resolve', 'none'])
      .meta({ description: 'What to do next; none when it is done', examples: ['acknowledge'] }),
    nextActUrl: maybeTextOut(
      'Where to POST it; null when it is done',
      '/v1/escalations/019a2b6e-5d2c-7cc3-98f4-1a2b3c4d5e6f/acknowledgement',
    ),
  })
  .meta({ id: 'Escalation', description: 'An event passed upward (升级), why, and what to do next' })

export type EscalationView = z.infer<typeof escalationSchema>

export const escalationPageSchema = pageOf(escalationSchema).meta({
  id: 'EscalationPage',
  description: 'A page of escalations',
})

export const escalationQuery = z.strictObject({
  ...pageQuery,
  state: z
    .enum(['open', 'closed'])
    .default('open')
    .meta({ description: 'Open until resolved: acknowledged is not done', examples: ['open'] }),
  eventId: idSchema.optional().meta({ description: 'Only those of one event' }),
  under: regionCodeSchema
    .optional()
    .meta({ description: 'Only those owned by this unit or one below', examples: ['540122000000'] }),
})

export const newResolutionSchema = z
  .strictObject({
    resolution: sentenceIn('What was done (处置结果)', '已电话核实,县局救援队18:20出发,19:00前首报。'),
  })
  .meta({ id: 'NewResolution', description: 'How an escalation was dealt with' })

export const newOrderSchema = z
  .strictObject({
    toTier: targetTierSchema,
    reason: sentenceIn('Why it must go up (升级理由)', '余震不断,交通中断,县级力量不足。'),
  })
  .meta({ id: 'NewEscalationOrder', description: 'An order to pass an event upward' })

export const orderHeaders = z.looseObject({
  'idempotency-key': z
    .string({ error: 'is required: send the same key again when you retry' })
    .min(8)
    .max(128)
    .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces')
    .meta({
      description: 'Same key and same body: the same order',
      example: '019a2b6e-5d2c-7cc3-98f4-1a2b3c4d5e6f',
    }),
})
