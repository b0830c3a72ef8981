import { z } from 'zod'
import { LARGEST } from '../regulations/bounds.ts'
import { CRITERIA } from '../regulations/criteria.ts'
import { HAZARD_CODES, HAZARDS, SUBHAZARD_CODES } from '../regulations/hazards.ts'
import { INDICATORS, type IndicatorKey } from '../regulations/indicators.ts'
import { STAGES } from '../regulations/vocabulary.ts'
import { instantIn as anyInstantIn, dayIn, lineIn, proseIn } from '../wire.ts'

const instantIn = anyInstantIn().meta({ example: '2008-10-06T16:30:00+08:00' })

export const regionCodeIn = z
  .string()
  .regex(/^[0-9]{12}$/, 'must be the twelve digits of a unit')
  .meta({ description: 'Twelve-digit code of the unit (区划代码)', maxLength: 12, example: '540122200202' })

export const uuidV7In = z
  .string()
  .max(36)
  .regex(
    /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    'must be a UUIDv7 in lower case',
  )
  .meta({ format: 'uuid', example: '019a2b6e-5d2c-7cc3-98f4-1a2b3c4d5e6f' })

type FigureSchemas = Record<IndicatorKey, z.ZodOptional<z.ZodInt>>

export const figures = z
  .strictObject(
    Object.fromEntries(
      INDICATORS.map((indicator) => [
        indicator.key,
        z
          .int(`must be a whole number of ${indicator.base}`)
          .min(0, 'must not be negative')
          .max(LARGEST[indicator.quantity], 'is larger than can be')
          .optional()
          .meta({ description: `${indicator.zh} - ${indicator.en}, in ${indicator.base}` }),
      ]),
    ) as FigureSchemas,
  )
  .meta({
    id: 'NewFigures',
    description:
      'Figures by indicator (指标), whole numbers in base units: people, households, rooms, heads, items, m2, m, cm, yuan. Not given is not zero. A unit’s figures are for all of it, what lies below included: a township that repeats the 9 dead of its village makes it 9, not 18. Each version is the whole word of the unit: it says all that is known, not only what changed. A figure above 0 in the version before that is left out counts no more, so it is asked about like one that fell: deaths, missing people, running totals and the direct loss need an explanation (C17), other totals should have one (C18). What was 0 or never given may be left out.',
    example: { dead: 9, seriously_injured: 11, collapsed_rooms: 147 },
  })

const share = z.number().min(0).max(1)

const facts = z
  .strictObject({
    magnitude: z
      .number()
      .min(0)
      .max(10)
      .optional()
      .meta({ description: 'Magnitude of the earthquake (震级)' }),
    burnedAreaM2: z.int().min(0).max(LARGEST.area).optional(),
    openFlameHours: z.number().min(0).max(100_000).optional(),
    peopleInDanger: z.int().min(0).max(LARGEST.people).optional(),
    peopleToMove: z.int().min(0).max(LARGEST.people).optional(),
    possibleLossYuan: z.int().min(0).max(LARGEST.money).optional(),
    trapped: z.int().min(0).max(LARGEST.people).optional(),
    evacuated: z.int().min(0).max(LARGEST.people).optional(),
    railCutHours: z.number().min(0).max(100_000).optional(),
    roadCutHours: z.number().min(0).max(100_000).optional(),
    foundAlive: z.int().min(0).max(LARGEST.people).optional(),
    shares: z
      .strictObject({
        cropLost: share.optional(),
        livestockDead: share.optional(),
        roomsCollapsed: share.optional(),
        droughtAid: share.optional(),
        provincialGdpLost: share.optional(),
      })
      .optional()
      .meta({ description: 'Parts of one (0 to 1) of the county, or for relief of the province' }),
    sensitive: z.boolean().optional().meta({ description: 'Sensitive time, place or people' }),
    crossesBoundary: z.boolean().optional(),
    criteria: z
      .array(z.enum(CRITERIA.map(({ code }) => code)))
      .max(20)
      .optional(),
  })
  .meta({ id: 'NewFacts', description: 'Circumstances that no indicator carries; absent is not known' })

const location = z
  .strictObject({
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    datum: z
      .enum(['wgs84', 'gcj02', 'cgcs2000'])
      .default('wgs84')
      .meta({ description: 'What the coordinates refer to; stored as WGS-84' }),
    accuracyM: z.number().min(0).max(1_000_000).optional(),
    address: proseIn(200).optional(),
  })
  .meta({ id: 'NewLocation', description: 'Where it happened' })

const WINDOWS = HAZARDS.map(({ code, sameEventWindowHours }) => `${code} ${sameEventWindowHours}`).join(', ')

const event = z
  .strictObject({
    hazard: z.enum(HAZARD_CODES).meta({ description: 'Hazard (灾种)' }),
    subhazard: z.enum(SUBHAZARD_CODES).optional().meta({
      description:
        'Sub-hazard (亚灾种); counties must give it where one exists. An event that has none takes it up from the first report that names it',
    }),
    occurredAt: instantIn.meta({ description: 'When it happened (灾害发生时间)' }),
    title: lineIn(100).min(1).optional(),
    isExercise: z
      .boolean()
      .default(false)
      .meta({ description: 'An exercise (演练) never mixes with real events' }),
    isAnother: z
      .boolean()
      .optional()
      .meta({
        description: `True: another disaster (另一灾害) than those that run, however near in time. The first report opens an event of its own; those near it, open or closed, are in suggestions, and an officer above merges what was one after all. Absent or false: an open event of the same hazard that covers the unit is taken for the same disaster where the two happened no further apart than the hours of the hazard (sameEventWindowHours in GET /v1/hazards: ${WINDOWS}). Say it for a hail storm four hours after a gale; leave it out where you go on about the same disaster, or do not know. Only where a first report describes its event.`,
        examples: [true],
      }),
  })
  .meta({
    id: 'NewEvent',
    description: 'What happened, as the reporter knows it: the report finds its event by it, or opens one',
  })

