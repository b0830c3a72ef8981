import type { FastifyPluginAsyncZodOpenApi } from 'fastify-zod-openapi'
import { z } from 'zod'
import { mustHold, scopeOf } from '../accounts/may.ts'
import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { type Because, due, eventBrief, maybeIso, nodeRef } from '../events/views.ts'
import { conditionalHeaders, isUnchanged, NOT_MODIFIED, TAGGED_HEADERS } from '../http/etag.ts'
import { cursorInstant, pageFrom, positionOf } from '../http/pages.ts'
import { problems } from '../problems/schemas.ts'
import { type Names, readNames } from '../regions/names.ts'
import { dutyZh } from '../regulations/labels.ts'
import { shanghaiIso } from '../shanghai.ts'
import { type ListedDeadline, positionOfDeadline, readDeadlinePage } from './list-store.ts'
import { deadlinePageSchema, deadlineQuery, type deadlineSchema } from './schemas.ts'

const POSITION = z.tuple([cursorInstant, z.uuid()])

const listDeadlinesSchema = {
  operationId: 'listDeadlines',
  summary: 'List deadlines (时限)',
  description: 'What the units in your jurisdiction owe, by when, by which limit and clause.',
  tags: ['deadlines'],
  querystring: deadlineQuery,
  headers: conditionalHeaders,
  response: {
    200: {
      description: 'A page of deadlines',
      headers: TAGGED_HEADERS,
      content: { 'application/json': { schema: deadlinePageSchema } },
    },
    304: NOT_MODIFIED,
    ...problems(400, 401, 403, 429),
  },
}

/** What is due from whom, to read. */
export function deadlineRoutes({ db }: Deps): FastifyPluginAsyncZodOpenApi {
  return async (app) => {
    app.get('/deadlines', { schema: listDeadlinesSchema }, async (request, reply) => {
      const { limit, after, ...filter } = request.query
      mustHold(request.caller, 'deadline.read')
      const scope = scopeOf(request.caller, 'deadline.read')
      const position = after === undefined ? null : positionOf(POSITION, after)
      const now = await readNow(db)
      const found = await readDeadlinePage(db, { ...filter, scope }, now, limit + 1, position)
      const { rows, next } = pageFrom(found, limit, (row) => positionOfDeadline(filter.state, row))
      const codes = rows.flatMap(({ deadline, event }) => [deadline.regionCode, event.regionCode])
      const names = await readNames(db, codes)
      const page = { items: rows.map((row) => view(row, names, now)), next }
      return isUnchanged(request, reply, scope, page) ? reply.code(304).send() : page
    })
  }
}

function view({ deadline, event }: ListedDeadline, names: Names, now: Date): z.infer<typeof deadlineSchema> {
  const { isOverdue, isLate } = due(deadline, now)
  const { replacedAt, replacedById, replacedReason } = deadline
  return {
    id: deadline.id,
    event: eventBrief(event, names),
    node: nodeRef(deadline.regionCode, names),
    duty: deadline.duty,
    dutyZh: dutyZh(deadline.duty),
    subjectId: deadline.subjectId,
    setAt: shanghaiIso(deadline.setAt),
    dueAt: shanghaiIso(deadline.dueAt),
    limit: deadline.limit as z.infer<typeof deadlineSchema>['limit'],
    because: deadline.because as Because,
    metAt: maybeIso(deadline.metAt),
    missedAt: maybeIso(deadline.missedAt),
    isOverdue: replacedAt === null && isOverdue,
    isLate,
    replaced: replacedAt && {
      at: shanghaiIso(replacedAt),
      byId: replacedById,
      reason: replacedReason ?? '',
    },
  }
}
