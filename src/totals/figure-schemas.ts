/** Small shapes that totals, outside losses, claims and joint decisions have in common. */
import { z } from 'zod'
import { INDICATOR_KEYS, type IndicatorKey } from '../regulations/indicators.ts'
import { newReport } from '../reports/schemas.ts'

const figureSchemas = newReport.shape.figures.shape

export const indicatorSchema = z
  .enum(INDICATOR_KEYS as [IndicatorKey, ...IndicatorKey[]])
  .meta({ description: 'Indicator (指标)', examples: ['dead'] })

/** A figure of any indicator, in its base unit. */
export const figureIn = z
  .int('must be a whole number')
  .min(0, 'must not be negative')
  .max(1_000_000_000_000_000)
  .meta({ description: 'Whole number in the base unit of the indicator', examples: [30] })

/** A figure as it goes out. Sums of what units may report are larger than whole numbers are exact. */
export const figureOut = (description: string, example: number) =>
  z
    .number()
    .min(0)
    .max(9e20)
    .meta({ description, examples: [example] })

export const maybeFigureOut = (description: string, example: number | null) =>
  z
    .number()
    .min(0)
    .max(9e20)
    .nullable()
    .meta({ description, examples: [example] })

/** Whether a value is larger than an indicator can be, whatever happened; as reports are held to it. */
export function isAbsurd(indicator: IndicatorKey, value: number): boolean {
  return !figureSchemas[indicator].safeParse(value).success
}

/** `Idempotency-Key` of what creates: same key and same body, same thing. */
export const creatingHeaders = z.looseObject({
  'idempotency-key': z
    .string({ error: 'is required: send the same key again when you retry' })
    .min(8)
    .max(128)
    .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces')
    .meta({
      description: 'Same key and same body: the same thing again. Scoped to the account.',
      example: '019a2b6e-5d2c-7cc3-98f4-1a2b3c4d5e6f',
    }),
})