const onBehalfOf = z
  .strictObject({
    channel: z.enum(['telephone', 'radio', 'messenger', 'in_person', 'other']),
    source: proseIn(200).min(1).meta({ description: 'Who said it, by post: no names of victims' }),
    saidAt: instantIn.meta({
      description: 'When it was said, not before it happened: the clock runs from then',
    }),
  })
  .meta({
    id: 'NewSource',
    description:
      'Where the word came from, when a unit above enters what a unit below said; not of the own unit, whose clock runs from the receipt',
  })

/** Whoever follows a version is in its event already. */
function mayOpenAnother({
  parentVersionId,
  event,
}: {
  parentVersionId: string | null
  event?: { isAnother?: boolean | undefined } | undefined
}): boolean {
  return event?.isAnother !== true || parentVersionId === null
}

/** A first report names its event or describes it; a later one may leave that to its parent. */
function saysItsEvent(report: {
  parentVersionId: string | null
  eventId?: unknown
  event?: unknown
}): boolean {
  const given = [report.eventId, report.event].filter((one) => one !== undefined).length
  return given === 1 || (given === 0 && report.parentVersionId !== null)
}

/** The body of a report, as fixed for every client. */
export const newReport = z
  .strictObject({
    id: uuidV7In.meta({
      description:
        'Made by the device, a UUIDv7 (RFC 9562: 48 bits of milliseconds, then random): the id of this version',
    }),
    parentVersionId: uuidV7In
      .nullable()
      .meta({ description: 'The version that this one follows; null for the first' }),
    stage: z.enum(STAGES).meta({ description: 'first 初报, follow_up 续报, verified 核报' }),
    eventId: uuidV7In.optional().meta({
      description:
        'The event, where it is known; otherwise give event. A county whose event has no sub-hazard yet (C22) describes it in event, or has it named by a correction of the event',
    }),
    event: event.optional(),
    regionCode: regionCodeIn,
    figures,
    facts: facts.optional(),
    narrative: proseIn(2_000).optional().meta({ description: 'What happened, in words (灾情描述)' }),
    location: location.optional(),
    observedAt: instantIn.optional().meta({ description: 'When the reporter saw it' }),
    enteredAt: instantIn.optional().meta({ description: 'When it was written on the device' }),
    onBehalfOf: onBehalfOf.optional(),
    explanation: proseIn(1_000)
      .min(1)
      .optional()
      .meta({ description: 'Why figures fell, jumped or are left out (说明)' }),
  })
  .refine(saysItsEvent, {
    path: ['event'],
    message: 'give either eventId or event, not both; neither only where parentVersionId tells',
    params: { code: 'one_of' },
  })
  .refine(mayOpenAnother, {
    path: ['event', 'isAnother'],
    message:
      'is for the first report of another disaster, which follows none: leave out the parent, or isAnother',
    params: { code: 'not_first' },
  })
  .refine((report) => report.parentVersionId !== report.id, {
    path: ['parentVersionId'],
    message: 'must name another version than this one, which would wait for itself',
    params: { code: 'own_parent' },
  })
  .meta({
    id: 'NewReport',
    description: 'A report (灾情报送): one version of one unit’s chain within one event',
    example: {
      id: '019a2b6e-5d2c-7cc3-98f4-1a2b3c4d5e6f',
      parentVersionId: null,
      stage: 'first',
      event: { hazard: 'earthquake', occurredAt: '2008-10-06T16:30:00+08:00' },
      regionCode: '540122200202',
      figures: { dead: 9, seriously_injured: 11, collapsed_rooms: 850, collapsed_home_hh: 171 },
      facts: { magnitude: 6.6 },
      narrative: '房屋倒塌,人员伤亡,正在搜救。',
    },
  })

export type NewReport = z.infer<typeof newReport>

export const newWithdrawal = z
  .strictObject({
    id: uuidV7In.meta({ description: 'Made by the device: the id of the withdrawing version' }),
    reason: proseIn(1_000)
      .min(1)
      .meta({ description: 'Why the report was a mistake', example: '误报:演练信息误作实情。' }),
  })
  .meta({ id: 'NewWithdrawal' })

export const newNilReport = z
  .strictObject({
    id: uuidV7In.meta({ description: 'Made by the device: the id of this version' }),
    regionCode: regionCodeIn,
    day: dayIn().optional().meta({
      description:
        'The day whose report it is; today (Asia/Shanghai) where it is not given, an earlier one where it is late',
      example: '2008-10-08',
    }),
    onBehalfOf: onBehalfOf.optional(),
  })
  .meta({
    id: 'NewNilReport',
    description: 'Nothing has changed since this unit’s last report (零报告)',
    example: { id: '019a2b6e-5d2c-7cc3-98f4-1a2b3c4d5e6f', regionCode: '540122200000' },
  })

/** `Idempotency-Key`: required on every submission, kept for good, scoped to the account. */
export const submissionHeaders = z.object({
  'idempotency-key': z
    .string({ error: 'is required: send the same key again when you retry' })
    .min(8)
    .max(128)
    .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces')
    .meta({
      description:
        'Keep id and key across retries, however late: same key and same body give the first reply again, to the letter. Scoped to the account, kept for good. Another body under the same key is refused (422).',
      example: '019a2b6e-5d2c-7cc3-98f4-1a2b3c4d5e6f',
    }),
  'sent-at': instantIn.optional().meta({ description: 'When the device sent it; differs at every retry' }),
})
