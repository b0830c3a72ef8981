import { z } from 'zod'
import { REGISTER_NAMES } from '../regulations/check-row.ts'
import { HAZARD_CODES, SUBHAZARD_CODES } from '../regulations/hazards.ts'
import { INDICATOR_KEYS, type IndicatorKey } from '../regulations/indicators.ts'
import { KINDS, STAGES } from '../regulations/vocabulary.ts'
import { code, instant, listOf, text } from '../wire.ts'
import { versionSchema } from './schemas.ts'

/** Any number that JSON can carry: the vectors hold wrong ones too. */
const anyNumber = z.number().min(-1e15).max(1e16)
const count = z.int().min(0).max(1_000_000_000)

const figures = z
  .object(
    Object.fromEntries(INDICATOR_KEYS.map((key) => [key, anyNumber.optional()])) as Record<
      IndicatorKey,
      z.ZodOptional<typeof anyNumber>
    >,
  )
  .meta({
    id: 'VectorFigures',
    description: 'Figures by indicator, in base units; wrong ones too',
    examples: [{ affected_pop: 4, dead: 5 }],
  })

const at = instant().meta({ examples: ['2026-07-01T11:30:00.000+08:00'] })

const facts = z
  .object({
    kind: z.enum(KINDS).optional(),
    hazard: z.enum(HAZARD_CODES).optional(),
    subhazard: z.enum(SUBHAZARD_CODES).optional(),
    regionCode: code(12)
      .optional()
      .meta({ description: 'The unit that reports', examples: ['540122000000'] }),
    occurredAt: at.optional(),
    reportedAt: at.optional(),
    stage: z.enum(STAGES).optional(),
    figures,
    facts: z
      .object({ foundAlive: count.optional().meta({ examples: [1] }) })
      .optional()
      .meta({ description: 'Circumstances that no indicator carries' }),
    previous: figures.optional(),
    previousStage: z
      .enum(STAGES)
      .nullable()
      .optional()
      .meta({ description: 'Null: there is no report before', examples: ['first', null] }),
    correctionApproved: z.boolean().optional(),
    explanation: text(1_000)
      .optional()
      .meta({ examples: ['一人重复统计'] }),
    registers: z
      .object(
        Object.fromEntries(
          REGISTER_NAMES.map((name) => [name, count.optional().meta({ examples: [3] })]),
        ) as Record<(typeof REGISTER_NAMES)[number], z.ZodOptional<typeof count>>,
      )
      .optional()
      .meta({ description: 'Rows in the registers (一览表) of the unit' }),
    children: listOf(figures, 1_000).optional().meta({ description: 'Figures of the units directly below' }),
    ownAdditional: figures.optional().meta({ description: 'What the unit adds to those' }),
    population: count
      .optional()
      .meta({ description: 'Registered and floating population', examples: [4_200] }),
  })
  .meta({
    id: 'VectorFacts',
    description: 'What the checks are given; absent is not known',
    examples: [{ regionCode: '540122200202', stage: 'first', figures: { affected_pop: 4, dead: 5 } }],
  })

export const vectorSchema = z
  .object({
    name: text(300).meta({ examples: ['C02 affected_pop < dead'] }),
    facts,
    violations: listOf(
      z
        .object({
          rule: code(100).meta({ examples: ['C02'] }),
          kind: z.enum(['hard', 'soft']).meta({ examples: ['hard'] }),
          explained: z.boolean().meta({ examples: [false] }),
          pointers: listOf(text(1_000), 100).meta({ examples: [['/figures/affected_pop', '/figures/dead']] }),
        })
        .meta({ id: 'VectorViolation', description: 'A check that these facts do not pass' }),
      1_000,
    ).meta({ description: 'In the order of the rows' }),
  })
  .meta({ id: 'Vector', description: 'Facts, and what the judge says of them' })

export const vectorsSchema = z
  .object({
    bundleVersion: versionSchema,
    vectors: listOf(vectorSchema, 10_000),
  })
  .meta({
    id: 'ValidationVectors',
    description: 'Cases with their answers, for whoever writes a client (校验对照用例)',
  })
