import type { FastifyPluginAsyncZodOpenApi } from 'fastify-zod-openapi'
import { z } from 'zod'
import { mustHold, placesOf } from '../accounts/may.ts'
import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { findVisibleEvent } from '../events/store.ts'
import { isUnchanged } from '../http/etag.ts'
import { cursorInstant, cursorInt, pageFrom, positionOf } from '../http/pages.ts'
import { Problem } from '../problems/problem.ts'
import { shanghaiDay } from '../shanghai.ts'
import { acknowledgeForwarding } from './acknowledge-forwarding.ts'
import { type ForwardingRow, findForwarding, readDecisions, readForwardingPage } from './forwarding-store.ts'
import { mustSee } from './jurisdiction.ts'
import * as operations from './operations.ts'
import { reassignForwarding } from './reassign-forwarding.ts'
import { refuseForwarding } from './refuse-forwarding.ts'
import { readDepartments, readRoutingRules, readSections } from './store.ts'
import { ruleView, viewDecisions, viewForwarding, viewForwardings } from './view.ts'

const POSITION = z.tuple([cursorInt, cursorInstant, z.uuid()])
const DECISION_POSITION = z.tuple([cursorInstant, z.uuid()])

/** What was forwarded to whom: for clerks and liaisons who sign for it, and the desk that sees all of it. */
export function routingRoutes(deps: Deps): FastifyPluginAsyncZodOpenApi {
  return async (app) => {
    await app.register(forwardingRoutes(deps))
    await app.register(routingTableRoutes(deps))
  }
}

function forwardingRoutes(deps: Deps): FastifyPluginAsyncZodOpenApi {
  const { db } = deps
  return async (app) => {
    app.get('/forwardings', { schema: operations.listForwardings }, async (request, reply) => {
      const { limit, after, ...filter } = request.query
      mustHold(request.caller, 'forwarding.read')
      const places = placesOf(request.caller, 'forwarding.read')
      const position = after === undefined ? null : positionOf(POSITION, after)
      const now = await readNow(db)
      const found = await readForwardingPage(db, { ...filter, places }, limit + 1, position)
      const { rows, next } = pageFrom(found, limit, positionIn(filter.state))
      const page = { items: await viewForwardings(db, rows, now), next }
      return isUnchanged(request, reply, places, page) ? reply.code(304).send() : page
    })

    app.get('/forwardings/:id', { schema: operations.getForwarding }, async ({ caller, params }) => {
      mustSee(caller, await findForwarding(db, params.id))
      return viewForwarding(db, params.id, await readNow(db))
    })

    app.post(
      '/forwardings/:id/acknowledgement',
      { schema: operations.acknowledgeForwarding },
      async ({ caller, params }) => acknowledgeForwarding(deps, caller, params.id),
    )

    app.post(
      '/forwardings/:id/refusal',
      { schema: operations.refuseForwarding },
      async ({ caller, params, body }) => refuseForwarding(deps, caller, params.id, body.reason),
    )

    app.post(
      '/forwardings/:id/reassignment',
      { schema: operations.reassignForwarding },
      async ({ caller, params, body }) => reassignForwarding(deps, caller, params.id, body),
    )
  }
}

function routingTableRoutes({ db }: Deps): FastifyPluginAsyncZodOpenApi {
  return async (app) => {
    app.get('/events/:id/routing', { schema: operations.listRoutingDecisions }, async (request) => {
      const { limit, after } = request.query
      const found = await findVisibleEvent(db, request.caller, request.params.id)
      if (!found) throw new Problem('not-found', 'There is no such event in your jurisdiction.')
      mustHold(request.caller, 'forwarding.read')
      const position = after === undefined ? null : positionOf(DECISION_POSITION, after)
      const decisions = await readDecisions(db, found.event.id, limit + 1, position)
      const { rows, next } = pageFrom(decisions, limit, ({ decidedAt, id }) => [decidedAt.toISOString(), id])
      return { items: await viewDecisions(db, rows), next }
    })

    app.get('/sections', { schema: operations.listSections }, async ({ caller }) => {
      mustHold(caller, 'node.read')
      return { items: await readSections(db) }
    })

    app.get('/departments', { schema: operations.listDepartments }, async ({ caller }) => {
      mustHold(caller, 'node.read')
      return { items: await readDepartments(db) }
    })

    app.get('/routing-rules', { schema: operations.listRoutingRules }, async ({ caller, query }) => {
      mustHold(caller, 'node.read')
      const onDay = query.onDay ?? shanghaiDay(await readNow(db))
      return { onDay, items: (await readRoutingRules(db, onDay)).map(ruleView) }
    })
  }
}

const positionIn =
  (state: 'open' | 'closed') =>
  ({ forwarding }: ForwardingRow): [number, string, string] => {
    const { acknowledgedAt, refusedAt, forwardedAt } = forwarding
    const at = state === 'open' ? forwardedAt : (acknowledgedAt ?? refusedAt ?? forwardedAt)
    return [forwarding.severityRank, at.toISOString(), forwarding.id]
  }
