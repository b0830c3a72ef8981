import type { FastifyPluginAsyncZodOpenApi } from 'fastify-zod-openapi'
import type { Deps } from '../deps.ts'
import { idParams } from '../events/view-schemas.ts'
import { json } from '../http/json-reply.ts'
import { problems } from '../problems/schemas.ts'
import { correctOutsideLoss } from './correct-outside-loss.ts'
import { creatingHeaders } from './figure-schemas.ts'
import { listOutsideLosses } from './lists.ts'
import { noteOutsideLoss } from './note-outside-loss.ts'
import {
  newOutsideLossSchema,
  outsideCorrectionSchema,
  outsideLossPageSchema,
  outsideLossQuery,
  outsideLossSchema,
  outsideWithdrawalSchema,
} from './outside-schemas.ts'
import { withdrawOutsideLoss } from './withdraw-outside-loss.ts'

const tags = ['totals']
const listOutsideLossesSchema = {
  operationId: 'listOutsideLosses',
  summary: 'Losses outside the jurisdiction, the newest first (境外损失)',
  description: 'Every word of them, those that were corrected or taken back included.',
  tags,
  params: idParams,
  querystring: outsideLossQuery,
  response: { 200: json('A page of them', outsideLossPageSchema), ...problems(400, 401, 403, 404, 429) },
}

const noteOutsideLossSchema = {
  operationId: 'noteOutsideLoss',
  summary: 'Note deaths or losses outside the jurisdiction (境外损失)',
  description:
    'Kept beside the totals of the event and counted in none. For a county or the city, by its officers, reviewers, duty officers and duty leaders.',
  tags,
  params: idParams,
  headers: creatingHeaders,
  body: newOutsideLossSchema,
  response: {
    201: json('It is on record', outsideLossSchema),
    ...problems(400, 401, 403, 404, 409, 413, 415, 422, 429),
  },
}

const correctOutsideLossSchema = {
  operationId: 'correctOutsideLoss',
  summary: 'Correct what was noted of a loss outside (更正)',
  description: 'By the same people. Says all that is known now; what was said before stays on record.',
  tags,
  params: idParams,
  headers: creatingHeaders,
  body: outsideCorrectionSchema,
  response: {
    201: json('The new word', outsideLossSchema),
    ...problems(400, 401, 403, 404, 409, 413, 415, 422, 429),
  },
}

const withdrawOutsideLossSchema = {
  operationId: 'withdrawOutsideLoss',
  summary: 'Take back what was noted of a loss outside (撤回)',
  description: 'It stands no more and stays on record. Repeating your own withdrawal is harmless.',
  tags,
  params: idParams,
  body: outsideWithdrawalSchema,
  response: {
    200: json('The withdrawal', outsideLossSchema),
    ...problems(400, 401, 403, 404, 409, 413, 415, 429),
  },
}

/** Deaths and losses outside the jurisdiction: recorded, listed, counted nowhere. */
export function outsideLossRoutes(deps: Deps): FastifyPluginAsyncZodOpenApi {
  return async (app) => {
    app.get(
      '/events/:id/outside-losses',
      { schema: listOutsideLossesSchema },
      async ({ caller, params, query }) => listOutsideLosses(deps.db, caller, params.id, query),
    )

    app.post('/events/:id/outside-losses', { schema: noteOutsideLossSchema }, async (request, reply) => {
      const { caller, params, headers, body } = request
      const creation = { parentId: params.id, key: headers['idempotency-key'], body }
      return reply.code(201).send(await noteOutsideLoss(deps, caller, creation))
    })

    app.post(
      '/outside-losses/:id/correction',
      { schema: correctOutsideLossSchema },
      async ({ caller, params, headers, body }, reply) => {
        const creation = { parentId: params.id, key: headers['idempotency-key'], body }
        return reply.code(201).send(await correctOutsideLoss(deps, caller, creation))
      },
    )

    app.post(
      '/outside-losses/:id/withdrawal',
      { schema: withdrawOutsideLossSchema },
      async ({ caller, params, body }) => withdrawOutsideLoss(deps, caller, params.id, body.reason),
    )
  }
}
