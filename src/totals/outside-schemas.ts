import { z } from 'zod'
import {
  actorSchema,
  countOut,
  idSchema,
  instantOut,
  maybeTextOut,
  sentenceIn,
  textOut,
} from '../events/view-schemas.ts'
import { pageOf, pageQuery } from '../http/pages.ts'
import { regionCodeSchema } from '../regions/schemas.ts'
import { newReport } from '../reports/schemas.ts'
import { instantIn } from '../wire.ts'
import { indicatorSchema } from './figure-schemas.ts'

const outsideCodeSchema = regionCodeSchema.meta({
  description: 'Code of that place, outside the city',
  examples: ['540531000000'],
})

const said = {
  place: sentenceIn('Where it happened, outside the city', '山南市浪卡子县某小学').max(200),
  outsideCode: outsideCodeSchema.optional(),
  figures: newReport.shape.figures.refine((figures) => Object.keys(figures).length > 0, {
    message: 'give at least one figure',
    params: { code: 'too_small' },
  }),
  source: sentenceIn('Who says so, by post or publication: no names of victims', '新华社2008年10月7日电').max(
    200,
  ),
  note: sentenceIn('What else is known', '疏散时踩踏。').optional(),
  happenedAt: instantIn().meta({ description: 'When', examples: ['2008-10-06T16:30:00+08:00'] }),
}

export const newOutsideLossSchema = z
  .strictObject({
    regionCode: regionCodeSchema.meta({
      description: 'The county or city that notes it',
      examples: ['540100000000'],
    }),
    ...said,
  })
  .meta({ id: 'NewOutsideLoss', description: 'Deaths or losses outside the jurisdiction (境外损失)' })

export const outsideCorrectionSchema = z
  .strictObject(said)
  .meta({ id: 'NewOutsideLossCorrection', description: 'All that is known now, in place of what was said' })

export const outsideWithdrawalSchema = z
  .strictObject({ reason: sentenceIn('Why it was a mistake', '经核实,该伤亡与本次灾害无关。') })
  .meta({ id: 'NewOutsideLossWithdrawal', description: 'Takes an outside loss back (撤回)' })

export const outsideLossSchema = z
  .object({
    id: idSchema,
    lossId: idSchema.meta({
      description: 'The same for all that was said of this loss: the id of the first',
    }),
    number: countOut('Which saying of it this is', 1),
    followsId: idSchema.nullable().meta({ description: 'What it takes the place of' }),
    eventId: idSchema,
    regionCode: regionCodeSchema.meta({ description: 'The county or city that noted it' }),
    nameZh: textOut('Its name', '拉萨市'),
    place: textOut('Where it happened', '山南市浪卡子县某小学'),
    outsideCode: outsideCodeSchema.nullable(),
    figures: z
      .partialRecord(indicatorSchema, z.int().min(0).max(Number.MAX_SAFE_INTEGER))
      .meta({ description: 'Figures by indicator, in base units', examples: [{ dead: 1, injured: 15 }] }),
    source: textOut('Who says so', '新华社2008年10月7日电'),
    note: maybeTextOut('What else is known', null),
    happenedAt: instantOut('When it happened'),
    notedAt: instantOut('When it was noted'),
    notedBy: actorSchema,
    withdrawalReason: maybeTextOut('Why it was taken back; null while it was not', null),
    isStanding: z.boolean().meta({
      description: 'The last word of this loss, and not a withdrawal',
      examples: [true],
    }),
  })
  .meta({ id: 'OutsideLoss', description: 'A loss outside the jurisdiction: recorded, counted in no total' })

export const outsideLossPageSchema = pageOf(outsideLossSchema).meta({
  id: 'OutsideLossPage',
  description: 'A page of outside losses, the newest first',
})

export const outsideLossQuery = z.strictObject(pageQuery)

export type OutsideLossView = z.infer<typeof outsideLossSchema>
export type NewOutsideLoss = z.infer<typeof newOutsideLossSchema>
export type OutsideCorrection = z.infer<typeof outsideCorrectionSchema>
