import { z } from 'zod'
import { pageOf, pageQuery } from '../http/pages.ts'
import { regionCodeSchema } from '../regions/schemas.ts'
import { HAZARD_CODES } from '../regulations/hazards.ts'
import { HAPPENED_ZH } from '../regulations/labels.ts'
import { STAGES } from '../regulations/vocabulary.ts'
import { code, listOf } from '../wire.ts'
import { courseSchema } from './course-schemas.ts'
import {
  becauseSchema,
  countOut,
  eventBriefSchema,
  idSchema,
  instantOut,
  maybeInstantOut,
  maybeTextOut,
  severitySchema,
  textOut,
} from './view-schemas.ts'

export const eventPageSchema = pageOf(eventBriefSchema).meta({
  id: 'EventPage',
  description: 'A page of events, the gravest first, then the newest',
})

export const eventQuery = z.strictObject({
  ...pageQuery,
  state: z
    .enum(['open', 'closed'])
    .default('open')
    .meta({ description: 'Open ones include those that have become stable', examples: ['open'] }),
  hazard: z
    .enum(HAZARD_CODES)
    .optional()
    .meta({ description: 'Only of this hazard', examples: ['flood'] }),
  under: regionCodeSchema.optional().meta({
    description: 'Only those that cover this unit, or something below it',
    examples: ['540122000000'],
  }),
})

const ladderAnswerSchema = z
  .object({
    ladder: textOut('The ladder that was asked', 'earthquake_casualties'),
    level: severitySchema,
    levelZh: maybeTextOut('Chinese name of the level', '较大'),
    because: becauseSchema,
    versionId: idSchema.meta({ description: 'The report, or the correction of the event, that led to it' }),
    answeredAt: instantOut('When'),
  })
  .meta({ id: 'LadderAnswer', description: 'What one ladder says of the event, last' })

const eventRegionSchema = z
  .object({
    regionCode: regionCodeSchema,
    nameZh: textOut('Official Chinese name', '当雄县'),
    addedAt: instantOut('Since when the event covers it'),
    addedBy: idSchema.nullable().meta({ description: 'Who extended it; null where the event opened' }),
  })
  .meta({ id: 'EventRegion', description: 'A county, or the city, that the event covers' })

const chainSchema = z
  .object({
    chainId: idSchema,
    regionCode: regionCodeSchema,
    nameZh: textOut('Name of the unit', '格达乡'),
    headVersionId: idSchema.meta({ description: 'The latest version: the parent of the next' }),
    headNumber: countOut('How many versions it has', 3),
    stage: z.enum(STAGES).meta({ examples: ['follow_up'] }),
    isWithdrawn: z.boolean().meta({ examples: [false] }),
    firstReceivedAt: instantOut('When its first report was received'),
  })
  .meta({ id: 'ReportChain', description: 'The reports of one unit in the event' })

export const eventSchema = z
  .object({
    ...eventBriefSchema.shape,
    openedAt: instantOut('When it was opened here'),
    openedByVersionId: idSchema.meta({ description: 'The report that opened it' }),
    severitySince: maybeInstantOut('Since when that severity stands'),
    ladders: listOf(ladderAnswerSchema, 100).meta({
      description:
        'Each ladder’s last answer; the gravest answer ever given stands until two people lower it',
    }),
    regions: listOf(eventRegionSchema, 1_000),
    course: courseSchema,
    chains: listOf(chainSchema, 10_000).meta({ description: 'Those of your jurisdiction' }),
    open: z
      .object({
        deadlines: countOut('Still owed', 2),
        overdueDeadlines: countOut('Of these, past due', 1),
        escalations: countOut('Passed upward and not resolved', 1),
        forwardings: countOut('Handed over and not signed for', 3),
        unreviewed: countOut(
          'Latest reports that no unit above has reviewed; none once the event is closed',
          4,
        ),
      })
      .meta({ id: 'OpenCounts', description: 'What is open, as far as you may see it' }),
  })
  .meta({ id: 'Event', description: 'A disaster event (灾害过程)' })

export const newEventRegionSchema = z
  .strictObject({ regionCode: regionCodeSchema.meta({ examples: ['540121000000'] }) })
  .meta({
    id: 'NewEventRegion',
    description: 'A county of the same city, or the city, that the event covers too',
  })

export const eventRegionsSchema = z
  .object({ items: listOf(eventRegionSchema, 1_000) })
  .meta({ id: 'EventRegionList', description: 'Everything the event covers' })

const HAPPENINGS = Object.keys(HAPPENED_ZH) as [keyof typeof HAPPENED_ZH]

export const timelinePageSchema = pageOf(
  z
    .object({
      at: instantOut('When'),
      what: z.enum(HAPPENINGS).meta({ description: 'What happened', examples: ['event.escalated'] }),
      whatZh: textOut('The same in Chinese', '升级'),
      subjectId: idSchema.meta({
        description:
          'The report, answer, decision, deadline, escalation, forwarding or correction; of a merge, a split and what took one back, the act',
      }),
      regionCode: regionCodeSchema.nullable().meta({ description: 'The unit it concerns' }),
      nameZh: maybeTextOut('Its name', '当雄县'),
      accountId: idSchema.nullable().meta({ description: 'Who did it; null for what followed by rule' }),
      dueAt: maybeInstantOut('When it is due, for deadlines'),
      because: becauseSchema.nullable(),
      detail: z
        .record(code(100), z.unknown())
        .meta({ description: 'What else there is to it', examples: [{ cause: 'deadline_missed', step: 1 }] }),
    })
    .meta({ id: 'Happening', description: 'One thing that happened (过程记录)' }),
).meta({ id: 'TimelinePage', description: 'A page of what happened, in order' })

export const timelineQuery = z.strictObject(pageQuery)
