import { idParams } from '../events/view-schemas.ts'
import { json } from '../http/json-reply.ts'
import { problems } from '../problems/schemas.ts'
import { actListSchema, actSchema, newMerge, newSplit, newUndo, suggestionListSchema } from './schemas.ts'

const tags = ['events']
const decided = {
  201: json('It is decided', actSchema),
  ...problems(400, 401, 403, 404, 409, 413, 415, 422, 429),
}

export const suggestSameEvents = {
  operationId: 'suggestSameEvents',
  summary: 'Events that may be the same as this one (过程汇拢建议)',
  description:
    'Scored by hazard, time and place, with the score explained; the windows in time are those of the hazards. Nothing is merged by a machine.',
  tags,
  params: idParams,
  response: { 200: json('The likeliest first', suggestionListSchema), ...problems(400, 401, 403, 404, 429) },
}

export const mergeEvents = {
  operationId: 'mergeEvents',
  summary: 'Merge another event into this one (过程汇拢)',
  description:
    'Its reports count here from now on, once for each unit, and its address leads here (307). Of a unit that reported in both, the chain that was heard of last counts, whichever event it came from, and the unit goes on with that one; what the other one says is set aside, and counts again once the merge is taken back or the chain that counts is withdrawn. So figures may fall: where deaths, missing people, running totals or the direct loss would (C17), the merge is refused with figures-would-fall and the list, until `acceptsFalls` says that this is known. All that is set aside stands in `setAside` of the answer and of the list of decisions, and each unit hears of its own in sync (`figures.set_aside`). Before you merge, the suggestion shows the same. First reports that are still owed by units that reported in the other event are owed no longer. Nothing is lost: the decision can be taken back. Both events must lie wholly in your jurisdiction; by its duty officers, leaders and reviewers. Exercises are never merged with real events.',
  tags,
  params: idParams,
  body: newMerge,
  response: decided,
}

export const splitEvent = {
  operationId: 'splitEvent',
  summary: 'Split an event (过程拆分)',
  description:
    'The chains of some units, with all below them, become an event of their own; registers stay where they were entered. By the same people as a merge. Nothing is lost: the decision can be taken back.',
  tags,
  params: idParams,
  body: newSplit,
  response: decided,
}

export const listIdentityActs = {
  operationId: 'listIdentityActs',
  summary: 'What was decided about the identity of an event (汇拢、拆分记录)',
  description: 'Merges, splits and what was taken back, the newest first.',
  tags,
  params: idParams,
  response: { 200: json('The decisions', actListSchema), ...problems(400, 401, 403, 404, 429) },
}

export const undoIdentityAct = {
  operationId: 'undoIdentityAct',
  summary: 'Take a merge or a split back (撤销汇拢、撤销拆分)',
  description:
    'Everything stands as it stood, with what was reported meanwhile in the chains that go back. Later decisions about the same events are taken back first (409 names them).',
  tags,
  params: idParams,
  body: newUndo,
  response: decided,
}
