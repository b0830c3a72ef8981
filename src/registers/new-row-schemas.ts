/** Rows of the registers as they are sent: entries, corrections, removals. */
import { z } from 'zod'
import { idSchema, sentenceIn } from '../events/view-schemas.ts'
import { regionCodeSchema } from '../regions/schemas.ts'
import { FIELDS_IN } from './field-schemas.ts'
import { REASON_CODES } from './tables.ts'

/** Rows in one batch at most. */
export const MOST_ROWS = 200
const EXAMPLE_ID = '019a2b6e-5d2c-7cc3-98f4-1a2b3c4d5e6f'
const OTHER_ID = '019a2b6e-5d2c-7cc3-98f4-1a2b3c4d5e70'

/** Made by the client: at a retry the same one. */
export const newIdSchema = z
  .string()
  .max(36)
  .regex(
    /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    'must be a UUIDv7 in lower case',
  )
  .meta({
    format: 'uuid',
    description:
      'Made by the client, a UUIDv7, and the same at every retry: the same id with the same content gives the first answer again, with other content a 409',
    examples: [EXAMPLE_ID],
  })

const status = z
  .enum(['dead', 'missing'])
  .meta({ description: 'dead 死亡, missing 失踪', examples: ['missing'] })
/** What a person's row may say. */
export const anyStatus = z.enum(['dead', 'missing', 'found_alive']).meta({
  description: 'dead 死亡, missing 失踪, found_alive 已找到(生还), which counts as nothing',
  examples: ['missing'],
})
/** What a household's row may say. */
export const damage = z.enum(['collapsed', 'severe', 'general']).meta({
  description: 'The gravest damage to the home: collapsed 倒塌, severe 严重损坏, general 一般损坏',
  examples: ['collapsed'],
})

const place = {
  id: newIdSchema,
  eventId: idSchema.meta({ description: 'The event that the row belongs to' }),
  regionCode: regionCodeSchema.meta({
    description: 'The unit that the row is counted for',
    examples: ['540122200202'],
  }),
}

const reasonIn = {
  reasonCode: z.enum(REASON_CODES).meta({
    description:
      'Why: found 已找到, identified 身份核实, clerical 填写有误, duplicate 重复登记, payment 抚慰金发放, other 其他',
    examples: ['found'],
  }),
  reason: sentenceIn('Why, in words; kept sealed like a name', '已核实身份'),
}

/** A new row of each register. */
export const NEW_ROW = {
  people: FIELDS_IN.people.extend({ ...place, status }).meta({
    id: 'NewPersonRow',
    description: 'A dead or missing person (因灾死亡失踪人口). What is left out is not known.',
    examples: [
      {
        id: EXAMPLE_ID,
        eventId: OTHER_ID,
        regionCode: '540122200202',
        status: 'missing',
        name: '示例甲',
        sex: 'female',
        age: 40,
      },
    ],
  }),
  homes: FIELDS_IN.homes.extend({ ...place, damage }).meta({
    id: 'NewHomeRow',
    description:
      'A household whose home collapsed or was damaged (倒塌损坏住房户). What is left out is not known.',
    examples: [
      {
        id: EXAMPLE_ID,
        eventId: OTHER_ID,
        regionCode: '540122200202',
        damage: 'collapsed',
        headName: '示例丙',
        collapsedRooms: 3,
      },
    ],
  }),
}

const batchOf = <Row extends z.ZodType>(row: Row) =>
  z.strictObject({ rows: z.array(row).min(1).max(MOST_ROWS) })

export const NEW_BATCH = {
  people: batchOf(NEW_ROW.people).meta({ id: 'NewPersonRows', description: 'Up to 200 people' }),
  homes: batchOf(NEW_ROW.homes).meta({ id: 'NewHomeRows', description: 'Up to 200 households' }),
}

const movedTo = regionCodeSchema
  .optional()
  .meta({ description: 'Another unit, where the row was entered for the wrong one' })

/** A correction names what changes; everything else is taken over. */
export const NEW_CORRECTION = {
  people: z
    .strictObject({
      id: newIdSchema,
      ...reasonIn,
      changes: FIELDS_IN.people
        .extend({ status: anyStatus.optional(), regionCode: movedTo })
        .meta({ examples: [{ status: 'found_alive' }] }),
    })
    .meta({ id: 'NewPersonCorrection', description: 'A correction of a person’s row (更正)' }),
  homes: z
    .strictObject({
      id: newIdSchema,
      ...reasonIn,
      changes: FIELDS_IN.homes
        .extend({ damage: damage.optional(), regionCode: movedTo })
        .meta({ examples: [{ damage: 'severe', severeRooms: 2 }] }),
    })
    .meta({ id: 'NewHomeCorrection', description: 'A correction of a household’s row (更正)' }),
}

export const newRemovalSchema = z
  .strictObject({ id: newIdSchema, ...reasonIn })
  .meta({ id: 'NewRowRemoval', description: 'That a row should never have been (删除)' })
