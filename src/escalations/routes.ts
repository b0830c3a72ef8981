import type { FastifyPluginAsyncZodOpenApi } from 'fastify-zod-openapi'
import { z } from 'zod'
import { mustHold, scopeOf } from '../accounts/may.ts'
import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { idParams } from '../events/view-schemas.ts'
import { conditionalHeaders, isUnchanged, NOT_MODIFIED, TAGGED_HEADERS } from '../http/etag.ts'
import { cursorInstant, cursorInt, pageFrom, positionOf } from '../http/pages.ts'
import { problems } from '../problems/schemas.ts'
import { acknowledgeEscalation } from './acknowledge-escalation.ts'
import { mustSee } from './jurisdiction.ts'
import { orderEscalation } from './order-escalation.ts'
import { resolveEscalation } from './resolve-escalation.ts'
import {
  escalationPageSchema,
  escalationQuery,
  escalationSchema,
  newOrderSchema,
  newResolutionSchema,
  orderHeaders,
} from './schemas.ts'
import { type EscalationRow, findEscalation, readEscalationPage } from './store.ts'
import { viewEscalation, viewEscalations } from './view.ts'

const POSITION = z.tuple([cursorInt, cursorInstant, z.uuid()])
const tags = ['escalations']
const ONE = (description: string) => ({
  description,
  content: { 'application/json': { schema: escalationSchema } },
})

const listEscalationsSchema = {
  operationId: 'listEscalations',
  summary: 'List escalations (升级)',
  description:
    'What was passed upward to the units in your jurisdiction: open ones gravest first, then oldest first; closed ones newest first. Poll it with If-None-Match: 304 says that nothing is new, overdue or acknowledged since.',
  tags,
  querystring: escalationQuery,
  headers: conditionalHeaders,
  response: {
    200: {
      description: 'A page of escalations',
      headers: TAGGED_HEADERS,
      content: { 'application/json': { schema: escalationPageSchema } },
    },
    304: NOT_MODIFIED,
    ...problems(400, 401, 403, 429),
  },
}

const getEscalationSchema = {
  operationId: 'getEscalation',
  summary: 'Read one escalation (升级)',
  description: 'What is overdue, why, and what to do next.',
  tags,
  params: idParams,
  response: { 200: ONE('The escalation'), ...problems(400, 401, 403, 404, 429) },
}

const acknowledgeEscalationSchema = {
  operationId: 'acknowledgeEscalation',
  summary: 'Acknowledge an escalation (签收)',
  description:
    'By an officer, reviewer, duty officer or duty leader of the unit that owns it, or of one above. The first one gets it; the next is told who was first and when. It starts the clock of the resolution. Repeating your own acknowledgement is harmless.',
  tags,
  params: idParams,
  response: { 200: ONE('It is acknowledged, by you'), ...problems(400, 401, 403, 404, 409, 429) },
}

const resolveEscalationSchema = {
  operationId: 'resolveEscalation',
  summary: 'Resolve an escalation (办结)',
  description: 'By the same people. Says what was done and closes it. It must have been acknowledged before.',
  tags,
  params: idParams,
  body: newResolutionSchema,
  response: { 200: ONE('It is resolved'), ...problems(400, 401, 403, 404, 409, 413, 415, 429) },
}

const orderEscalationSchema = {
  operationId: 'orderEscalation',
  summary: 'Order that an event is passed upward (指令升级)',
  description: 'By a duty officer or duty leader: passes an event to a tier above, whatever its severity.',
  tags,
  params: idParams,
  headers: orderHeaders,
  body: newOrderSchema,
  response: {
    201: ONE('It was passed upward, or had been by the same key'),
    ...problems(400, 401, 403, 404, 409, 413, 415, 422, 429),
  },
}

/** What was passed upward: for the duty officer who polls, acknowledges and resolves. */
export function escalationRoutes(deps: Deps): FastifyPluginAsyncZodOpenApi {
  const { db } = deps
  return async (app) => {
    app.get('/escalations', { schema: listEscalationsSchema }, async (request, reply) => {
      const { limit, after, ...filter } = request.query
      mustHold(request.caller, 'escalation.read')
      const scope = scopeOf(request.caller, 'escalation.read')
      const position = after === undefined ? null : positionOf(POSITION, after)
      const now = await readNow(db)
      const found = await readEscalationPage(db, { ...filter, scope }, limit + 1, position)
      const { rows, next } = pageFrom(found, limit, positionIn(filter.state))
      const page = { items: await viewEscalations(db, rows, now), next }
      return isUnchanged(request, reply, scope, page) ? reply.code(304).send() : page
    })

    app.get('/escalations/:id', { schema: getEscalationSchema }, async ({ caller, params }) => {
      mustSee(caller, await findEscalation(db, params.id))
      return viewEscalation(db, params.id, await readNow(db))
    })

    app.post(
      '/escalations/:id/acknowledgement',
      { schema: acknowledgeEscalationSchema },
      async ({ caller, params }) => acknowledgeEscalation(deps, caller, params.id),
    )

    app.post(
      '/escalations/:id/resolution',
      { schema: resolveEscalationSchema },
      async ({ caller, params, body }) => resolveEscalation(deps, caller, params.id, body.resolution),
    )

    app.post('/events/:id/escalations', { schema: orderEscalationSchema }, async (request, reply) => {
      const { caller, params, body, headers } = request
      const order = { eventId: params.id, ...body, key: headers['idempotency-key'] }
      const made = await orderEscalation(deps, caller, order)
      return reply.code(201).header('location', `/v1/escalations/${made.id}`).send(made)
    })
  }
}

const positionIn =
  (state: 'open' | 'closed') =>
  ({ escalation }: EscalationRow): [number, string, string] => {
    const at = state === 'open' ? escalation.escalatedAt : (escalation.resolvedAt ?? escalation.escalatedAt)
    return [escalation.severityRank, at.toISOString(), escalation.id]
  }
