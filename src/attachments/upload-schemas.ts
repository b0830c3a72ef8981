import type { Readable } from 'node:stream'
import { z } from 'zod'
import { text } from '../wire.ts'

/** As in docs/attachments.md; the values are base64. */
const METADATA =
  'eventId MDE5YTJiNmUtNWQyYy03Y2MzLTk4ZjQtMWEyYjNjNGQ1ZTZm,regionCode NTQwMTIyMjAwMjAy,kind cGhvdG8=,filename 5aGM5pa5LmpwZw==,filetype aW1hZ2UvanBlZw==,sha256 ZTNiMGM0NDI5OGZjMWMxNDlhZmJmNGM4OTk2ZmI5MjQyN2FlNDFlNDY0OWI5MzRjYTQ5NTk5MWI3ODUyYjg1NQ=='

const DIGITS = /^\d{1,15}$/

const version = {
  'tus-resumable': text(20)
    .optional()
    .meta({ description: 'Always 1.0.0; without it, or with another, 412', example: '1.0.0' }),
}

export const tusHeaders = z.looseObject(version)

export const createHeaders = z.looseObject({
  ...version,
  'upload-length': z
    .string()
    .regex(DIGITS, 'must be the number of bytes of the whole file')
    .meta({ maxLength: 15, description: 'Bytes of the whole file', example: '482133' }),
  'upload-metadata': text(4_000).meta({
    description:
      'Keys with values in base64: eventId or versionId, regionCode, kind (photo, document, video, audio), filename, filetype, and sha256 of the whole file in hexadecimal',
    example: METADATA,
  }),
})

export const chunkHeaders = z.looseObject({
  ...version,
  'upload-offset': z
    .string()
    .regex(DIGITS, 'must be the offset of the first byte of this chunk')
    .meta({ maxLength: 15, description: 'Where these bytes go on', example: '0' }),
  'upload-checksum': z
    .string()
    .regex(/^sha256 [A-Za-z0-9+/]{43}=$/, 'must be sha256, a space, and the hash of this chunk in base64')
    .meta({
      maxLength: 51,
      description: 'Hash of this chunk; it counts only when the bytes fit it',
      example: 'sha256 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
    }),
})

/** Bytes as they come: the schema is for the document, the stream is not touched. */
export const bytesIn = z
  .custom<Readable>(() => true)
  .meta({
    override: {
      type: 'string',
      format: 'binary',
      maxLength: 67_108_864,
      description: 'The bytes of this chunk',
      examples: ['...'],
    },
  })

const number = (description: string) => ({ type: 'string', maxLength: 15, pattern: '^[0-9]+$', description })

const RESUMABLE = { 'Tus-Resumable': { type: 'string', const: '1.0.0', description: 'The version spoken' } }
const EXPIRES = {
  'Upload-Expires': {
    type: 'string',
    maxLength: 40,
    pattern: '^[A-Za-z0-9,: ]+$',
    description: 'When it is over if nothing more comes; absent when all bytes are there',
  },
}

export const CREATED_HEADERS = {
  ...RESUMABLE,
  ...EXPIRES,
  Location: {
    type: 'string',
    maxLength: 100,
    pattern: '^/v1/uploads/[0-9a-f-]{36}$',
    description: 'Where the chunks go',
  },
} as const

export const CHUNK_HEADERS = {
  ...RESUMABLE,
  ...EXPIRES,
  'Upload-Offset': number('How many bytes count by now'),
} as const

export const PROGRESS_HEADERS = {
  ...CHUNK_HEADERS,
  'Upload-Length': number('Bytes of the whole file'),
  'Upload-Metadata': {
    type: 'string',
    maxLength: 8_000,
    pattern: '^[A-Za-z0-9+/=, ]+$',
    description: 'What was announced',
  },
  'Cache-Control': { type: 'string', const: 'no-store', description: 'Ask again each time' },
} as const

export const CANCELLED_HEADERS = RESUMABLE

export const CAPABILITY_HEADERS = {
  ...RESUMABLE,
  'Tus-Version': { type: 'string', const: '1.0.0', description: 'The only version spoken' },
  'Tus-Extension': {
    type: 'string',
    const: 'creation,checksum,expiration,termination',
    description: 'Extensions',
  },
  'Tus-Checksum-Algorithm': { type: 'string', const: 'sha256', description: 'The only one' },
  'Tus-Max-Size': number('The largest file of any kind'),
} as const
