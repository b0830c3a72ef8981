import { z } from 'zod'
import { STATUSES } from '../regulations/citation.ts'
import { HAZARD_CODES, SUBHAZARD_CODES } from '../regulations/hazards.ts'
import { ROLL_UPS } from '../regulations/indicator-row.ts'
import { INDICATOR_KEYS } from '../regulations/indicators.ts'
import { text as anyText, listOf } from '../wire.ts'

const text = (description: string, example: string) => anyText(500).meta({ description, examples: [example] })
const code = (description: string, example: string | null) =>
  anyText(200)
    .nullable()
    .meta({ description, examples: [example] })
const wholeNumber = (description: string, example: number) =>
  z
    .int()
    .min(0)
    .max(1_000_000)
    .meta({ description, examples: [example] })

/** The fields of a citation (依据). */
export const citationShape = {
  instrument: text('Name of the instrument in English', 'Statistics and survey system for natural disasters'),
  instrumentZh: text('Official name', '《自然灾害情况统计调查制度》'),
  clause: text('Clause', '灾害种类'),
  edition: text('Document number or edition', '应急〔2020〕19号'),
  inForceFrom: z.iso.date().meta({ examples: ['2020-03-08'] }),
  inForceTo: z.iso
    .date()
    .nullable()
    .meta({ description: 'First day no longer in force', examples: [null] }),
  status: z
    .enum(STATUSES)
    .meta({ description: 'How far the text has been verified', examples: ['secondary'] }),
  note: anyText(2_000)
    .optional()
    .meta({ examples: ['Read in a county notice that implements it.'] }),
}

const citationSchema = z
  .object(citationShape)
  .meta({ id: 'CatalogueCitation', description: 'Where an entry of a code list comes from (依据)' })

const NAMES = {
  zh: text('Chinese name', '山洪'),
  en: text('English name', 'Flash flood'),
  bo: code('Tibetan name; null until a translator has given it', null),
}

const localTo = code('Code of the division whose own it is; null where it is national', null)

const otherCodes = {
  gb28921: code('Code of GB/T 28921-2012, to be checked before it is relied on', '010200'),
  gb35561: code('Code of GB/T 35561-2017, to be checked before it is relied on', '11A00'),
}

const subhazardSchema = z
  .object({
    code: z.enum(SUBHAZARD_CODES).meta({ description: 'What a report sends', examples: ['mountain_flood'] }),
    ...NAMES,
    ...otherCodes,
    localTo,
    mapsTo: code('The national sub-hazard it is counted under, where it is local', null),
    citation: citationSchema,
  })
  .meta({ id: 'Subhazard', description: 'A sub-hazard (亚灾种)' })

export const hazardListSchema = z
  .object({
    items: listOf(
      z
        .object({
          code: z.enum(HAZARD_CODES).meta({ description: 'What a report sends', examples: ['flood'] }),
          ...NAMES,
          ...otherCodes,
          shownInLhasa: z
            .boolean()
            .meta({ description: 'Whether forms in Lhasa offer it', examples: [true] }),
          sameEventWindowHours: wholeNumber(
            'Reports of one county that lie this close belong to one event',
            72,
          ),
          windowCitation: citationSchema,
          citation: citationSchema,
          subhazards: listOf(subhazardSchema, 100),
        })
        .meta({ id: 'Hazard', description: 'A hazard (灾种) and its sub-hazards' }),
      100,
    ),
  })
  .meta({ id: 'HazardList', description: 'Every hazard, in the order of the statistics system' })

export const indicatorListSchema = z
  .object({
    items: listOf(
      z
        .object({
          no: wholeNumber('Place in the national form; the local ones follow', 3),
          key: z
            .enum(INDICATOR_KEYS)
            .meta({ description: 'Key in the figures of a report', examples: ['dead'] }),
          zh: text('Chinese label', '因灾死亡人口'),
          en: text('English label', 'Deaths'),
          bo: NAMES.bo,
          quantity: text('What is measured', 'people'),
          base: text('Unit of the whole numbers in a report', 'person'),
          formUnit: text('Unit of the official form', '人'),
          formFactor: wholeNumber('Base units in one unit of the form', 1),
          rollUp: z.enum(ROLL_UPS).meta({
            description:
              'How totals are made: sum; max; latest - a sum in which a newer word of a unit above replaces older ones below',
            examples: ['sum'],
          }),
          additive: z.boolean().meta({ description: 'Whether figures of units add up', examples: [true] }),
          course: z.enum(['cumulative', 'current']).meta({
            description: 'A running total, or the state at the time of reporting',
            examples: ['cumulative'],
          }),
          partOf: z
            .enum(INDICATOR_KEYS)
            .nullable()
            .meta({
              description: 'The indicator of which it is a part (其中)',
              examples: [null],
            }),
          localTo,
          citation: citationSchema,
        })
        .meta({ id: 'Indicator', description: 'An indicator of the flash report (快报指标)' }),
      500,
    ),
  })
  .meta({ id: 'IndicatorList', description: 'Every indicator, in the order of the official form' })
