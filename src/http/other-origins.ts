import type { FastifyCorsOptions } from '@fastify/cors'
import type { FastifyRequest } from 'fastify'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']
/** What a page may read of an answer besides its body. */
const EXPOSED = [
  ...['ETag', 'Location', 'Retry-After', 'Idempotency-Replayed', 'Content-Disposition', 'Content-Range'],
  ...['Tus-Resumable', 'Upload-Offset', 'Upload-Length', 'Upload-Metadata', 'Upload-Expires'],
]

/**
 * What pages of other origins may do (CORS), for @fastify/cors. An OPTIONS that a browser did not send as its preflight is
 * a request like any other: tus asks so what an upload can do.
 *
 * @param allowed origins, comma separated
 */
export function otherOrigins(allowed: string) {
  const origin = allowed.split(',').map((one) => one.trim())
  return {
    delegator: (
      { headers }: Pick<FastifyRequest, 'headers'>,
      answer: (error: Error | null, options: FastifyCorsOptions) => void,
    ) => {
      const preflight = headers['access-control-request-method'] !== undefined
      answer(null, { origin, methods: METHODS, exposedHeaders: EXPOSED, preflight })
    },
  }
}
