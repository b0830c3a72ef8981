/** What each route of local rules is called, takes and answers. */
import { z } from 'zod'
import { idParams } from '../events/view-schemas.ts'
import { json } from '../http/json-reply.ts'
import { problems } from '../problems/schemas.ts'
import { previewSchema } from './preview-schemas.ts'
import {
  localRuleHeaders,
  localRulePageSchema,
  localRuleQuery,
  localRuleSchema,
  newEndingSchema,
  newLocalRuleRefusalSchema,
  newLocalRuleSchema,
} from './schemas.ts'

const tags = ['local-rules']
const nothing = z.strictObject({})
/** Where there is nothing to say a body may be left out; one that says something is refused. */
const emptyBody = z
  .strictObject({})
  .nullable()
  .meta({ description: 'Nothing: it may be left out', examples: [{}] })
const reading = problems(400, 401, 403, 404, 429)
const writing = problems(400, 401, 403, 404, 409, 413, 415, 422, 429)
export const proposeLocalRule = {
  operationId: 'proposeLocalRule',
  summary: 'Propose a local rule (本地规则)',
  description:
    'For administrators of the city: a value that is to override a time limit, a threshold, a desk limit, the desk profile, a switch or a check, from a later day on. It changes nothing until another administrator approves it. What a national text says may be tightened, never loosened.',
  tags,
  querystring: nothing,
  headers: localRuleHeaders,
  body: newLocalRuleSchema,
  response: { 201: json('The proposal', localRuleSchema), ...writing },
}

export const listLocalRules = {
  operationId: 'listLocalRules',
  summary: 'List local rules and proposals (本地规则)',
  description: 'For administrators and auditors of the city: the newest proposal first.',
  tags,
  querystring: localRuleQuery,
  response: { 200: json('A page of local rules', localRulePageSchema), ...problems(400, 401, 403, 429) },
}

export const getLocalRule = {
  operationId: 'getLocalRule',
  summary: 'Read one local rule (本地规则)',
  description: 'What it overrides, with which value, on which text, who proposed it and who decided.',
  tags,
  querystring: nothing,
  params: idParams,
  response: { 200: json('The local rule', localRuleSchema), ...reading },
}

export const readLocalRulePreview = {
  operationId: 'readLocalRulePreview',
  summary: 'Preview what a local rule would have moved (预演)',
  description:
    'Judges the reports of the last 365 days with the rule and without it, as if it had been in force. It may take some seconds. Of an approved rule it is the preview as it was approved. Exercises are left out.',
  tags,
  querystring: nothing,
  params: idParams,
  response: {
    200: json('What it would have moved', previewSchema),
    ...problems(400, 401, 403, 404, 409, 429),
  },
}

export const approveLocalRule = {
  operationId: 'approveLocalRule',
  summary: 'Approve a local rule (批准)',
  description:
    'For another administrator of the city than the one who proposed it. The preview is made anew and kept with the approval. From then on the rule cannot be changed, only ended. Repeating your own approval is harmless.',
  tags,
  querystring: nothing,
  params: idParams,
  body: emptyBody,
  response: { 200: json('It is approved', localRuleSchema), ...writing },
}

export const refuseLocalRule = {
  operationId: 'refuseLocalRule',
  summary: 'Refuse a local rule (不予批准)',
  description: 'With a reason, for another administrator of the city than the one who proposed it.',
  tags,
  querystring: nothing,
  params: idParams,
  body: newLocalRuleRefusalSchema,
  response: { 200: json('It is refused', localRuleSchema), ...writing },
}

export const withdrawLocalRule = {
  operationId: 'withdrawLocalRule',
  summary: 'Take a proposal back (撤回)',
  description: 'For the administrator who made it, until it is decided.',
  tags,
  querystring: nothing,
  params: idParams,
  body: emptyBody,
  response: {
    200: json('It is withdrawn', localRuleSchema),
    ...problems(400, 401, 403, 404, 409, 413, 415, 429),
  },
}

export const proposeLocalRuleEnding = {
  operationId: 'proposeLocalRuleEnding',
  summary: 'Propose the end of a local rule (终止)',
  description:
    'A proposal of its own, to be approved by another administrator: events from that day on are judged without the rule.',
  tags,
  querystring: nothing,
  params: idParams,
  body: newEndingSchema,
  response: { 201: json('The proposal', localRuleSchema), ...writing },
}
