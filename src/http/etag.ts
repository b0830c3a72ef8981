import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { text } from '../wire.ts'

/** `If-None-Match` of the lists that are polled. Other headers pass untouched. */
export const conditionalHeaders = z.looseObject({
  'if-none-match': text(2_000)
    .optional()
    .meta({ description: 'The ETag of the answer you have; 304 when it still holds', example: '"kA9…"' }),
})

/** The headers of a tagged answer, as route schemas declare them. */
export const TAGGED_HEADERS = {
  ETag: {
    type: 'string',
    maxLength: 100,
    pattern: '^"[A-Za-z0-9_-]+"$',
    description: 'Strong tag of this answer for this caller: send it as If-None-Match',
  },
  'Cache-Control': { type: 'string', const: 'private, no-cache', description: 'Ask again each time' },
  Vary: {
    type: 'string',
    maxLength: 100,
    pattern: '^[A-Za-z, -]+$',
    description: 'Authorization: another caller gets another answer',
  },
} as const

/** The answer to a caller who has it already. */
export const NOT_MODIFIED = { description: 'Nothing has changed since the answer with that ETag' }

/**
 * Sets the strong ETag of an answer and tells whether the caller has it already. The tag is made from the answer
 * itself and from what the caller may see: whatever the reader would see differently - a new item, an
 * acknowledgement, a duty that has become overdue by the mere passing of time - gives another tag, so that a 304
 * can hide nothing.
 *
 * @param scope whatever decides what this caller may see
 * @returns true when the answer must be 304, without a body
 */
export function isUnchanged(
  request: Pick<FastifyRequest, 'headers'>,
  reply: FastifyReply,
  scope: unknown,
  answer: unknown,
): boolean {
  return hasAlready(request, reply, strongTag(scope, answer))
}

/**
 * Sets the strong ETag of an answer that never changes while the program runs, and tells whether the caller has it
 * already.
 *
 * @param tag in its quotes
 * @returns true when the answer must be 304, without a body
 */
export function hasAlready(
  request: Pick<FastifyRequest, 'headers'>,
  reply: FastifyReply,
  tag: string,
): boolean {
  const varies = reply.getHeader('vary')
  const vary = varies === undefined ? 'Authorization' : `${varies}, Authorization`
  reply.headers({ etag: tag, 'cache-control': 'private, no-cache', vary })
  return matches(request.headers['if-none-match'], tag)
}

/** The strong entity tag of an answer, in its quotes. */
function strongTag(scope: unknown, answer: unknown): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([scope, answer]))
    .digest('base64url')
  return `"${hash}"`
}

/** RFC 9110 13.1.2: any of the tags, or `*`; a GET compares weakly, since a proxy may have weakened the tag. */
export function matches(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false
  const given = ifNoneMatch.split(',').map((one) => one.trim().replace(/^W\//, ''))
  return given.includes(tag) || given.includes('*')
}
