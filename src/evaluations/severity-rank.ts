import type { SeverityLevel } from '../regulations/vocabulary.ts'

const RANKS = { especially_serious: 4, serious: 3, relatively_serious: 2, ordinary: 1 } as const

/**
 * How grave a severity is, for ordering: 4 especially serious, 1 ordinary.
 *
 * @returns 0 for null, "below any grade"
 */
export function severityRank(level: SeverityLevel | null): 0 | 1 | 2 | 3 | 4 {
  return level === null ? 0 : RANKS[level]
}

/**
 * The graver of two severities.
 */
export function graver(a: SeverityLevel | null, b: SeverityLevel | null): SeverityLevel | null {
  return severityRank(b) > severityRank(a) ? b : a
}

/** The severity of a rank, the inverse of `severityRank`. */
export function severityOfRank(rank: number): SeverityLevel | null {
  const found = Object.entries(RANKS).find(([, value]) => value === rank)
  return found ? (found[0] as SeverityLevel) : null
}
