import { z } from 'zod'
import { EVENT_STATES, SEVERITY_LEVELS } from '../events/tables.ts'
import {
  becauseSchema,
  idSchema,
  instantOut,
  maybeInstantOut,
  maybeTextOut,
  nodeRefSchema,
  sentenceIn,
  severitySchema,
  textOut,
} from '../events/view-schemas.ts'
import { regionCodeSchema } from '../regions/schemas.ts'
import { instantIn, lineIn, listOf } from '../wire.ts'
import { DECIDING_BODIES, RESPONSE_KINDS, TURNS } from './tables.ts'

const MOST = 1_000

const instantGiven = (description: string) =>
  instantIn().meta({ description, examples: ['2008-10-16T12:00:00+08:00'] })

const byWhom = (description: string) => idSchema.meta({ description })
const reasonIn = (example: string) => sentenceIn('Why (理由)', example)
const basisIn = (example: string) => sentenceIn('On what basis (依据)', example)

const placeIn = regionCodeSchema.optional().meta({
  description:
    'For which unit; the county of an event of one county, otherwise the city, where it is not given',
  examples: ['540122000000'],
})

const levelIn = z
  .int()
  .min(1)
  .max(4)
  .nullable()
  .meta({ description: 'Level one (the highest) to four; null ends the response', examples: [2] })

export const newResponseSchema = z
  .strictObject({
    kind: z.enum(RESPONSE_KINDS).meta({
      description: 'relief 自然灾害救助应急响应, emergency 应急响应',
      examples: ['emergency'],
    }),
    level: levelIn,
    regionCode: placeIn,
    decidedBy: z
      .strictObject({
        body: z.enum(DECIDING_BODIES).meta({ description: 'Of which tier', examples: ['autonomous_region'] }),
        name: lineIn(200)
          .min(1)
          .meta({ description: 'Who decided it, by office (启动机关)', examples: ['自治区人民政府'] }),
      })
      .meta({ id: 'NewDecidingBody', description: 'The body that decided it: an office, no person' }),
    startedAt: instantGiven('When the decision took effect'),
    basis: basisIn('《西藏自治区地震应急预案》'),
    followsId: idSchema
      .optional()
      .meta({ description: 'The response that this one raises, lowers or ends; leave out to start one' }),
  })
  .refine(({ level, followsId }) => level !== null || followsId !== undefined, {
    path: ['followsId'],
    message: 'must name the response that is ended',
    params: { code: 'nothing_to_end' },
  })
  .meta({ id: 'NewResponse', description: 'A response that was started, raised, lowered or ended' })

export const responseSchema = z
  .object({
    id: idSchema,
    eventId: idSchema,
    node: nodeRefSchema.meta({ description: 'For which unit' }),
    kind: z.enum(RESPONSE_KINDS).meta({ examples: ['emergency'] }),
    kindZh: textOut('The same in Chinese', '应急响应'),
    level: z
      .int()
      .min(1)
      .max(4)
      .nullable()
      .meta({ description: 'Null where this row ends it', examples: [2] }),
    levelZh: textOut('The same in Chinese', '二级响应'),
    decidedBy: z.object({
      body: z.enum(DECIDING_BODIES).meta({ examples: ['autonomous_region'] }),
      bodyZh: textOut('The same in Chinese', '自治区'),
      name: textOut('Who decided it', '自治区人民政府'),
    }),
    startedAt: instantOut('When the decision took effect'),
    basis: textOut('On what basis', '《西藏自治区地震应急预案》'),
    followsId: idSchema.nullable().meta({ description: 'The row that it changes; null where it starts one' }),
    isStanding: z.boolean().meta({ description: 'Whether it holds now', examples: [true] }),
    recordedAt: instantOut('When it was entered'),
    recordedBy: byWhom('Who entered it'),
  })
  .meta({ id: 'Response', description: 'A response as a named body decided it (应急响应)' })

export const newNilReportOrderSchema = z
  .strictObject({ regionCode: placeIn, reason: reasonIn('余震频繁,须逐日掌握。') })
  .meta({ id: 'NewNilReportOrder', description: 'An order of daily nil reports' })

export const nilReportOrderSchema = z
  .object({
    id: idSchema,
    eventId: idSchema,
    node: nodeRefSchema.meta({ description: 'Binds this unit and those below it' }),
    reason: textOut('Why', '余震频繁,须逐日掌握。'),
    orderedAt: instantOut('When'),
    orderedBy: byWhom('By whom'),
    ended: z
      .object({
        at: instantOut('When'),
        by: byWhom('By whom'),
        reason: textOut('Why; `event_closed` where it ended because the event was closed', '余震减弱。'),
      })
      .nullable()
      .meta({ description: 'Null while it holds' }),
  })
  .meta({ id: 'NilReportOrder', description: 'An order of daily nil reports (零报告要求)' })

export const newReasonSchema = z
  .strictObject({ reason: reasonIn('余震减弱,不再需要。') })
  .meta({ id: 'NewReason', description: 'Why' })

export const maybeReasonSchema = z
  .strictObject({ reason: reasonIn('已核对原始记录。').optional() })
  .meta({ id: 'NewAnswer', description: 'What the second person says to it, if anything' })

export const newStabilitySchema = z
  .strictObject({
    declaredAt: instantGiven('When it was declared; not in the future, not before the disaster'),
    basis: basisIn('自治区抗震救灾指挥部撤销,转入恢复重建。'),
  })
  .meta({ id: 'NewStability', description: 'A declaration that the disaster is stable' })

