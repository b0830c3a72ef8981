import { z } from 'zod'
import {
  actorSchema,
  becauseSchema,
  countOut,
  dueSchema,
  eventBriefSchema,
  idSchema,
  instantOut,
  maybeInstantOut,
  maybeTextOut,
  sentenceIn,
  severitySchema,
  textOut,
} from '../events/view-schemas.ts'
import { pageOf, pageQuery } from '../http/pages.ts'
import { STATUSES } from '../regulations/citation.ts'
import { ROLES } from '../regulations/vocabulary.ts'
import { code, dayIn, listOf } from '../wire.ts'
import { FORWARDING_STATES } from './tables.ts'

const roleSchema = z
  .enum(ROLES)
  .meta({ description: 'Lead, support, or only be informed (牵头、配合、知悉)', examples: ['lead'] })

const recipientSchema = z
  .object({
    kind: z.enum(['section', 'department']).meta({ examples: ['section'] }),
    code: textOut('Code of the section or department', 'DZDZ'),
    nameZh: textOut('Its Chinese name', '地震和地质灾害救援科'),
  })
  .meta({
    id: 'ForwardingRecipient',
    description: 'A section of the bureau or a department outside (接收单位)',
  })

export const forwardingSchema = z
  .object({
    id: idSchema,
    event: eventBriefSchema,
    recipient: recipientSchema,
    role: roleSchema,
    severityAtForwarding: severitySchema.meta({ description: 'How grave the event was then' }),
    because: becauseSchema,
    decisionId: idSchema,
    returnsId: idSchema
      .nullable()
      .meta({ description: 'The forwarding that this one takes back; null otherwise' }),
    state: z.enum(FORWARDING_STATES).meta({ examples: ['open'] }),
    forwardedAt: instantOut('When it was forwarded'),
    signBy: dueSchema.nullable().meta({
      description:
        'When it must be signed for; null where the recipient signs for another one of the same disaster, after a merge',
    }),
    acknowledgedAt: maybeInstantOut('When it was signed for (签收)'),
    acknowledgedBy: actorSchema.nullable().meta({ description: 'By whom; null while it is not' }),
    refusedAt: maybeInstantOut('When it was refused (退回)'),
    refusedBy: actorSchema.nullable().meta({ description: 'By whom; null where it is not' }),
    refusalReason: maybeTextOut('Why it was refused', null),
    isOverdue: z
      .boolean()
      .meta({ description: 'Not signed for, and its instant has passed', examples: [false] }),
    nextAct: z
      .enum(['acknowledge', 'none'])
      .meta({ description: 'What the recipient does next', examples: ['acknowledge'] }),
    nextActUrl: maybeTextOut(
      'Where to POST it; null when there is nothing to do',
      '/v1/forwardings/019a2b6e-5d2c-7cc3-98f4-1a2b3c4d5e6f/acknowledgement',
    ),
  })
  .meta({ id: 'Forwarding', description: 'An event handed to one section or department (分转)' })

export type ForwardingView = z.infer<typeof forwardingSchema>

export const forwardingPageSchema = pageOf(forwardingSchema).meta({
  id: 'ForwardingPage',
  description: 'A page of forwardings',
})

export const forwardingQuery = z.strictObject({
  ...pageQuery,
  state: z
    .enum(['open', 'closed'])
    .default('open')
    .meta({ description: 'Closed are those signed for or refused', examples: ['open'] }),
  eventId: idSchema.optional().meta({ description: 'Only those of one event' }),
})

export const newRefusalSchema = z
  .strictObject({
    reason: sentenceIn('Why it is not for this recipient (退回理由)', '非本科室职责,应由防汛抗旱科办理。'),
  })
  .meta({ id: 'NewRefusal', description: 'Hands a forwarding back to the command centre' })

const newRecipient = z
  .strictObject({
    section: z
      .string()
      .max(12)
      .regex(/^[A-Z]{2,12}$/, 'must be the code of a section')
      .optional()
      .meta({ description: 'A section of the bureau', examples: ['FXKH'] }),
    department: z
      .string()
      .max(41)
      .regex(/^[a-zA-Z][a-zA-Z_]{1,40}$/, 'must be the code of a department')
      .optional()
      .meta({ description: 'A department outside' }),
    role: roleSchema,
  })
  .refine((to) => (to.section === undefined) !== (to.department === undefined), {
    path: ['section'],
    message: 'give either section or department, not both and not neither',
    params: { code: 'one_of' },
  })
  .meta({
    id: 'NewRecipient',
    description: 'To whom it goes instead',
    examples: [{ section: 'FXKH', role: 'lead' }],
  })

export type NewRecipient = z.infer<typeof newRecipient>

function areDistinct(recipients: readonly NewRecipient[]): boolean {
  const codes = recipients.map(({ section, department }) => `${section ?? ''} ${department ?? ''}`)
  return new Set(codes).size === codes.length
}

export const newReassignmentSchema = z
  .strictObject({
    recipients: z
      .array(newRecipient)
      .min(1)
      .max(20)
      .refine(areDistinct, { message: 'must not name one recipient twice', params: { code: 'repeated' } }),
    reason: sentenceIn('Why these (改派理由)', '堰塞湖险情,转防汛抗旱科牵头。'),
  })
  .meta({ id: 'NewReassignment', description: 'Hands what the command centre holds to others (改派)' })

