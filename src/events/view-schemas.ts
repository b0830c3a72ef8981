/** What answers about events, deadlines, escalations and forwardings show alike. */
import { z } from 'zod'
import { ROLES } from '../accounts/tables.ts'
import { regionCodeSchema } from '../regions/schemas.ts'
import { STATUSES } from '../regulations/citation.ts'
import { HAZARD_CODES } from '../regulations/hazards.ts'
import { asProse, code, instant, listOf, text } from '../wire.ts'
import { EVENT_STATES, SEVERITY_LEVELS } from './tables.ts'

/** An id; in small letters whatever was sent, as the ids that it is compared with. */
export const idSchema = z
  .uuid()
  .toLowerCase()
  .meta({ description: 'Id (UUID)', examples: ['019a2b6e-5d2c-7cc3-98f4-1a2b3c4d5e6f'] })

export const idParams = z.strictObject({ id: idSchema })

/** An instant as it goes out: RFC 3339 with the offset of Shanghai. */
export const instantOut = (description: string) =>
  instant().meta({ description, examples: ['2008-10-06T17:30:00.000+08:00'] })

export const maybeInstantOut = (description: string) =>
  instant()
    .nullable()
    .meta({ description, examples: ['2008-10-06T17:30:00.000+08:00', null] })

export const textOut = (description: string, example: string) =>
  text(4_000).meta({ description, examples: [example] })

export const maybeTextOut = (description: string, example: string | null) =>
  text(4_000)
    .nullable()
    .meta({ description, examples: [example] })

export const countOut = (description: string, example: number) =>
  z
    .int()
    .min(0)
    .max(1_000_000_000)
    .meta({ description, examples: [example] })

/** Text that people write: not empty, without control characters other than line breaks. */
export const sentenceIn = (description: string, example: string) =>
  asProse(z.string().trim().min(1).max(1_000)).meta({ description, examples: [example] })

const reasonSchema = z
  .object({
    rule: textOut('The rule that was applied', 'first-report-county'),
    instrument: textOut('Official name of the instrument', '《自然灾害情况统计调查制度》'),
    clause: textOut('Clause', '初报'),
    edition: textOut('Document number or edition', '应急〔2020〕19号'),
    inForceFrom: z.iso.date().meta({ examples: ['2020-03-08'] }),
    status: z
      .enum(STATUSES)
      .meta({ description: 'How far the text has been verified', examples: ['secondary'] }),
    figure: text(200)
      .optional()
      .meta({ description: 'The figure that met it', examples: ['dead'] }),
    value: z
      .union([z.number(), text(1_000), z.boolean()])
      .optional()
      .meta({ description: 'Its value', examples: [9] }),
  })
  .meta({ id: 'Because', description: 'Why: the rule, its clause, and how far its text is verified (依据)' })

export const becauseSchema = listOf(reasonSchema, 200).meta({
  description: 'Why, each with its clause (依据)',
})

export const violationSchema = z
  .object({
    rule: textOut('Id of the check', 'C04'),
    kind: z.enum(['hard', 'soft']).meta({ examples: ['hard'] }),
    pointers: listOf(text(1_000), 100).meta({
      examples: [['/figures/injured', '/figures/seriously_injured']],
    }),
    observed: textOut('What was given', 'injured 3, seriously_injured 5'),
    expected: textOut('What should hold', 'injured >= seriously_injured'),
    explained: z
      .boolean()
      .optional()
      .meta({
        description: 'Soft, and the report came with an explanation; absent in reports of before it was told',
        examples: [false],
      }),
    because: becauseSchema,
    textZh: textOut('The sentence in Chinese', '重伤人数不应多于受伤人数。'),
    textEn: textOut('The sentence in English', 'More seriously injured than injured.'),
    stood: z
      .record(code(100), z.int().min(0))
      .optional()
      .meta({
        examples: [{ dead: 2 }],
        description:
          'Of a fall that is not explained (C17 hard): what stood before. Where the report is stored all the same, the next one is asked for it again',
      }),
    comparedWith: z
      .object({
        eventId: idSchema,
        versionId: idSchema,
        number: countOut('Number of that version in its chain', 1),
      })
      .optional()
      .meta({
        description:
          'The report before, of a first report that turned out to be its unit’s second one (C17, C18)',
      }),
  })
  .meta({ id: 'Violation', description: 'A check that the figures do not pass (校验)' })

export const nodeRefSchema = z
  .object({ regionCode: regionCodeSchema, nameZh: textOut('Official Chinese name', '当雄县') })
  .meta({ id: 'NodeRef', description: 'A unit by code and name' })

export const actorSchema = z
  .object({
    accountId: idSchema,
    role: z
      .enum(ROLES)
      .nullable()
      .meta({ description: 'The post it was done from', examples: ['duty_officer'] }),
    regionCode: regionCodeSchema
      .nullable()
      .meta({ description: 'Where that post is', examples: ['540100000000'] }),
    sectionCode: maybeTextOut('Section of a clerk', null),
    departmentCode: maybeTextOut('Department of a liaison', null),
  })
  .meta({ id: 'Actor', description: 'Who acted (经办岗位): account and post, no personal name' })

export const severitySchema = z
  .enum(SEVERITY_LEVELS)
  .nullable()
  .meta({
    description:
      'Severity (事件等级); null is no grade: below all of them, or no rule or no figure to judge by - `because` says which',
    examples: ['serious'],
  })

export const eventBriefSchema = z
  .object({
    id: idSchema,
    hazard: z.enum(HAZARD_CODES).meta({ description: 'Hazard (灾种)', examples: ['earthquake'] }),
    hazardZh: textOut('Chinese name of the hazard', '地震灾害'),
    subhazard: maybeTextOut('Sub-hazard (亚灾种)', null),
    title: maybeTextOut('Title, where one was given', '当雄6.6级地震'),
    regionCode: regionCodeSchema.meta({
      description: 'Where the first report came from, or the place that it was corrected to (勘误)',
    }),
    placeZh: textOut('That place by name, below the city', '当雄县格达乡羊易村委会'),
    occurredAt: instantOut('When it happened'),
    severity: severitySchema,
    severityZh: maybeTextOut('Chinese name of the severity', '重大'),
    state: z
      .enum(EVENT_STATES)
      .meta({ description: 'Where the event stands (灾害过程状态)', examples: ['open'] }),
    isExercise: z.boolean().meta({ description: 'An exercise (演练), not a real event', examples: [false] }),
  })
  .meta({ id: 'EventBrief', description: 'A disaster event in short (灾害过程)' })

export const dueSchema = z
  .object({
    deadlineId: idSchema,
    dueAt: instantOut('When it is due'),
    metAt: maybeInstantOut('When it was done; null while it is not'),
    isOverdue: z.boolean().meta({ description: 'Not done, and its instant has passed', examples: [true] }),
    isLate: z.boolean().meta({ description: 'Done, but after its instant', examples: [false] }),
  })
  .meta({ id: 'Due', description: 'An instant by which something is to be done (时限)' })
