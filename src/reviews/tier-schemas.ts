import { z } from 'zod'
import {
  countOut,
  idSchema,
  instantOut,
  maybeTextOut,
  sentenceIn,
  textOut,
  violationSchema,
} from '../events/view-schemas.ts'
import { pageOf, pageQuery } from '../http/pages.ts'
import { regionCodeSchema } from '../regions/schemas.ts'
import { INDICATOR_KEYS } from '../regulations/indicators.ts'
import { STAGES } from '../regulations/vocabulary.ts'
import { basisEntrySchema, figuresOut, postOut } from '../reports/review-schemas.ts'
import { figures, regionCodeIn, uuidV7In } from '../reports/schemas.ts'
import { code, listOf, proseIn } from '../wire.ts'

const hashPattern = z
  .string()
  .max(64)
  .regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal')
const stageOut = z.enum(STAGES).meta({ examples: ['follow_up'] })

const latestVersionSchema = z
  .object({
    regionCode: regionCodeSchema,
    nameZh: textOut('Name of the unit', '格达乡'),
    versionId: idSchema,
    number: countOut('Number of the version in its chain', 2),
    stage: stageOut,
    receivedAt: instantOut('When it was received'),
    reviewState: z.enum(['unreviewed', 'accepted', 'returned']).meta({
      description: 'What was said of it (审核): its figures count whatever it is',
      examples: ['accepted'],
    }),
    figures: figuresOut,
  })
  .meta({ id: 'LatestVersion', description: 'The latest report of one unit' })

const higherBelowSchema = z
  .object({
    regionCode: regionCodeSchema,
    indicator: z.enum(INDICATOR_KEYS).meta({ examples: ['dead'] }),
    own: countOut('What the unit says; null where it has not given it', 1).nullable(),
    below: z
      .int()
      .min(0)
      .meta({ description: 'What those below it say together', examples: [3] }),
  })
  .meta({ id: 'HigherBelow', description: 'A unit says less than those below it: ask before signing' })

const differenceSchema = z
  .object({
    indicator: z.enum(INDICATOR_KEYS).meta({ examples: ['dead'] }),
    own: countOut('What the unit reported', 4),
    below: countOut('What those below say together; null where none has given it', 3).nullable(),
    additional: countOut('What the unit added to it when it reported', 0),
    difference: z.int().meta({ description: 'own, less below and additional', examples: [1] }),
  })
  .meta({
    id: 'FigureDifference',
    description: 'A unit says another figure than those below it and its addition (上下级差异)',
  })

export const draftFiguresSchema = z
  .object({
    eventId: idSchema,
    regionCode: regionCodeSchema,
    nameZh: textOut('Name of the unit', '当雄县'),
    asOf: instantOut('When this was read'),
    figures: figuresOut.meta({ description: 'The sum of the units directly below' }),
    basis: listOf(latestVersionSchema, 10_000).meta({
      description:
        'The versions it rests on: of each unit directly below its own, or where it has none, those below it',
    }),
    additionalFigures: figuresOut.meta({
      description:
        'What the unit added to its last signed report, while that or a nil report on it is its latest word; a new draft starts from these. Empty where it added nothing',
    }),
    higherBelow: listOf(higherBelowSchema, 10_000),
    differences: listOf(differenceSchema, 200).meta({
      description: 'Where what the unit reported last differs from this sum: shown, never evened out',
    }),
    explanation: maybeTextOut('How the unit explained its own figures (说明)', '含县直单位1人'),
    own: z
      .object({
        versionId: idSchema,
        number: countOut('Number in the chain', 1),
        stage: stageOut,
        figures: figuresOut,
      })
      .nullable()
      .meta({ description: 'What the unit itself reported last; null where it has not' }),
  })
  .meta({
    id: 'DraftFigures',
    description: 'What the units below say together (汇总), to draft a report from',
  })

export const draftFiguresQuery = z.strictObject({ regionCode: regionCodeIn })

/** The same indicators as in a report, but another meaning: these add to what others said. */
const additionalFigures = z.strictObject(figures.shape).meta({
  id: 'NewAdditionalFigures',
  description:
    'What only this tier knows, by indicator, in whole numbers of base units: added to the sum of the units directly below, and never a change of what they said. Of 5 km of road below and 1.2 km that the county saw itself, only the 1200 m are given. Given, it replaces the addition whole: {} drops it. Where it is not given, a new draft starts from that of the last signed report (additionalFigures of draft-figures), and a refresh keeps that of the draft. What a verified report cannot lack and nobody below gave is said here too, be it 0: { dead: 0 }.',
  example: { road_m: 1_200 },
})

const said = {
  additionalFigures: additionalFigures.optional(),
  narrative: proseIn(2_000)
    .optional()
    .meta({ description: 'What happened, as this tier sees it (灾情描述): not a copy of those below' }),
  explanation: proseIn(1_000)
    .min(1)
    .optional()
    .meta({ description: 'Why figures fell, jumped or are left out (说明)' }),
  stage: z.enum(STAGES).optional().meta({
    description:
      'first 初报, follow_up 续报, verified 核报. Where it is not given: first while the unit has not reported, else follow_up, also in a stable event when it is the turn of the unit to verify; so say verified. Only a correction of a verified report is verified by itself, and a refresh keeps the verified of its draft',
  }),
}

