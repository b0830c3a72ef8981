import { z } from 'zod'
import { TARGET_TIERS } from '../escalations/tables.ts'
import { EVENT_STATES } from '../events/tables.ts'
import {
  becauseSchema,
  countOut,
  idSchema,
  instantOut,
  maybeInstantOut,
  maybeTextOut,
  severitySchema,
  textOut,
  violationSchema,
} from '../events/view-schemas.ts'
import { problemSchema } from '../problems/schemas.ts'
import { regionCodeSchema } from '../regions/schemas.ts'
import { STAGES } from '../regulations/vocabulary.ts'
import { code, listOf } from '../wire.ts'
import { figuresOut, reviewSchema, tierReportBasisSchema } from './review-schemas.ts'

const hashOut = textOut('SHA-256 of the canonical body (RFC 8785), hexadecimal', 'a'.repeat(64))

const metShape = {
  duty: textOut('What was owed', 'daily_follow_up'),
  regionCode: regionCodeSchema,
  day: z.iso
    .date()
    .nullable()
    .meta({
      description: 'The day whose daily report it is (零报告); null for other duties',
      examples: ['2026-07-01'],
    }),
  dueAt: instantOut('When it was due'),
  metAt: instantOut('When it was met'),
  isLate: z.boolean().meta({ description: 'Met after its instant', examples: [false] }),
}

export const receiptSchema = z
  .object({
    versionId: idSchema,
    contentHash: hashOut,
    receivedAt: instantOut('When it was received, by the clock of the database'),
    jws: textOut(
      'Compact JWS (EdDSA) to be checked with the receipt keys of /v1/jwks',
      'eyJhbGciOiJFZERTQSJ9.e30.c2ln',
    ),
    met: listOf(z.object(metShape), 100).optional().meta({
      description:
        'Read from the signed text: what the report met of what its unit owed. Absent in receipts of releases that did not say so',
    }),
  })
  .meta({ id: 'Receipt', description: 'Signed proof of what was received and when (回执)' })

const nilReportWarning = z
  .object({
    code: z.enum(['differs_from_below']).meta({ examples: ['differs_from_below'] }),
    pointers: listOf(code(200), 1_000).meta({
      description: 'The figures that it is about, as in `violations` (C19)',
      examples: [['/figures/dead']],
    }),
    sentenceZh: textOut(
      'What to look at',
      '零报告已受理,但所确认的数据有1项与下级所报不一致:请核实,有变化的另报续报,无变化的以续报说明原因。',
    ),
    sentenceEn: textOut(
      'The same in English',
      'The nil report is stored, but units below report something else than it confirms (figures: 1). Check them: send a follow-up with what is so now, or with why they differ.',
    ),
  })
  .meta({ id: 'NilReportWarning', description: 'What a nil report (零报告) does not fit' })

const dutyOut = z
  .object({
    regionCode: regionCodeSchema,
    duty: textOut('What is owed', 'first_report'),
    dueAt: instantOut('When it is due'),
    metAt: maybeInstantOut('When it was met'),
    isLate: z.boolean().meta({ examples: [false] }),
    because: becauseSchema,
  })
  .meta({ id: 'DutySet', description: 'A deadline that the report set (时限)' })

const metOut = z
  .object({
    ...metShape,
    dutyZh: maybeTextOut('Chinese name of the duty', '每日续报'),
    sentenceZh: textOut('The same in a sentence', '11月24日每日续报:按时完成。'),
    sentenceEn: textOut('The same in a sentence', 'daily follow-up of 2026-11-24: met in time.'),
  })
  .meta({ id: 'DutyMet', description: 'A deadline that the report met (时限办结)' })

export const previousSchema = z
  .object({
    eventId: idSchema,
    versionId: idSchema,
    number: countOut('Number of that version in the chain', 1),
    receivedAt: instantOut('When it was received'),
    figures: figuresOut.meta({ description: 'What it said; what it did not say is absent' }),
    textZh: textOut(
      'The same in a sentence',
      '本单位已就此灾害过程报送(第1版,2026-11-25 12:05收到,因灾死亡人口2人)',
    ),
    textEn: textOut(
      'The same in a sentence',
      'This unit has reported to this event before (version 1, received 2026-11-25 12:05: Deaths: 2)',
    ),
  })
  .meta({
    id: 'PreviousReport',
    description:
      'Of a first report that is its unit’s second one: the report before, by which it was judged. Absent for every other report, and where that one is withdrawn. What the first report took back unexplained (hard violations of C17, with `comparedWith`) is owed: a `correction` among `deadlines`. If it is about another disaster, give the figures again in a follow-up, and report the other one under a new id with event.isAnother',
  })

