import type { FastifyInstance } from 'fastify'
import { parseStrictJson } from './strict-json.ts'

/** JSON bodies are read strictly, everywhere; the default lenient parser is removed. */
export function acceptStrictJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, parseStrictJson(body as Buffer))
    } catch (error) {
      done(error as Error)
    }
  })
}
