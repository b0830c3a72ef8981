import type { FastifyPluginAsyncZodOpenApi } from 'fastify-zod-openapi'
import type { Deps } from '../deps.ts'
import { answerCorrection } from './answer-correction.ts'
import { answerSeverityReduction } from './answer-severity-reduction.ts'
import { closeEvent } from './close-event.ts'
import { declareStability } from './declare-stability.ts'
import * as operations from './operations.ts'
import { endNilReportOrder, orderNilReports } from './order-nil-reports.ts'
import { overrideVerification } from './override-verification.ts'
import { proposeSeverityReduction } from './propose-severity-reduction.ts'
import { listCorrections, listOrders, listReductions, listResponses } from './read-decisions.ts'
import { readVerification } from './read-verification.ts'
import { recordResponse } from './record-response.ts'
import { reopenEvent } from './reopen-event.ts'
import { requestCorrection } from './request-correction.ts'

/** The course of an event: decisions, stability, verification, closing. */
export function eventCourseRoutes(deps: Deps): FastifyPluginAsyncZodOpenApi {
  const { db } = deps
  return async (app) => {
    await app.register(decisionRoutes(deps))
    await app.register(severityRoutes(deps))
    await app.register(correctionRoutes(deps))

    app.post(
      '/events/:id/verification-overrides',
      { schema: operations.overrideVerificationSchema },
      async ({ caller, params, body }, reply) =>
        reply.code(201).send(await overrideVerification(deps, caller, params.id, body)),
    )

    app.get(
      '/events/:id/verification',
      { schema: operations.getVerificationSchema },
      async ({ caller, params }) => readVerification(db, caller, params.id),
    )
  }
}

function decisionRoutes(deps: Deps): FastifyPluginAsyncZodOpenApi {
  return async (app) => {
    app.post(
      '/events/:id/responses',
      { schema: operations.recordResponseSchema },
      async ({ caller, params, body }, reply) =>
        reply.code(201).send(await recordResponse(deps, caller, params.id, body)),
    )
    app.get('/events/:id/responses', { schema: operations.listResponsesSchema }, async ({ caller, params }) =>
      listResponses(deps.db, caller, params.id),
    )
    app.post(
      '/events/:id/nil-report-orders',
      { schema: operations.orderNilReportsSchema },
      async ({ caller, params, body }, reply) =>
        reply.code(201).send(await orderNilReports(deps, caller, params.id, body)),
    )
    app.post(
      '/events/:id/nil-report-orders/:orderId/end',
      { schema: operations.endNilReportOrderSchema },
      async ({ caller, params, body }, reply) => {
        const { id: eventId, orderId } = params
        return reply.code(201).send(await endNilReportOrder(deps, caller, { eventId, orderId, ...body }))
      },
    )
    app.get(
      '/events/:id/nil-report-orders',
      { schema: operations.listNilReportOrdersSchema },
      async ({ caller, params }) => listOrders(deps.db, caller, params.id),
    )
    app.post(
      '/events/:id/stability',
      { schema: operations.declareStabilitySchema },
      async ({ caller, params, body }, reply) =>
        reply.code(201).send(await declareStability(deps, caller, params.id, body)),
    )
    app.post(
      '/events/:id/reopening',
      { schema: operations.reopenEventSchema },
      async ({ caller, params, body }, reply) =>
        reply.code(201).send(await reopenEvent(deps, caller, params.id, body.reason)),
    )
    app.post(
      '/events/:id/closure',
      { schema: operations.closeEventSchema },
      async ({ caller, params, body }, reply) =>
        reply.code(201).send(await closeEvent(deps, caller, params.id, body.basis)),
    )
  }
}

function severityRoutes(deps: Deps): FastifyPluginAsyncZodOpenApi {
  return async (app) => {
    app.post(
      '/events/:id/severity-reductions',
      { schema: operations.proposeSeverityReductionSchema },
      async ({ caller, params, body }, reply) =>
        reply.code(201).send(await proposeSeverityReduction(deps, caller, params.id, body)),
    )
    app.get(
      '/events/:id/severity-reductions',
      { schema: operations.listSeverityReductionsSchema },
      async ({ caller, params }) => listReductions(deps.db, caller, params.id),
    )
    app.post(
      '/severity-reductions/:id/confirmation',
      { schema: operations.confirmSeverityReductionSchema },
      async ({ caller, params, body }, reply) => {
        const answer = { isConfirmed: true, reason: body.reason ?? null }
        return reply.code(201).send(await answerSeverityReduction(deps, caller, params.id, answer))
      },
    )
    app.post(
      '/severity-reductions/:id/refusal',
      { schema: operations.refuseSeverityReductionSchema },
      async ({ caller, params, body }, reply) => {
        const answer = { isConfirmed: false, reason: body.reason ?? null }
        return reply.code(201).send(await answerSeverityReduction(deps, caller, params.id, answer))
      },
    )
  }
}

function correctionRoutes(deps: Deps): FastifyPluginAsyncZodOpenApi {
  return async (app) => {
    app.post(
      '/reports/:versionId/correction-requests',
      { schema: operations.requestCorrectionSchema },
      async ({ caller, params, body }, reply) =>
        reply.code(201).send(await requestCorrection(deps, caller, params.versionId, body.reason)),
    )
    app.get(
      '/events/:id/correction-requests',
      { schema: operations.listCorrectionRequestsSchema },
      async ({ caller, params }) => listCorrections(deps.db, caller, params.id),
    )
    app.post(
      '/correction-requests/:id/approval',
      { schema: operations.approveCorrectionSchema },
      async ({ caller, params, body }, reply) => {
        const answer = { isApproved: true, reason: body.reason ?? null }
        return reply.code(201).send(await answerCorrection(deps, caller, params.id, answer))
      },
    )
    app.post(
      '/correction-requests/:id/refusal',
      { schema: operations.refuseCorrectionSchema },
      async ({ caller, params, body }, reply) => {
        const answer = { isApproved: false, reason: body.reason ?? null }
        return reply.code(201).send(await answerCorrection(deps, caller, params.id, answer))
      },
    )
  }
}