export const newClosureSchema = z
  .strictObject({ basis: basisIn('各级核报完成,市级汇总核定。') })
  .meta({ id: 'NewClosure', description: 'The end of an event' })

export const turnSchema = z
  .object({
    id: idSchema,
    eventId: idSchema,
    state: z.enum(TURNS).meta({ examples: ['stable'] }),
    stateZh: textOut('The same in Chinese', '已稳定'),
    effectiveAt: instantOut('From when it holds'),
    basis: textOut('On what basis, or why', '自治区抗震救灾指挥部撤销,转入恢复重建。'),
    recordedAt: instantOut('When it was entered'),
    recordedBy: byWhom('Who entered it'),
    verifiedReports: listOf(
      z.object({
        node: nodeRefSchema,
        dueAt: instantOut('By when it verifies'),
        because: becauseSchema,
      }),
      MOST,
    ).meta({
      description:
        'Clocks to verify (核报时限) that a declaration of stability started. The city’s is not among them while counties have still to verify: it begins with the last of them',
    }),
    withoutClock: listOf(
      z.object({ node: nodeRefSchema, because: textOut('Why', '没有2012年的工作日历') }),
      MOST,
    ).meta({
      description:
        'Units whose clock could not be told: it is for the city to press them. A clock that has not begun yet is not listed',
    }),
  })
  .meta({ id: 'EventTurn', description: 'A turn of an event’s course: stable, opened again, closed' })

export const newSeverityReductionSchema = z
  .strictObject({
    level: z
      .enum(SEVERITY_LEVELS)
      .nullable()
      .meta({ description: 'The severity to lower it to; null is below any grade', examples: ['ordinary'] }),
    reason: reasonIn('震级修订为5.8级,伤亡数字已核减。'),
  })
  .meta({ id: 'NewSeverityReduction', description: 'A proposal to lower a severity' })

export const severityReductionSchema = z
  .object({
    id: idSchema,
    eventId: idSchema,
    from: severitySchema,
    to: severitySchema,
    reason: textOut('Why', '震级修订为5.8级,伤亡数字已核减。'),
    proposedAt: instantOut('When'),
    proposedBy: byWhom('By whom'),
    state: z
      .enum(['waiting', 'confirmed', 'refused', 'overtaken'])
      .meta({ description: 'overtaken: the severity became another one first', examples: ['waiting'] }),
    answeredAt: maybeInstantOut('When it was answered'),
    answeredBy: idSchema.nullable().meta({ description: 'By whom' }),
    answer: maybeTextOut('What was said to it', null),
  })
  .meta({ id: 'SeverityReduction', description: 'Lowering a severity by two people (降级)' })

export const newOverrideSchema = z
  .strictObject({
    regionCode: regionCodeSchema.meta({
      description: 'The unit that may verify before all below it have',
      examples: ['540122000000'],
    }),
    reason: reasonIn('某乡报送人员失联,数据由县级核定。'),
  })
  .meta({ id: 'NewVerificationOverride', description: 'Leave to verify' })

export const overrideSchema = z
  .object({
    id: idSchema,
    eventId: idSchema,
    node: nodeRefSchema,
    reason: textOut('Why', '某乡报送人员失联,数据由县级核定。'),
    givenAt: instantOut('When'),
    givenBy: byWhom('By which leader'),
  })
  .meta({
    id: 'VerificationOverride',
    description: 'Leave to verify before all below have (核报放行); it never serves whoever gave it',
  })

export const correctionSchema = z
  .object({
    id: idSchema,
    eventId: idSchema,
    versionId: idSchema.meta({ description: 'The verified report that is to be corrected' }),
    node: nodeRefSchema,
    reason: textOut('Why', '一户重复统计。'),
    requestedAt: instantOut('When'),
    requestedBy: byWhom('By whom'),
    state: z.enum(['waiting', 'approved', 'refused', 'overtaken']).meta({
      description:
        'overtaken: nobody needs to answer it, since the report was returned, which gives the same leave, another one followed it, or the event was opened again or closed',
      examples: ['waiting'],
    }),
    answeredAt: maybeInstantOut('When it was answered'),
    answeredBy: idSchema.nullable().meta({ description: 'By whom of the unit above' }),
    answer: maybeTextOut('What was said to it', null),
  })
  .meta({ id: 'CorrectionRequest', description: 'A request to correct a verified report (核报更正)' })

export const eventStateSchema = z.enum(EVENT_STATES).meta({ examples: ['stable'] })

const itemsOf = <Item extends z.ZodType>(item: Item, id: string, description: string) =>
  z.object({ items: listOf(item, MOST) }).meta({ id, description })

export const responseListSchema = itemsOf(responseSchema, 'ResponseList', 'Responses, as they were recorded')
export const nilReportOrderListSchema = itemsOf(
  nilReportOrderSchema,
  'NilReportOrderList',
  'Orders of nil reports, as they were recorded',
)
export const severityReductionListSchema = itemsOf(
  severityReductionSchema,
  'SeverityReductionList',
  'Proposals to lower the severity, in order',
)
export const correctionListSchema = itemsOf(
  correctionSchema,
  'CorrectionRequestList',
  'Requests to correct verified reports, in order',
)

export type ResponseView = z.infer<typeof responseSchema>
export type NilReportOrderView = z.infer<typeof nilReportOrderSchema>
export type TurnView = z.infer<typeof turnSchema>
export type SeverityReductionView = z.infer<typeof severityReductionSchema>
export type OverrideView = z.infer<typeof overrideSchema>
export type CorrectionView = z.infer<typeof correctionSchema>
