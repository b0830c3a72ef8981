import { z } from 'zod'
import { listOf } from '../wire.ts'
import {
  becauseSchema,
  dueSchema,
  idSchema,
  instantOut,
  maybeInstantOut,
  maybeTextOut,
  nodeRefSchema,
  textOut,
} from './view-schemas.ts'

const MOST = 1_000

export const courseSchema = z
  .object({
    stateZh: textOut('The state in Chinese', '进行中'),
    stableAt: maybeInstantOut('Since when it is declared stable'),
    activeResponses: listOf(
      z.object({
        id: idSchema,
        node: nodeRefSchema,
        kind: z.enum(['relief', 'emergency']).meta({ examples: ['emergency'] }),
        kindZh: textOut('The same in Chinese', '应急响应'),
        level: z
          .int()
          .min(1)
          .max(4)
          .meta({ examples: [2] }),
        levelZh: textOut('The same in Chinese', '二级响应'),
        decidedBy: textOut('Who decided it', '自治区:自治区人民政府'),
        startedAt: instantOut('When it took effect'),
      }),
      MOST,
    ).meta({ description: 'Responses that are on' }),
    nilReportOrders: listOf(
      z.object({
        id: idSchema,
        node: nodeRefSchema,
        reason: textOut('Why', '余震频繁,须逐日掌握。'),
        orderedAt: instantOut('When'),
      }),
      MOST,
    ).meta({ description: 'Orders of nil reports that hold' }),
    dailyFollowUps: z
      .object({
        isOn: z.boolean().meta({ description: 'Whether anything asks for them now', examples: [true] }),
        because: becauseSchema.meta({
          description:
            'What asks for them: in the reports, and by decisions, which stand in activeResponses and nilReportOrders',
        }),
      })
      .meta({
        id: 'DailyFollowUps',
        description: 'Daily follow-ups, nil reports included (每日续报、零报告)',
      }),
    today: listOf(
      z.object({
        node: nodeRefSchema,
        duty: textOut('What is owed', 'daily_follow_up'),
        dutyZh: maybeTextOut('Chinese name of the duty', '每日续报'),
        ...dueSchema.shape,
      }),
      MOST,
    ).meta({
      description: 'Reports due today, and those still owed from before, of the units in your jurisdiction',
    }),
  })
  .meta({ id: 'EventCourse', description: 'Where an event stands in its course (灾害过程状态)' })
