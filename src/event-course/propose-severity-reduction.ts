import { v7 as uuidv7 } from 'uuid'
import type { Caller } from '../accounts/caller.ts'
import { mustMay } from '../accounts/may.ts'
import type { Deps } from '../deps.ts'
import { severityRank } from '../evaluations/severity-rank.ts'
import { Problem } from '../problems/problem.ts'
import type { SeverityLevel } from '../regulations/vocabulary.ts'
import { actOn, mustNotBeClosed, placeOf, tellAct, unfit } from './act.ts'
import { readReductions, writeReduction } from './reduction-store.ts'
import { isWaiting } from './rules/reductions.ts'
import type { SeverityReductionView } from './schemas.ts'
import { viewReduction } from './views.ts'

/**
 * Proposes to lower a severity (提议降级). It never falls by itself: a second person confirms it.
 *
 * @throws Problem not-found, not-permitted or outside-jurisdiction; event-closed
 * @throws Problem invalid-request for a level that is not lower
 * @throws Problem state-conflict while another proposal waits
 */
export async function proposeSeverityReduction(
  deps: Pick<Deps, 'db'>,
  caller: Caller,
  eventId: string,
  { level, reason }: { level: SeverityLevel | null; reason: string },
): Promise<SeverityReductionView> {
  return actOn(deps, caller, eventId, async (act) => {
    const { db, event, now } = act
    mustMay(caller, 'event.declare', { regionCode: placeOf(act) })
    mustNotBeClosed(act)
    if (event.severity === null || severityRank(level) >= event.severityRank) {
      throw unfit('/level', 'not_lower', `The severity is ${event.severity ?? 'below any grade'}.`)
    }
    const waiting = (await readReductions(db, eventId)).find((row) => isWaiting(row, event))
    if (waiting) {
      const detail = 'A proposal waits for its answer; confirm or refuse that one first.'
      throw new Problem('state-conflict', detail, { reductionId: waiting.reduction.id })
    }
    const reduction = {
      id: uuidv7(),
      eventId,
      fromLevel: event.severity,
      toLevel: level,
      reason,
      proposedAt: now,
      proposedBy: caller.accountId,
    }
    await writeReduction(db, reduction)
    await tellAct(act, {
      action: 'severity.reduction_proposed',
      subjectKind: 'severity_reduction',
      subjectId: reduction.id,
      regionCode: placeOf(act),
      detail: { from: reduction.fromLevel, to: level, reason },
    })
    return viewReduction({ reduction, answer: null }, event)
  })
}
