/** What an upload says of itself before its first byte (上传登记): the keys of Upload-Metadata. */
import { z } from 'zod'
import { Problem } from '../problems/problem.ts'
import { regionCodeSchema } from '../regions/schemas.ts'
import { lineIn } from '../wire.ts'
import { KINDS } from './tables.ts'

const LONGEST_NAME = 200

/** One line of visible text that no program could take for a path. */
const filename = lineIn(LONGEST_NAME)
  .trim()
  .min(1)
  .regex(/^[^/\\]+$/, 'must be a name without folders')
  .refine((name) => !/^\.+$/.test(name), 'must be a name')

const announcement = z
  .strictObject({
    eventId: z.uuid().toLowerCase().optional(),
    versionId: z.uuid().toLowerCase().optional(),
    regionCode: regionCodeSchema,
    kind: z.enum(KINDS),
    filename,
    filetype: z
      .string()
      .max(100)
      .regex(/^[\w.+-]+\/[\w.+-]+$/, 'must be a media type such as image/jpeg'),
    sha256: z
      .string()
      .toLowerCase()
      .regex(/^[0-9a-f]{64}$/, 'must be the SHA-256 of the whole file in hexadecimal'),
  })
  .refine(({ eventId, versionId }) => (eventId === undefined) !== (versionId === undefined), {
    path: ['eventId'],
    message: 'name either eventId or versionId',
  })

export type Announced = z.infer<typeof announcement>

/**
 * Reads the metadata of an upload.
 *
 * @param metadata keys and decoded values; null for a key without a value
 * @throws Problem invalid-request with every key at fault
 */
export function readAnnouncement(metadata: Record<string, string | null>): Announced {
  const result = announcement.safeParse(metadata)
  if (result.success) return result.data
  const errors = result.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => fault('unknown_field', key, 'is not known here'))
      : [fault(codeOf(issue, metadata), issue.path.join('.'), issue.message)],
  )
  throw new Problem('invalid-request', `Upload-Metadata: ${errors[0]?.detail}`, {
    errors: errors.slice(0, 20),
  })
}

function fault(code: string, key: string, message: string) {
  return { pointer: 'header:upload-metadata', code, detail: `${key.slice(0, 100)}: ${message}` }
}

function codeOf(issue: z.core.$ZodIssue, metadata: Record<string, string | null>): string {
  const [key] = issue.path
  return issue.code === 'invalid_type' && !Object.hasOwn(metadata, String(key)) ? 'missing' : issue.code
}
