/** What each route of routing is called, takes and answers. */
import { z } from 'zod'
import { idParams } from '../events/view-schemas.ts'
import { conditionalHeaders, NOT_MODIFIED, TAGGED_HEADERS } from '../http/etag.ts'
import { json } from '../http/json-reply.ts'
import { pageQuery } from '../http/pages.ts'
import { problems } from '../problems/schemas.ts'
import {
  decisionPageSchema,
  departmentListSchema,
  forwardingPageSchema,
  forwardingQuery,
  forwardingSchema,
  newReassignmentSchema,
  newRefusalSchema,
  reassignmentSchema,
  ruleListSchema,
  ruleQuery,
  sectionListSchema,
} from './schemas.ts'

const tags = ['routing']
const nothing = z.strictObject({})
export const listForwardings = {
  operationId: 'listForwardings',
  summary: 'List forwardings (分转)',
  description:
    'A clerk sees those of the own section, a liaison those of the own department, duty officers, duty leaders and auditors all of the bureau: open ones gravest first, then oldest first; closed ones newest first. Poll it with If-None-Match.',
  tags,
  querystring: forwardingQuery,
  headers: conditionalHeaders,
  response: {
    200: { ...json('A page of forwardings', forwardingPageSchema), headers: TAGGED_HEADERS },
    304: NOT_MODIFIED,
    ...problems(400, 401, 403, 429),
  },
}

export const getForwarding = {
  operationId: 'getForwarding',
  summary: 'Read one forwarding (分转)',
  description: 'What was handed to whom, why, and whether it was signed for.',
  tags,
  params: idParams,
  response: { 200: json('The forwarding', forwardingSchema), ...problems(400, 401, 403, 404, 429) },
}

export const acknowledgeForwarding = {
  operationId: 'acknowledgeForwarding',
  summary: 'Sign for a forwarding (签收)',
  description:
    'By a clerk of the section, a liaison of the department, or, of the command centre, a duty officer or duty leader. The first one of them gets it; the next is told who was first and when. Repeating your own signature is harmless.',
  tags,
  params: idParams,
  response: {
    200: json('It is signed for, by you', forwardingSchema),
    ...problems(400, 401, 403, 404, 409, 429),
  },
}

export const refuseForwarding = {
  operationId: 'refuseForwarding',
  summary: 'Refuse a forwarding (退回)',
  description:
    'With a reason it goes back to the command centre as a forwarding of its own, never ownerless. The command centre itself cannot refuse.',
  tags,
  params: idParams,
  body: newRefusalSchema,
  response: {
    200: json('It is refused and has gone back', forwardingSchema),
    ...problems(400, 401, 403, 404, 409, 413, 415, 429),
  },
}

export const reassignForwarding = {
  operationId: 'reassignForwarding',
  summary: 'Hand on what the command centre holds (改派)',
  description:
    'By a duty officer or duty leader of the city: signs for it and forwards the event to other sections or departments.',
  tags,
  params: idParams,
  body: newReassignmentSchema,
  response: {
    200: json('It has gone on', reassignmentSchema),
    ...problems(400, 401, 403, 404, 409, 413, 415, 422, 429),
  },
}

export const listRoutingDecisions = {
  operationId: 'listRoutingDecisions',
  summary: 'Why an event was routed as it was (分转依据)',
  description:
    'Every decision with each rule that was tried, and whether and why it held; the newest first. For duty officers, duty leaders, auditors and those to whom events are forwarded: it shows the totals of the whole event.',
  tags,
  params: idParams,
  querystring: z.strictObject(pageQuery),
  response: { 200: json('A page of decisions', decisionPageSchema), ...problems(400, 401, 403, 404, 429) },
}

export const listSections = {
  operationId: 'listSections',
  summary: 'List the sections of the bureau (业务科室)',
  description: 'Their codes, names and duties; `status` says how far the bureau has confirmed them.',
  tags,
  querystring: nothing,
  response: { 200: json('Every section', sectionListSchema), ...problems(400, 401, 403, 429) },
}

export const listDepartments = {
  operationId: 'listDepartments',
  summary: 'List the departments outside the bureau (联动单位)',
  description: 'Those that events are forwarded to.',
  tags,
  querystring: nothing,
  response: { 200: json('Every department', departmentListSchema), ...problems(400, 401, 403, 429) },
}

export const listRoutingRules = {
  operationId: 'listRoutingRules',
  summary: 'List the routing rules of a day (分转规则)',
  description: 'In the order in which they are tried. Every rule that holds adds its recipients.',
  tags,
  querystring: ruleQuery,
  response: { 200: json('The rules in force', ruleListSchema), ...problems(400, 401, 403, 429) },
}
