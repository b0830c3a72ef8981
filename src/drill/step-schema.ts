/** What a step of a drill (演练步骤) may say. */
import { z } from 'zod'
import { CAUSE_KINDS, TARGET_TIERS } from '../escalations/tables.ts'
import { STAGES } from '../regulations/vocabulary.ts'
import { newReport } from '../reports/schemas.ts'
import { callStep, chapterStep, nilReportStep } from './call-schema.ts'
import { acting, step } from './step-base.ts'
import { instantText, labelText, regionText, wordsSchema } from './terms.ts'

const report = newReport.shape

const reportStep = z
  .strictObject({
    ...acting,
    what: z.literal('report').meta({ description: 'Submits a report (报送)' }),
    label: labelText('What later steps call this report'),
    report: z
      .strictObject({
        stage: z.enum(STAGES).meta({ description: 'First, follow-up or verified (初报, 续报, 核报)' }),
        after: labelText(
          'Label of the report that this one follows; leave out for a first report',
        ).optional(),
        event: report.event.meta({ description: 'What happened, where no event is known yet' }),
        eventOf: labelText('Label of a report whose event this one belongs to').optional(),
        regionCode: regionText,
        figures: report.figures,
        facts: report.facts,
        narrative: report.narrative,
        location: report.location,
        observedAt: report.observedAt,
        onBehalfOf: report.onBehalfOf,
        explanation: report.explanation,
      })
      .meta({ id: 'DrillReport', description: 'What the report says, as in POST /v1/reports' }),
    enteredAt: instantText('When it was written on the device (录入); `at` is when it arrives').optional(),
    sentAt: instantText('When the device sent it (发出)').optional(),
    answer: z
      .union([z.literal(201), z.literal(202), z.string().regex(/^[a-z]+(-[a-z]+)*$/)])
      .default(201)
      .meta({
        description:
          'What the service must answer: 201 accepted, 202 held, or the name of the problem with which it is refused',
      }),
  })
  .meta({ id: 'ReportStep', description: 'A report comes in' })

const withdrawStep = z
  .strictObject({
    ...acting,
    what: z.literal('withdraw').meta({ description: 'Withdraws a mistaken report (撤回)' }),
    label: labelText('What later steps call the withdrawal'),
    of: labelText('Label of the report that is withdrawn'),
    reason: z.string().min(1).max(1_000),
  })
  .meta({ id: 'WithdrawStep', description: 'A report is withdrawn, with a reason' })

const which = {
  cause: z.enum(CAUSE_KINDS).optional().meta({ description: 'Only those of this cause' }),
  toTier: z.enum(TARGET_TIERS).optional().meta({ description: 'Only those passed to this tier' }),
}

const acknowledgeStep = z
  .strictObject({
    ...acting,
    what: z.literal('acknowledge').meta({ description: 'Acknowledges escalations of the own desk (签收)' }),
    ...which,
  })
  .meta({ id: 'AcknowledgeStep', description: 'Whoever is on duty polls and acknowledges what is there' })

const resolveStep = z
  .strictObject({
    ...acting,
    what: z
      .literal('resolve')
      .meta({ description: 'Resolves acknowledged escalations of the own desk (办结)' }),
    ...which,
    resolution: z.string().min(1).max(1_000).meta({ description: 'What was done' }),
  })
  .meta({ id: 'ResolveStep', description: 'What was acknowledged is done' })

const signStep = z
  .strictObject({
    ...acting,
    what: z.literal('sign').meta({ description: 'Signs for the forwardings of the own section (分转签收)' }),
  })
  .meta({ id: 'SignStep', description: 'A clerk polls and signs; duty officers sign for the command centre' })

const refuseStep = z
  .strictObject({
    ...acting,
    what: z.literal('refuse').meta({ description: 'Refuses the forwardings of the own section (退回)' }),
    reason: z.string().min(1).max(1_000),
  })
  .meta({ id: 'RefuseStep', description: 'It goes back to the command centre, with a reason' })

const extendStep = z
  .strictObject({
    ...acting,
    what: z
      .literal('extend_event')
      .meta({ description: 'Lets the event cover another region (扩大涉及区域)' }),
    eventOf: labelText('Label of a report of the event'),
    regionCode: regionText,
  })
  .meta({ id: 'ExtendEventStep', description: 'An officer decides that another county belongs to the event' })

const orderStep = z
  .strictObject({
    ...acting,
    what: z.literal('order_escalation').meta({ description: 'Orders that the event goes up (指令升级)' }),
    eventOf: labelText('Label of a report of the event'),
    toTier: z.enum(TARGET_TIERS),
    reason: z.string().min(1).max(1_000),
  })
  .meta({ id: 'OrderStep', description: 'The desk passes an event upward, whatever its severity' })

const noteStep = z
  .strictObject({
    ...step,
    what: z.literal('note').meta({ description: 'Is told and not sent to the service (记事)' }),
    notReplayed: wordsSchema('What is missing for this to be replayed').optional(),
  })
  .meta({ id: 'NoteStep', description: 'Belongs to the story; the service hears nothing of it' })

export const stepSchema = z.discriminatedUnion('what', [
  reportStep,
  withdrawStep,
  acknowledgeStep,
  resolveStep,
  signStep,
  refuseStep,
  extendStep,
  orderStep,
  nilReportStep,
  callStep,
  chapterStep,
  noteStep,
])

export type Step = z.infer<typeof stepSchema>
export type ReportStep = z.infer<typeof reportStep>