export const acceptedSchema = z
  .object({
    status: z.literal('accepted'),
    versionId: idSchema,
    eventId: idSchema,
    regionCode: regionCodeSchema,
    number: countOut('Number of the version in its chain', 1),
    stage: z.enum(STAGES).meta({ examples: ['first'] }),
    joinedChain: z.boolean().meta({
      description:
        'True when a first report became the next version of a chain that was there. It is never refused for what it takes back (C17): that is stored with a duty `correction`',
      examples: [false],
    }),
    previous: previousSchema.optional(),
    isLate: z.boolean().meta({ description: 'After the limit of the duty that it meets', examples: [false] }),
    receivedAt: instantOut('When it was received'),
    event: z.object({
      foundBy: z.enum(['event_id', 'parent', 'match', 'opened']).meta({ examples: ['opened'] }),
      because: textOut('Why this event', 'No open event of this hazard covers this unit at that time.'),
      severity: severitySchema,
      suggestions: z
        .array(
          z.object({
            eventId: idSchema,
            state: z
              .enum(EVENT_STATES)
              .optional()
              .meta({
                description: 'Where it stood then: closed ones are opened again first',
                examples: ['closed'],
              }),
            hoursApart: z
              .number()
              .min(0)
              .max(100_000)
              .meta({ examples: [1.5] }),
            regions: listOf(regionCodeSchema, 1_000),
          }),
        )
        .max(100)
        .meta({
          description:
            'Events elsewhere, closed, or said to be others (isAnother), that may be the same; an officer decides',
        }),
    }),
    severity: z.object({ level: severitySchema, because: becauseSchema }),
    deadlines: listOf(dutyOut, 1_000),
    met: listOf(metOut, 100).optional().meta({
      description:
        'What the report met of what its unit owed, in time or late. Absent where a reply of an earlier release is repeated',
    }),
    escalations: listOf(
      z.object({
        id: idSchema,
        toTier: z.enum(TARGET_TIERS).meta({ examples: ['county'] }),
        toCode: regionCodeSchema.nullable(),
        causeKind: textOut(
          'Why it goes up: severity (按等级上报), also of an event that reaches no grade, which is passed up to its county; direct_report (应当直报)',
          'severity',
        ),
      }),
      100,
    ),
    forwardings: listOf(
      z.object({
        recipientKind: z.enum(['section', 'department']).meta({ examples: ['section'] }),
        recipientCode: textOut('Code of the section or department', 'ZHZX'),
        role: z.enum(['lead', 'support', 'inform']).meta({ examples: ['lead'] }),
      }),
      1_000,
    ),
    violations: listOf(violationSchema, 1_000),
    warnings: listOf(nilReportWarning, 10).optional().meta({
      description:
        'Only of a nil report, and only where there is something: what to look at although it was taken. Show it',
    }),
    receipt: receiptSchema,
  })
  .meta({
    id: 'AcceptedReport',
    description: 'What became of the report: its event, its gravity, its clocks, its receipt',
  })

export const heldSchema = z
  .object({
    status: z.literal('held'),
    versionId: idSchema,
    regionCode: regionCodeSchema,
    missingParentId: idSchema,
    receivedAt: instantOut('When it was received'),
    because: textOut('Why it waits', 'The version that this one follows has not arrived.'),
  })
  .meta({
    id: 'HeldReport',
    description: 'The report is safe here and waits for the version that it follows',
  })

export const reportVersionSchema = z
  .object({
    versionId: idSchema,
    eventId: idSchema,
    regionCode: regionCodeSchema,
    number: countOut('Number in the chain', 1),
    parentVersionId: idSchema.nullable(),
    isHead: z.boolean().meta({
      description:
        'Whether it is the last version of its chain. After a merge a unit may have two chains, and so two heads: the one that was received last counts, and is what the unit goes on with (`chains` of the event name it)',
      examples: [true],
    }),
    joinedChain: z.boolean().meta({ examples: [false] }),
    stage: z.enum(STAGES).meta({ examples: ['first'] }),
    withdrawalReason: maybeTextOut('Why it was withdrawn', null),
    nilReportFor: z.iso
      .date()
      .nullable()
      .meta({ description: 'The day that it confirms without a change (零报告)', examples: [null] }),
    occurredAt: instantOut('When it happened'),
    observedAt: maybeInstantOut('When it was seen'),
    enteredAt: maybeInstantOut('When it was written'),
    sentAt: maybeInstantOut('When it was sent, as the device says'),
    receivedAt: instantOut('When it was received'),
    isLate: z.boolean().meta({ examples: [false] }),
    location: z.record(code(100), z.unknown()).nullable().meta({ description: 'Place in WGS-84' }),
    content: z.record(code(100), z.unknown()).meta({ description: 'The body as it was received' }),
    contentHash: hashOut,
    violations: listOf(violationSchema, 1_000),
    review: reviewSchema,
    tierReport: tierReportBasisSchema.nullable().meta({
      description: 'Of a tier’s own report, what it rests on; null for a report that was sent as it is',
    }),
  })
  .meta({ id: 'ReportVersion', description: 'One version of a chain, as stored for good' })

export const heldItemSchema = z
  .object({
    versionId: idSchema,
    regionCode: regionCodeSchema,
    missingParentId: idSchema,
    receivedAt: instantOut('When it was received'),
    toldAt: maybeInstantOut('When the unit above was told that it waits too long'),
    problem: problemSchema.nullable().meta({
      description: 'What the version met when its parent had come; null while it waits',
    }),
  })
  .meta({
    id: 'HeldItem',
    description: 'A version that waits for the one before it, or could not be applied',
  })
