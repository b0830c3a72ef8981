/** What each route of batches is called, takes and answers. */
import { z } from 'zod'
import { idParams } from '../events/view-schemas.ts'
import { json } from '../http/json-reply.ts'
import { pageQuery } from '../http/pages.ts'
import { problems } from '../problems/schemas.ts'
import {
  batchHeaders,
  batchResultSchema,
  newBatch,
  newDiscard,
  quarantinedSchema,
  quarantinePageSchema,
} from './schemas.ts'

const tags = ['reports']
export const submitReportBatch = {
  operationId: 'submitReportBatch',
  summary: 'Submit what was written without a network (批量报送)',
  description:
    'Up to 500 reports, in the order in which they were written, with a result for each. The id of each is its idempotency key: when in doubt send the whole batch again. An item may follow another one of the same batch, or one that has not arrived yet (held). Refused items are kept in quarantine with the reason. The whole reply to an accepted item comes when it is sent alone with its id as key.',
  tags,
  headers: batchHeaders,
  body: newBatch,
  response: {
    200: json('A result for each item, in order', batchResultSchema),
    ...problems(400, 401, 413, 415, 429),
  },
}

export const listQuarantinedReports = {
  operationId: 'listQuarantinedReports',
  summary: 'List refused items of batches (隔离区)',
  description:
    'What you sent and was refused, and for those who answer for a unit what was refused there: the oldest first, until it is accepted under its id or discarded.',
  tags,
  querystring: z.strictObject(pageQuery),
  response: {
    200: json('A page of refused items', quarantinePageSchema),
    ...problems(400, 401, 429),
  },
}

export const discardQuarantinedReport = {
  operationId: 'discardQuarantinedReport',
  summary: 'Discard a refused item (作废)',
  description: 'It is not needed any more, for the reason given. The content stays on record.',
  tags,
  params: idParams,
  body: newDiscard,
  response: {
    200: json('It is discarded', quarantinedSchema),
    ...problems(400, 401, 404, 409, 413, 415, 429),
  },
}
