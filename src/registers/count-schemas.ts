import { z } from 'zod'
import { countOut, idSchema, textOut } from '../events/view-schemas.ts'
import { regionCodeSchema } from '../regions/schemas.ts'
import { INDICATOR_OF_CLASS } from '../regulations/register-forms.ts'
import { STAGES } from '../regulations/vocabulary.ts'
import { listOf } from '../wire.ts'
import { REGISTERS } from './tables.ts'

const INDICATORS = Object.values(INDICATOR_OF_CLASS)

const COUNTED = {
  dead: countOut('Dead (因灾死亡人口)', 9),
  missing: countOut('Missing (因灾失踪人口)', 1),
  collapsedHomes: countOut('Households with collapsed homes (倒塌住房户数)', 12),
  severeHomes: countOut('Households with severely damaged homes (严重损坏住房户数)', 30),
  generalHomes: countOut('Households with moderately damaged homes (一般损坏住房户数)', 41),
}

const reported = (description: string, example: number) => countOut(description, example).nullable()

const unitSchema = z
  .object({
    regionCode: regionCodeSchema,
    nameZh: textOut('Official Chinese name', '格达乡'),
    counts: z
      .object(COUNTED)
      .meta({ id: 'RegisterCounts', description: 'Rows that stand, of the unit and all below' }),
    figures: z
      .object({
        dead: reported('Dead', 9),
        missing: reported('Missing', 1),
        collapsedHomes: reported('Households with collapsed homes', 12),
        severeHomes: reported('Households with severely damaged homes', 30),
        generalHomes: reported('Households with moderately damaged homes', 41),
      })
      .nullable()
      .meta({ description: 'What the unit last reported, for all of it; null where it has not reported' }),
    stage: z
      .enum(STAGES)
      .nullable()
      .meta({ description: 'How far its reports have come', examples: ['follow_up'] }),
    mayLag: z.boolean().meta({
      description:
        'Before its verified report (核报) the registers of a unit may lag behind; then they must agree',
      examples: [true],
    }),
    differences: listOf(
      z
        .object({
          indicator: z.enum(INDICATORS).meta({ examples: ['dead'] }),
          registered: countOut('Rows', 8),
          reported: reported('Figure; null where none was given', 9),
        })
        .meta({ id: 'RegisterDifference', description: 'Where rows and figure disagree' }),
      5,
    ),
  })
  .meta({ id: 'RegisteredUnit', description: 'One unit’s registers beside its figures' })

export const registerCountsSchema = z
  .object({
    eventId: idSchema,
    agrees: z.boolean().meta({ description: 'Nothing disagrees anywhere', examples: [false] }),
    items: listOf(unitSchema, 10_000).meta({
      description: 'Every unit of your jurisdiction with rows or figures, in the order of the codes',
    }),
    sameIdNumber: listOf(
      z
        .object({
          register: z.enum(REGISTERS).meta({ examples: ['people'] }),
          rowIds: listOf(idSchema, 10_000),
        })
        .meta({
          id: 'SameIdNumber',
          description: 'Rows with one id number, wherever they are; never the number',
        }),
      200,
    ).meta({ description: 'Who may have been entered twice (疑似重复), where at least one row is yours' }),
  })
  .meta({
    id: 'RegisterOverview',
    description: 'What the registers of an event count, beside the latest figures (一览表核对)',
  })
