import type { FastifyPluginAsyncZodOpenApi } from 'fastify-zod-openapi'
import type { Deps } from '../deps.ts'
import { idParams } from '../events/view-schemas.ts'
import { conditionalHeaders, isUnchanged, NOT_MODIFIED, TAGGED_HEADERS } from '../http/etag.ts'
import { json } from '../http/json-reply.ts'
import { problems } from '../problems/schemas.ts'
import { claimRoutes } from './claim-routes.ts'
import { outsideLossRoutes } from './outside-routes.ts'
import { readDifferences } from './read-differences.ts'
import { readTotals } from './read-totals.ts'
import { differencesQuery, differencesSchema, totalsQuery, totalsSchema } from './schemas.ts'

const tags = ['totals']
const getTotalsSchema = {
  operationId: 'getTotals',
  summary: 'The totals of an event in a unit (汇总)',
  description:
    'Every indicator with its rule and how it came about: for the unit and each one directly below, whether its own figure or the sum below it counted. As it stands, or with `asOf` as it stood, merges and splits of events as they were decided by then. Beside it, and never counted: open claims, joint decisions, losses outside. Poll it with If-None-Match.',
  tags,
  params: idParams,
  querystring: totalsQuery,
  headers: conditionalHeaders,
  response: {
    200: { ...json('The totals', totalsSchema), headers: TAGGED_HEADERS },
    304: NOT_MODIFIED,
    ...problems(400, 401, 403, 404, 422, 429),
  },
}

const getTotalsDifferencesSchema = {
  operationId: 'getTotalsDifferences',
  summary: 'What changed in the totals between two instants (汇总差异)',
  description: 'By indicator and by unit, with the versions that did it. Only what changed.',
  tags,
  params: idParams,
  querystring: differencesQuery,
  response: { 200: json('What changed', differencesSchema), ...problems(400, 401, 403, 404, 422, 429) },
}

/** Totals of events, what changed in them, and what is said beside them without being counted. */
export function totalsRoutes(deps: Deps): FastifyPluginAsyncZodOpenApi {
  const { db } = deps
  return async (app) => {
    await app.register(outsideLossRoutes(deps))
    await app.register(claimRoutes(deps))

    const config = { tellsOfThen: true }
    app.get('/events/:id/totals', { schema: getTotalsSchema, config }, async (request, reply) => {
      const { caller, params, query } = request
      const totals = await readTotals(db, caller, params.id, query)
      return isUnchanged(request, reply, caller.bindings, totals) ? reply.code(304).send() : totals
    })

    app.get(
      '/events/:id/totals/differences',
      { schema: getTotalsDifferencesSchema, config },
      async ({ caller, params, query }) => readDifferences(db, caller, params.id, query),
    )
  }
}
