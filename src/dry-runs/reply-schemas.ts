/** What a dry run answers (研判结果): every answer with its reasons. */
import { z } from 'zod'
import {
  becauseSchema,
  countOut,
  instantOut,
  maybeInstantOut,
  maybeTextOut,
  severitySchema,
  textOut,
  violationSchema,
} from '../events/view-schemas.ts'
import { DEPARTMENTS } from '../regulations/departments.ts'
import { DESK_ACTS } from '../regulations/desk-profiles.ts'
import {
  COUNTS_FROM,
  LADDER_IDS,
  PARTIES,
  RELIEF_PLAN_IDS,
  ROLES,
  TOLD_GOVERNMENTS,
  WARNING_COLOURS,
} from '../regulations/vocabulary.ts'
import { code, listOf, text } from '../wire.ts'

const level = z
  .int()
  .min(1)
  .max(4)
  .meta({ description: 'One is the highest', examples: [4] })

const partyOut = (description: string) => z.enum(PARTIES).meta({ description, examples: ['county'] })

const limitSchema = z.record(code(100), z.union([z.number(), text(1_000), z.boolean()])).meta({
  description:
    'minutes, days (to the end of the day), workingDays, timesDaily, dailyAt (clock time), everyDays, or atOnce',
  examples: [{ minutes: 120 }],
})

const chainItem = z
  .object({
    duty: textOut('What is owed', 'first_report'),
    dutyZh: maybeTextOut('Chinese name of the duty', '初报'),
    from: partyOut('Who owes it'),
    to: listOf(partyOut('Who is to have it'), 20),
    dueAt: maybeInstantOut(
      'When it is due; null where the receipt it counts from has not happened, or where the text says "at once"',
    ),
    limit: limitSchema,
    countsFrom: z
      .enum(COUNTS_FROM)
      .meta({ description: 'What the limit counts from', examples: ['occurrence'] }),
    channel: textOut('Through what', 'phone').optional(),
    content: listOf(textOut('What it says', 'main_indicators'), 50).optional(),
    because: becauseSchema,
  })
  .meta({ id: 'ChainItem', description: 'One duty of the reporting chain (报送链)' })

const answers = {
  severity: z
    .object({ level: severitySchema, because: becauseSchema })
    .meta({ description: 'The most severe answer of any ladder' }),
  ladders: listOf(
    z
      .object({
        ladder: z.enum(LADDER_IDS).meta({ description: 'Whose bands', examples: ['flood_drought_tibet'] }),
        level: severitySchema,
        because: becauseSchema,
      })
      .meta({ id: 'EvaluatedLadder', description: 'What one ladder says; ladders are never merged' }),
    50,
  ),
  relief: listOf(
    z
      .object({
        plan: z.enum(RELIEF_PLAN_IDS).meta({ examples: ['national'] }),
        level: level.nullable(),
        because: becauseSchema,
      })
      .meta({
        id: 'ReliefAnswer',
        description: 'The relief response that the figures reach by one plan (救助应急响应)',
      }),
    20,
  ),
  response: z
    .object({ level, because: becauseSchema })
    .optional()
    .meta({ description: 'The emergency response that was decided, where the facts name one' }),
  warning: z
    .object({
      colour: z.enum(WARNING_COLOURS).meta({ examples: ['orange'] }),
      level,
      because: becauseSchema,
    })
    .optional()
    .meta({ description: 'The warning in force, where the facts name one' }),
  chain: listOf(chainItem, 200),
  desk: listOf(
    z
      .object({
        act: z.enum(DESK_ACTS).meta({ examples: ['acknowledge'] }),
        minutes: countOut('Minutes within which the desk acts', 10),
        because: becauseSchema,
      })
      .meta({ id: 'DeskLimit', description: 'A limit of the duty desk (值班时限)' }),
    20,
  ),
  mustTell: listOf(
    z
      .object({
        party: z.enum([...DEPARTMENTS.map(({ code }) => code), ...TOLD_GOVERNMENTS]).meta({
          description: 'A department, a government or the garrison',
          examples: ['own_government'],
        }),
        because: becauseSchema,
      })
      .meta({ id: 'MustTell', description: 'Who must be told besides the tier above (通报)' }),
    100,
  ),
  recipients: listOf(
    z
      .object({
        section: textOut('Code of the section of the bureau', 'FXKH').optional(),
        department: textOut('Code of the department outside it', 'water').optional(),
        role: z.enum(ROLES).meta({ examples: ['lead'] }),
        because: becauseSchema,
      })
      .meta({
        id: 'EvaluatedRecipient',
        description: 'Where it goes in the bureau (分转): a section or a department',
      }),
    200,
  ),
  violations: listOf(violationSchema, 1_000),
  flags: listOf(
    z
      .object({
        flag: textOut('What must not be overlooked', 'still_to_be_reported'),
        because: becauseSchema,
        pointers: listOf(textOut('JSON pointer into the facts', '/facts/magnitude'), 100)
          .optional()
          .meta({ description: 'Of `fact_not_read`: which facts no rule reads of such an event' }),
      })
      .meta({ id: 'EvaluationFlag', description: 'What a reader must not overlook (提示)' }),
    50,
  ),
  investigation: z
    .object({
      by: z.enum(['state_council', 'autonomous_region', 'city', 'county']).meta({ examples: ['city'] }),
      because: becauseSchema,
    })
    .optional()
    .meta({ description: 'Who investigates the accident (事故调查)' }),
}

export const evaluationSchema = z.object(answers).meta({
  id: 'Evaluation',
  description: 'What the rules say of the facts, each answer with its reasons (研判)',
})

const stepSchema = z
  .object({
    at: instantOut('When the report came'),
    from: partyOut('Who reported').nullable(),
    severity: severitySchema,
    isSeverityNew: z.boolean().meta({ description: 'Other than before', examples: [true] }),
    violations: listOf(violationSchema, 1_000),
    needsExplanation: z.boolean().meta({
      description:
        'It would have needed a written explanation, and gave none; what an explanation does not mend is not meant',
      examples: [false],
    }),
  })
  .meta({ id: 'SeriesStep', description: 'One report of the timeline, judged as it came' })

const seriesDutySchema = chainItem
  .omit({ channel: true, content: true })
  .extend({
    setAt: instantOut('When the duty arose: from then on its limit is frozen'),
    state: z.enum(['open', 'met', 'met_late', 'missed', 'lapsed']).meta({
      description:
        'open: its instant has not come, or it has none; met, met_late: done by its instant, or after it; missed: passed and not done; lapsed: a window that closed with nothing to report, or a duty that a graver one replaced in time',
      examples: ['met'],
    }),
    metAt: maybeInstantOut('When the report came that did it'),
    lateMinutes: z
      .number()
      .min(0)
      .nullable()
      .meta({ description: 'How late it was done, or is by the end of the timeline', examples: [null] }),
    reached: listOf(partyOut('Who of `to` has it so far'), 20),
  })
  .meta({ id: 'SeriesDuty', description: 'One duty of the timeline and what became of it' })

export const seriesSchema = z
  .object({ steps: listOf(stepSchema, 200), duties: listOf(seriesDutySchema, 5_000) })
  .meta({
    id: 'EvaluationSeries',
    description: 'What fell due, was met, missed, or would have needed an explanation (过程推演)',
  })
