import type { FastifyPluginAsyncZodOpenApi } from 'fastify-zod-openapi'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { idParams, idSchema } from '../events/view-schemas.ts'
import { json } from '../http/json-reply.ts'
import { problems } from '../problems/schemas.ts'
import type { SubmissionLane } from '../reports/lane.ts'
import { answer, submissionReplies } from '../reports/routes.ts'
import { openRuleBook } from '../routing/rule-book.ts'
import { correctEvent } from './correct-event.ts'
import { discardTierReport } from './discard-tier-report.ts'
import { draftTierReport, refreshTierReport } from './draft-tier-report.ts'
import { getTierReport, listTierReports, readDraftFigures } from './read-tier-reports.ts'
import { reviewReport } from './review-report.ts'
import { correctionSchema, newCorrectionSchema, newReviewSchema, reviewedSchema } from './schemas.ts'
import { signTierReport } from './sign-tier-report.ts'
import {
  draftFiguresQuery,
  draftFiguresSchema,
  newDiscardSchema,
  newSignatureSchema,
  newTierReportSchema,
  tierReportPageSchema,
  tierReportQuery,
  tierReportRefreshSchema,
  tierReportSchema,
} from './tier-schemas.ts'

const tags = ['reviews']
const reviewReportSchema = {
  operationId: 'reviewReport',
  summary: 'Review a report: accept it or return it for correction (审核、退回更正)',
  description:
    'By a reviewer, duty officer or leader of a unit above, of villages’ reports also the township’s officer; never by whoever sent, drafted or signed it; of any number at once the first one stands. A returned report sets a duty of its unit with a time limit, which its next report meets; if that stays out, it is passed upward. Figures count before and after. Repeating your own review answers 200.',
  tags,
  params: z.strictObject({ versionId: idSchema }),
  body: newReviewSchema,
  response: {
    200: json('It is reviewed, by you', reviewedSchema),
    ...problems(400, 401, 403, 404, 409, 413, 415, 429),
  },
}

const correctEventSchema = {
  operationId: 'correctEvent',
  summary: 'Correct time, place or hazard of an event (勘误)',
  description:
    'By a reviewer, duty officer or duty leader of a unit that covers all of the event. Where nobody has named its sub-hazard, a correction of nothing but `subhazard` may come from one of any county that the event covers: so a county whose report is refused for it (C22) is not left waiting; the first one stands. Figures of those below are never corrected here: return the report instead. The event is judged anew, its severity only rises, and time limits that counted from another instant are replaced.',
  tags,
  params: idParams,
  body: newCorrectionSchema,
  response: {
    200: json('It is corrected', correctionSchema),
    ...problems(400, 401, 403, 404, 409, 413, 415, 422, 429),
  },
}

const readDraftFiguresSchema = {
  operationId: 'readDraftFigures',
  summary: 'What the units directly below say together (汇总)',
  description:
    'Of each unit directly below its own latest figures or, where it has none, the sum of those below it; with the versions that this rests on, where a unit says less than those below it, and what the unit added itself when it last signed.',
  tags,
  params: idParams,
  querystring: draftFiguresQuery,
  response: {
    200: json('The sum, and what it rests on', draftFiguresSchema),
    ...problems(400, 401, 403, 404, 429),
  },
}

const draftTierReportSchema = {
  operationId: 'draftTierReport',
  summary: 'Draft the tier’s own report of an event (本级报告拟稿)',
  description:
    'The sum of those below, and what only this tier knows. One event gives one report of each tier, not one for each message received. By an officer, reviewer or duty officer of that very unit. Where additionalFigures are not given, it starts from those of the last signed report that still stands; given, they replace these whole. Nothing is reported until a second person signs it off. The same id and body again give the draft as it stands.',
  tags,
  params: idParams,
  body: newTierReportSchema,
  response: {
    201: json('The draft', tierReportSchema),
    ...problems(400, 401, 403, 404, 409, 413, 415, 422, 429),
  },
}

