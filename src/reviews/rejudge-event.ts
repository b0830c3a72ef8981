/** Judging an event anew by its totals, when what it is taken for was corrected (勘误). */
import type { NewDeadline } from '../deadlines/rules.ts'
import type { NewEscalation } from '../escalations/rules.ts'
import { UnjudgeableError } from '../evaluations/evaluate.ts'
import type { LocalRule } from '../regulations/local-rule.ts'
import type { RoutingRule } from '../regulations/routing.ts'
import { passedUpward } from '../reports/duties.ts'
import { type Judgement, judgeEvent } from '../reports/judge-event.ts'
import { type Routing, routeReport } from '../reports/route-report.ts'
import type { EventState } from '../reports/state.ts'
import { unjudgeable } from '../reports/unjudgeable.ts'
import { type OwedReport, type Replacement, replacementsOf } from './corrected-deadlines.ts'

interface Corrected {
  /** the event with the corrected facts in it */
  event: EventState
  correctionId: string
  /** first and direct reports still owed */
  owed: readonly OwedReport[]
  routingRules: readonly RoutingRule[]
  localRules: readonly LocalRule[]
  anyDeathDirectReport: boolean
  now: Date
}

/** What follows from a correction. */
export interface Rejudged {
  judgement: Judgement
  replacements: readonly Replacement[]
  escalations: readonly NewEscalation[]
  /** direct reports that are owed from now on */
  directReports: readonly NewDeadline[]
  routing: Routing
}

/**
 * Judges the corrected event: severity, which only rises; what goes upward for it; who is told now; which time limits
 * are counted anew.
 *
 * @throws Problem unjudgeable-facts
 */
export function rejudge(corrected: Corrected): Rejudged {
  const { event, correctionId, owed, routingRules, now } = corrected
  const judgement = judgedFrom(event.regionCode, corrected)
  const chainOf = (regionCode: string) => judgedFrom(regionCode, corrected).evaluation.chain
  const { regionCode } = event
  const word = { regionCode, versionId: correctionId, stated: [] }
  const upward = passedUpward({ event, before: event, ...word, now, judgement })
  return {
    judgement,
    replacements: replacementsOf(owed, chainOf, now),
    escalations: upward.escalations,
    directReports: upward.owed,
    routing: routeReport(event, correctionId, judgement, now, routingRules),
  }
}

function judgedFrom(
  regionCode: string,
  { event, correctionId, localRules, anyDeathDirectReport, now }: Corrected,
): Judgement {
  const report = { id: correctionId, regionCode, stage: 'follow_up' } as const
  try {
    const grounds = { anyDeathDirectReport, localRules }
    return judgeEvent({ event, before: event, report, isNewEvent: false, now, ...grounds })
  } catch (error) {
    if (error instanceof UnjudgeableError) throw unjudgeable(error, '')
    throw error
  }
}
