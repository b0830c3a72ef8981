/** What the routes of an event's course (灾害过程状态) declare. */
import { z } from 'zod'
import { idParams, idSchema } from '../events/view-schemas.ts'
import { json } from '../http/json-reply.ts'
import { problems } from '../problems/schemas.ts'
import {
  correctionListSchema,
  correctionSchema,
  maybeReasonSchema,
  newClosureSchema,
  newNilReportOrderSchema,
  newOverrideSchema,
  newReasonSchema,
  newResponseSchema,
  newSeverityReductionSchema,
  newStabilitySchema,
  nilReportOrderListSchema,
  nilReportOrderSchema,
  overrideSchema,
  responseListSchema,
  responseSchema,
  severityReductionListSchema,
  severityReductionSchema,
  turnSchema,
} from './schemas.ts'
import { verificationSchema } from './verification-schemas.ts'

const tags = ['event-course']
const written = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  201: json(description, schema),
  ...problems(400, 401, 403, 404, 409, 413, 415, 422, 429),
})
const read = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  200: json(description, schema),
  ...problems(400, 401, 403, 404, 429),
})

export const recordResponseSchema = {
  operationId: 'recordResponse',
  summary: 'Record that a response was started, raised, lowered or ended (响应启动、调整、终止)',
  description:
    'A named body decides; a duty officer or leader records it. A change names the row that it follows. While a relief response is on, its place and those below and above it owe daily follow-ups.',
  tags,
  params: idParams,
  body: newResponseSchema,
  response: written('It is on record', responseSchema),
}

export const listResponsesSchema = {
  operationId: 'listResponses',
  summary: 'Responses of an event (响应记录)',
  description: 'Every start, change and end, as they were recorded; those that stand say so.',
  tags,
  params: idParams,
  response: read('The responses', responseListSchema),
}

export const orderNilReportsSchema = {
  operationId: 'orderNilReports',
  summary: 'Order daily nil reports (要求每日零报告)',
  description:
    'By a duty officer or leader. Of one unit and those below it, whatever the severity, until the order is ended.',
  tags,
  params: idParams,
  body: newNilReportOrderSchema,
  response: written('They are ordered', nilReportOrderSchema),
}

export const endNilReportOrderSchema = {
  operationId: 'endNilReportOrder',
  summary: 'End an order of nil reports (解除零报告要求)',
  description:
    'By a duty officer or leader, as it was ordered. What has fallen due until now stays as it is.',
  tags,
  params: z.strictObject({ id: idSchema, orderId: idSchema }),
  body: newReasonSchema,
  response: written('It is ended', nilReportOrderSchema),
}

export const listNilReportOrdersSchema = {
  operationId: 'listNilReportOrders',
  summary: 'Orders of nil reports of an event (零报告要求记录)',
  description: 'Each order with its end, as they were recorded.',
  tags,
  params: idParams,
  response: read('The orders', nilReportOrderListSchema),
}

export const declareStabilitySchema = {
  operationId: 'declareStability',
  summary: 'Declare a disaster stable (宣布灾情稳定)',
  description:
    'Daily follow-ups end: one that falls due after the declared instant is not owed, one that fell due at it or before it is. The clocks of townships and counties to verify begin. That of the city counts, by the editions since that of 2013, from the counties: it begins with the verified report of the last county that reported, or with the declaration where no county did; until then it is in neither list of the answer. So the city may be due before the days that were set for those below: they have verified by then. Villages have no clock. By a duty leader of the county where the event lies in one, else of the city.',
  tags,
  params: idParams,
  body: newStabilitySchema,
  response: written('It is declared stable', turnSchema),
}

export const reopenEventSchema = {
  operationId: 'reopenEvent',
  summary: 'Open a stable or closed event again (重新开启)',
  description:
    'Follow-ups are owed again while something asks for them, and all is verified anew once it is stable again. Of a stable event by a duty leader of the county where it lies in one, else of the city; of a closed one by a duty leader of the city.',
  tags,
  params: idParams,
  body: newReasonSchema,
  response: written('It is open again', turnSchema),
}

