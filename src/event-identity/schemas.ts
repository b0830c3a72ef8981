/** Wire shapes of what is decided about the identity of events (过程汇拢、拆分). */
import { z } from 'zod'
import {
  countOut,
  eventBriefSchema,
  idSchema,
  instantOut,
  sentenceIn,
  textOut,
} from '../events/view-schemas.ts'
import { regionCodeSchema } from '../regions/schemas.ts'
import { HAZARD_CODES, SUBHAZARD_CODES } from '../regulations/hazards.ts'
import { instantIn, lineIn, listOf } from '../wire.ts'
import { ACT_KINDS } from './tables.ts'

export const newMerge = z
  .strictObject({
    fromEventId: idSchema.meta({ description: 'The event that turned out to be the same as this one' }),
    reason: sentenceIn('Why they are one', '同一场地震,尼木县单独立项。'),
  })
  .meta({ id: 'NewEventMerge', description: 'Merges another event into this one (过程汇拢)' })

export const newSplit = z
  .strictObject({
    regionCodes: listOf(regionCodeSchema, 500)
      .min(1)
      .meta({ description: 'Units whose chains, with all below them, belong to the new event' }),
    hazard: z.enum(HAZARD_CODES).optional().meta({ description: 'Where it is another', example: 'flood' }),
    subhazard: z.enum(SUBHAZARD_CODES).optional().meta({ example: 'mountain_flood' }),
    occurredAt: instantIn()
      .optional()
      .meta({ description: 'Where it is another', example: '2026-07-01T11:30:00+08:00' }),
    title: lineIn(100).min(1).optional().meta({ example: '林周县雹灾' }),
    reason: sentenceIn('Why they are two', '两县降雹相隔一日,不是同一过程。'),
  })
  .meta({
    id: 'NewEventSplit',
    description: 'Makes the chains of some units an event of their own (过程拆分)',
  })

export const newUndo = z
  .strictObject({ reason: sentenceIn('Why it was wrong', '核实后不是同一过程。') })
  .meta({ id: 'NewIdentityUndo' })

export const actSchema = z
  .object({
    id: idSchema,
    kind: z.enum(ACT_KINDS).meta({ description: 'What was decided', examples: ['merge'] }),
    fromEventId: idSchema.meta({ description: 'Whose chains went away' }),
    intoEventId: idSchema.meta({ description: 'Where they went' }),
    undoesId: idSchema.nullable().meta({ description: 'The decision that was taken back' }),
    reason: textOut('Why', '同一场地震,尼木县单独立项。'),
    at: instantOut('When'),
    by: idSchema.meta({ description: 'Account of the officer' }),
    chains: listOf(z.object({ chainId: idSchema, regionCode: regionCodeSchema }), 10_000).meta({
      description: 'Chains that were moved',
    }),
    reportsToReview: listOf(
      z.object({ versionId: idSchema, regionCode: regionCodeSchema, eventId: idSchema }),
      1_000,
    ).meta({
      description:
        'Of a merge that was taken back: tiers’ own reports that were signed while the events were one, and rest on what counts in the other one again. They stand until the unit reports anew',
    }),
  })
  .meta({ id: 'IdentityAct', description: 'A decision about the identity of events' })

export const actListSchema = z
  .object({ items: listOf(actSchema, 200) })
  .meta({ id: 'IdentityActList', description: 'Decisions about an event, the newest first' })

export const suggestionListSchema = z
  .object({
    items: listOf(
      z
        .object({
          event: eventBriefSchema,
          score: countOut('How likely they are one, 0 to 100', 82),
          parts: listOf(
            z.object({
              part: z.enum(['hazard', 'time', 'place']).meta({ examples: ['time'] }),
              points: z
                .number()
                .min(0)
                .max(100)
                .meta({ description: 'What it gives', examples: [33.5] }),
              most: countOut('What it could give', 35),
              why: textOut('What was compared', '3 hours apart, within 72'),
            }),
            3,
          ),
        })
        .meta({
          id: 'SameEventSuggestion',
          description: 'An event that may be the same, with its score explained',
        }),
      20,
    ),
  })
  .meta({ id: 'SameEventSuggestionList', description: 'The likeliest first; an officer decides' })