export const reassignmentSchema = z
  .object({
    forwarding: forwardingSchema.meta({ description: 'The one of the command centre, now signed for' }),
    made: listOf(forwardingSchema, 100).meta({ description: 'The new ones' }),
    already: listOf(recipientSchema, 100).meta({
      description: 'Recipients who had been handed the event at this severity before',
    }),
  })
  .meta({ id: 'Reassignment', description: 'Where it went instead' })

const traceSchema = z
  .object({
    ruleId: textOut('The rule', 'earthquake'),
    matched: z.boolean().meta({ examples: [true] }),
    why: textOut('Why it held or not', 'hazard is earthquake'),
  })
  .meta({ id: 'RoutingTrace', description: 'One rule that was looked at' })

export const decisionPageSchema = pageOf(
  z
    .object({
      id: idSchema,
      decidedAt: instantOut('When'),
      versionId: idSchema.meta({ description: 'The report, or the correction of the event, that led to it' }),
      facts: z.record(code(100), z.unknown()).meta({
        description: 'What was known then',
        examples: [{ hazard: 'earthquake', severity: 'serious' }],
      }),
      trace: listOf(traceSchema, 10_000).meta({ description: 'Every rule in the order it was tried' }),
      forwardings: listOf(
        z
          .object({
            id: idSchema,
            recipient: recipientSchema,
            role: roleSchema,
            state: z.enum(FORWARDING_STATES).meta({ examples: ['open'] }),
            returnsId: idSchema.nullable(),
            forwardedAt: instantOut('When'),
            because: becauseSchema,
          })
          .meta({ id: 'DecidedForwarding', description: 'What the decision forwarded' }),
        1_000,
      ),
    })
    .meta({ id: 'RoutingDecision', description: 'Why an event went where it went (分转依据)' }),
).meta({ id: 'RoutingDecisionPage', description: 'A page of routing decisions, the newest first' })

const statusSchema = code(40).meta({
  description: 'How far the name has been confirmed',
  examples: ['inferred'],
})

const names = (zh: string, en: string) => ({
  nameZh: textOut('Chinese name', zh),
  nameEn: textOut('English name', en),
})

export const sectionListSchema = z
  .object({
    items: listOf(
      z
        .object({
          code: textOut('Code', 'DZDZ'),
          ...names('地震和地质灾害救援科', 'Earthquake and geological rescue'),
          dutyZh: textOut('What it receives', '地震、滑坡、泥石流、崩塌、冰崩'),
          dutyEn: textOut(
            'The same in English',
            'Earthquake, landslide, debris flow, rockfall, ice avalanche',
          ),
          status: statusSchema,
        })
        .meta({ id: 'Section', description: 'A section of the bureau (业务科室)' }),
      1_000,
    ),
  })
  .meta({ id: 'SectionList', description: 'Every section' })

export const departmentListSchema = z
  .object({
    items: listOf(
      z
        .object({
          code: textOut('Code', 'water'),
          ...names('水利局', 'Water resources'),
          status: statusSchema,
        })
        .meta({ id: 'Department', description: 'A department outside the bureau (联动单位)' }),
      1_000,
    ),
  })
  .meta({ id: 'DepartmentList', description: 'Every department' })

export const ruleQuery = z.strictObject({
  onDay: dayIn()
    .optional()
    .meta({
      description: 'Shanghai day whose rules are asked for; today by default',
      examples: ['2026-07-01'],
    }),
})

const ruleSourceSchema = z
  .looseObject({
    instrument: textOut('Name of the instrument', 'Fengsui defaults for Lhasa'),
    instrumentZh: textOut('Official name', '烽燧默认规则(拉萨)'),
    clause: textOut('Clause', '分转规则'),
    edition: textOut('Edition', '2026'),
    inForceFrom: z.iso.date().meta({ examples: ['2000-01-01'] }),
    status: z.enum(STATUSES).meta({ examples: ['inferred'] }),
  })
  .meta({ id: 'RoutingRuleSource', description: 'Where the rule comes from (依据)' })

export const ruleListSchema = z
  .object({
    onDay: z.iso.date().meta({ description: 'The day asked for', examples: ['2026-07-01'] }),
    items: listOf(
      z
        .object({
          id: textOut('Name of the rule', 'earthquake'),
          order: countOut('Place in the table', 50),
          when: z.record(code(100), z.unknown()).meta({
            description: 'All that is given must hold; nothing given holds always',
            examples: [{ hazards: ['earthquake'] }],
          }),
          to: listOf(
            z.object({
              section: code(100)
                .optional()
                .meta({ examples: ['DZDZ'] }),
              department: code(100)
                .optional()
                .meta({ examples: ['water'] }),
              role: roleSchema,
            }),
            100,
          ),
          continue: z.boolean().meta({ description: 'Whether later rules are tried too', examples: [true] }),
          validFrom: z.iso.date().meta({ examples: ['2000-01-01'] }),
          validTo: z.iso
            .date()
            .nullable()
            .meta({ description: 'First day it no longer holds', examples: [null] }),
          because: ruleSourceSchema,
        })
        .meta({ id: 'RoutingRule', description: 'A rule of the routing table (分转规则)' }),
      10_000,
    ),
  })
  .meta({ id: 'RoutingRuleList', description: 'The routing rules in force on a day, in order' })
