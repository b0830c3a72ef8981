/** What a drill expects at its end (预期结果), in terms of what the service answers. */
import { z } from 'zod'
import { CAUSE_KINDS, TARGET_TIERS } from '../escalations/tables.ts'
import { INDICATOR_KEYS } from '../regulations/indicators.ts'
import { SEVERITIES, STAGES } from '../regulations/vocabulary.ts'
import { instantText, labelText, regionText, wordsSchema } from './terms.ts'

const severity = z
  .enum(SEVERITIES)
  .nullable()
  .meta({ description: 'Severity (等级); null is below any grade' })
const count = z.int().min(0).max(100_000).meta({ description: 'How many, exactly' })
const value = z.int().min(0)
const promise = wordsSchema('The promise, in a sentence')

const expect = <Name extends string, Shape extends z.ZodRawShape>(
  name: Name,
  description: string,
  shape: Shape,
) => z.strictObject({ expect: z.literal(name).meta({ description }), promise, ...shape })

export const expectationSchema = z
  .discriminatedUnion('expect', [
    expect('versions', 'The versions of one unit’s chain, by stage and in order', {
      regionCode: regionText,
      stages: z.array(z.enum(STAGES)),
    }),
    expect(
      'course_of_figure',
      'What one figure of one unit was, version by version; null where it was not given',
      {
        regionCode: regionText,
        figure: z.enum(INDICATOR_KEYS),
        values: z.array(value.nullable()),
      },
    ),
    expect('lateness', 'Whether a report is marked late', {
      label: labelText('The report'),
      isLate: z.boolean(),
    }),
    expect('one_event', 'That reports belong to one and the same event, by now: merged ones do', {
      labels: z.array(labelText('A report')).min(2),
    }),
    expect('events', 'How many events the reports opened', { count }),
    expect('grade', 'What the judge answered to one report', {
      label: labelText('The report'),
      level: severity,
      edition: z.string().optional().meta({ description: 'Edition that was applied (版本)' }),
    }),
    expect('severity_history', 'How the severity of an event went, each change once', {
      eventOf: labelText('A report of the event'),
      levels: z.array(severity).min(1),
    }),
    expect('deadline', 'What became of a duty of one unit', {
      regionCode: regionText,
      duty: z
        .string()
        .min(1)
        .meta({ description: 'Such as first_report', examples: ['first_report'] }),
      outcome: z
        .enum(['met', 'late', 'missed', 'open', 'none'])
        .meta({ description: 'Met in time, met late, past due and not met, still running, or never set' }),
      dueAt: instantText('When it fell due').optional(),
    }),
    expect('escalations', 'How many escalations there are of a cause, to a tier, about a duty', {
      cause: z.enum(CAUSE_KINDS).optional(),
      toTier: z.enum(TARGET_TIERS).optional(),
      fromCode: regionText.optional(),
      missedDuty: z.string().optional(),
      count,
    }),
    expect('forwardings', 'How many forwardings went to a section or department, and how they stand', {
      recipient: z
        .string()
        .min(1)
        .meta({ examples: ['DZDZ'] }),
      state: z.enum(['open', 'acknowledged', 'refused']).optional(),
      count,
    }),
    expect('totals', 'Totals of the event, nothing counted twice', {
      eventOf: labelText('A report of the event'),
      regionCode: regionText,
      figures: z.partialRecord(z.enum(INDICATOR_KEYS), value),
    }),
    expect('edition', 'Which edition of a rule was applied', {
      rule: z
        .string()
        .min(1)
        .meta({ examples: ['first_report.county'] }),
      edition: z
        .string()
        .min(1)
        .meta({ examples: ['民函〔2008〕119号'] }),
    }),
  ])
  .meta({
    id: 'Expectation',
    description: 'Is checked at the end; one that does not hold makes the drill fail',
  })

export type Expectation = z.infer<typeof expectationSchema>
