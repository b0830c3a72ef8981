import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZodOpenApi } from 'fastify-zod-openapi'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { idParams, idSchema } from '../events/view-schemas.ts'
import { pageOf, pageQuery } from '../http/pages.ts'
import { Problem } from '../problems/problem.ts'
import { problems } from '../problems/schemas.ts'
import { contentHash } from './canonical.ts'
import type { SubmissionLane } from './lane.ts'
import { getReceipt, getReport, listHeldReports, listReports } from './read-reports.ts'
import {
  acceptedSchema,
  heldItemSchema,
  heldSchema,
  receiptSchema,
  reportVersionSchema,
} from './reply-schemas.ts'
import { newNilReport, newReport, newWithdrawal, submissionHeaders } from './schemas.ts'
import type { Outcome } from './submission.ts'
import { submitNilReport } from './submit-nil-report.ts'
import { withdrawReport } from './withdraw-report.ts'

const versionParams = z.strictObject({ versionId: idSchema })
const tags = ['reports']

const replyHeaders = {
  Location: {
    type: 'string',
    maxLength: 200,
    pattern: '^/v1/reports/[0-9a-f-]{36}$',
    description: 'Where the version can be read; of a held one, the list of those that wait',
  },
  'Idempotency-Replayed': { type: 'string', const: 'true', description: 'This repeats an earlier reply' },
} as const

export const submissionReplies = {
  201: {
    description: 'Committed: the signed receipt, and what followed',
    headers: replyHeaders,
    content: { 'application/json': { schema: acceptedSchema } },
  },
  202: {
    description: 'Committed, waiting for the version that it follows',
    headers: replyHeaders,
    content: { 'application/json': { schema: heldSchema } },
  },
  ...problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 429),
}

const submitReportSchema = {
  operationId: 'submitReport',
  summary: 'Submit a disaster report (灾情报送)',
  description:
    'First, follow-up or verified report of one unit. Each gives all that is known: what is left out of a later one counts no more, and is asked about where it was above 0 (C17, C18). A first report that describes its disaster finds the open event or opens one, and says which; where the unit has reported there already, it becomes the next version (joinedChain), is never refused for what it takes back, and previous says what it was judged by. event.isAnother says that it is another disaster. A hard check refuses, except where a report before verification adds dead or missing people: then it is stored, with a duty correction. A verified one gives at least affected_pop, dead, missing and loss_total, once the event is stable and all units below have verified. Send the same Idempotency-Key again when in doubt: the first reply is repeated. A late report is accepted and marked late.',
  tags,
  headers: submissionHeaders,
  body: newReport,
  response: submissionReplies,
}

const withdrawReportSchema = {
  operationId: 'withdrawReport',
  summary: 'Withdraw a mistaken report (撤回)',
  description:
    'By an officer, reviewer, duty officer or system of the unit or of one above. Adds a version with the reason. Nothing that was said is lost; the totals no longer count it. What is withdrawn is not withdrawn again, and a withdrawal never: the unit reports anew, with the head as parentVersionId.',
  tags,
  params: versionParams,
  headers: submissionHeaders,
  body: newWithdrawal,
  response: submissionReplies,
}

const submitNilReportSchema = {
  operationId: 'submitNilReport',
  summary: 'Confirm that nothing has changed (零报告)',
  description:
    'By an officer, reviewer, duty officer or system of the unit or of one above. One tap: becomes the next version of the unit’s chain with the figures that stand, marked as a nil report, and meets the daily report of its day. Where units below report something else than it confirms, it is taken, and `warnings` of the reply says so. Late ones are accepted and marked late.',
  tags,
  params: idParams,
  headers: submissionHeaders,
  body: newNilReport,
  response: submissionReplies,
}

const listReportsSchema = {
  operationId: 'listReports',
  summary: 'Reports of one’s jurisdiction, newest first (报告列表)',
  description:
    'Every version of every chain that the account may see; with review=unreviewed the latest versions that the account may review and nobody has, of the gravest event first, then the oldest.',
  tags,
  querystring: z.strictObject({
    ...pageQuery,
    eventId: idSchema.optional().meta({ description: 'Only those of one event' }),
    review: z
      .enum(['unreviewed'])
      .optional()
      .meta({
        description: 'Only what waits for the account’s review (待审核)',
        examples: ['unreviewed'],
      }),
  }),
  response: {
    200: pageOf(reportVersionSchema).meta({ description: 'A page of versions' }),
    ...problems(400, 401, 403, 429),
  },
}

