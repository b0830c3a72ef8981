import { z } from 'zod'
import { countOut, idSchema, instantOut, maybeInstantOut, textOut } from '../events/view-schemas.ts'
import { pageOf, pageQuery } from '../http/pages.ts'
import { regionCodeSchema } from '../regions/schemas.ts'
import { code, listOf, text } from '../wire.ts'
import { KINDS, REFUSALS, RENDITIONS, STATES } from './tables.ts'

const LARGEST = 1_073_741_824

const bytesOut = (description: string) =>
  z
    .int()
    .min(0)
    .max(LARGEST)
    .meta({ description, examples: [482_133] })

const sha256Out = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal')
  .meta({
    maxLength: 64,
    description: 'SHA-256 in hexadecimal',
    examples: ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  })

const renditionSchema = z.enum(RENDITIONS).meta({
  description:
    'The original as it was sent (原件); stripped of position and camera data (脱敏件); small (缩略图)',
  examples: ['stripped'],
})

const sideOut = (description: string) =>
  z
    .int()
    .min(1)
    .max(100_000)
    .nullable()
    .meta({ description, examples: [2_560] })

const fileSchema = z
  .object({
    rendition: renditionSchema,
    mediaType: code(100).meta({ description: 'Media type', examples: ['image/jpeg'] }),
    byteLength: bytesOut('Bytes'),
    sha256: sha256Out,
    width: sideOut('Pixels across; null where they were not counted'),
    height: sideOut('Pixels down; null where they were not counted'),
    isRestricted: z.boolean().meta({
      description: 'For duty officers and leaders of the county and above only; each reading is in the trail',
      examples: [false],
    }),
    href: code(200).meta({
      description: 'Where its bytes are',
      examples: ['/v1/attachments/019a2b6e-5d2c-7cc3-98f4-1a2b3c4d5e6f/content?rendition=stripped'],
    }),
  })
  .meta({ id: 'AttachmentFile', description: 'A file of an attachment (附件文件)' })

const refusalSchema = z
  .object({
    reason: z.enum(REFUSALS).meta({ examples: ['hash_mismatch'] }),
    reasonZh: textOut('The reason in Chinese', '文件与登记的校验值不符'),
    at: instantOut('When it was refused'),
  })
  .meta({ id: 'AttachmentRefusal', description: 'Why an upload came to nothing (退回原因)' })

export const attachmentSchema = z
  .object({
    id: idSchema,
    eventId: idSchema.nullable().meta({
      description: 'The event it belongs to; null while the report that it names has not come',
    }),
    versionId: idSchema
      .nullable()
      .meta({ description: 'The version that it names; null when it names an event' }),
    regionCode: regionCodeSchema.meta({ description: 'The unit it is from' }),
    nameZh: textOut('That unit by name', '羊易村委会'),
    accountId: idSchema.meta({ description: 'Who sent it' }),
    kind: z.enum(KINDS).meta({ description: 'Kind (附件类别)', examples: ['photo'] }),
    kindZh: textOut('The kind in Chinese', '照片'),
    filename: text(200).meta({ description: 'Its name, as it was given', examples: ['现场.jpg'] }),
    mediaType: code(100).meta({ description: 'Media type of the original', examples: ['image/jpeg'] }),
    byteLength: bytesOut('Bytes of the original'),
    sha256: sha256Out,
    state: z.enum(STATES).meta({ description: 'State (状态)', examples: ['complete'] }),
    stateZh: textOut('The state in Chinese', '已完成'),
    receivedBytes: countOut('How many bytes count by now', 482_133),
    createdAt: instantOut('When it was announced'),
    completedAt: maybeInstantOut('When it was complete; null while it is not'),
    expiresAt: maybeInstantOut('When it is over if nothing more comes; null when it waits for nothing'),
    refusal: refusalSchema.nullable().meta({ description: 'Null unless it was refused' }),
    files: listOf(fileSchema, 3).meta({ description: 'What can be read; empty while it is not complete' }),
  })
  .meta({ id: 'Attachment', description: 'A photo, document, video or recording (附件)' })

export const attachmentPageSchema = pageOf(attachmentSchema).meta({
  id: 'AttachmentPage',
  description: 'A page of attachments, the oldest first',
})

export const attachmentQuery = z.strictObject(pageQuery)

export const contentQuery = z.strictObject({
  rendition: renditionSchema.optional().meta({
    description: 'By default what everybody may read: stripped, or the original of a document',
  }),
})

export const contentHeaders = z.looseObject({
  range: text(200).optional().meta({
    description: 'One range of bytes; several are answered with the whole',
    example: 'bytes=0-65535',
  }),
  'if-range': text(200)
    .optional()
    .meta({ description: 'The ETag that the range goes with', example: '"e3b0…"' }),
  'if-none-match': text(2_000)
    .optional()
    .meta({ description: 'The ETag of what you have; 304 when it still holds', example: '"e3b0…"' }),
})

export const CONTENT_HEADERS = {
  ETag: {
    type: 'string',
    maxLength: 66,
    pattern: '^"[0-9a-f]{64}"$',
    description: 'SHA-256 of the file in hexadecimal',
  },
  'Accept-Ranges': { type: 'string', const: 'bytes', description: 'Ranges of bytes are answered' },
  'Content-Disposition': {
    type: 'string',
    maxLength: 1_000,
    pattern: '^attachment; ',
    description: 'To be saved under a safe name, never shown as a page',
  },
  'Content-Length': { type: 'string', maxLength: 15, pattern: '^[0-9]+$', description: 'Bytes that follow' },
  'Cache-Control': {
    type: 'string',
    maxLength: 30,
    pattern: '^[a-z, -]+$',
    description: 'Private; a restricted original is not stored anywhere',
  },
} as const

export const RANGE_HEADERS = {
  ...CONTENT_HEADERS,
  'Content-Range': {
    type: 'string',
    maxLength: 60,
    pattern: '^bytes [0-9]+-[0-9]+/[0-9]+$',
    description: 'Which bytes follow, of how many',
  },
} as const
