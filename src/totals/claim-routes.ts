import type { FastifyPluginAsyncZodOpenApi } from 'fastify-zod-openapi'
import type { Deps } from '../deps.ts'
import { idParams } from '../events/view-schemas.ts'
import { json } from '../http/json-reply.ts'
import { problems } from '../problems/schemas.ts'
import {
  claimPageSchema,
  claimQuery,
  claimSchema,
  decisionPageSchema,
  decisionQuery,
  decisionSchema,
  newClaimClosureSchema,
  newClaimSchema,
  newDecisionSchema,
} from './claim-schemas.ts'
import { closeClaim } from './close-claim.ts'
import { confirmDecision } from './confirm-decision.ts'
import { creatingHeaders } from './figure-schemas.ts'
import { listClaims, listJointDecisions } from './lists.ts'
import { makeClaim } from './make-claim.ts'
import { recordDecision } from './record-decision.ts'

const tags = ['totals']
const listClaimsSchema = {
  operationId: 'listClaims',
  summary: 'What sources say of the figures of an event, the newest first (各方口径)',
  description: 'Open claims, or with `state=all` also those that were closed or decided.',
  tags,
  params: idParams,
  querystring: claimQuery,
  response: { 200: json('A page of claims', claimPageSchema), ...problems(400, 401, 403, 404, 429) },
}

const makeClaimSchema = {
  operationId: 'makeClaim',
  summary: 'Record what a source says of one figure (口径)',
  description:
    'Kept beside the totals and counted in none. A liaison speaks for the own department only, once the event was forwarded to it; officers, reviewers, duty officers and duty leaders for any source.',
  tags,
  params: idParams,
  headers: creatingHeaders,
  body: newClaimSchema,
  response: {
    201: json('It is on record', claimSchema),
    ...problems(400, 401, 403, 404, 409, 413, 415, 422, 429),
  },
}

const closeClaimSchema = {
  operationId: 'closeClaim',
  summary: 'Close a claim as rumour or as superseded (辟谣)',
  description:
    'By a reviewer, duty officer or leader, with the reason; the claim stays on record. Repeating your own closure is harmless.',
  tags,
  params: idParams,
  body: newClaimClosureSchema,
  response: { 200: json('It is closed', claimSchema), ...problems(400, 401, 403, 404, 409, 413, 415, 429) },
}

const listJointDecisionsSchema = {
  operationId: 'listJointDecisions',
  summary: 'Joint decisions about the figures of an event, the newest first (会商核定)',
  description: 'Confirmed or not; `isStanding` says which one stands for its unit and indicator.',
  tags,
  params: idParams,
  querystring: decisionQuery,
  response: { 200: json('A page of decisions', decisionPageSchema), ...problems(400, 401, 403, 404, 429) },
}

const recordDecisionSchema = {
  operationId: 'recordJointDecision',
  summary: 'Record the figure that departments agreed on (会商核定)',
  description:
    'By a duty leader of the unit or of one above. It stands once a second person has confirmed it. It changes no total: units correct their reports.',
  tags,
  params: idParams,
  headers: creatingHeaders,
  body: newDecisionSchema,
  response: {
    201: json('It is on record, not yet confirmed', decisionSchema),
    ...problems(400, 401, 403, 404, 409, 413, 415, 422, 429),
  },
}

const confirmDecisionSchema = {
  operationId: 'confirmJointDecision',
  summary: 'Confirm a joint decision (复核确认)',
  description:
    'By another duty leader, or a reviewer. From then on it stands, and the claims that it weighed are decided.',
  tags,
  params: idParams,
  response: { 200: json('It stands', decisionSchema), ...problems(400, 401, 403, 404, 409, 429) },
}

/** Several sources' figures for one fact, and what was agreed on. */
export function claimRoutes(deps: Deps): FastifyPluginAsyncZodOpenApi {
  return async (app) => {
    app.get('/events/:id/claims', { schema: listClaimsSchema }, async ({ caller, params, query }) =>
      listClaims(deps.db, caller, params.id, query),
    )

    app.post('/events/:id/claims', { schema: makeClaimSchema }, async (request, reply) => {
      const { caller, params, headers, body } = request
      const creation = { parentId: params.id, key: headers['idempotency-key'], body }
      return reply.code(201).send(await makeClaim(deps, caller, creation))
    })

    app.post('/claims/:id/closure', { schema: closeClaimSchema }, async ({ caller, params, body }) =>
      closeClaim(deps, caller, params.id, body),
    )

    app.get(
      '/events/:id/joint-decisions',
      { schema: listJointDecisionsSchema },
      async ({ caller, params, query }) => listJointDecisions(deps.db, caller, params.id, query),
    )

    app.post('/events/:id/joint-decisions', { schema: recordDecisionSchema }, async (request, reply) => {
      const { caller, params, headers, body } = request
      const creation = { parentId: params.id, key: headers['idempotency-key'], body }
      return reply.code(201).send(await recordDecision(deps, caller, creation))
    })

    app.post(
      '/joint-decisions/:id/confirmation',
      { schema: confirmDecisionSchema },
      async ({ caller, params }) => confirmDecision(deps, caller, params.id),
    )
  }
}
