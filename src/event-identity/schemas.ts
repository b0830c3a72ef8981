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
import { INDICATOR_KEYS, type IndicatorKey } from '../regulations/indicators.ts'
import { instantIn, lineIn, listOf } from '../wire.ts'
import { ACT_KINDS } from './tables.ts'

export const newMerge = z
  .strictObject({
    fromEventId: idSchema.meta({ description: 'The event that turned out to be the same as this one' }),
    reason: sentenceIn('Why they are one', '同一场地震,尼木县单独立项。'),
    acceptsFalls: z.boolean().optional().meta({
      description:
        'True where you have asked the units, or know why: merge although figures that may not fall in silence (C17) of a unit that reported in both would count no more, or for less. Without it such a merge is refused (409 figures-would-fall, with the figures)',
      example: true,
    }),
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

const MOST_FIGURES = 100_000

/** A figure of any indicator, in its base unit. */
const figureOut = (description: string, example: number) =>
  z
    .int()
    .min(0)
    .max(1_000_000_000_000_000)
    .meta({ description, examples: [example] })

const setAsideSchema = z
  .object({
    regionCode: regionCodeSchema,
    indicator: z
      .enum(INDICATOR_KEYS as [IndicatorKey, ...IndicatorKey[]])
      .meta({ description: 'Indicator (指标)', examples: ['dead'] }),
    figure: figureOut('What counts no more', 3),
    versionId: idSchema.meta({ description: 'The version that gave it' }),
    standingFigure: figureOut('What counts instead', 1)
      .nullable()
      .meta({ description: 'What counts instead; null where the other version says nothing of it' }),
    standingVersionId: idSchema.meta({ description: 'The version of the unit that counts' }),
  })
  .meta({
    id: 'FigureSetAside',
    description: 'A figure that counts no more, or for less, since another word of its unit was heard later',
  })

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
    setAside: listOf(setAsideSchema, MOST_FIGURES).meta({
      description:
        'Of a merge, or a split that was taken back: the figures of units with two chains that count no more, or for less, by it; of the units whose reports you may read. Each unit hears of its own in sync (`figures.set_aside`)',
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
          setAside: listOf(setAsideSchema, MOST_FIGURES).meta({
            description:
              'Figures that would count no more, or for less, were the two merged; of the units whose reports you may read',
          }),
        })
        .meta({
          id: 'SameEventSuggestion',
          description: 'An event that may be the same, with its score explained',
        }),
      20,
    ),
  })
  .meta({ id: 'SameEventSuggestionList', description: 'The likeliest first; an officer decides' })