const listHeldReportsSchema = {
  operationId: 'listHeldReports',
  summary: 'Reports that wait for the version before them (待续报告)',
  description:
    'Versions that arrived before their parent, oldest first; those that could not be applied say why.',
  tags,
  querystring: z.strictObject(pageQuery),
  response: {
    200: pageOf(heldItemSchema).meta({ description: 'A page of held versions' }),
    ...problems(400, 401, 429),
  },
}

const getReportSchema = {
  operationId: 'getReport',
  summary: 'One version of a report (报告)',
  description: 'The version as stored, with the body as it was received.',
  tags,
  params: versionParams,
  response: { 200: reportVersionSchema, ...problems(400, 401, 404, 429) },
}

const getReceiptSchema = {
  operationId: 'getReceipt',
  summary: 'The signed receipt of a report (回执)',
  description: 'As it was issued. Its signature can be checked offline with the receipt keys of /v1/jwks.',
  tags,
  params: versionParams,
  response: { 200: receiptSchema, ...problems(400, 401, 404, 429) },
}

/** Reports (灾情报送): in through the lane, out through jurisdiction. */
export function reportRoutes({ db }: Deps, lane: SubmissionLane): FastifyPluginAsyncZodOpenApi {
  return async (app) => {
    app.post('/reports', { schema: submitReportSchema, ...submitting }, async (request, reply) => {
      const outcome = await lane.submit({
        claims: request.claims,
        key: request.headers['idempotency-key'],
        report: request.body,
        content: request.receivedBody,
        contentHash: contentHash(request.receivedBody),
        sentAt: instantOrNull(request.headers['sent-at']),
        withdrawalReason: null,
        heldSince: null,
      })
      return answer(reply, outcome)
    })

    app.post(
      '/reports/:versionId/withdrawal',
      { schema: withdrawReportSchema, ...submitting },
      async (request, reply) => {
        const outcome = await withdrawReport(db, lane, {
          claims: request.claims,
          key: request.headers['idempotency-key'],
          versionId: request.params.versionId,
          body: request.body,
          sentAt: instantOrNull(request.headers['sent-at']),
        })
        return answer(reply, outcome)
      },
    )

    app.post(
      '/events/:id/nil-reports',
      { schema: submitNilReportSchema, ...submitting },
      async (request, reply) => {
        const outcome = await submitNilReport(lane, {
          claims: request.claims,
          key: request.headers['idempotency-key'],
          eventId: request.params.id,
          body: request.body,
          received: request.receivedBody,
          sentAt: instantOrNull(request.headers['sent-at']),
        })
        return answer(reply, outcome)
      },
    )

    app.get('/reports', { schema: listReportsSchema }, (request) =>
      listReports(db, request.caller, request.query),
    )
    app.get('/held-reports', { schema: listHeldReportsSchema }, (request) =>
      listHeldReports(db, request.caller, request.query),
    )
    app.get('/reports/:versionId', { schema: getReportSchema }, (request) =>
      getReport(db, request.caller, request.params.versionId),
    )
    app.get('/receipts/:versionId', { schema: getReceiptSchema }, (request) =>
      getReceipt(db, request.caller, request.params.versionId),
    )
  }
}

/** The lane reads the account in the same flight as everything else, so the route checks the signature alone. */
const submitting = {
  config: { auth: 'token' as const },
  // a reply tells all that followed, some kilobytes: much for one bar of signal, little once compressed
  compress: { threshold: 1_024 },
  preValidation: async (request: FastifyRequest) => {
    if (request.headers['idempotency-key']) return
    const detail = 'Send an Idempotency-Key, such as a UUID, and the same one at every retry.'
    throw new Problem('idempotency-key-missing', detail, {
      errors: [{ pointer: 'header:idempotency-key', code: 'missing', detail }],
    })
  },
}

/** The reply is stored text: it goes out to the letter, at the first time and at every retry. */
export function answer(reply: FastifyReply, outcome: Outcome): FastifyReply {
  if (outcome.kind === 'refused') throw outcome.problem
  if (outcome.isReplay) reply.header('idempotency-replayed', 'true')
  return reply
    .code(outcome.status)
    .header('location', outcome.kind === 'held' ? '/v1/held-reports' : `/v1/reports/${outcome.versionId}`)
    .header('content-type', 'application/json; charset=utf-8')
    .serializer((text: string) => text)
    .send(outcome.reply)
}

function instantOrNull(text: string | undefined): Date | null {
  return text === undefined ? null : new Date(text)
}
