import type { FastifyPluginAsyncZodOpenApi } from 'fastify-zod-openapi'
import { makeBundle } from '../bundle/make-bundle.ts'
import type { Deps } from '../deps.ts'
import { problems } from '../problems/schemas.ts'
import { readSync } from './read-sync.ts'
import { syncQuery, syncSchema } from './schemas.ts'
import { readClusterId } from './store.ts'

const syncDeviceSchema = {
  operationId: 'syncDevice',
  summary: 'What changed for this device since its cursor (增量同步)',
  description:
    'In commit order and without gaps: what happened to the units of the account and below, and to events above them. Start without a cursor: the answer says what is owed and what waits; what happened before is at GET /v1/events. A device with a budget says so in maxBytes; hasMore tells that the rest is there.',
  tags: ['reports'],
  querystring: syncQuery,
  response: {
    200: { description: 'What changed', content: { 'application/json': { schema: syncSchema } } },
    ...problems(400, 401, 409, 429),
  },
}

/** The sync of devices (增量同步). */
export function syncRoutes({ db }: Deps): FastifyPluginAsyncZodOpenApi {
  const { version: bundleVersion } = makeBundle()
  let cluster: Promise<string> | null = null
  return async (app) => {
    app.get('/sync', { schema: syncDeviceSchema, compress: { threshold: 1_024 } }, async (request) => {
      cluster ??= readClusterId(db)
      const clusterId = await cluster.catch((error: unknown) => {
        cluster = null
        throw error
      })
      const { cursor = null, maxBytes } = request.query
      return readSync(db, { caller: request.caller, clusterId, cursor, maxBytes, bundleVersion })
    })
  }
}
