import type { FastifyPluginAsyncZodOpenApi } from 'fastify-zod-openapi'
import { z } from 'zod'
import { mustHold, placesOf, scopeOf } from '../accounts/may.ts'
import type { Deps } from '../deps.ts'
import { conditionalHeaders, isUnchanged, NOT_MODIFIED, TAGGED_HEADERS } from '../http/etag.ts'
import { json } from '../http/json-reply.ts'
import { cursorInstant, cursorInt, pageFrom, positionOf } from '../http/pages.ts'
import { problems } from '../problems/schemas.ts'
import { readNames } from '../regions/names.ts'
import { regionCodeSchema } from '../regions/schemas.ts'
import { extendEvent } from './extend-event.ts'
import { reachOf } from './reach.ts'
import { mustFindEvent, readEvent, viewTimeline } from './read-event.ts'
import {
  eventPageSchema,
  eventQuery,
  eventRegionsSchema,
  eventSchema,
  newEventRegionSchema,
  timelinePageSchema,
  timelineQuery,
} from './schemas.ts'
import { readEventPage, recipientPlaces } from './store.ts'
import { readTimeline } from './timeline-store.ts'
import { idParams } from './view-schemas.ts'
import { eventBrief } from './views.ts'

const POSITION = z.tuple([cursorInt, cursorInstant, z.uuid()])
const TIMELINE_POSITION = z.tuple([
  cursorInstant,
  cursorInt,
  z.uuid(),
  z.union([regionCodeSchema, z.literal('')]),
])
const tags = ['events']
const listEventsSchema = {
  operationId: 'listEvents',
  summary: 'List disaster events (灾害过程)',
  description:
    'Events that cover something in your jurisdiction, or were forwarded to your section or department; the gravest first, then the newest.',
  tags,
  querystring: eventQuery,
  headers: conditionalHeaders,
  response: {
    200: { ...json('A page of events', eventPageSchema), headers: TAGGED_HEADERS },
    304: NOT_MODIFIED,
    ...problems(400, 401, 403, 429),
  },
}

const getEventSchema = {
  operationId: 'getEvent',
  summary: 'Read one disaster event (灾害过程)',
  description:
    'The severity that stands with each ladder’s last answer and its reasons, what the event covers, the chains of reports, and what is open. Where the event was merged into another one, this address and all below it answer 307 with that one’s.',
  tags,
  params: idParams,
  response: {
    200: json('The event', eventSchema),
    ...problems(400, 401, 403, 404, 429),
  },
}

const getEventTimelineSchema = {
  operationId: 'getEventTimeline',
  summary: 'What happened in an event, in order (过程记录)',
  description:
    'Reports, severity answers, decisions, merges and splits of the event, deadlines set, met and missed, escalations and forwardings, as far as they lie in your jurisdiction.',
  tags,
  params: idParams,
  querystring: timelineQuery,
  response: {
    200: json('A page of what happened', timelinePageSchema),
    ...problems(400, 401, 403, 404, 429),
  },
}

const extendEventSchema = {
  operationId: 'extendEvent',
  summary: 'Extend an event to another county or the city (扩大涉及区域)',
  description:
    'Reports from there find the event from then on. To do it twice is harmless. By a reviewer, duty officer or duty leader. Both the event and the region must lie in your jurisdiction.',
  tags,
  params: idParams,
  body: newEventRegionSchema,
  response: {
    200: json('Everything the event covers now', eventRegionsSchema),
    ...problems(400, 401, 403, 404, 409, 413, 415, 422, 429),
  },
}

/** Events: what happened where, how grave it is and why. They are opened by reports. */
export function eventRoutes(deps: Deps): FastifyPluginAsyncZodOpenApi {
  const { db } = deps
  return async (app) => {
    app.get('/events', { schema: listEventsSchema }, async (request, reply) => {
      const { limit, after, ...filter } = request.query
      const { caller } = request
      if (recipientPlaces(caller).length === 0) mustHold(caller, 'event.read')
      const position = after === undefined ? null : positionOf(POSITION, after)
      const found = await readEventPage(db, caller, filter, limit + 1, position)
      const { rows, next } = pageFrom(found, limit, ({ severityRank, openedAt, id }) => [
        severityRank,
        openedAt.toISOString(),
        id,
      ])
      const places = rows.map(({ regionCode }) => regionCode)
      const names = await readNames(db, places)
      const page = { items: rows.map((event) => eventBrief(event, names)), next }
      const scope = [scopeOf(caller, 'event.read'), placesOf(caller, 'forwarding.read')]
      return isUnchanged(request, reply, scope, page) ? reply.code(304).send() : page
    })

    app.get('/events/:id', { schema: getEventSchema }, async ({ caller, params }) =>
      readEvent(db, caller, params.id),
    )

    app.get('/events/:id/timeline', { schema: getEventTimelineSchema }, async ({ caller, params, query }) => {
      const found = await mustFindEvent(db, caller, params.id)
      const position = query.after === undefined ? null : positionOf(TIMELINE_POSITION, query.after)
      const reach = reachOf(caller, found)
      const rows = await readTimeline(db, params.id, reach, query.limit + 1, position)
      const page = pageFrom(rows, query.limit, (last) => [
        last.at.toISOString(),
        last.rank,
        last.id,
        last.regionCode ?? '',
      ])
      return { items: await viewTimeline(db, page.rows), next: page.next }
    })

    app.post('/events/:id/regions', { schema: extendEventSchema }, async ({ caller, params, body }) =>
      extendEvent(deps, caller, params.id, body.regionCode),
    )
  }
}
