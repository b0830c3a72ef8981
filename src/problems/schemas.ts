import { z } from 'zod'
import { code, listOf, text } from '../wire.ts'
import { PROBLEMS, type ProblemSlug } from './catalogue.ts'
import { cutProblem, LONGEST, Problem, type ProblemBody } from './problem.ts'

const problemErrorSchema = z.object({
  pointer: text(LONGEST.pointer).meta({
    description: 'JSON pointer into the body, or header:, query:, path: and a name',
  }),
  code: code(100).meta({ description: 'Stable code of what is wrong' }),
  detail: text(LONGEST.errorDetail).meta({ description: 'A sentence that helps' }),
})

const violationSchema = z
  .looseObject({
    rule: code(100),
    kind: z.enum(['hard', 'soft']),
    pointers: listOf(text(1_000), 100),
  })
  .meta({ description: 'A rule that the report breaks, with its clause and what was seen' })

/** The body of every failure (RFC 9457). Extra members depend on the type; docs/problems.md lists them. */
export const problemSchema = z
  .looseObject({
    type: code(100).meta({ description: 'Stable relative URI of the kind of problem' }),
    title: text(200),
    status: z.int().min(400).max(599),
    detail: text(LONGEST.detail),
    errors: listOf(problemErrorSchema, 100_000).optional(),
    violations: listOf(violationSchema, 1_000).optional(),
  })
  .meta({
    id: 'Problem',
    description: 'A problem (RFC 9457)',
    examples: [
      {
        type: '/problems/invalid-request',
        title: PROBLEMS['invalid-request'].title,
        status: PROBLEMS['invalid-request'].status,
        detail: '/figures/dead: must not be negative',
        errors: [{ pointer: '/figures/dead', code: 'too_small', detail: 'must not be negative' }],
      },
    ],
  })

/** A problem but for how long its texts may be. */
const uncutSchema = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z.array(z.looseObject({ pointer: z.string(), code: z.string(), detail: z.string() })).optional(),
})

/**
 * A problem as it was kept, in the form in which it goes out. One that an older release kept in another form must not
 * hide the list that it stands in.
 */
export function keptProblem(kept: ProblemBody): z.infer<typeof problemSchema> {
  const read = problemSchema.safeParse(kept)
  if (read.success) return read.data
  const tooLong = uncutSchema.safeParse(kept)
  const cut = problemSchema.safeParse(tooLong.success && cutProblem(tooLong.data))
  if (cut.success) return cut.data
  return problemSchema.parse(
    new Problem('invalid-request', 'Why it was refused cannot be shown any more.').body,
  )
}

/** Declares a problem reply in a route's schema. */
export function problemResponse(description: string, example: ProblemSlug = 'internal-error') {
  const { status, title } = PROBLEMS[example]
  const body = { type: `/problems/${example}`, title, status, detail: `${description}.` }
  return { description, content: { 'application/problem+json': { schema: problemSchema, example: body } } }
}

const REPLIES = {
  400: ['The request cannot be read or does not fit its schema', 'invalid-request'],
  401: ['No valid access token', 'unauthenticated'],
  403: ['The account may not do this, or not here', 'outside-jurisdiction'],
  404: ['Nothing here, or nothing the account may see', 'not-found'],
  409: ['The state does not allow it', 'state-conflict'],
  410: ['The upload is over and came to nothing', 'upload-gone'],
  412: ['The parent is not the head of the chain any more', 'stale-parent'],
  413: ['The body is too large', 'body-too-large'],
  415: ['The media type is not accepted', 'unsupported-media-type'],
  416: ['The file has no such range', 'range-not-satisfiable'],
  422: ['A rule is violated', 'rules-violated'],
  429: ['Too many requests', 'too-many-requests'],
  460: ['The chunk is not what its checksum says', 'checksum-mismatch'],
  500: ['A fault inside Fengsui', 'internal-error'],
  507: ['There is no room for attachments', 'storage-full'],
  503: ['The service cannot answer just now', 'unavailable'],
} as const satisfies Record<number, [description: string, example: ProblemSlug]>

type ProblemStatus = keyof typeof REPLIES
type ProblemResponse = ReturnType<typeof problemResponse>

/**
 * The problem replies of a route, by status. 500 and 503 can always happen and are always declared.
 */
export function problems<Status extends ProblemStatus = never>(...statuses: Status[]) {
  const all: ProblemStatus[] = [...statuses, 500, 503]
  const declared = all.map((status) => [status, problemResponse(REPLIES[status][0], REPLIES[status][1])])
  return Object.fromEntries(declared) as Record<Status | 500 | 503, ProblemResponse>
}
