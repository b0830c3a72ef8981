import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZodOpenApi } from 'fastify-zod-openapi'
import { z } from 'zod'
import { conditionalHeaders, hasAlready, NOT_MODIFIED, TAGGED_HEADERS } from '../http/etag.ts'
import { problems } from '../problems/schemas.ts'
import { contentHash, makeBundle } from './make-bundle.ts'
import { bundleSchema } from './schemas.ts'
import { vectorsSchema } from './vector-schemas.ts'
import committed from './vectors.json' with { type: 'json' }

const request = {
  tags: ['bundle'],
  querystring: z.strictObject({}),
  headers: conditionalHeaders,
}

const getValidationBundleSchema = {
  ...request,
  operationId: 'getValidationBundle',
  summary: 'All that a device needs to check a report offline (离线校验包)',
  description:
    'Indicators, hazards, sectors, criteria and the consistency checks as data, with the sentences that they say. Ask with If-None-Match: 304 says that the rules you have still hold.',
  response: {
    200: {
      description: 'The bundle',
      headers: TAGGED_HEADERS,
      content: { 'application/json': { schema: bundleSchema } },
    },
    304: NOT_MODIFIED,
    ...problems(400, 401, 403, 429),
  },
}

const getValidationVectorsSchema = {
  ...request,
  operationId: 'getValidationVectors',
  summary: 'Cases with their answers, to prove a client by (校验对照用例)',
  description:
    'Facts, and which checks they do not pass. A client that answers all of them alike reads the bundle as the service does.',
  response: {
    200: {
      description: 'The vectors of this bundle',
      headers: TAGGED_HEADERS,
      content: { 'application/json': { schema: vectorsSchema } },
    },
    304: NOT_MODIFIED,
    ...problems(400, 401, 403, 429),
  },
}

/** A document that stays as it is while the program runs: written out and tagged once. */
function published(document: object, tag = contentHash(document)) {
  const text = JSON.stringify(document)
  return (request: FastifyRequest, reply: FastifyReply) =>
    hasAlready(request, reply, `"${tag}"`)
      ? reply.code(304).send()
      : reply
          .header('content-type', 'application/json; charset=utf-8')
          .serializer((whole: string) => whole)
          .send(text)
}

/** The rules for devices that are offline, and the proof that they read them rightly. They change only with a release. */
export function bundleRoutes(): FastifyPluginAsyncZodOpenApi {
  const bundle = makeBundle()
  const sendBundle = published(bundle, bundle.version)
  const sendVectors = published({ bundleVersion: bundle.version, vectors: committed.vectors })
  const compress = { threshold: 1_024 }
  return async (app) => {
    app.get('/validation-bundle', { schema: getValidationBundleSchema, compress }, sendBundle)
    app.get('/validation-bundle/vectors', { schema: getValidationVectorsSchema, compress }, sendVectors)
  }
}
