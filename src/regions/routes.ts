import type { FastifyPluginAsyncZodOpenApi } from 'fastify-zod-openapi'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { cursorOf, positionOf } from '../http/pages.ts'
import { Problem } from '../problems/problem.ts'
import { problems } from '../problems/schemas.ts'
import { nodeDetailSchema, nodePageSchema, nodeParams, nodeQuery, regionCodeSchema } from './schemas.ts'
import { countOpenBelow, readChainAbove, readNode, readNodePage } from './store.ts'

const POSITION = z.tuple([regionCodeSchema])

const listNodesSchema = {
  operationId: 'listNodes',
  summary: 'List reporting units (报送单位)',
  description:
    'Administrative divisions in the order of their codes, so that a unit stands before those below it. Every caller may read them.',
  tags: ['regions'],
  querystring: nodeQuery,
  response: {
    200: { description: 'A page of units', content: { 'application/json': { schema: nodePageSchema } } },
    ...problems(400, 401, 403, 429),
  },
}

const getNodeSchema = {
  operationId: 'getNode',
  summary: 'Read one reporting unit and the units above it (上级单位)',
  description: 'The chain above is the one that reports and escalations climb.',
  tags: ['regions'],
  params: nodeParams,
  response: {
    200: { description: 'The unit', content: { 'application/json': { schema: nodeDetailSchema } } },
    ...problems(400, 401, 403, 404, 429),
  },
}

/** Reporting units, to read. They change by import only. */
export function regionRoutes({ db }: Deps): FastifyPluginAsyncZodOpenApi {
  return async (app) => {
    app.get('/nodes', { schema: listNodesSchema }, async (request) => {
      const { limit, after, ...filter } = request.query
      const [position] = after === undefined ? [null] : positionOf(POSITION, after)
      const found = await readNodePage(db, filter, limit + 1, position)
      const items = found.slice(0, limit)
      const last = items.at(-1)
      return { items, next: found.length > limit && last ? cursorOf([last.regionCode]) : null }
    })

    app.get('/nodes/:regionCode', { schema: getNodeSchema }, async (request) => {
      const { regionCode } = request.params
      const node = await readNode(db, regionCode)
      if (!node) throw new Problem('not-found', `There is no unit with the code ${regionCode}.`)
      const [chainAbove, openChildren] = await Promise.all([
        readChainAbove(db, regionCode),
        countOpenBelow(db, regionCode),
      ])
      return { ...node, chainAbove, openChildren }
    })
  }
}
