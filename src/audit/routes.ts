import type { SQL } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZodOpenApi } from 'fastify-zod-openapi'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { pageFrom, positionOf } from '../http/pages.ts'
import { problems } from '../problems/schemas.ts'
import { shanghaiIso } from '../shanghai.ts'
import { type AuditRow, readTrail } from './list-store.ts'
import { type auditEntrySchema, auditPageSchema, auditQuery } from './schemas.ts'

const POSITION = z.tuple([z.int().min(1)])

const listAuditEntriesSchema = {
  operationId: 'listAuditEntries',
  summary: 'Read the audit trail (审计记录)',
  description: 'For auditors: who did what to which subject, when; the newest first.',
  tags: ['audit'],
  querystring: auditQuery,
  response: {
    200: {
      description: 'A page of the trail',
      content: { 'application/json': { schema: auditPageSchema } },
    },
    ...problems(400, 401, 403, 429),
  },
}

/**
 * The trail, to read. Who may read which entries is for accounts to say, which stand right of the trail.
 *
 * @param readerSees the entries that the caller of a request may read, or a Problem thrown
 */
export function auditRoutes(
  { db }: Deps,
  readerSees: (request: Pick<FastifyRequest, 'caller'>) => SQL,
): FastifyPluginAsyncZodOpenApi {
  return async (app) => {
    app.get('/audit', { schema: listAuditEntriesSchema }, async (request) => {
      const { limit, after, from, to, ...filter } = request.query
      const visible = readerSees(request)
      const before = after === undefined ? null : positionOf(POSITION, after)[0]
      const span = { from: instantOf(from), to: instantOf(to) }
      const found = await readTrail(db, visible, { ...filter, ...span }, limit + 1, before)
      const { rows, next } = pageFrom(found, limit, ({ position }) => [position])
      return { items: rows.map(entryView), next }
    })
  }
}

function instantOf(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text)
}

function entryView({ at, detail, ...entry }: AuditRow): z.infer<typeof auditEntrySchema> {
  return { ...entry, at: shanghaiIso(at), detail: detail as Record<string, unknown> }
}
