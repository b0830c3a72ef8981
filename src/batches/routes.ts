import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZodOpenApi } from 'fastify-zod-openapi'
import { z } from 'zod'
import { scopeOf } from '../accounts/may.ts'
import type { Deps } from '../deps.ts'
import { misfit } from '../http/error-handler.ts'
import { cursorInstant, pageFrom, positionOf } from '../http/pages.ts'
import { within } from '../regions/within.ts'
import type { SubmissionLane } from '../reports/lane.ts'
import { discardRefused } from './discard-refused.ts'
import { discardQuarantinedReport, listQuarantinedReports, submitReportBatch } from './operations.ts'
import { batchEnvelope } from './schemas.ts'
import { readQuarantinePage } from './store.ts'
import { submitBatch } from './submit-batch.ts'
import { quarantinedReports } from './tables.ts'
import { batchView, quarantinedView } from './views.ts'

const POSITION = z.tuple([cursorInstant, z.uuid()])
/** Five hundred full reports. */
const BATCH_LIMIT_BYTES = 4 * 1_024 * 1_024

/** Batches (批量报送) and what is kept of their refused items. */
export function batchRoutes(deps: Deps, lane: SubmissionLane): FastifyPluginAsyncZodOpenApi {
  const { db, log } = deps
  return async (app) => {
    app.post('/reports/batch', { schema: submitReportBatch, ...submitting }, async (request) => {
      const { items } = request.body as z.infer<typeof batchEnvelope>
      const sentAt = request.headers['sent-at']
      const { caller, claims } = request
      const results = await submitBatch(
        { db, log, lane },
        { caller, claims, items, sentAt: sentAt === undefined ? null : new Date(sentAt) },
      )
      return batchView(results)
    })

    app.get('/quarantined-reports', { schema: listQuarantinedReports }, async (request) => {
      const { limit, after } = request.query
      const { accountId } = request.caller
      const inScope = within(quarantinedReports.regionCode, scopeOf(request.caller, 'quarantine.handle'))
      const position = after === undefined ? null : positionOf(POSITION, after)
      const found = await readQuarantinePage(db, { accountId, inScope }, limit + 1, position)
      const { rows, next } = pageFrom(found, limit, ({ firstAt, id }) => [firstAt.toISOString(), id])
      return { items: rows.map(quarantinedView), next }
    })

    app.post('/quarantined-reports/:id/disposal', { schema: discardQuarantinedReport }, async (request) =>
      quarantinedView(await discardRefused(deps, request.caller, request.params.id, request.body.reason)),
    )
  }
}

/**
 * The envelope is checked by the route, each item by itself afterwards: one bad item must not refuse the others.
 */
const submitting = {
  bodyLimit: BATCH_LIMIT_BYTES,
  compress: { threshold: 1_024 },
  preValidation: async (request: FastifyRequest) => {
    const read = batchEnvelope.safeParse(request.body)
    if (!read.success) throw misfit(read.error.issues, request.body)
  },
  validatorCompiler:
    ({ httpPart, schema }: { httpPart?: string; schema: unknown }) =>
    (value: unknown) =>
      httpPart === 'body' ? { value } : checked(schema, value),
}

function checked(schema: unknown, value: unknown): { value: unknown } {
  if (!(schema instanceof z.ZodType)) return { value }
  const read = schema.safeParse(value)
  if (!read.success) throw misfit(read.error.issues, value)
  return { value: read.data }
}
