import { z } from 'zod'
import { code, listOf, text } from '../wire.ts'

const problemErrorSchema = z.object({
  pointer: text(1_000).meta({
    description: 'JSON pointer into the body, or header:, query:, path: and a name',
  }),
  code: code(100).meta({ description: 'Stable code of what is wrong' }),
  detail: text(2_000).meta({ description: 'A sentence that helps' }),
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
    detail: text(4_000),
    errors: listOf(problemErrorSchema, 100_000).optional(),
    violations: listOf(violationSchema, 1_000).optional(),
  })
  .meta({ id: 'Problem', description: 'A problem (RFC 9457)' })

/** Declares a problem reply in a route's schema. */
export function problemResponse(description: string) {
  return { description, content: { 'application/problem+json': { schema: problemSchema } } }
}

const REASONS = {
  400: 'The request cannot be read or does not fit its schema',
  401: 'No valid access token',
  403: 'The account may not do this, or not here',
  404: 'Nothing here, or nothing the account may see',
  409: 'The state does not allow it',
  412: 'It has changed since it was read',
  413: 'The body is too large',
  415: 'The media type is not accepted',
  422: 'A rule is violated',
  429: 'Too many requests',
  500: 'A fault inside Fengsui',
  503: 'The service cannot answer just now',
} as const

type ProblemStatus = keyof typeof REASONS
type ProblemResponse = ReturnType<typeof problemResponse>

/**
 * The problem replies of a route, by status. 500 and 503 can always happen and are always declared.
 */
export function problems<Status extends ProblemStatus = never>(...statuses: Status[]) {
  const all: ProblemStatus[] = [...statuses, 500, 503]
  return Object.fromEntries(all.map((status) => [status, problemResponse(REASONS[status])])) as Record<
    Status | 500 | 503,
    ProblemResponse
  >
}
