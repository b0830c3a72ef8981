/** Reading unmasked (查阅身份信息), and the log of who did. */
import { z } from 'zod'
import { idSchema, instantOut, sentenceIn, textOut } from '../events/view-schemas.ts'
import { pageOf, pageQuery } from '../http/pages.ts'
import { regionCodeSchema } from '../regions/schemas.ts'
import { code, listOf, text } from '../wire.ts'
import { FIELDS_CLEAR, SEALED_KEYS } from './field-schemas.ts'

const disclosureOf = <Key extends string>(keys: readonly [Key, ...Key[]]) =>
  z.strictObject({
    purpose: sentenceIn(
      'For what it is read; kept in the access log for good, so name nobody',
      '发放抚慰金',
    ).min(4),
    fields: z
      .array(z.enum(keys))
      .min(1)
      .max(50)
      .optional()
      .meta({ description: 'Only these fields; by default all that are sealed', examples: [['idNumber']] }),
  })

const [firstOfPeople, ...othersOfPeople] = SEALED_KEYS.people
const [firstOfHomes, ...othersOfHomes] = SEALED_KEYS.homes

export const NEW_DISCLOSURE = {
  people: disclosureOf([firstOfPeople ?? 'reason', ...othersOfPeople]).meta({
    id: 'NewPersonDisclosure',
    description: 'Which fields are to be read unmasked, and for what (查阅目的)',
  }),
  homes: disclosureOf([firstOfHomes ?? 'reason', ...othersOfHomes]).meta({
    id: 'NewHomeDisclosure',
    description: 'Which fields are to be read unmasked, and for what (查阅目的)',
  }),
}

const disclosure = {
  id: idSchema.meta({ description: 'The entry in the access log' }),
  rowId: idSchema,
  at: instantOut('When'),
  purpose: textOut('The purpose as the log keeps it', '发放抚慰金'),
  unreadable: listOf(text(100), 50).meta({
    description: 'Fields whose ciphertext does not open',
    examples: [[]],
  }),
}

export const DISCLOSURE = {
  people: z.object({ ...disclosure, fields: FIELDS_CLEAR.people }).meta({
    id: 'PersonDisclosure',
    description: 'Fields of one person, unmasked, and the entry that says who read them',
  }),
  homes: z.object({ ...disclosure, fields: FIELDS_CLEAR.homes }).meta({
    id: 'HomeDisclosure',
    description: 'Fields of one household, unmasked, and the entry that says who read them',
  }),
}

const accessSchema = z
  .object({
    id: idSchema,
    at: instantOut('When'),
    accountId: idSchema.meta({ description: 'Who read' }),
    rowId: idSchema.meta({ description: 'Which row' }),
    eventId: idSchema,
    regionCode: regionCodeSchema.meta({ description: 'The township of the row' }),
    fields: listOf(code(100), 50).meta({ description: 'Which fields', examples: [['name', 'idNumber']] }),
    purpose: textOut('For what', '发放抚慰金'),
  })
  .meta({ id: 'RegisterAccess', description: 'That somebody read fields of a row unmasked (查阅记录)' })

export const accessPageSchema = pageOf(accessSchema).meta({
  id: 'RegisterAccessPage',
  description: 'A page of the access log, the newest first',
})

export const accessQuery = z.strictObject({
  ...pageQuery,
  eventId: idSchema.optional().meta({ description: 'Only rows of this event' }),
  rowId: idSchema.optional().meta({ description: 'Only this row' }),
  accountId: idSchema.optional().meta({ description: 'Only what this account read' }),
})
