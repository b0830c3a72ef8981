/**
 * Whether a condition holds for judged facts, and in words why or why not.
 */

import type { Alternative, Condition } from '../regulations/condition.ts'
import { measure } from './measures.ts'
import { severityRank } from './severity-rank.ts'
import type { Facts, SeverityLevel } from './types.ts'

export type JudgedFacts = Omit<Facts, 'occurredAt'> & { severity: SeverityLevel | null }

/** A figure or fact that made the condition hold. */
export interface Met {
  figure: string
  value: number | string | boolean
}

export interface Verdict {
  matched: boolean
  why: string
  /** everything that holds */
  met: Met[]
  /** of these, what holds of `anyOf` */
  triggers: Met[]
}

/**
 * Tests a condition. All fields that are given must hold; of `anyOf`, one suffices and all that hold are named.
 */
export function meets(condition: Condition, facts: JudgedFacts): Verdict {
  const lists = [
    ['kind', condition.kinds, facts.kind],
    ['hazard', condition.hazards, facts.hazard],
    ['subhazard', condition.subhazards, facts.subhazard],
    ['sector', condition.sectors, facts.sector],
  ] as const
  const met: Met[] = []
  for (const [figure, wanted, given] of lists) {
    if (!wanted) continue
    if (given === undefined) return missed(`${figure} is not given, wanted ${wanted.join(' or ')}`)
    if (!(wanted as readonly string[]).includes(given)) {
      return missed(`${figure} is ${given}, wanted ${wanted.join(' or ')}`)
    }
    met.push({ figure, value: given })
  }
  return sectorsAndSeverity(condition, facts, met) ?? alternatives(condition.anyOf, facts, met)
}

function sectorsAndSeverity(
  { notSectors, minSeverity, belowSeverity }: Condition,
  facts: JudgedFacts,
  met: Met[],
) {
  const severity = facts.severity ?? 'below any grade'
  if (notSectors && facts.sector && notSectors.includes(facts.sector))
    return missed(`sector is ${facts.sector}`)
  if (minSeverity) {
    if (severityRank(facts.severity) < severityRank(minSeverity)) {
      return missed(`severity is ${severity}, wanted ${minSeverity} or graver`)
    }
    met.push({ figure: 'severity', value: severity })
  }
  if (belowSeverity) {
    if (severityRank(facts.severity) >= severityRank(belowSeverity)) {
      return missed(`severity is ${severity}, wanted less than ${belowSeverity}`)
    }
    met.push({ figure: 'severity', value: severity })
  }
  return null
}

function alternatives(anyOf: Condition['anyOf'], facts: JudgedFacts, met: Met[]): Verdict {
  const triggers = anyOf?.flatMap((alternative) => holds(alternative, facts) ?? []) ?? []
  if (anyOf && triggers.length === 0) return missed(`none of: ${anyOf.map(inWords).join(', ')}`)
  met.push(...triggers)
  const why =
    met.length === 0
      ? 'matches everything'
      : met.map(({ figure, value }) => `${figure} is ${value}`).join(', ')
  return { matched: true, why, met, triggers }
}

function holds(alternative: Alternative, facts: JudgedFacts): Met | null {
  if ('measure' in alternative) {
    const measured = measure(alternative.measure, facts)
    return measured && measured.value >= alternative.from ? measured : null
  }
  if ('criterion' in alternative) {
    const { criterion } = alternative
    return facts.facts?.criteria?.includes(criterion) ? { figure: 'criteria', value: criterion } : null
  }
  if ('fact' in alternative) {
    const value = facts.facts?.[alternative.fact]
    return value ? { figure: alternative.fact, value } : null
  }
  const isGraveEnough = severityRank(facts.severity) >= severityRank(alternative.minSeverity)
  return isGraveEnough && facts.severity ? { figure: 'severity', value: facts.severity } : null
}

function inWords(alternative: Alternative): string {
  if ('measure' in alternative) return `${alternative.measure} at least ${alternative.from}`
  if ('criterion' in alternative) return `${alternative.criterion} ticked`
  if ('fact' in alternative) return alternative.fact
  return `severity ${alternative.minSeverity} or graver`
}

function missed(why: string): Verdict {
  return { matched: false, why, met: [], triggers: [] }
}
