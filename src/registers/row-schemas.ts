/** Rows of the registers as they are answered, masked. */
import { z } from 'zod'
import { idSchema, instantOut, textOut } from '../events/view-schemas.ts'
import { pageOf, pageQuery } from '../http/pages.ts'
import { problemSchema } from '../problems/schemas.ts'
import { regionCodeSchema } from '../regions/schemas.ts'
import { listOf, text } from '../wire.ts'
import { FIELDS_MASKED } from './field-schemas.ts'
import { anyStatus, damage, MOST_ROWS } from './new-row-schemas.ts'
import { WARNINGS, type WarningCode } from './rules/warnings.ts'
import { REASON_CODES, ROW_KINDS } from './tables.ts'

const warningSchema = z
  .object({
    code: z.enum(Object.keys(WARNINGS) as WarningCode[]).meta({ examples: ['id_number_checksum'] }),
    field: textOut('The field', 'idNumber'),
    rowIds: listOf(idSchema, 100).meta({ description: 'Rows that it may repeat; never what stands in them' }),
    textZh: textOut('The sentence in Chinese', '身份证号校验码不符(GB 11643),请核对。'),
    textEn: textOut('The sentence in English', 'The check character of the id number does not fit.'),
  })
  .meta({
    id: 'RowWarning',
    description: 'What is doubtful about a row; it was accepted all the same (提示)',
  })

const fact = {
  id: idSchema,
  eventId: idSchema,
  regionCode: regionCodeSchema.meta({
    description: 'The unit it is counted for; its township when the register was destroyed',
  }),
  kind: z.enum(ROW_KINDS).meta({
    description: 'entry 登记, correction 更正, removal 删除',
    examples: ['entry'],
  }),
  replacesId: idSchema.nullable().meta({ description: 'The row that it replaces; null for an entry' }),
  reasonCode: z
    .enum(REASON_CODES)
    .nullable()
    .meta({ description: 'Why it replaces it', examples: [null] }),
  registeredAt: instantOut('When it was added'),
  registeredBy: idSchema.meta({ description: 'The account that added it' }),
  isDestroyed: z
    .boolean()
    .meta({ description: 'What identified anybody was destroyed (已销毁)', examples: [false] }),
  unreadable: listOf(text(100), 50).meta({
    description: 'Fields whose ciphertext does not open: tell an administrator',
    examples: [[]],
  }),
  warnings: listOf(warningSchema, 20),
}

const state = {
  isCurrent: z.boolean().meta({ description: 'It stands and is counted', examples: [true] }),
  replacedById: idSchema.nullable().meta({ description: 'The row that replaced it' }),
}

const person = { ...fact, status: anyStatus, fields: FIELDS_MASKED.people }
const home = { ...fact, damage, fields: FIELDS_MASKED.homes }

/** A row as it was added. */
export const ADDED_ROW = {
  people: z
    .object(person)
    .meta({ id: 'AddedPersonRow', description: 'A person’s row as it was added, masked' }),
  homes: z
    .object(home)
    .meta({ id: 'AddedHomeRow', description: 'A household’s row as it was added, masked' }),
}

/** A row as it is now. */
export const ROW = {
  people: z.object({ ...person, ...state }).meta({ id: 'PersonRow', description: 'A person’s row, masked' }),
  homes: z.object({ ...home, ...state }).meta({ id: 'HomeRow', description: 'A household’s row, masked' }),
}

export const ROW_PAGE = {
  people: pageOf(ROW.people).meta({ id: 'PersonRowPage', description: 'A page of people, the newest first' }),
  homes: pageOf(ROW.homes).meta({ id: 'HomeRowPage', description: 'A page of households, the newest first' }),
}

const resultOf = <Row extends z.ZodType>(row: Row) =>
  z.object({
    items: listOf(
      z.object({
        id: idSchema,
        result: z.enum(['added', 'repeated', 'refused']).meta({
          description: 'repeated: it was there already, this is the first answer again',
          examples: ['added'],
        }),
        row: row.nullable(),
        problem: problemSchema.nullable().meta({ description: 'Why it was refused' }),
      }),
      MOST_ROWS,
    ),
  })

export const BATCH_RESULT = {
  people: resultOf(ADDED_ROW.people).meta({
    id: 'PersonRowResults',
    description: 'What became of each, in order',
  }),
  homes: resultOf(ADDED_ROW.homes).meta({
    id: 'HomeRowResults',
    description: 'What became of each, in order',
  }),
}

const listQuery = {
  ...pageQuery,
  eventId: idSchema.meta({ description: 'The event whose register is read' }),
  under: regionCodeSchema.optional().meta({ description: 'Only this unit and those below it' }),
  state: z
    .enum(['current', 'all'])
    .default('current')
    .meta({
      description: 'Only rows that stand, or all that were ever written',
      examples: ['current'],
    }),
}

export const ROW_QUERY = {
  people: z.strictObject({
    ...listQuery,
    status: anyStatus.optional().meta({ description: 'Only who counts as this' }),
  }),
  homes: z.strictObject({
    ...listQuery,
    damage: damage.optional().meta({ description: 'Only homes of this class' }),
  }),
}
