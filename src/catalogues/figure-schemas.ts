import { z } from 'zod'
import { STATUSES } from '../regulations/citation.ts'
import type { Condition } from '../regulations/condition.ts'
import { CRITERION_CODES } from '../regulations/criteria.ts'
import { HAZARD_CODES, SUBHAZARD_CODES } from '../regulations/hazards.ts'
import { INDICATOR_KEYS } from '../regulations/indicators.ts'
import type { Measure } from '../regulations/ladder.ts'
import { SECTOR_CODES } from '../regulations/sectors.ts'
import { KINDS, SEVERITIES } from '../regulations/vocabulary.ts'
import { code, listOf, text } from '../wire.ts'
import type { LimitForm } from './rules/limits.ts'
import { MEASURES, UNITS } from './rules/measures.ts'

const MOST_FIGURE = 1_000_000_000_000

const measure = z.enum(Object.keys(MEASURES) as [Measure, ...Measure[]]).meta({
  id: 'RegulationMeasure',
  description: 'What is measured: an indicator, a circumstance, or a sum that a text names',
  examples: ['dead'],
})

export const codeOut = (description: string, example: string) =>
  code(100).meta({ description, examples: [example] })
export const codesOut = (description: string, example: string[]) =>
  listOf(code(100), 100).meta({ description, examples: [example] })
export const flag = (description: string, example: boolean) =>
  z.boolean().meta({ description, examples: [example] })
export const figure = (description: string, example: number) =>
  z
    .number()
    .min(0)
    .max(MOST_FIGURE)
    .meta({ description, examples: [example] })
export const whole = (description: string, example: number) =>
  z
    .int()
    .min(0)
    .max(1_000_000)
    .meta({ description, examples: [example] })

export const severity = z.enum(SEVERITIES).meta({ description: 'Severity (事件等级)', examples: ['serious'] })
const status = z
  .enum(STATUSES)
  .meta({ description: 'How far this figure has been verified', examples: ['verified'] })
export const indicator = z
  .enum(INDICATOR_KEYS)
  .meta({ id: 'IndicatorKey', description: 'Key of an indicator', examples: ['dead'] })

export const level = z
  .union([z.enum(SEVERITIES), z.int().min(1).max(4)])
  .meta({ description: 'A severity, or a response level of which 1 is the highest', examples: ['serious'] })

export const thresholdSchema = z
  .object({
    measure,
    unit: z.enum(UNITS).meta({ description: 'The base unit of `from` and `below`', examples: ['person'] }),
    from: figure('From this figure on, inclusive (以上)', 10),
    below: figure('Up to this figure, exclusive (以下); null where it is open', 30).nullable(),
    status,
  })
  .meta({ id: 'RegulationThreshold', description: 'The range of a figure that reaches a level' })

export const tickSchema = z
  .object({
    criterion: z
      .enum(CRITERION_CODES)
      .meta({ description: 'What is ticked instead of a number', examples: ['other_forest_land'] }),
    status,
  })
  .meta({ id: 'RegulationTick', description: 'Something an operator ticks that reaches a level (定性标准)' })

export const scopeShape = {
  kinds: listOf(z.enum(KINDS), KINDS.length)
    .optional()
    .meta({ examples: [['natural_disaster']] }),
  hazards: listOf(z.enum(HAZARD_CODES), 100)
    .optional()
    .meta({ examples: [['flood']] }),
  subhazards: listOf(z.enum(SUBHAZARD_CODES), 100)
    .optional()
    .meta({ examples: [['mountain_flood']] }),
}

/** One of several facts of which any suffices; one of the fields is there. */
const alternativeSchema = z
  .union([
    z.object({ measure, from: figure('From this figure on, inclusive (以上)', 1) }),
    z.object({ criterion: z.enum(CRITERION_CODES) }),
    z.object({ fact: codeOut('A circumstance', 'sensitive') }),
    z.object({ minSeverity: severity }),
  ])
  .meta({ examples: [{ measure: 'dead', from: 1 }] })

/** One field for each of a condition: one that is missing here does not compile. */
const CONDITION = {
  ...scopeShape,
  sectors: listOf(z.enum(SECTOR_CODES), 100)
    .optional()
    .meta({ examples: [['fire']] }),
  notSectors: listOf(z.enum(SECTOR_CODES), 100)
    .optional()
    .meta({ examples: [['nuclear']] }),
  minSeverity: severity
    .optional()
    .meta({ description: 'This severity or a graver one', examples: ['serious'] }),
  belowSeverity: severity
    .optional()
    .meta({ description: 'Less grave than this, below any grade included', examples: ['serious'] }),
  anyOf: listOf(alternativeSchema, 50).optional().meta({ description: 'Any of these suffices' }),
} satisfies Record<keyof Condition, z.ZodType>

export const conditionSchema = z.object(CONDITION).meta({
  id: 'RegulationCondition',
  description: 'All fields that are given hold; one that is absent excludes nothing',
})

/** One field for each form of limit: a form that is missing here does not compile. */
const LIMIT_FORMS = {
  minutes: whole('So many minutes', 120).optional(),
  days: whole('To the end of so many days of Shanghai', 30).optional(),
  workingDays: whole('To the end of so many working days', 3).optional(),
  timesDaily: whole('At least so often a day', 2).optional(),
  dailyAt: text(5)
    .optional()
    .meta({ description: 'Every day by this time of Shanghai', examples: ['09:00'] }),
  everyDays: whole('At least every so many days', 10).optional(),
  atOnce: z.literal(true).optional().meta({ description: 'At once: there is no instant to miss' }),
} satisfies Record<LimitForm, z.ZodType>

export const limitSchema = z.object(LIMIT_FORMS).meta({
  id: 'RegulationLimit',
  description: 'A time limit: one of the fields',
  examples: [{ minutes: 120 }],
})

export const relationSchema = z
  .object({
    form: z.enum(['at_least', 'equals_sum']).meta({ examples: ['at_least'] }),
    left: indicator,
    right: listOf(indicator, 100).meta({ description: 'Added up' }),
    tolerance: figure('By how many base units they may differ', 100).optional(),
    unlessGiven: indicator
      .optional()
      .meta({ description: 'Not asked while this one is given', examples: ['dead'] }),
  })
  .meta({ id: 'RegulationRelation', description: 'A relation that figures keep' })
