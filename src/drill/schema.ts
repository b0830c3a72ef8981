/**
 * What a drill file (演练脚本) may say. `drills/drill.schema.json` is made from this, for editors; a test keeps the
 * two the same.
 */
import { z } from 'zod'
import { ROLES } from '../accounts/tables.ts'
import { expectationSchema } from './expectation-schema.ts'
import { castId, sourceId } from './step-base.ts'
import { stepSchema } from './step-schema.ts'
import { instantText, regionText, wordsSchema } from './terms.ts'

const castSchema = z
  .strictObject({
    id: castId,
    post: wordsSchema('Name of the post; never of a person (岗位名称)'),
    at: z
      .array(
        z.strictObject({
          role: z.enum(ROLES).meta({ description: 'Role (角色)' }),
          regionCode: regionText,
          sectionCode: z
            .string()
            .regex(/^[A-Z]{2,12}$/)
            .optional()
            .meta({ description: 'Section of a section clerk, such as DZDZ (科室)' }),
          departmentCode: z
            .string()
            .regex(/^[a-z][a-z_]{1,40}$/)
            .optional()
            .meta({ description: 'Department of a department liaison, such as seismology (联动单位)' }),
        }),
      )
      .min(1)
      .max(5)
      .meta({ description: 'Which roles the post has, and where' }),
  })
  .meta({
    id: 'CastMember',
    description: 'A post that takes part; its account is made when the drill begins',
  })

export const drillSchema = z
  .strictObject({
    $schema: z.string().optional(),
    id: z
      .string()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      .meta({ description: 'Name of the file, without .json' }),
    title: wordsSchema('Title (演练名称)'),
    about: wordsSchema('What it shows, for whoever reads the timeline').optional(),
    sources: z
      .array(
        z.strictObject({
          id: sourceId,
          ...wordsSchema('The source').shape,
          isArranged: z.literal(true).optional().meta({ description: 'Made up for the drill (虚构)' }),
        }),
      )
      .min(1)
      .meta({ description: 'Where each fact comes from (出处)' }),
    startsAt: instantText('What the clock shows when the service starts, before the first step'),
    endsAt: instantText('Until when the clock runs on after the last step').optional(),
    cast: z.array(castSchema).min(1).max(60),
    outsider: regionText.meta({
      description:
        'A county that has nothing to do with it: a post there tries to read and to report, and must fail',
    }),
    notReplayed: z.array(wordsSchema('What the story has and this drill does not replay')).default([]),
    steps: z.array(stepSchema).min(1).max(500),
    expects: z.array(expectationSchema).default([]),
  })
  .meta({
    id: 'Drill',
    title: 'Fengsui drill (烽燧演练脚本)',
    description: 'A story that the service replays',
  })

export type Drill = z.infer<typeof drillSchema>
export type CastMember = z.infer<typeof castSchema>

/** The JSON Schema of drill files, for editors. */
export function drillJsonSchema(): object {
  return z.toJSONSchema(drillSchema, { io: 'input', target: 'draft-2020-12' })
}
