/**
 * What a dry run is asked (研判请求). Only the form is checked here: what a figure or a code may be is for the judge to
 * say, so that a refusal names the fact and the rule.
 */
import { z } from 'zod'
import { REGISTER_NAMES, type RegisterName } from '../regulations/check-row.ts'
import { CRITERION_CODES } from '../regulations/criteria.ts'
import { DESK_PROFILE_IDS } from '../regulations/desk-profiles.ts'
import { HAZARD_CODES, SUBHAZARD_CODES } from '../regulations/hazards.ts'
import { INDICATORS, type IndicatorKey } from '../regulations/indicators.ts'
import { SECTOR_CODES } from '../regulations/sectors.ts'
import {
  KINDS,
  PARTIES,
  RECEIVERS,
  type Receiver,
  STAGES,
  WARNING_COLOURS,
} from '../regulations/vocabulary.ts'
import { instantIn as anyInstantIn, dayIn, lineIn, listOf, proseIn } from '../wire.ts'

const instantIn = (description: string) =>
  anyInstantIn().meta({ description, example: '2025-06-11T12:00:00+08:00' })

/** A code of a list: told in the document, refused by the judge, which names the rule. */
const codeOf = (codes: readonly string[], description: string, example: string) =>
  lineIn(100).meta({ description: `${description}: ${codes.join(', ')}`, example })

/** A number of something: told with its bound, refused by the judge. */
const numberOf = (description: string) => z.number().meta({ description, minimum: 0 })

const figureSchemas = Object.fromEntries(
  INDICATORS.map(({ key, zh, en, base }) => [
    key,
    numberOf(`${zh} - ${en}, a whole number in ${base}`).optional(),
  ]),
) as Record<IndicatorKey, z.ZodOptional<z.ZodNumber>>

const figures = z.strictObject(figureSchemas).meta({
  id: 'FactsFigures',
  description: 'Figures by indicator (指标), whole numbers in base units. Not given is not zero.',
  example: { dead: 9, seriously_injured: 11, collapsed_rooms: 147 },
})

const share = (description: string) =>
  z
    .number()
    .optional()
    .meta({ description: `${description}, 0 to 1`, minimum: 0, maximum: 1 })

const circumstances = z
  .strictObject({
    magnitude: z.number().optional().meta({ description: 'Magnitude of the earthquake (震级)' }),
    burnedAreaM2: numberOf('Burned area in square metres').optional(),
    openFlameHours: numberOf('Hours for which open flame has burned').optional(),
    peopleInDanger: numberOf('People in danger (涉险)').optional(),
    peopleToMove: numberOf('People whom the danger makes move').optional(),
    possibleLossYuan: numberOf('Loss that the danger may bring, in yuan').optional(),
    trapped: numberOf('Trapped people (被困)').optional(),
    evacuated: numberOf('People evacuated in an emergency').optional(),
    railCutHours: numberOf('Hours for which a main railway is cut').optional(),
    roadCutHours: numberOf('Hours for which a trunk road is cut').optional(),
    acutePoisoned: numberOf('People with acute industrial poisoning').optional(),
    foundAlive: numberOf('Missing people found alive since the previous report').optional(),
    shares: z
      .strictObject({
        cropLost: share('Crop area lost, of the county'),
        livestockDead: share('Livestock dead, of the county'),
        roomsCollapsed: share('Rooms collapsed, of the county'),
        droughtAid: share('People in need of aid, of the farming and herding people of the province'),
        provincialGdpLost: share('Direct loss, of the product of the province in the year before'),
      })
      .optional()
      .meta({ description: 'Parts of one' }),
    sensitive: z.boolean().optional().meta({ description: 'Sensitive time, place or people' }),
    crossesBoundary: z
      .boolean()
      .optional()
      .meta({ description: 'Harm crosses, or may cross, a county boundary' }),
    neighbourReliefLevel: z
      .number()
      .optional()
      .meta({ description: 'Relief response, 1 to 4, that a neighbouring province has started for it' }),
    reliefResponseOn: z
      .boolean()
      .optional()
      .meta({ description: 'A relief response has been started by decision' }),
    nilReportOrdered: z
      .boolean()
      .optional()
      .meta({ description: 'An officer ordered daily follow-ups (零报告)' }),
    responseLevel: z
      .number()
      .optional()
      .meta({ description: 'Emergency response, 1 to 4, that a named body decided (应急响应)' }),
    warningColour: codeOf(WARNING_COLOURS, 'Colour of the warning in force (预警)', 'orange').optional(),
    concurrentHazards: listOf(codeOf(HAZARD_CODES, 'A hazard', 'geological'), 12)
      .optional()
      .meta({ description: 'Hazards that struck in the same process beside the main one' }),
    criteria: listOf(codeOf(CRITERION_CODES, 'A criterion', 'drought_severe'), 50)
      .optional()
      .meta({ description: 'What an operator ticked where a text has words instead of numbers' }),
  })
  .meta({
    id: 'FactsCircumstances',
    description: 'Circumstances that no indicator carries; absent is not known',
  })

const received = z
  .strictObject(
    Object.fromEntries(
      RECEIVERS.map((receiver) => [receiver, instantIn(receiverText(receiver)).optional()]),
    ) as Record<Receiver, z.ZodOptional<ReturnType<typeof instantIn>>>,
  )
  .meta({
    id: 'FactsReceived',
    description: 'Who had heard of it when: limits that count from receipt start here',
  })

