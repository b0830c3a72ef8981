import { z } from 'zod'
import { pageOf, pageQuery } from '../http/pages.ts'
import { STATUSES } from '../regulations/citation.ts'
import { text as anyText, code, dayIn, listOf } from '../wire.ts'
import { GROUPS, OVERRIDES } from './rules/entry.ts'
import { citationShape } from './schemas.ts'
import { valuesSchema } from './value-schemas.ts'

/** Longer than any text of an entry in all its editions. */
const LONGEST_TEXT = 20_000

const ruleId = (description: string, example: string) => code(100).meta({ description, examples: [example] })
const says = (description: string, example: string) =>
  anyText(LONGEST_TEXT).meta({ description, examples: [example] })

const regulationCitation = z
  .object({
    ...citationShape,
    noteZh: anyText(2_000)
      .optional()
      .meta({ description: 'The note in Chinese', examples: ['见于一份贯彻该制度的县级通知。'] }),
  })
  .meta({ id: 'RegulationCitation', description: 'Where an edition of a rule comes from (依据)' })

const editionSchema = z
  .object({
    citation: regulationCitation,
    places: listOf(code(12), 20)
      .optional()
      .meta({
        description:
          'Beginnings of the codes of the divisions it holds for; absent where it holds everywhere',
        examples: [['54']],
      }),
    saysZh: says('What it says, in Chinese', '重大:死亡10人以上30人以下。'),
    saysEn: says('What it says, in English', 'Serious: deaths at least 10 and below 30.'),
    values: valuesSchema.optional(),
  })
  .meta({ id: 'RegulationEdition', description: 'A rule as one edition of its text has it (版本)' })

const localRuleSchema = z
  .object({
    id: code(40).meta({
      description: 'Id of the local rule',
      examples: ['019a2b6e-5d2c-7cc3-98f4-1a2b3c4d5e6f'],
    }),
    target: ruleId('The rule that it overrides', 'first_report.township'),
    value: z
      .record(code(20), z.union([z.number(), anyText(100), z.boolean()]))
      .meta({ description: 'Its value, in the form of the rule', examples: [{ minutes: 45 }] }),
    places: listOf(code(12), 100).meta({
      description: 'Where it holds: beginnings of the codes of divisions',
      examples: [['5401']],
    }),
    instrumentZh: anyText(500).meta({ description: 'The text', examples: ['《拉萨市灾情报送规定》'] }),
    clause: anyText(500).meta({ description: 'Its clause', examples: ['第六条'] }),
    edition: anyText(500).meta({ description: 'Document number', examples: ['拉应急〔2027〕3号'] }),
    status: z.enum(STATUSES).meta({ examples: ['verified'] }),
    inForceFrom: z.iso.date().meta({ description: 'First day on which it holds', examples: ['2027-03-01'] }),
    inForceTo: z.iso
      .date()
      .nullable()
      .meta({ description: 'First day on which it no longer holds', examples: [null] }),
  })
  .meta({ id: 'RegulationLocalRule', description: 'A local rule that lies over a rule (本地规则)' })

export const regulationSchema = z
  .object({
    rule: ruleId('Id of the rule', 'accident.serious.dead'),
    group: z.enum(GROUPS).meta({ description: 'What kind of rule it is', examples: ['severity_ladder'] }),
    titleZh: says('Name in Chinese', '生产安全事故等级:重大(死亡)'),
    titleEn: says('Name in English', 'Production-safety accident: serious (deaths)'),
    editions: listOf(editionSchema, 50).meta({
      description: 'Oldest first; in a list, those that were asked for',
    }),
    overridable: z
      .enum(OVERRIDES)
      .optional()
      .meta({
        description:
          'How the bureau lays its own over it: local_rule (a rule of its own, dated; a national text is not loosened), switch (the configuration), table (rows in the database); absent where it cannot',
        examples: ['local_rule'],
      }),
    localRules: listOf(localRuleSchema, 1_000).optional().meta({
      description:
        'In the answer for one rule: the local rules that lie over it or over a part of it, by the day on which they begin; absent where there are none',
    }),
    derived: listOf(
      z.object({
        rule: ruleId('The id as it stands in a reason', 'accident.below_any_grade'),
        saysZh: says('What it means, in Chinese', '填报的数字未达到任何一级'),
        saysEn: says('What it means, in English', 'the figures that were given reach no level'),
      }),
      200,
    )
      .optional()
      .meta({
        description:
          'Ids that stand in reasons (`because`) or that a local rule may name, and are explained by this entry',
      }),
    text: says(
      'The whole in plain text, a line for each edition: to print, quote or search',
      '生产安全事故等级:重大(死亡) Production-safety accident: serious (deaths)',
    ),
  })
  .meta({
    id: 'Regulation',
    description: 'A rule in words and figures, with its source, edition by edition (规则)',
  })

export const regulationPageSchema = pageOf(regulationSchema).meta({
  id: 'RegulationPage',
  description: 'A page of rules',
})

export const regulationParams = z.strictObject({
  rule: code(100)
    .min(1)
    .meta({
      description:
        'Id of a rule, as it stands in the `because` of any answer. An id that an entry lists in `derived`, and `routing.` with the id of any routing rule, lead to the entry that explains it.',
      examples: ['accident.serious.dead'],
    }),
})

/** One value or several: `?status=inferred&status=unverified`. */
const oneOrMore = <Value extends string>(values: readonly [Value, ...Value[]], description: string) => {
  const value = z.enum(values)
  return z
    .union([value, listOf(value, values.length).min(1)])
    .optional()
    .meta({ description, examples: [values[0]] })
}

export const regulationQuery = z.strictObject({
  ...pageQuery,
  status: oneOrMore(STATUSES, 'Only editions verified so far; give it several times for several'),
  group: oneOrMore(GROUPS, 'Only rules of this kind; give it several times for several'),
  inForceOn: dayIn()
    .optional()
    .meta({ description: 'Only editions in force on this day of Shanghai', examples: ['2025-06-11'] }),
  instrument: anyText(200)
    .min(1)
    .optional()
    .meta({
      description: 'Part of the name of the instrument, Chinese or English',
      examples: ['地质灾害防治条例'],
    }),
  q: anyText(200)
    .min(1)
    .optional()
    .meta({ description: 'Part of the text or of the id of a rule', examples: ['核报'] }),
})
