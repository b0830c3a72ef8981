/** What stands beside a version: its review (审核), and of a tier's own report what it rests on. */
import { z } from 'zod'
import { ROLES } from '../accounts/tables.ts'
import { countOut, idSchema, instantOut, maybeInstantOut, maybeTextOut } from '../events/view-schemas.ts'
import { regionCodeSchema } from '../regions/schemas.ts'
import { LARGEST } from '../regulations/bounds.ts'
import { INDICATORS, type IndicatorKey } from '../regulations/indicators.ts'
import { RETURN_REASON_CODES } from '../regulations/reviews.ts'
import { listOf } from '../wire.ts'

type FigureSchemas = Record<IndicatorKey, z.ZodOptional<z.ZodInt>>

export const figuresOut = z
  .object(
    Object.fromEntries(
      INDICATORS.map(({ key, quantity }) => [
        key,
        z
          .int()
          .min(0)
          .max(LARGEST[quantity] * 10_000)
          .optional(),
      ]),
    ) as FigureSchemas,
  )
  .meta({
    id: 'Figures',
    description: 'Figures by indicator (指标) in base units; not given is not zero',
    examples: [{ dead: 3, collapsed_rooms: 12 }],
  })

/** Points into the body of a report. */
const pointerText = z
  .string()
  .max(200)
  .regex(/^(?:\/[A-Za-z0-9_]+)+$/, 'must be a JSON pointer such as /figures/dead')

export const postOut = z
  .object({
    accountId: idSchema,
    role: z.enum(ROLES).meta({ description: 'The post it was done from', examples: ['reviewer'] }),
    regionCode: regionCodeSchema.meta({ description: 'Where that post is', examples: ['540122000000'] }),
  })
  .meta({ id: 'Post', description: 'Who acted, as the post was held then (经办岗位): no personal name' })

export const reviewSchema = z
  .object({
    state: z.enum(['unreviewed', 'accepted', 'returned']).meta({
      description: 'unreviewed 未审核, accepted 审核通过, returned 退回更正',
      examples: ['returned'],
    }),
    by: postOut.nullable(),
    at: maybeInstantOut('When it was reviewed'),
    reasonCode: z
      .enum(RETURN_REASON_CODES)
      .nullable()
      .meta({ description: 'Why it was returned', examples: ['figures_contradict'] }),
    reasonZh: maybeTextOut('The same in Chinese', '数据相互矛盾,请核对'),
    fields: listOf(pointerText, 100).meta({
      description: 'What of the report it is about (JSON pointers)',
      examples: [['/figures/dead']],
    }),
    comment: maybeTextOut('What the reviewer says', '与村级报告的失踪人数不符。'),
    dueAt: maybeInstantOut('By when it is to be corrected, where it was returned'),
  })
  .meta({
    id: 'ReportReview',
    description:
      'What a unit above said of the version (审核). Its figures count at once and whatever the review says.',
  })

export const basisEntrySchema = z
  .object({ regionCode: regionCodeSchema, versionId: idSchema })
  .meta({ id: 'BasisEntry', description: 'A version whose figures were added up' })

export const tierReportBasisSchema = z
  .object({
    draftNumber: countOut('Which draft was signed', 1),
    draftedBy: idSchema.meta({ description: 'The account that drafted it' }),
    draftedAt: instantOut('When it was drafted'),
    signedBy: postOut,
    basis: listOf(basisEntrySchema, 10_000).meta({ description: 'The versions of the units below' }),
    rolledUpFigures: figuresOut.meta({ description: 'What the units directly below say together' }),
    additionalFigures: figuresOut.meta({ description: 'What only this tier knows' }),
  })
  .meta({
    id: 'TierReportBasis',
    description: 'What a tier’s own report (本级报告) rests on, who drafted it and who signed it off',
  })