const listTierReportsSchema = {
  operationId: 'listTierReports',
  summary: 'Tiers’ own reports of an event (本级报告列表)',
  description: 'Drafted, signed and given up, of your jurisdiction; the newest first.',
  tags,
  params: idParams,
  querystring: tierReportQuery,
  response: { 200: json('A page of them', tierReportPageSchema), ...problems(400, 401, 403, 404, 429) },
}

const getTierReportSchema = {
  operationId: 'getTierReport',
  summary: 'Read a tier’s own report (本级报告)',
  description: 'With the body that will be signed, what it rests on, and what has changed below since.',
  tags,
  params: idParams,
  response: { 200: json('The draft that counts', tierReportSchema), ...problems(400, 401, 404, 429) },
}

const refreshTierReportSchema = {
  operationId: 'refreshTierReport',
  summary: 'Draft it anew on what those below say now (重拟)',
  description:
    'By its drafter. What is not given stays as it was in the draft, additionalFigures too; earlier drafts are kept.',
  tags,
  params: idParams,
  body: tierReportRefreshSchema,
  response: {
    200: json('The draft as it stands now', tierReportSchema),
    ...problems(400, 401, 403, 404, 409, 413, 415, 422, 429),
  },
}

const signTierReportSchema = {
  operationId: 'signTierReport',
  summary: 'Sign a tier’s own report off (签发)',
  description:
    'By a second person of the unit, or of one above: an officer, reviewer, duty officer or duty leader. It is then an ordinary report of the unit: with a receipt, its time limits and all that follows. When reports below have changed since the draft, 412 says which. A hard check refuses it, but for a report that adds dead or missing people to the one before and is not a verified one: that is stored all the same, with a duty to correct (`correction`). Signing again answers with the same reply.',
  tags,
  params: idParams,
  body: newSignatureSchema,
  response: submissionReplies,
}

const discardTierReportSchema = {
  operationId: 'discardTierReport',
  summary: 'Give a draft up (作废)',
  description: 'With a reason, by its drafter or whoever could sign it. It stays on record.',
  tags,
  params: idParams,
  body: newDiscardSchema,
  response: {
    200: json('It is given up', tierReportSchema),
    ...problems(400, 401, 403, 404, 409, 413, 415, 429),
  },
}

/** Reviews, corrections of events, and tiers' own reports. */
export function reviewRoutes(deps: Deps, lane: SubmissionLane): FastifyPluginAsyncZodOpenApi {
  const { db } = deps
  const correcting = { ...deps, ruleBook: openRuleBook(db) }
  return async (app) => {
    app.post('/reports/:versionId/review', { schema: reviewReportSchema }, ({ caller, params, body }) =>
      reviewReport(deps, caller, params.versionId, body),
    )
    app.post('/events/:id/corrections', { schema: correctEventSchema }, ({ caller, params, body }) =>
      correctEvent(correcting, caller, params.id, body),
    )
    app.get('/events/:id/draft-figures', { schema: readDraftFiguresSchema }, ({ caller, params, query }) =>
      readDraftFigures(db, caller, params.id, query.regionCode),
    )
    app.post(
      '/events/:id/tier-reports',
      { schema: draftTierReportSchema },
      async ({ caller, params, body }, reply) =>
        reply.code(201).send(await draftTierReport(deps, caller, params.id, body)),
    )
    app.get('/events/:id/tier-reports', { schema: listTierReportsSchema }, ({ caller, params, query }) =>
      listTierReports(db, caller, params.id, query),
    )
    app.get('/tier-reports/:id', { schema: getTierReportSchema }, ({ caller, params }) =>
      getTierReport(db, caller, params.id),
    )
    app.post('/tier-reports/:id/refresh', { schema: refreshTierReportSchema }, ({ caller, params, body }) =>
      refreshTierReport(deps, caller, params.id, body),
    )
    app.post('/tier-reports/:id/discard', { schema: discardTierReportSchema }, ({ caller, params, body }) =>
      discardTierReport(deps, caller, params.id, body.reason),
    )
    app.post('/tier-reports/:id/sign-off', { schema: signTierReportSchema }, async (request, reply) => {
      const { caller, claims, params, body } = request
      const signature = { claims, id: params.id, contentHash: body.contentHash }
      return answer(reply, await signTierReport(deps, lane, caller, signature))
    })
  }
}
