/** Wire shapes of local rules: what an administrator proposes, and what is answered. Previews have a file of their own. */
import { z } from 'zod'
import {
  idSchema,
  instantOut,
  maybeInstantOut,
  maybeTextOut,
  sentenceIn,
  textOut,
} from '../events/view-schemas.ts'
import { pageOf, pageQuery } from '../http/pages.ts'
import { regionCodeSchema } from '../regions/schemas.ts'
import { STATUSES } from '../regulations/citation.ts'
import { DESK_PROFILES } from '../regulations/desk-profiles.ts'
import { LOCAL_KINDS } from '../regulations/local-rule.ts'
import { asLine, dayIn, listOf } from '../wire.ts'

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/
const DESK_PROFILE_IDS = DESK_PROFILES.map(({ id }) => id)
const A_YEAR_OF_MINUTES = 527_040

const count = (most: number) => z.int().min(1).max(most)
const value = z
  .union([
    z.strictObject({ minutes: count(A_YEAR_OF_MINUTES) }),
    z.strictObject({ days: count(366) }),
    z.strictObject({ dailyAt: z.string().max(5).regex(CLOCK, 'must be a clock time such as 08:30') }),
    z.strictObject({ workingDays: count(366) }),
    z.strictObject({ everyDays: count(366) }),
    z.strictObject({ from: z.number().gt(0, 'must be above 0').max(1e15) }),
    z.strictObject({ profile: z.enum(DESK_PROFILE_IDS) }),
    z.strictObject({ on: z.boolean() }),
    z.strictObject({ moreThan: z.int().min(0).max(1e9) }),
  ])
  .meta({
    description:
      'The value, in the form of the rule that it overrides: minutes, days, workingDays, dailyAt or everyDays of a time limit; from of a threshold, in base units (people, m2, m, yuan; parts of one); minutes of a desk limit; profile; on; moreThan of a check',
    examples: [{ minutes: 45 }],
  })

const target = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[A-Za-z0-9_.]+$/, 'must be the id of a rule, as reasons carry it')
  .meta({
    description: 'The rule that it overrides: the id that reasons carry',
    examples: ['first_report.township'],
  })

const place = z
  .string()
  .max(12)
  .regex(
    /^[1-9]\d{3}(\d{2}(\d{3}(\d{3})?)?)?$/,
    'must be a region code, or its first 4, 6 or 9 digits: 5401 is the city',
  )
  .meta({ description: 'A region code or its significant beginning', examples: ['5401'] })

const named = (most: number, description: string, example: string) =>
  asLine(z.string().trim().min(1).max(most)).meta({ description, examples: [example] })

const status = z.enum(STATUSES)
const day = (description: string, example: string) => dayIn().meta({ description, examples: [example] })

const citation = {
  instrument: named(200, 'English name of the text', 'Reporting rules of the Lhasa bureau'),
  instrumentZh: named(200, 'Its official name', '《拉萨市灾情报送规定》'),
  clause: named(200, 'The clause', '第六条'),
  edition: named(100, 'Document number', '拉应急〔2027〕3号'),
}

const EXAMPLE = {
  target: 'first_report.township',
  value: { minutes: 45 },
  places: ['5401'],
  citation: {
    instrument: 'Reporting rules of the Lhasa bureau',
    instrumentZh: '《拉萨市灾情报送规定》',
    clause: '第六条',
    edition: '拉应急〔2027〕3号',
  },
  inForceFrom: '2027-03-01',
  why: '乡镇已配备卫星电话,初报时限缩短。',
}

export const newLocalRuleSchema = z
  .strictObject({
    target,
    value,
    places: listOf(place, 100)
      .min(1)
      .default(['5401'])
      .meta({ description: 'Where it holds; all in one city', examples: [['5401']] }),
    citation: z
      .strictObject({
        ...citation,
        status: status
          .default('verified')
          .meta({ description: 'How far the text was verified', examples: ['verified'] }),
        note: named(1_000, 'What a reader must know', '2027年局务会通过。').optional(),
      })
      .meta({ description: 'The text that it rests on: every answer names it' }),
    inForceFrom: day('First day on which it holds: the day after its approval at the earliest', '2027-03-01'),
    inForceTo: day('First day on which it no longer holds; left out while that is open', '2028-01-01')
      .nullable()
      .default(null),
    why: sentenceIn('Why it is needed', EXAMPLE.why),
  })
  .refine(({ inForceFrom, inForceTo }) => inForceTo === null || inForceTo > inForceFrom, {
    path: ['inForceTo'],
    message: 'must be a later day than inForceFrom',
    params: { code: 'before_start' },
  })
  .meta({ id: 'NewLocalRule', description: 'A local rule to propose (本地规则)', examples: [EXAMPLE] })

export type NewLocalRule = z.infer<typeof newLocalRuleSchema>

