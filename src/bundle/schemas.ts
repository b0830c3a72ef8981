import { z } from 'zod'
import { CHECK_KINDS, FORMS } from '../regulations/check-row.ts'
import { STATUSES } from '../regulations/citation.ts'
import { HAZARD_CODES } from '../regulations/hazards.ts'
import { INDICATOR_KEYS } from '../regulations/indicators.ts'
import { KINDS, STAGES, TIERS } from '../regulations/vocabulary.ts'
import { listOf, code as oneCode, text as oneText } from '../wire.ts'

const text = (description: string, example: string) => oneText(500).meta({ description, examples: [example] })
const code = (description: string, example: string) => oneCode(100).meta({ description, examples: [example] })
const number = (description: string, example: number) =>
  z
    .int()
    .min(0)
    .max(Number.MAX_SAFE_INTEGER)
    .meta({ description, examples: [example] })
const oneOf = <const Codes extends readonly string[]>(codes: Codes, description: string, example: string) =>
  z.enum(codes).meta({ description, examples: [example] })

export const versionSchema = oneCode(43).meta({
  description: 'SHA-256 of everything else in the document, base64url: the same rules have the same version',
  examples: ['6wNYmP1r0Jc3m1Yf1oQ0yQ4m6bq0v3l0c8yT7x0yJ4E'],
})

const NAMES = {
  zh: text('Chinese name', '受灾人口'),
  en: text('English name', 'Affected people'),
  bo: oneText(500)
    .nullable()
    .meta({ description: 'Tibetan name; null until a translator has given it', examples: [null] }),
}

const namedCode = z
  .object({ code: code('What a report sends', 'verified'), ...NAMES })
  .meta({ id: 'BundleCode', description: 'A code and its names' })

const indicatorSchema = z
  .object({
    key: oneOf(INDICATOR_KEYS, 'Key in the figures of a report', 'crop_lost'),
    ...NAMES,
    quantity: text('What is measured', 'area'),
    base: text('Unit of the whole numbers in a report', 'm2'),
    formUnit: text('Unit of the official form', '公顷'),
    formFactor: number('Base units in one unit of the form', 10_000),
    max: number('The most that can be, in base units; 0 is the least', 10_000_000_000_000),
    additive: z.boolean().meta({ description: 'Whether a total is a sum', examples: [true] }),
    course: oneOf(['cumulative', 'current'], 'A running total, or the state as it is now', 'cumulative'),
    partOf: oneCode(100)
      .nullable()
      .meta({ description: 'The indicator of which it is a part (其中)', examples: [null] }),
    isLocal: z.boolean().meta({ description: 'Lhasa’s own, not in the national form', examples: [false] }),
  })
  .meta({ id: 'BundleIndicator', description: 'An indicator (指标)' })

const hazardSchema = z
  .object({
    code: oneOf(HAZARD_CODES, 'What a report sends', 'flood'),
    ...NAMES,
    shownInLhasa: z.boolean().meta({ description: 'Whether forms in Lhasa offer it', examples: [true] }),
    subhazards: listOf(namedCode, 100),
  })
  .meta({ id: 'BundleHazard', description: 'A hazard (灾种) and its sub-hazards' })

const indicator = (form: string, example = 'affected_pop') =>
  code(`Indicator; of form ${form}`, example).optional()
const indicators = (form: string, example: string) =>
  listOf(oneCode(100), 500)
    .optional()
    .meta({ description: `Indicators; of form ${form}`, examples: [[example]] })
const stages = z.array(z.enum(STAGES)).max(10)

