import { v7 as uuidv7 } from 'uuid'
import { routeEvent } from '../evaluations/route.ts'
import { severityRank } from '../evaluations/severity-rank.ts'
import type { RoutingRule } from '../regulations/routing.ts'
import { type NewForwarding, type NewRoutingDecision, newForwardings } from '../routing/rules.ts'
import { shanghaiDay } from '../shanghai.ts'
import type { Judgement } from './judge-event.ts'
import type { EventState } from './state.ts'

/** Where a report takes its event: the decision with its trace, and what is new of it. */
export interface Routing {
  /** null when nobody is to be told anything new */
  decision: NewRoutingDecision | null
  forwardings: NewForwarding[]
}

/**
 * Routes the event (分转) by the rules of the day. Who has it already gets it again only when it has become graver.
 */
export function routeReport(
  event: EventState,
  versionId: string,
  { facts, standing }: Judgement,
  now: Date,
  rules: readonly RoutingRule[],
): Routing {
  const { recipients, trace } = routeEvent(rules, { ...facts, severity: standing, onDay: shanghaiDay(now) })
  const decisionId = uuidv7()
  const forwardings = newForwardings({
    eventId: event.id,
    decisionId,
    recipients,
    already: event.forwarded,
    severityRank: severityRank(standing),
    now,
  })
  if (forwardings.length === 0) return { decision: null, forwardings }
  const seen = {
    hazard: facts.hazard,
    subhazard: facts.subhazard,
    severity: standing,
    figures: facts.figures,
  }
  return {
    decision: { id: decisionId, eventId: event.id, versionId, decidedAt: now, facts: seen, trace },
    forwardings,
  }
}
