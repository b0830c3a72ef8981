/**
 * Test vectors (对照用例): facts as JSON carries them, and what the judge says of them.
 */

import type { z } from 'zod'
import { type CheckedFacts, checkFigures } from '../evaluations/checks.ts'
import type { Violation } from '../evaluations/types.ts'
import type { vectorSchema } from './vector-schemas.ts'

export type Vector = z.infer<typeof vectorSchema>
export type VectorFacts = Vector['facts']

/** What the judge says of facts as JSON carries them. */
export function judgeVector(facts: VectorFacts): Violation[] {
  const { occurredAt, reportedAt, ...rest } = facts
  return checkFigures({
    ...rest,
    ...(occurredAt === undefined ? {} : { occurredAt: new Date(occurredAt) }),
    ...(reportedAt === undefined ? {} : { reportedAt: new Date(reportedAt) }),
  } as CheckedFacts)
}

/** A vector: the facts, and of each violation what every client must say alike. */
export function vectorOf(name: string, facts: VectorFacts): Vector {
  const violations = judgeVector(facts).map(({ rule, kind, explained, pointers }) => ({
    rule,
    kind,
    explained,
    pointers,
  }))
  return { name, facts, violations }
}