function receiverText(receiver: Receiver): string {
  return receiver.endsWith('Verified')
    ? `When the ${receiver.replace('Verified', '')} received the verified report of the tier below`
    : `When the ${receiver === 'unitHead' ? 'head of the unit' : receiver} was told`
}

const calendar = z
  .union([
    z.enum(['national', 'tibet']),
    z
      .strictObject({
        daysOff: listOf(dayIn(), 400).meta({ description: 'Days off besides the national ones' }),
        workedDays: listOf(dayIn(), 400).meta({ description: 'Days that are worked all the same' }),
      })
      .meta({
        id: 'FactsCalendar',
        description:
          'Days of your own, laid over the national calendar; a year of which it says nothing is supplied by them',
      }),
  ])
  .meta({ description: 'Whose working days count; by default those of the place' })

const factsShape = {
  kind: z
    .enum(KINDS)
    .meta({ description: 'A natural disaster, a danger that is not yet one (险情), an accident (事故灾难)' }),
  hazard: codeOf(HAZARD_CODES, 'Hazard (灾种); a natural disaster needs it', 'flood').optional(),
  subhazard: codeOf(SUBHAZARD_CODES, 'Sub-hazard (亚灾种)', 'mountain_flood').optional(),
  sector: codeOf(SECTOR_CODES, 'Sector of an accident (行业)', 'road_traffic').optional(),
  regionCode: lineIn(12).meta({
    description:
      'Code of the unit that reports, twelve digits or their significant beginning (540122 is a county): its tier decides which checks bind',
    example: '540122000000',
  }),
  occurredAt: instantIn('When it happened: the editions in force on that day judge it'),
  asOf: instantIn('Judge by the editions in force at this instant instead').optional(),
  stage: z
    .enum(STAGES)
    .optional()
    .meta({ description: 'first 初报, follow_up 续报, verified 核报: decides which checks bind' }),
  figures,
  facts: circumstances.optional(),
  received: received.optional(),
  previous: figures.optional().meta({
    description:
      'Figures of the report of this unit before: all of them, for what `figures` leave out of these is a fall',
  }),
  registers: z
    .strictObject(
      Object.fromEntries(
        REGISTER_NAMES.map((name) => [name, numberOf(`Rows of ${name}`).optional()]),
      ) as Record<RegisterName, z.ZodOptional<z.ZodNumber>>,
    )
    .optional()
    .meta({
      id: 'FactsRegisters',
      description:
        'Rows in the registers (一览表) of the unit, where they are known: a verified report agrees with them',
    }),
  children: listOf(figures, 500).optional().meta({
    description: 'Latest figures of each unit directly below: a parent’s are their sum and its own',
  }),
  ownAdditional: figures
    .optional()
    .meta({ description: 'What only this unit knows, besides the units below' }),
  population: numberOf('Registered and floating population of the unit').optional(),
  previousStage: z.enum(STAGES).nullable().optional().meta({
    description: 'Stage of the report of this unit before; null: there was none; absent: not known',
  }),
  correctionApproved: z
    .boolean()
    .optional()
    .meta({ description: 'A correction after verification was approved (更正)' }),
  reportedAt: instantIn('When the report is made or was received').optional(),
  stableAt: instantIn('When the disaster was declared stable; absent while it is not').optional(),
  explanation: proseIn(1_000)
    .optional()
    .meta({ description: 'Why figures fell, jumped or are left out (说明)' }),
  calendar: calendar.optional(),
  deskProfile: z
    .enum(DESK_PROFILE_IDS)
    .optional()
    .meta({ description: 'Limits of the duty desk; by default those that hold' }),
}

const EXAMPLE = {
  kind: 'natural_disaster',
  hazard: 'flood',
  subhazard: 'mountain_flood',
  regionCode: '540122000000',
  occurredAt: '2025-06-11T12:00:00+08:00',
  stage: 'first',
  figures: { dead: 3, missing: 8, relocated_cum: 1_200, loss_total: 6_000_000 },
} as const

export const newEvaluation = z
  .strictObject(factsShape)
  .meta({ id: 'NewEvaluation', description: 'Facts to be judged (研判)', example: EXAMPLE })

export type NewEvaluation = z.infer<typeof newEvaluation>

const newSeriesItem = z
  .strictObject({
    at: instantIn('When the report came'),
    from: z
      .enum(PARTIES)
      .optional()
      .meta({ description: 'Who reports; by default the tier of the unit', example: 'county' }),
    to: listOf(z.enum(PARTIES), 20)
      .optional()
      .meta({ description: 'Whom it reached; by default everybody whom the reporter owed it' }),
    facts: newEvaluation,
  })
  .meta({
    id: 'NewSeriesItem',
    description:
      'One report of the timeline. `previous`, `previousStage`, `received` and `stableAt` are filled in from the items before it where they are not given.',
  })

export const newSeries = z
  .strictObject({
    timeline: listOf(newSeriesItem, 200).min(1),
    until: instantIn(
      'Look at the duties at this instant, by default the last item’s; what comes after it is judged, but changes no duty',
    ).optional(),
  })
  .meta({
    id: 'NewEvaluationSeries',
    description: 'Reports of one event in time (过程推演): at most 200, over at most 400 days',
    example: {
      timeline: [
        { at: '2025-06-11T13:00:00+08:00', facts: EXAMPLE },
        {
          at: '2025-06-12T08:30:00+08:00',
          facts: { ...EXAMPLE, stage: 'follow_up', figures: { dead: 11, missing: 0 } },
        },
      ],
      until: '2025-06-13T12:00:00+08:00',
    },
  })

export type NewSeries = z.infer<typeof newSeries>
