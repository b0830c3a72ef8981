import type { FastifyInstance } from 'fastify'

declare module 'fastify' {
  interface FastifyRequest {
    /** the JSON body as it was sent, before defaults and conversions: what hashes are made of */
    receivedBody: object
  }
}

import { parseStrictJson } from './strict-json.ts'

/** JSON bodies are read strictly, everywhere; the default lenient parser is removed. */
export function acceptStrictJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.decorateRequest('receivedBody')
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      const value = parseStrictJson(body as Buffer)
      if (typeof value === 'object' && value !== null) request.receivedBody = value
      done(null, value)
    } catch (error) {
      done(error as Error)
    }
  })
}
