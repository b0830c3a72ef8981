/** The wire shape of a preview, which is also how it is kept with an approval. */
import { z } from 'zod'
import {
  countOut,
  idSchema,
  instantOut,
  maybeInstantOut,
  severitySchema,
  textOut,
} from '../events/view-schemas.ts'
import { listOf } from '../wire.ts'

/** Examples of each kind that a preview shows. */
export const EXAMPLES_SHOWN = 50

const movedSchema = z
  .object({
    eventId: idSchema,
    owedBy: textOut('The unit that owes it, or a party outside Fengsui', '540122200000'),
    duty: textOut('What is owed', 'first_report'),
    rule: textOut('The rule that sets it', 'first_report.township'),
    before: maybeInstantOut('When it was due; null where it was not owed'),
    after: maybeInstantOut('When it would have been due; null where it would not have been owed'),
  })
  .meta({ id: 'MovedDeadline', description: 'A deadline that would have been another one (时限变动)' })

const changedSchema = z
  .object({
    eventId: idSchema,
    versionId: idSchema.meta({ description: 'The first report that shows it' }),
    before: severitySchema,
    after: severitySchema,
  })
  .meta({ id: 'ChangedSeverity', description: 'An event that would have been graded otherwise (等级变动)' })

const directSchema = z
  .object({
    eventId: idSchema,
    rule: textOut('The rule that asks for it', 'direct_report.any_death'),
    change: z.enum(['added', 'removed']).meta({ examples: ['added'] }),
  })
  .meta({
    id: 'ChangedDirectReport',
    description: 'A direct report that would have been owed, or not (直报变动)',
  })

/** What a local rule would have moved in the year before (预演), had it been in force. */
export const previewSchema = z
  .object({
    from: instantOut('Reports received from here'),
    to: instantOut('up to here were judged'),
    versions: countOut('Versions that were judged, with the rule and without it', 391),
    isCut: z.boolean().meta({
      description: 'There were more than a preview reads: those of the newest events were judged',
      examples: [false],
    }),
    deadlines: z.object({
      compared: countOut('Deadlines without the rule', 214),
      moved: countOut('Of these, those that would have fallen on another instant', 3),
      added: countOut('Deadlines that there would have been besides', 0),
      removed: countOut('Of those compared, those that there would not have been', 0),
      examples: listOf(movedSchema, EXAMPLES_SHOWN),
    }),
    severities: z.object({
      events: countOut('Events that were judged', 61),
      changed: countOut('Of these, those that would have been graded otherwise', 0),
      examples: listOf(changedSchema, EXAMPLES_SHOWN),
    }),
    directReports: z.object({
      added: countOut('Direct reports that would have been owed besides', 0),
      removed: countOut('Direct reports that would not have been owed', 0),
      examples: listOf(directSchema, EXAMPLES_SHOWN),
    }),
    explanations: z
      .object({
        added: countOut('Rises that would have needed an explanation besides', 0),
        removed: countOut('Rises that would not have needed one', 0),
      })
      .meta({ description: 'For thresholds of checks' }),
    textZh: textOut('All of it in a sentence', '214个时限中有3个会变动。'),
    textEn: textOut('The same in English', '3 of 214 deadlines would have moved.'),
  })
  .meta({ id: 'LocalRulePreview', description: 'What a local rule would have moved in the last year (预演)' })

export type Preview = z.infer<typeof previewSchema>
