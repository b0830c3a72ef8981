/** What each route of holds and destructions is called, takes and answers. */
import { z } from 'zod'
import { idParams } from '../events/view-schemas.ts'
import { json } from '../http/json-reply.ts'
import { problems } from '../problems/schemas.ts'
import {
  destroyedPageSchema,
  destroyedQuery,
  destructionListSchema,
  destructionSchema,
  holdListSchema,
  holdSchema,
  newDestructionSchema,
  newHoldSchema,
  newReleaseSchema,
  newWithdrawalOfOrderSchema,
  proofSchema,
} from './destruction-schemas.ts'

const tags = ['registers']
const nothing = z.strictObject({})
const reading = problems(400, 401, 403, 404, 429)
const acting = problems(400, 401, 403, 404, 409, 429)
const writing = problems(400, 401, 403, 404, 409, 413, 415, 429)

export const orderDestruction = {
  operationId: 'orderDestruction',
  summary: 'Order the destruction of an event’s registers (申请销毁一览表)',
  description:
    'For duty leaders and administrators of the city, when the event is closed, REGISTER_RETENTION_DAYS have passed and no legal hold stands. A second person approves it, and the command `destroy-registers` carries it out.',
  tags,
  params: idParams,
  body: newDestructionSchema,
  response: { 201: json('It is ordered', destructionSchema), ...writing },
}

export const listDestructions = {
  operationId: 'listDestructions',
  summary: 'List the destructions of an event’s registers (销毁记录)',
  description: 'For duty leaders, administrators and auditors of the city, the newest first.',
  tags,
  params: idParams,
  querystring: nothing,
  response: { 200: json('All of them', destructionListSchema), ...reading },
}

export const getDestruction = {
  operationId: 'getDestruction',
  summary: 'Read one destruction (查看销毁申请)',
  description: 'Who ordered it and why, who approved it, and whether it was carried out.',
  tags,
  params: idParams,
  response: { 200: json('The destruction', destructionSchema), ...reading },
}

export const approveDestruction = {
  operationId: 'approveDestruction',
  summary: 'Approve a destruction (审批销毁)',
  description: 'By another person than the one who ordered it. Repeating your own approval is harmless.',
  tags,
  params: idParams,
  response: { 200: json('It is approved', destructionSchema), ...acting },
}

export const withdrawDestruction = {
  operationId: 'withdrawDestruction',
  summary: 'Withdraw a destruction, or refuse to approve it (撤销销毁申请)',
  description: 'With a reason, as long as it is not carried out.',
  tags,
  params: idParams,
  body: newWithdrawalOfOrderSchema,
  response: { 200: json('It is withdrawn', destructionSchema), ...writing },
}

export const getDestructionProof = {
  operationId: 'getDestructionProof',
  summary: 'The signed proof of a destruction (销毁证明)',
  description:
    'What was destroyed, on whose word and when; it can be checked offline with the receipt keys of /v1/jwks.',
  tags,
  params: idParams,
  response: { 200: json('The proof', proofSchema), ...acting },
}

export const listDestroyedRows = {
  operationId: 'listDestroyedRows',
  summary: 'The rows that were destroyed, with their hashes (销毁清单)',
  description: 'The list whose SHA-256 stands in the proof: a line `rowId hash` for each row.',
  tags,
  params: idParams,
  querystring: destroyedQuery,
  response: { 200: json('A page of destroyed rows', destroyedPageSchema), ...reading },
}

export const placeHold = {
  operationId: 'placeHold',
  summary: 'Place a legal hold on an event’s registers (证据保全)',
  description: 'While one stands, nothing is destroyed: evidence or an assessment needs the registers.',
  tags,
  params: idParams,
  body: newHoldSchema,
  response: { 201: json('It stands', holdSchema), ...writing },
}

export const listHolds = {
  operationId: 'listHolds',
  summary: 'List the legal holds of an event (证据保全记录)',
  description: 'For duty leaders and administrators of the city, the newest first.',
  tags,
  params: idParams,
  querystring: nothing,
  response: { 200: json('All of them', holdListSchema), ...reading },
}

export const releaseLegalHold = {
  operationId: 'releaseLegalHold',
  summary: 'Release a legal hold (解除保全)',
  description: 'With a reason. Repeating your own release is harmless.',
  tags,
  params: idParams,
  body: newReleaseSchema,
  response: { 200: json('It is released', holdSchema), ...writing },
}