export const newEndingSchema = z
  .strictObject({
    inForceTo: day(
      'First day on which it no longer holds: the day after the approval at the earliest',
      '2028-01-01',
    ),
    why: sentenceIn('Why it ends', '《规定》已修订。'),
  })
  .meta({ id: 'NewLocalRuleEnding', description: 'The end of a local rule to propose (终止)' })

export type NewEnding = z.infer<typeof newEndingSchema>

export const newLocalRuleRefusalSchema = z
  .strictObject({ reason: sentenceIn('Why it is refused', '文号与原文不符。') })
  .meta({ id: 'NewLocalRuleRefusal', description: 'Why a proposal is refused (不予批准)' })

export const localRuleHeaders = z.looseObject({
  'idempotency-key': z
    .string()
    .min(8)
    .max(128)
    .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces')
    .optional()
    .meta({
      description: 'Same key and same body: the same proposal, whose id is answered again',
      example: '019a2b6e-5d2c-7cc3-98f4-1a2b3c4d5e6f',
    }),
})

const STATES = ['proposed', 'approved', 'ended', 'refused', 'withdrawn'] as const
const stateSchema = z.enum(STATES).meta({
  description: 'Where it stands; ended is an approved one whose last day has passed',
  examples: ['approved'],
})

const replacesSchema = z
  .object({
    value: value
      .nullable()
      .meta({ description: 'Its value; null for a threshold that the text leaves open' }),
    instrument: textOut('Official name of the text', '烽燧默认规则(拉萨)'),
    clause: textOut('Its clause', '乡镇初报'),
    edition: textOut('Document number or edition', '2026'),
    status: status.meta({ examples: ['secondary'] }),
    isBinding: z.boolean().meta({
      description: 'A national text or the region’s: it may be tightened, never loosened',
      examples: [false],
    }),
  })
  .meta({ id: 'LocalRuleReplaces', description: 'What holds where no local rule does' })

export const localRuleSchema = z
  .object({
    id: idSchema,
    regionCode: regionCodeSchema.meta({ description: 'The city whose rule it is' }),
    target,
    kind: z.enum(LOCAL_KINDS).meta({ description: 'What it overrides', examples: ['time_limit'] }),
    value: value
      .nullable()
      .meta({ description: 'The value; null where it ends another one', examples: [{ minutes: 45 }] }),
    places: listOf(place, 100),
    citation: z
      .object({
        instrument: textOut('English name of the text', EXAMPLE.citation.instrument),
        instrumentZh: textOut('Its official name', EXAMPLE.citation.instrumentZh),
        clause: textOut('The clause', EXAMPLE.citation.clause),
        edition: textOut('Document number', EXAMPLE.citation.edition),
        status: status.meta({ examples: ['verified'] }),
        note: maybeTextOut('What a reader must know', null),
      })
      .meta({ description: 'The text that it rests on' }),
    inForceFrom: z.iso.date().meta({
      description: 'First day on which it holds; of one that ends another: on which that one no longer does',
      examples: ['2027-03-01'],
    }),
    inForceTo: z.iso
      .date()
      .nullable()
      .meta({ description: 'First day on which it no longer holds', examples: [null] }),
    why: textOut('Why it is needed', EXAMPLE.why),
    endsId: idSchema.nullable().meta({ description: 'The rule that it ends', examples: [null] }),
    state: stateSchema,
    isInForce: z.boolean().meta({ description: 'Whether it holds today', examples: [false] }),
    effect: z
      .enum(['tightens', 'loosens', 'equals', 'differs'])
      .nullable()
      .meta({
        description: 'Against what it replaces; null where it ends another one',
        examples: ['tightens'],
      }),
    replaces: replacesSchema.nullable(),
    proposedBy: idSchema.meta({ description: 'The account that proposed it' }),
    proposedAt: instantOut('When it was proposed'),
    decidedBy: idSchema.nullable().meta({ description: 'The account that approved, refused or withdrew it' }),
    decidedAt: maybeInstantOut('When it was decided'),
    decisionReason: maybeTextOut('Why it was refused', null),
    previewZh: maybeTextOut('What it would have moved, as it was approved', '214个时限中有3个会变动。'),
    previewEn: maybeTextOut('The same in English', '3 of 214 deadlines would have moved.'),
  })
  .meta({ id: 'LocalRule', description: 'A local rule, or a proposal of one (本地规则)' })

export type LocalRuleView = z.infer<typeof localRuleSchema>

export const localRulePageSchema = pageOf(localRuleSchema).meta({
  id: 'LocalRulePage',
  description: 'A page of local rules, the newest proposal first',
})

export const localRuleQuery = z.strictObject({
  ...pageQuery,
  state: stateSchema.optional().meta({ description: 'Only those that stand so' }),
  target: target.optional().meta({ description: 'Only those of this target' }),
})
