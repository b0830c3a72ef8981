/** What each route of the registers is called, takes and answers. */
import { z } from 'zod'
import { idParams } from '../events/view-schemas.ts'
import { json } from '../http/json-reply.ts'
import { problems } from '../problems/schemas.ts'
import { registerCountsSchema } from './count-schemas.ts'
import { accessPageSchema, accessQuery, DISCLOSURE, NEW_DISCLOSURE } from './disclosure-schemas.ts'
import { NEW_BATCH, NEW_CORRECTION, NEW_ROW, newRemovalSchema } from './new-row-schemas.ts'
import { ADDED_ROW, BATCH_RESULT, ROW, ROW_PAGE, ROW_QUERY } from './row-schemas.ts'

const tags = ['registers']
const REPLAYED = {
  'Idempotency-Replayed': { type: 'string', const: 'true', description: 'This repeats the first answer' },
} as const

const added = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  201: { ...json(description, schema), headers: REPLAYED },
  ...problems(400, 401, 403, 404, 409, 413, 415, 422, 429),
})

const MASKED = 'Names and numbers are masked; a disclosure reads them, for a stated purpose.'

export const PEOPLE = {
  add: {
    operationId: 'addPersonRow',
    summary: 'Enter a dead or missing person (登记因灾死亡失踪人员)',
    description: `Before or after the figures that count the person. ${MASKED}`,
    tags,
    body: NEW_ROW.people,
    response: added('It is in the register', ADDED_ROW.people),
  },
  addMany: {
    operationId: 'addPersonRows',
    summary: 'Enter up to 200 dead or missing people (批量登记人员)',
    description:
      'Each for itself: one that is refused keeps no other back. What does not fit the schema is refused as a whole.',
    tags,
    body: NEW_BATCH.people,
    response: {
      200: json('What became of each', BATCH_RESULT.people),
      ...problems(400, 401, 403, 409, 413, 415, 429),
    },
  },
  list: {
    operationId: 'listPersonRows',
    summary: 'List the dead and missing of an event (因灾死亡失踪人口一览表)',
    description: `Of your unit and below, the newest first. ${MASKED}`,
    tags,
    querystring: ROW_QUERY.people,
    response: { 200: json('A page of people', ROW_PAGE.people), ...problems(400, 401, 403, 404, 429) },
  },
  get: {
    operationId: 'getPersonRow',
    summary: 'Read a person’s row (查看人员记录)',
    description: MASKED,
    tags,
    params: idParams,
    response: { 200: json('The row', ROW.people), ...problems(400, 401, 403, 404, 429) },
  },
  correct: {
    operationId: 'correctPersonRow',
    summary: 'Correct a person’s row (更正人员记录)',
    description:
      'By a new row with a reason: a missing person found alive or dead, a name, a payment. Only what changes is sent; the row that stood stays in the history. Of a closed event nothing that is counted can be changed.',
    tags,
    params: idParams,
    body: NEW_CORRECTION.people,
    response: added('The row that stands now', ADDED_ROW.people),
  },
  remove: {
    operationId: 'removePersonRow',
    summary: 'Remove a person’s row (删除人员记录)',
    description:
      'A row with a reason says that it should never have been. It is counted no more and stays in the history.',
    tags,
    params: idParams,
    body: newRemovalSchema,
    response: added('The row that says so', ADDED_ROW.people),
  },
  disclose: {
    operationId: 'disclosePersonRow',
    summary: 'Read a person’s row unmasked (查阅人员身份信息)',
    description:
      'For a stated purpose. The access log keeps who read which fields, when and for what; auditors read it.',
    tags,
    params: idParams,
    body: NEW_DISCLOSURE.people,
    response: {
      200: json('The fields, unmasked', DISCLOSURE.people),
      ...problems(400, 401, 403, 404, 409, 413, 415, 429),
    },
  },
}

export const HOMES = {
  add: {
    operationId: 'addHomeRow',
    summary: 'Enter a household whose home collapsed or was damaged (登记倒塌损坏住房户)',
    description: `Before or after the figures that count the household. ${MASKED}`,
    tags,
    body: NEW_ROW.homes,
    response: added('It is in the register', ADDED_ROW.homes),
  },
  addMany: {
    operationId: 'addHomeRows',
    summary: 'Enter up to 200 households (批量登记住房户)',
    description:
      'Each for itself: one that is refused keeps no other back. What does not fit the schema is refused as a whole.',
    tags,
    body: NEW_BATCH.homes,
    response: {
      200: json('What became of each', BATCH_RESULT.homes),
      ...problems(400, 401, 403, 409, 413, 415, 429),
    },
  },
  list: {
    operationId: 'listHomeRows',
    summary: 'List the damaged homes of an event (因灾倒塌损坏住房户一览表)',
    description: `Of your unit and below, the newest first. ${MASKED}`,
    tags,
    querystring: ROW_QUERY.homes,
    response: { 200: json('A page of households', ROW_PAGE.homes), ...problems(400, 401, 403, 404, 429) },
  },
  get: {
    operationId: 'getHomeRow',
    summary: 'Read a household’s row (查看住房户记录)',
    description: MASKED,
    tags,
    params: idParams,
    response: { 200: json('The row', ROW.homes), ...problems(400, 401, 403, 404, 429) },
  },
  correct: {
    operationId: 'correctHomeRow',
    summary: 'Correct a household’s row (更正住房户记录)',
    description:
      'By a new row with a reason. Only what changes is sent; the row that stood stays in the history. Of a closed event nothing that is counted can be changed.',
    tags,
    params: idParams,
    body: NEW_CORRECTION.homes,
    response: added('The row that stands now', ADDED_ROW.homes),
  },
  remove: {
    operationId: 'removeHomeRow',
    summary: 'Remove a household’s row (删除住房户记录)',
    description:
      'A row with a reason says that it should never have been. It is counted no more and stays in the history.',
    tags,
    params: idParams,
    body: newRemovalSchema,
    response: added('The row that says so', ADDED_ROW.homes),
  },
  disclose: {
    operationId: 'discloseHomeRow',
    summary: 'Read a household’s row unmasked (查阅住房户身份信息)',
    description:
      'For a stated purpose. The access log keeps who read which fields, when and for what; auditors read it.',
    tags,
    params: idParams,
    body: NEW_DISCLOSURE.homes,
    response: {
      200: json('The fields, unmasked', DISCLOSURE.homes),
      ...problems(400, 401, 403, 404, 409, 413, 415, 429),
    },
  },
}

export const listRegisterAccesses = {
  operationId: 'listRegisterAccesses',
  summary: 'Who read rows unmasked (身份信息查阅日志)',
  description:
    'For auditors: which fields of which row were read by whom, when and for what; the newest first.',
  tags,
  querystring: accessQuery,
  response: { 200: json('A page of the access log', accessPageSchema), ...problems(400, 401, 403, 429) },
}

export const countRegisters = {
  operationId: 'countRegisters',
  summary: 'Registers and figures side by side (一览表与数字核对)',
  description:
    'Rows that stand, by unit and class, beside the figures last reported, and where they disagree. Before the verified report the registers may lag behind; then they must agree (C15, C16).',
  tags,
  params: idParams,
  querystring: z.strictObject({}),
  response: { 200: json('The counts', registerCountsSchema), ...problems(400, 401, 403, 404, 429) },
}
