/** Why something that people decided asks for daily follow-ups (零报告). */

import type { Reason } from '../regulations/citation.ts'
import { dailyFollowUps } from './chain.ts'
import type { Circumstances } from './types.ts'

/** The reasons that a decision alone gives for daily follow-ups; none where it asks for none. */
export function reasonsOfDecision(facts: Circumstances): Reason[] {
  const judged = { kind: 'natural_disaster' as const, regionCode: '', figures: {}, severity: null, facts }
  return dailyFollowUps({ ...judged, occurredAt: new Date(0) }, []) ?? []
}
