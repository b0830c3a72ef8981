import { z } from 'zod'
import {
  becauseSchema,
  countOut,
  eventBriefSchema,
  idSchema,
  instantOut,
  maybeTextOut,
  sentenceIn,
  textOut,
} from '../events/view-schemas.ts'
import { regionCodeSchema } from '../regions/schemas.ts'
import { HAZARD_CODES, SUBHAZARD_CODES } from '../regulations/hazards.ts'
import { RETURN_REASON_CODES } from '../regulations/reviews.ts'
import { reviewSchema } from '../reports/review-schemas.ts'
import { regionCodeIn } from '../reports/schemas.ts'
import { instantIn, lineIn, listOf } from '../wire.ts'
import { REPORT_FIELDS } from './report-fields.ts'

/** More than a person corrects one by one: `/figures` says that all of them are meant. */
const MOST_FIELDS = 20

const fieldIn = z.enum(REPORT_FIELDS, {
  error: 'names no field of a report: one of it, such as /narrative, or an indicator, such as /figures/dead',
})

export const newReviewSchema = z
  .strictObject({
    outcome: z
      .enum(['accepted', 'returned'])
      .meta({ description: 'accepted 审核通过, returned 退回更正', examples: ['returned'] }),
    reasonCode: z
      .enum(RETURN_REASON_CODES)
      .optional()
      .meta({
        description: 'Why it is returned; only then, and then always',
        examples: ['figures_contradict'],
      }),
    fields: listOf(fieldIn, MOST_FIELDS)
      .optional()
      .meta({
        description: 'Fields of the report that it is about (JSON pointers); only where it is returned',
        examples: [['/figures/missing']],
      }),
    comment: sentenceIn(
      'What the reporter should know (审核意见)',
      '与村级报告的失踪人数不符,请核对。',
    ).optional(),
  })
  .refine(({ outcome, reasonCode }) => outcome === 'accepted' || reasonCode !== undefined, {
    path: ['reasonCode'],
    message: 'say why it is returned: nobody can correct what is not said',
    params: { code: 'required_when_returned' },
  })
  .refine(({ outcome, reasonCode }) => outcome === 'returned' || reasonCode === undefined, {
    path: ['reasonCode'],
    message: 'belongs to a report that is returned',
    params: { code: 'only_when_returned' },
  })
  .refine(({ outcome, fields }) => outcome === 'returned' || fields === undefined, {
    path: ['fields'],
    message: 'belong to a report that is returned',
    params: { code: 'only_when_returned' },
  })
  .refine(({ reasonCode, comment }) => reasonCode !== 'other' || comment !== undefined, {
    path: ['comment'],
    message: 'say what the other reason is',
    params: { code: 'required_with_other' },
  })
  .meta({ id: 'NewReview', description: 'What a unit above says of a report (审核)' })

export type NewReview = z.infer<typeof newReviewSchema>

export const reviewedSchema = z
  .object({ versionId: idSchema, eventId: idSchema, regionCode: regionCodeSchema, review: reviewSchema })
  .meta({ id: 'ReviewedReport', description: 'The version with its review' })

export type ReviewedView = z.infer<typeof reviewedSchema>

export const newCorrectionSchema = z
  .strictObject({
    hazard: z
      .enum(HAZARD_CODES)
      .optional()
      .meta({ description: 'What it really was (灾种); the sub-hazard of another hazard falls away' }),
    subhazard: z.enum(SUBHAZARD_CODES).nullable().optional().meta({
      description:
        'Sub-hazard (亚灾种) of that hazard; null takes away a wrong one. Where the event has none, any county that it covers may name it, with nothing else but the reason',
    }),
    occurredAt: instantIn()
      .optional()
      .meta({ description: 'When it really happened', examples: ['2008-10-06T16:30:00+08:00'] }),
    regionCode: regionCodeIn
      .optional()
      .meta({ description: 'Where it really happened: a unit within what the event covers' }),
    title: lineIn(100)
      .min(1)
      .optional()
      .meta({ description: 'Title', examples: ['当雄6.6级地震'] }),
    reason: sentenceIn('Why it is corrected (勘误理由)', '经县地震局核实,发震时间为16时30分。'),
  })
  .refine(({ reason: _, ...corrected }) => Object.values(corrected).some((value) => value !== undefined), {
    message:
      'say what is put right: at least one of hazard, subhazard, occurredAt, regionCode, title. Figures are not corrected here: return the report of the unit instead (POST /v1/reports/{versionId}/review)',
    params: { code: 'nothing_corrected' },
  })
  .meta({
    id: 'NewCorrection',
    description: 'Time, place or hazard of an event put right (勘误). Figures are never corrected here.',
  })

export type NewCorrection = z.infer<typeof newCorrectionSchema>

const correctedFacts = z
  .object({
    hazard: z.enum(HAZARD_CODES).optional(),
    subhazard: maybeTextOut('Sub-hazard (亚灾种)', null).optional(),
    occurredAt: instantOut('When it happened').optional(),
    regionCode: regionCodeSchema.optional(),
    title: maybeTextOut('Title', '当雄6.6级地震').optional(),
  })
  .meta({ id: 'CorrectedFacts', description: 'Of what was corrected: how it stood, or stands' })

export const correctionSchema = z
  .object({
    id: idSchema,
    event: eventBriefSchema,
    correctedAt: instantOut('When'),
    correctedBy: idSchema.meta({ description: 'The account that corrected it' }),
    reason: textOut('Why', '经县地震局核实,发震时间为16时30分。'),
    before: correctedFacts,
    after: correctedFacts,
    severityBecause: becauseSchema.meta({
      description:
        'What the judge says of the corrected facts; the severity that stands never falls by itself',
    }),
    replacedDeadlines: listOf(
      z
        .object({
          regionCode: regionCodeSchema,
          duty: textOut('What is owed', 'first_report'),
          deadlineId: idSchema.meta({ description: 'The deadline that was replaced' }),
          wasDueAt: instantOut('When it was due'),
          replacedById: idSchema.meta({ description: 'The one that stands for it now' }),
          dueAt: instantOut('When that is due'),
        })
        .meta({ id: 'ReplacedDeadline', description: 'A time limit counted anew (时限变更)' }),
      10_000,
    ),
    escalations: countOut('How often it was passed upward for it', 0),
    forwardings: countOut('To how many more it was handed', 1),
  })
  .meta({ id: 'Correction', description: 'A correction of an event (勘误) and what followed' })

export type CorrectionView = z.infer<typeof correctionSchema>
