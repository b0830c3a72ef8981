/** What each route of dry runs is called, takes and answers. */
import { z } from 'zod'
import { problems } from '../problems/schemas.ts'
import { evaluationSchema, seriesSchema } from './reply-schemas.ts'
import { newEvaluation, newSeries } from './schemas.ts'

const tags = ['evaluations']
const nothing = z.strictObject({})

export const evaluateFacts = {
  operationId: 'evaluateFacts',
  summary: 'Judge facts without reporting them (研判试算)',
  description:
    'Facts in, no trace left: severity by every ladder, relief levels, who reports to whom by when, who must be told, where it goes in the bureau, and what does not fit, each answer with the rule, its clause and how far its text is verified. The judge is the one that submissions ask. Figures that contradict each other are answered as violations; facts that no rule can read are refused (422) with the fact and the rule.',
  tags,
  querystring: nothing,
  body: newEvaluation,
  response: {
    200: {
      description: 'What the rules say',
      content: { 'application/json': { schema: evaluationSchema } },
    },
    ...problems(400, 401, 413, 415, 422, 429),
  },
}

export const evaluateFactSeries = {
  operationId: 'evaluateFactSeries',
  summary: 'Judge a timeline of facts (过程推演)',
  description:
    'Reports of one event in time, in any order: what fell due, was met, missed or is still open, and what would have needed a written explanation. Each item is judged by what it says, with the figures of the same unit before it; limits are frozen when a duty first arises. No trace is left.',
  tags,
  querystring: nothing,
  body: newSeries,
  response: {
    200: {
      description: 'What became of every duty',
      content: { 'application/json': { schema: seriesSchema } },
    },
    ...problems(400, 401, 413, 415, 422, 429),
  },
}
