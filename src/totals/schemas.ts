import { z } from 'zod'
import {
  countOut,
  idSchema,
  instantOut,
  maybeInstantOut,
  maybeTextOut,
  textOut,
} from '../events/view-schemas.ts'
import { regionCodeSchema } from '../regions/schemas.ts'
import { ROLL_UPS } from '../regulations/indicator-row.ts'
import { code, instantIn, listOf } from '../wire.ts'
import { claimSchema, decisionSchema } from './claim-schemas.ts'
import { indicatorSchema, maybeFigureOut } from './figure-schemas.ts'
import { outsideLossSchema } from './outside-schemas.ts'

const MOST_UNITS = 100_000

const regionQuery = regionCodeSchema.optional().meta({
  description:
    'The unit whose totals are asked for; the nearest one that holds all you may see, unless given',
  examples: ['540122000000'],
})

const toldInstant = (description: string) => ({ description, examples: ['2008-10-07T06:00:00+08:00'] })

export const totalsQuery = z.strictObject({
  regionCode: regionQuery,
  asOf: instantIn().optional().meta(toldInstant('As it stood then, not as it stands now')),
  lineage: z
    .enum(['true', 'false'])
    .default('false')
    .meta({ description: 'Whether to name the versions behind each value', examples: ['true'] }),
})

export const differencesQuery = z.strictObject({
  regionCode: regionQuery,
  from: instantIn().meta(toldInstant('The earlier instant')),
  to: instantIn().optional().meta(toldInstant('The later one; now, unless given')),
})

const countedSchema = z.enum(['own', 'below', 'none']).meta({
  description:
    'What counted: the figure of the unit itself, the sum of the units below it, or none of them where a newer word above took their place',
  examples: ['below'],
})

const cell = {
  value: maybeFigureOut('What counts; null where nothing does', 9),
  counted: countedSchema,
  own: maybeFigureOut(
    'What the unit says of itself, what lies below included; null where it says nothing',
    9,
  ),
  below: maybeFigureOut(
    'What the units below it say together; null where none says anything, or under `latest` where the newer word of the unit sets theirs aside',
    9,
  ),
  setAside: z.boolean().meta({
    description: 'Something said here, or below, was set aside for a newer word above it (rule latest)',
    examples: [false],
  }),
  difference: z
    .number()
    .min(-9e20)
    .max(9e20)
    .nullable()
    .meta({
      description: 'Own less below (校验 C19), where both were given and figures add up; null otherwise',
      examples: [0],
    }),
  explanation: maybeTextOut('What its report says of the difference; null where there is none', null),
}

const childSchema = z
  .object({
    regionCode: regionCodeSchema,
    nameZh: textOut('Its name', '格达乡'),
    ...cell,
  })
  .meta({ id: 'ChildTotal', description: 'One indicator of a unit directly below, as it counts above' })

const lineageSchema = z
  .object({
    versionIds: listOf(idSchema, MOST_UNITS).meta({
      description: 'The versions that the value is made of; `versions` tells more of each',
    }),
    setAsideBy: listOf(idSchema, MOST_UNITS).meta({
      description: 'Newer versions that took the place of older words and were themselves not counted',
    }),
  })
  .meta({ id: 'Lineage', description: 'The versions behind a value (溯源): no other one bears on it' })

const indicatorTotalSchema = z
  .object({
    indicator: indicatorSchema,
    labelZh: textOut('Chinese label', '因灾死亡人口'),
    base: textOut('Unit of the value', 'person'),
    rule: z.enum(ROLL_UPS).meta({
      description:
        'How values come together (汇总规则): sum; max; latest - a sum in which a newer word of a unit above takes the place of older ones below',
      examples: ['sum'],
    }),
    ...cell,
    children: listOf(childSchema, MOST_UNITS),
    lineage: lineageSchema.optional(),
    claims: listOf(
      z.object({
        ...claimSchema.shape,
        total: maybeFigureOut('The total of the unit that the claim is about', 9),
        differs: z.boolean().meta({ description: 'Whether it says something else', examples: [true] }),
      }),
      1_000,
    ).meta({ description: 'Open claims (各方口径) about this unit and those below' }),
    decision: z
      .object({
        ...decisionSchema.shape,
        differs: z.boolean().meta({ description: 'Whether the total is another', examples: [false] }),
      })
      .nullable()
      .meta({ description: 'The joint decision (会商核定) that stands for this unit' }),
  })
  .meta({ id: 'IndicatorTotal', description: 'One indicator: its total and how it came about' })

const versionRefSchema = z
  .object({
    versionId: idSchema,
    regionCode: regionCodeSchema,
    number: countOut('Number in its chain', 3),
    receivedAt: instantOut('When it was received'),
    countedSince: instantOut('Since when it counts: later, where it had to wait for the version before it'),
    isWithdrawal: z.boolean().meta({ description: 'Takes back what was said (撤回)', examples: [false] }),
    contentHash: code(64).meta({
      description: 'SHA-256 of the body as received',
      examples: ['0'.repeat(64)],
    }),
  })
  .meta({ id: 'VersionRef', description: 'A version of a report, by what identifies it' })

const place = {
  eventId: idSchema,
  regionCode: regionCodeSchema,
  nameZh: textOut('Name of the unit', '当雄县'),
  isWhole: z.boolean().meta({
    description: 'False where parts of the unit are hidden from you and missing here',
    examples: [true],
  }),
}

export const totalsSchema = z
  .object({
    ...place,
    asOf: maybeInstantOut('The instant it is seen from; null is now'),
    indicators: listOf(indicatorTotalSchema, 500).meta({
      description: 'Every indicator that somebody has given, claimed or decided, in the order of the form',
    }),
    versions: listOf(versionRefSchema, MOST_UNITS)
      .optional()
      .meta({ description: 'Every version that a lineage names' }),
    outside: listOf(outsideLossSchema, 10_000).meta({
      description: 'Deaths and losses outside the jurisdiction (境外损失): on record, counted in no total',
    }),
  })
  .meta({ id: 'Totals', description: 'The totals of an event in a unit (汇总)' })

const change = {
  from: maybeFigureOut('Before', 3),
  to: maybeFigureOut('After', 9),
}

const unitDifferenceSchema = z
  .object({
    regionCode: regionCodeSchema,
    nameZh: textOut('Its name', '格达乡'),
    ...change,
    countedFrom: z
      .boolean()
      .meta({ description: 'Whether it counted in the total before', examples: [true] }),
    countedTo: z.boolean().meta({ description: 'Whether it counts in the total after', examples: [true] }),
    versionIds: listOf(idSchema, MOST_UNITS).meta({
      description: 'The versions in between that changed this figure, in order',
    }),
  })
  .meta({ id: 'UnitDifference', description: 'What one unit said of an indicator before and after' })

export const differencesSchema = z
  .object({
    ...place,
    from: instantOut('The earlier instant'),
    to: instantOut('The later one'),
    indicators: listOf(
      z
        .object({
          indicator: indicatorSchema,
          labelZh: textOut('Chinese label', '因灾死亡人口'),
          ...change,
          units: listOf(unitDifferenceSchema, MOST_UNITS),
        })
        .meta({ id: 'IndicatorDifference', description: 'What changed in one indicator' }),
      500,
    ).meta({ description: 'Only what changed, in the order of the form' }),
    versions: listOf(versionRefSchema, MOST_UNITS).meta({ description: 'Every version that is named' }),
  })
  .meta({ id: 'TotalsDifferences', description: 'What changed in the totals between two instants' })

export type TotalsView = z.infer<typeof totalsSchema>
export type DifferencesView = z.infer<typeof differencesSchema>
