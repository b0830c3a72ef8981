import type { FastifyInstance } from 'fastify'
import { Problem } from '../problems/problem.ts'
import { parseStrictJson } from './strict-json.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** the JSON body as it was sent, before defaults and conversions: what hashes are made of */
    receivedBody: object
  }
}

/** JSON bodies are read strictly, everywhere; the default lenient parser is removed. */
export function acceptStrictJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.decorateRequest('receivedBody')
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      mustBePlain(request.headers['content-encoding'])
      const value = parseStrictJson(body as Buffer)
      if (typeof value === 'object' && value !== null) request.receivedBody = value
      done(null, value)
    } catch (error) {
      done(error as Error)
    }
  })
}

/** Compressed bodies are not read: a few kilobytes may unfold into gigabytes. */
function mustBePlain(encoding: string | undefined): void {
  if (encoding === undefined || encoding === 'identity') return
  const detail = 'Send the body as it is, without Content-Encoding.'
  throw new Problem('unsupported-media-type', detail, {
    errors: [{ pointer: 'header:content-encoding', code: 'encoded_body', detail }],
  })
}