const checkSchema = z
  .object({
    check: code('The rule that a violation names', 'C02'),
    form: oneOf(FORMS, 'Which sentence it is', 'at_least'),
    kind: oneOf(CHECK_KINDS, 'hard: refused; soft: needs a written explanation', 'hard'),
    stages: stages.optional().meta({ description: 'Runs at these stages only', examples: [['verified']] }),
    tiers: listOf(z.enum(TIERS), 10)
      .optional()
      .meta({ description: 'Runs for units of these tiers only', examples: [['county']] }),
    exceptKinds: listOf(z.enum(KINDS), 10)
      .optional()
      .meta({ description: 'Does not run for these kinds', examples: [['accident']] }),
    stops: z
      .literal(true)
      .optional()
      .meta({ description: 'Once it is broken no later row is read', examples: [true] }),
    text: code('Text it says when broken; that of its form where absent', 'at_least').optional(),
    status: oneOf(
      STATUSES,
      'How far this row is verified, where it goes further than its source',
      'inferred',
    ).optional(),
    left: indicator('at_least, equals_sum'),
    right: indicators('at_least, equals_sum', 'dead'),
    unlessGiven: indicator('at_least', 'crop_damaged'),
    tolerance: number('Of form equals_sum, in base units', 0).optional(),
    rooms: indicator('rooms_and_households', 'severe_home_rooms'),
    households: indicator('rooms_and_households', 'severe_home_hh'),
    sites: indicator('sites_for_people', 'central_sites_now'),
    people: indicator('sites_for_people', 'central_now'),
    hazard: code('Of forms only_in_hazard, not_in_hazard', 'drought').optional(),
    indicators: indicators(
      'only_in_hazard, not_in_hazard, never_falls, left_out, given, sum_of_children',
      'drought_aid_cum',
    ),
    missing: indicator('missing_falls', 'missing'),
    dead: indicator('missing_falls', 'dead'),
    indicator: indicator('sharp_rise, register_agrees, within_population'),
    times: number('Of form sharp_rise', 2).optional(),
    moreThan: number('Of form sharp_rise, in base units', 500).optional(),
    after: z
      .object({ none: stages, first: stages, follow_up: stages, verified: stages })
      .optional()
      .meta({
        description: 'Of form sequence: which stages may follow which',
        examples: [{ none: ['first'], first: ['follow_up'], follow_up: ['verified'], verified: [] }],
      }),
    correctable: stages.optional().meta({ description: 'Of form sequence', examples: [['verified']] }),
    register: code('Of form register_agrees', 'dead').optional(),
  })
  .meta({
    id: 'BundleCheck',
    description:
      'A consistency check (校验): a sentence with blanks. What each form means is in docs/validation-bundle.md.',
    examples: [{ check: 'C02', form: 'at_least', kind: 'hard', left: 'affected_pop', right: ['dead'] }],
  })

const textSchema = z
  .object({
    id: code('Name of the form, or of another sentence of it', 'at_least'),
    zh: text('Sentence in Chinese', '{left}({left.amount})应不小于{right}({right.amount})'),
    en: text('Sentence in English', '{left} ({left.value}) must not be below {right} ({right.value})'),
    observed: text('What was given', '{left} = {left.value}, {right} = {right.value}'),
    expected: text('What should hold', '{left} >= {right}'),
  })
  .meta({ id: 'BundleText', description: 'What is said when a check is broken, as templates' })

const sourceSchema = z
  .object({
    check: code('The rule that a violation names', 'C02'),
    instrument: text('Official name of the instrument', '《自然灾害情况统计调查制度》损失统计表'),
    clause: text('Clause', '表内逻辑 受灾人口'),
    edition: text('Document number or edition', '应急〔2020〕19号'),
    inForceFrom: z.iso.date().meta({ examples: ['2020-03-08'] }),
    status: oneOf(STATUSES, 'How far the text has been verified', 'secondary'),
  })
  .meta({ id: 'BundleSource', description: 'Where a check comes from (依据)' })

export const bundleSchema = z
  .object({
    format: z.literal(1).meta({ description: 'Changes only when a form changes its meaning' }),
    version: versionSchema,
    indicators: listOf(indicatorSchema, 500),
    hazards: listOf(hazardSchema, 100),
    sectors: listOf(namedCode, 100),
    criteria: listOf(namedCode, 500),
    kinds: listOf(namedCode, 10),
    stages: listOf(namedCode, 10),
    tiers: listOf(namedCode, 10),
    severities: listOf(namedCode, 10),
    registers: listOf(namedCode, 10),
    checks: listOf(checkSchema, 1_000).meta({ description: 'In the order in which they are read' }),
    texts: listOf(textSchema, 200),
    sources: listOf(sourceSchema, 200),
  })
  .meta({
    id: 'ValidationBundle',
    description: 'All that a device needs to check a report before it sends it (离线校验包)',
  })

export type Bundle = z.infer<typeof bundleSchema>
