/** Steps that use any route of the API document (接口步骤), and what they expect of its answer. */
import { z } from 'zod'
import { acting, step } from './step-base.ts'
import { labelText, regionText, wordsSchema } from './terms.ts'

const value = z.union([z.string(), z.number(), z.boolean(), z.null()])

const shownSchema = z
  .strictObject({
    ...wordsSchema('What it is, for the reader').shape,
    at: z
      .string()
      .regex(/^(\/[^/]+)+$/, 'must be a path such as /indicators/indicator=dead/value')
      .meta({
        description:
          'Where it stands in the answer, from the outside in: a name, the place in a list, * for each of a list, or name=value for the one of a list that says so',
        examples: ['/indicators/indicator=dead/value', '/blockers/*/nameZh'],
      }),
    is: z
      .union([value, z.array(value)])
      .optional()
      .meta({ description: 'What it must be; leave out to show it only. Null is also what is not there' }),
    count: z.int().min(0).optional().meta({ description: 'How long the list there must be' }),
  })
  .meta({
    id: 'Shown',
    description: 'A value of the answer: shown in the timeline, and held to what it must be',
  })

export const callStep = z
  .strictObject({
    ...acting,
    what: z.literal('call').meta({ description: 'Uses a route of the API document (接口)' }),
    label: labelText('What later steps call it').optional(),
    operation: z
      .string()
      .regex(/^[a-z][A-Za-z]+$/)
      .meta({ description: 'operationId in the API document', examples: ['declareStability'] }),
    with: z
      .record(z.string(), z.string())
      .optional()
      .meta({
        description:
          'Values of its path and its query, by name. `@event LABEL`, `@report LABEL` and the like stand for ids',
        examples: [{ id: '@event yangyi-first', regionCode: '540100000000' }],
      }),
    body: z.record(z.string(), z.unknown()).optional().meta({
      description:
        'Its body. Where a text is `@event LABEL`, `@report LABEL`, `@id LABEL`, `@answer LABEL /path` or `@new`, the id goes there; { "@times": 9, "row": … } in a list stands for nine such rows',
    }),
    answer: z
      .union([z.int().min(200).max(299), z.string().regex(/^[a-z]+(-[a-z]+)*$/)])
      .optional()
      .meta({
        description:
          'What the service must answer: a status, or the name of the problem with which it is refused; any 2xx unless given',
      }),
    shows: z.array(shownSchema).default([]),
    trail: z
      .string()
      .regex(/^[a-z_]+\.[a-z_]+$/)
      .optional()
      .meta({
        description: 'The act that the trail must then hold, by this post',
        examples: ['event.merged'],
      }),
  })
  .meta({ id: 'CallStep', description: 'A post uses the API: asks, decides, is refused' })

export const nilReportStep = z
  .strictObject({
    ...acting,
    what: z.literal('nil_report').meta({ description: 'Nothing has changed: one tap (零报告)' }),
    label: labelText('What later steps call it; with `days`, the day is added'),
    eventOf: labelText('Label of a report of the event'),
    regionCode: regionText,
    day: z.iso
      .date()
      .optional()
      .meta({ description: 'The earlier day whose report it is, where it is late' }),
    days: z
      .array(z.iso.date())
      .min(1)
      .optional()
      .meta({ description: 'On all these days, at the clock time of `at`: the same step once a day' }),
  })
  .meta({ id: 'NilReportStep', description: 'A unit confirms the figures that stand' })

export const chapterStep = z
  .strictObject({
    ...step,
    what: z.literal('chapter').meta({ description: 'Begins a chapter of the timeline (章)' }),
  })
  .meta({ id: 'ChapterStep', description: 'A heading; nothing is sent' })

export type CallStep = z.infer<typeof callStep>
export type NilReportStep = z.infer<typeof nilReportStep>