export const closeEventSchema = {
  operationId: 'closeEvent',
  summary: 'Close an event (灾害过程结束)',
  description:
    'By a duty leader of the city; corrections come before it, nobody corrects in a closed event. When it is stable, every county that reported has verified, and the city has; otherwise the answer names who blocks it. The registers are compared again with what was verified; where they differ, the answer names units and differences. Responses that are on are ended before (`response-on` names them); orders of nil reports and what desks still owe end with the event.',
  tags,
  params: idParams,
  body: newClosureSchema,
  response: written('It is closed', turnSchema),
}

export const proposeSeverityReductionSchema = {
  operationId: 'proposeSeverityReduction',
  summary: 'Propose to lower a severity (提议降级)',
  description:
    'By a duty leader of the county where the event lies in one, else of the city. No severity falls by itself: a second person confirms it.',
  tags,
  params: idParams,
  body: newSeverityReductionSchema,
  response: written('It waits for its answer', severityReductionSchema),
}

export const listSeverityReductionsSchema = {
  operationId: 'listSeverityReductions',
  summary: 'Proposals to lower the severity of an event (降级记录)',
  description: 'Each with what the second person said to it.',
  tags,
  params: idParams,
  response: read('The proposals', severityReductionListSchema),
}

export const confirmSeverityReductionSchema = {
  operationId: 'confirmSeverityReduction',
  summary: 'Confirm to lower a severity (确认降级)',
  description:
    'By a reviewer, duty officer or duty leader of the same unit, or of the city, but not by who proposed it. A later report raises it again where it says something new.',
  tags,
  params: idParams,
  body: maybeReasonSchema,
  response: written('The severity is lowered', severityReductionSchema),
}

export const refuseSeverityReductionSchema = {
  operationId: 'refuseSeverityReduction',
  summary: 'Refuse to lower a severity (否决降级)',
  description:
    'By a reviewer, duty officer or duty leader, as for confirming. The severity stays. Whoever proposed it may take it back by this too.',
  tags,
  params: idParams,
  body: maybeReasonSchema,
  response: written('The severity stays', severityReductionSchema),
}

export const overrideVerificationSchema = {
  operationId: 'overrideVerification',
  summary: 'Let a unit verify before all below it have (核报放行)',
  description:
    'A duty leader of that unit or of one above gives leave, for this stability; for the city it also lets the event close. It never serves a report or a closure of whoever gave it.',
  tags,
  params: idParams,
  body: newOverrideSchema,
  response: written('Leave is given', overrideSchema),
}

export const getVerificationSchema = {
  operationId: 'getVerification',
  summary: 'How far an event is verified (核报进度)',
  description:
    'The tiers as a tree, each unit after the one above it: who has verified, by when the others do, who blocks whom.',
  tags,
  params: idParams,
  response: read('How far it is', verificationSchema),
}

export const requestCorrectionSchema = {
  operationId: 'requestCorrection',
  summary: 'Ask to correct a verified report (申请核报更正)',
  description:
    'By an officer, reviewer or duty officer of the unit, or of one above. After verification figures change only so: once the unit above approves, one verified report more may follow. A report that was returned needs no leave (409, with the instant by which it is corrected). A closed event is opened again first, and then everybody verifies anew.',
  tags,
  params: z.strictObject({ versionId: idSchema }),
  body: newReasonSchema,
  response: written('It waits for the unit above', correctionSchema),
}

export const approveCorrectionSchema = {
  operationId: 'approveCorrection',
  summary: 'Approve a correction of a verified report (批准核报更正)',
  description:
    'By a reviewer or duty leader of the unit above (a township’s officer may not); of the city’s own, by another one of the city.',
  tags,
  params: idParams,
  body: maybeReasonSchema,
  response: written('It is approved', correctionSchema),
}

export const refuseCorrectionSchema = {
  operationId: 'refuseCorrection',
  summary: 'Refuse a correction of a verified report (否决核报更正)',
  description: 'By a reviewer or duty leader, as for approving. The verified report stays.',
  tags,
  params: idParams,
  body: maybeReasonSchema,
  response: written('It is refused', correctionSchema),
}

export const listCorrectionRequestsSchema = {
  operationId: 'listCorrectionRequests',
  summary: 'Requests to correct verified reports of an event (核报更正记录)',
  description: 'Those of the units in your jurisdiction, each with its answer.',
  tags,
  params: idParams,
  response: read('The requests', correctionListSchema),
}
