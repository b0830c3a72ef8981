import type { FastifyPluginAsyncZodOpenApi } from 'fastify-zod-openapi'
import { z } from 'zod'
import { problems } from '../problems/schemas.ts'
import { HAZARDS } from '../regulations/hazards.ts'
import { INDICATORS } from '../regulations/indicators.ts'
import { hazardListSchema, indicatorListSchema } from './schemas.ts'

const nothing = z.strictObject({})

const listHazardsSchema = {
  operationId: 'listHazards',
  summary: 'List the hazards and sub-hazards (灾种、亚灾种)',
  description: 'The codes that reports use, with their names, the codes of other systems, and their sources.',
  tags: ['catalogues'],
  querystring: nothing,
  response: {
    200: { description: 'Every hazard', content: { 'application/json': { schema: hazardListSchema } } },
    ...problems(400, 401, 403, 429),
  },
}

const listIndicatorsSchema = {
  operationId: 'listIndicators',
  summary: 'List the indicators of the flash report (快报指标)',
  description: 'The keys that the figures of a report use, with labels, units and sources.',
  tags: ['catalogues'],
  querystring: nothing,
  response: {
    200: { description: 'Every indicator', content: { 'application/json': { schema: indicatorListSchema } } },
    ...problems(400, 401, 403, 429),
  },
}

const HAZARD_LIST = { items: [...HAZARDS].map((row) => ({ ...row, subhazards: [...row.subhazards] })) }
const INDICATOR_LIST = { items: [...INDICATORS] }

/** The code lists of the regulations, for the programmers of other systems. They change only with a release. */
export function catalogueRoutes(): FastifyPluginAsyncZodOpenApi {
  return async (app) => {
    app.get('/hazards', { schema: listHazardsSchema }, async () => HAZARD_LIST)
    app.get('/indicators', { schema: listIndicatorsSchema }, async () => INDICATOR_LIST)
  }
}
