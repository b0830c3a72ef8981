import { z } from 'zod'
import {
  actorSchema,
  idSchema,
  instantOut,
  maybeInstantOut,
  maybeTextOut,
  sentenceIn,
  textOut,
} from '../events/view-schemas.ts'
import { pageOf, pageQuery } from '../http/pages.ts'
import { regionCodeSchema } from '../regions/schemas.ts'
import type { IndicatorKey } from '../regulations/indicators.ts'
import { code, instantIn, listOf } from '../wire.ts'
import { figureIn, figureOut, indicatorSchema, isAbsurd } from './figure-schemas.ts'
import { CLAIM_OUTCOMES, RELIABILITIES, SURVEY_METHODS } from './tables.ts'

const departmentIn = code(50).meta({
  description: 'Code of the department (联动单位)',
  examples: ['seismology'],
})

const reliabilitySchema = z
  .enum(RELIABILITIES)
  .meta({ description: 'How far the source can be relied on (可信度)', examples: ['low'] })

const sourceIn = z
  .strictObject({
    departmentCode: departmentIn.optional(),
    text: sentenceIn('Who says so, where it is no department: by post, no names of victims', '群众电话')
      .max(200)
      .optional(),
  })
  .refine(({ departmentCode, text }) => (departmentCode === undefined) !== (text === undefined), {
    message: 'give either departmentCode or text',
    params: { code: 'one_of' },
  })
  .meta({ description: 'Whose figure it is', examples: [{ departmentCode: 'seismology' }] })

/** No figure beyond what a report could give of its indicator. */
const isPossible = ({ indicator, value }: { indicator: IndicatorKey; value: number }) =>
  !isAbsurd(indicator, value)
const impossible = { path: ['value'], message: 'is larger than can be', params: { code: 'too_big' } }

const fact = {
  indicator: indicatorSchema,
  regionCode: regionCodeSchema.meta({ description: 'The unit it is about', examples: ['540122200000'] }),
  value: figureIn,
}

export const newClaimSchema = z
  .strictObject({
    ...fact,
    source: sourceIn,
    reliability: reliabilitySchema.optional(),
    saidAt: instantIn().meta({ description: 'When it was said', examples: ['2008-10-06T22:00:00+08:00'] }),
    note: sentenceIn('What else is known', '电话中断前的转述,未核实。').optional(),
  })
  .refine(isPossible, impossible)
  .meta({ id: 'NewClaim', description: 'What a department, or another source, says of one figure (口径)' })

export const newClaimClosureSchema = z
  .strictObject({
    outcome: z.enum(CLAIM_OUTCOMES).meta({
      description: 'rumour: it was false (谣言); superseded: the same source says otherwise now',
      examples: ['rumour'],
    }),
    reason: sentenceIn('How it is known', '自治区地震局负责人予以否认。'),
  })
  .meta({ id: 'NewClaimClosure', description: 'How a claim ends' })

export const claimSchema = z
  .object({
    id: idSchema,
    eventId: idSchema,
    indicator: indicatorSchema,
    regionCode: regionCodeSchema,
    nameZh: textOut('Name of the unit', '格达乡'),
    value: figureOut('The figure', 30),
    departmentCode: maybeTextOut('Whose figure it is: the department', null),
    sourceText: maybeTextOut('Or another source', '群众电话'),
    reliability: reliabilitySchema.nullable(),
    saidAt: instantOut('When it was said'),
    note: maybeTextOut('What else is known', null),
    madeAt: instantOut('When it was recorded'),
    madeBy: actorSchema,
    state: z.enum(['open', 'decided', ...CLAIM_OUTCOMES]).meta({
      description: 'open; decided by a confirmed joint decision; or closed as rumour or superseded',
      examples: ['open'],
    }),
    closedAt: maybeInstantOut('When it was closed, or decided'),
    closedBy: actorSchema.nullable(),
    closureReason: maybeTextOut('Why it was closed', null),
    decisionId: idSchema.nullable().meta({ description: 'The confirmed joint decision that weighed it' }),
  })
  .meta({ id: 'Claim', description: 'What a source says of one figure (口径): no total counts it' })

export const claimPageSchema = pageOf(claimSchema).meta({
  id: 'ClaimPage',
  description: 'A page of claims, the newest first',
})

const indicatorQuery = indicatorSchema
  .optional()
  .meta({ description: 'Only of this indicator', examples: ['dead'] })

export const claimQuery = z.strictObject({
  ...pageQuery,
  state: z
    .enum(['open', 'all'])
    .default('open')
    .meta({ description: 'Only open ones, or all that were ever made', examples: ['all'] }),
  indicator: indicatorQuery,
})

const methodSchema = z.enum(SURVEY_METHODS).meta({
  description: 'How it was found: full 全面调查, sample 抽样调查, typical 典型调查, special 专项调查',
  examples: ['full'],
})

export const newDecisionSchema = z
  .strictObject({
    ...fact,
    participants: z
      .array(departmentIn)
      .min(2, 'name at least two departments')
      .max(50)
      .refine((codes) => new Set(codes).size === codes.length, {
        message: 'name each department once',
        params: { code: 'repeated' },
      })
      .meta({ description: 'The departments that agreed', examples: [['seismology', 'health']] }),
    method: methodSchema,
    claimIds: z
      .array(idSchema)
      .max(100)
      .refine((ids) => new Set(ids).size === ids.length, {
        message: 'name each claim once',
        params: { code: 'repeated' },
      })
      .default([])
      .meta({ description: 'The claims that were weighed', examples: [[]] }),
    conclusion: sentenceIn('What was concluded (结论)', '经现场逐户核查,死亡9人。'),
  })
  .refine(isPossible, impossible)
  .meta({ id: 'NewJointDecision', description: 'The figure that several departments agreed on (会商核定)' })

export const decisionSchema = z
  .object({
    id: idSchema,
    eventId: idSchema,
    indicator: indicatorSchema,
    regionCode: regionCodeSchema,
    nameZh: textOut('Name of the unit', '格达乡'),
    value: figureOut('The figure that was agreed on', 9),
    participants: listOf(code(50), 50).meta({ examples: [['seismology', 'health']] }),
    method: methodSchema,
    claimIds: listOf(idSchema, 100).meta({ description: 'The claims that were weighed' }),
    conclusion: textOut('What was concluded', '经现场逐户核查,死亡9人。'),
    recordedAt: instantOut('When it was recorded'),
    recordedBy: actorSchema,
    confirmedAt: maybeInstantOut(
      'When a second person confirmed it; null while nobody has, and it does not stand',
    ),
    confirmedBy: actorSchema.nullable(),
    isStanding: z.boolean().meta({
      description: 'Confirmed, and no later one of the same unit and indicator is',
      examples: [false],
    }),
  })
  .meta({ id: 'JointDecision', description: 'A joint decision (会商核定): beside the totals, not in them' })

export const decisionPageSchema = pageOf(decisionSchema).meta({
  id: 'JointDecisionPage',
  description: 'A page of joint decisions, the newest first',
})

export const decisionQuery = z.strictObject({ ...pageQuery, indicator: indicatorQuery })

export type NewClaim = z.infer<typeof newClaimSchema>
export type NewClosure = z.infer<typeof newClaimClosureSchema>
export type ClaimView = z.infer<typeof claimSchema>
export type NewDecision = z.infer<typeof newDecisionSchema>
export type DecisionView = z.infer<typeof decisionSchema>