export const newTierReportSchema = z
  .strictObject({
    id: uuidV7In.meta({ description: 'Made by the device: the id that the version will have' }),
    regionCode: regionCodeIn,
    ...said,
  })
  .meta({
    id: 'NewTierReport',
    description:
      'A draft of a tier’s own report (本级报告): the sum of those below, and what only this tier knows',
    example: {
      id: '019a2b6e-5d2c-7cc3-98f4-1a2b3c4d5e6f',
      regionCode: '540122000000',
      additionalFigures: { road_m: 1_200 },
      narrative: '县道塌方1处,已组织抢通。',
    },
  })

export type NewTierReport = z.infer<typeof newTierReportSchema>

export const tierReportRefreshSchema = z
  .strictObject({
    ...said,
  })
  .meta({
    id: 'TierReportRefresh',
    description: 'A new draft on what those below say now; what is not given stays as it was',
    example: { narrative: '县道塌方2处,已抢通1处。' },
  })

export type TierReportRefresh = z.infer<typeof tierReportRefreshSchema>

export const newSignatureSchema = z
  .strictObject({
    contentHash: hashPattern.meta({
      description: 'contentHash of the draft that was read: nobody signs what they have not seen',
      examples: ['a'.repeat(64)],
    }),
  })
  .meta({ id: 'NewSignature', description: 'Signing off a draft (签发)' })

export const newDiscardSchema = z
  .strictObject({ reason: sentenceIn('Why it is given up', '与市局统一口径后重新起草。') })
  .meta({ id: 'TierReportDiscard', description: 'Giving a draft up (作废)' })

const changedVersionSchema = z
  .object({
    regionCode: regionCodeSchema,
    draftedVersionId: idSchema.nullable(),
    nowVersionId: idSchema.nullable(),
  })
  .meta({ id: 'ChangedVersion', description: 'A report that came, or went, since the draft was made' })

const tierReportBriefSchema = z
  .object({
    id: idSchema,
    eventId: idSchema,
    regionCode: regionCodeSchema,
    nameZh: textOut('Name of the unit', '当雄县'),
    state: z
      .enum(['drafted', 'signed', 'discarded'])
      .meta({ description: 'drafted 待签发, signed 已签发, discarded 已作废', examples: ['drafted'] }),
    draftNumber: countOut('Drafts are numbered from 1', 1),
    stage: stageOut,
    draftedBy: idSchema.meta({ description: 'The account that drafts it' }),
    openedAt: instantOut('When the first draft was made'),
    draftedAt: instantOut('When this draft was made'),
    figures: figuresOut.meta({
      description: 'What will be reported: the sum of those below and the additional',
    }),
    contentHash: hashPattern.meta({
      description: 'SHA-256 of content (RFC 8785): what a signer names',
      examples: ['a'.repeat(64)],
    }),
    signed: z
      .object({ by: postOut, at: instantOut('When') })
      .nullable()
      .meta({ description: 'Who signed it off; the version has the id of the draft' }),
    discarded: z
      .object({ by: idSchema, at: instantOut('When'), reason: textOut('Why', '重新起草') })
      .nullable(),
  })
  .meta({ id: 'TierReportBrief', description: 'A tier’s own report in short (本级报告)' })

export const tierReportSchema = z
  .object({
    ...tierReportBriefSchema.shape,
    rolledUpFigures: figuresOut.meta({ description: 'The sum of the units directly below' }),
    additionalFigures: figuresOut.meta({ description: 'What only this tier knows' }),
    narrative: maybeTextOut('What happened', null),
    explanation: maybeTextOut('Why figures fell, jumped or are left out', null),
    basis: listOf(basisEntrySchema, 10_000),
    changed: listOf(changedVersionSchema, 10_000).meta({
      description: 'What has changed since; a draft with anything here is refreshed before it is signed',
    }),
    violations: listOf(violationSchema, 1_000).meta({
      description:
        'Checks that it did not pass when it was drafted. Hard ones refuse its signature; but a report that adds dead or missing people, and is not a verified one, is stored all the same, with a duty to correct. They point into this draft: at `/additionalFigures`, for the figures of those below are theirs, and at `/eventId` where the event lacks its sub-hazard (C22)',
    }),
    content: z
      .record(code(100), z.unknown())
      .meta({ description: 'The body that is hashed, submitted and proved by the receipt, to the letter' }),
  })
  .meta({
    id: 'TierReport',
    description: 'A tier’s own report (本级报告) with its draft and what it rests on',
  })

export type TierReportBrief = z.infer<typeof tierReportBriefSchema>
export type TierReportView = z.infer<typeof tierReportSchema>

export const tierReportPageSchema = pageOf(tierReportBriefSchema).meta({
  id: 'TierReportPage',
  description: 'A page of tiers’ own reports, the newest first',
})

export const tierReportQuery = z.strictObject(pageQuery)
