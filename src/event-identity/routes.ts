import type { FastifyInstance } from 'fastify'
import type { FastifyPluginAsyncZodOpenApi } from 'fastify-zod-openapi'
import { z } from 'zod'
import { scopeOf } from '../accounts/may.ts'
import type { Db } from '../db/client.ts'
import type { Deps } from '../deps.ts'
import { reachOf } from '../events/reach.ts'
import { mustFindEvent } from '../events/read-event.ts'
import { findVisibleEvent } from '../events/store.ts'
import { covers } from '../regions/codes.ts'
import { shanghaiIso } from '../shanghai.ts'
import type { UndoDetail } from './act.ts'
import { mergeEvents } from './merge-events.ts'
import * as operations from './operations.ts'
import type { actSchema } from './schemas.ts'
import { splitEvent } from './split-event.ts'
import { type ActRow, readActs, readMoves, readRoot } from './store.ts'
import { suggestSame } from './suggest-same.ts'
import { undoAct } from './undo-act.ts'

/** Routes that speak of one event under its id. */
const ONE_EVENT = /^\/v1\/events\/:id(\/|$)/
const isId = z.uuid()
const LEADS_ON = { description: 'It was merged: the address of the event that goes on' }

declare module 'fastify' {
  interface FastifyContextConfig {
    /** knows where the address of a merged event led at the instant that `asOf` or `from` names */
    tellsOfThen?: boolean
  }
}

/** The identity of events (过程汇拢、拆分): suggested by score, decided by officers, taken back without loss. */
export function eventIdentityRoutes(deps: Deps): FastifyPluginAsyncZodOpenApi {
  const { db } = deps
  return async (app) => {
    app.get('/events/:id/suggestions', { schema: operations.suggestSameEvents }, ({ caller, params }) =>
      suggestSame(db, caller, params.id),
    )
    app.get(
      '/events/:id/identity-acts',
      { schema: operations.listIdentityActs },
      async ({ caller, params }) => {
        const { reports } = reachOf(caller, await mustFindEvent(db, caller, params.id))
        const acts = await readActs(db, params.id)
        return { items: await Promise.all(acts.map((act) => viewAct(db, act, reports))) }
      },
    )
    app.post(
      '/events/:id/merges',
      { schema: operations.mergeEvents },
      async ({ caller, params, body }, reply) => {
        const act = await mergeEvents(deps, caller, { intoEventId: params.id, ...body })
        return reply.code(201).send(await viewAct(db, act, scopeOf(caller, 'report.read')))
      },
    )
    app.post(
      '/events/:id/splits',
      { schema: operations.splitEvent },
      async ({ caller, params, body }, reply) => {
        const occurredAt = body.occurredAt === undefined ? undefined : new Date(body.occurredAt)
        const act = await splitEvent(deps, caller, { ...body, eventId: params.id, occurredAt })
        return reply.code(201).send(await viewAct(db, act, scopeOf(caller, 'report.read')))
      },
    )
    app.post(
      '/identity-acts/:id/undoing',
      { schema: operations.undoIdentityAct },
      async ({ caller, params, body }, reply) => {
        const act = await undoAct(deps, caller, params.id, body.reason)
        return reply.code(201).send(await viewAct(db, act, scopeOf(caller, 'report.read')))
      },
    )
  }
}

/**
 * Lets the address of an event that was merged lead to the event that goes on (307, with the same method), on every
 * route that speaks of one event, and says so in the API document. Whoever may not see the event learns nothing. What
 * travels in the lane finds the event that goes on there: at each retry its body is the same, and so is the answer.
 */
export function leadMergedEvents(app: FastifyInstance, { db }: Pick<Deps, 'db'>): void {
  app.addHook('onRoute', (route) => {
    const { url, config, schema } = route
    if (!ONE_EVENT.test(url) || config?.auth === 'token' || !schema?.response) return
    route.schema = { ...schema, response: { ...schema.response, 307: LEADS_ON } }
  })
  app.addHook('preHandler', async (request, reply) => {
    const { url = '', config } = request.routeOptions
    if (!ONE_EVENT.test(url) || config.auth === 'token') return
    const id = isId.safeParse((request.params as { id?: unknown }).id).data?.toLowerCase()
    if (id === undefined) return
    // what is asked of an instant is answered by the route itself: it knows where the address led then
    if (config.tellsOfThen && isAskedOfThen(request.query)) return
    const root = await readRoot(db, id)
    if (root === null || root === id || !(await findVisibleEvent(db, request.caller, id))) return
    return reply.redirect(request.url.replace(new RegExp(id, 'i'), root), 307)
  })
}

function isAskedOfThen(query: unknown): boolean {
  const { asOf, from } = (query ?? {}) as { asOf?: unknown; from?: unknown }
  return asOf !== undefined || from !== undefined
}

/** @param reads units whose reports the caller may read, with all below: figures of others are not shown */
async function viewAct(db: Db, act: ActRow, reads: readonly string[]): Promise<z.infer<typeof actSchema>> {
  const { id, kind, fromEventId, intoEventId, undoesId, reason, by } = act
  const chains = (await readMoves(db, id)).map(({ chainId, regionCode }) => ({ chainId, regionCode }))
  const { restOnBoth: reportsToReview = [], setAside: all = [] } = act.detail as UndoDetail
  const setAside = all.filter(({ regionCode }) => reads.some((code) => covers(code, regionCode)))
  const what = { id, kind, fromEventId, intoEventId, undoesId, reason, at: shanghaiIso(act.at), by }
  return { ...what, chains, reportsToReview, setAside }
}
