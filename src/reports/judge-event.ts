import { v7 as uuidv7 } from 'uuid'
import { evaluate } from '../evaluations/evaluate.ts'
import { graver, severityRank } from '../evaluations/severity-rank.ts'
import type { Circumstances, Evaluation, Facts, LadderAnswer } from '../evaluations/types.ts'
import { cityOf, tierOf } from '../regions/codes.ts'
import type { Reason } from '../regulations/citation.ts'
import type { HazardCode, SubhazardCode } from '../regulations/hazards.ts'
import type { Figures } from '../regulations/indicators.ts'
import type { LocalRule } from '../regulations/local-rule.ts'
import type { SeverityLevel } from '../regulations/vocabulary.ts'
import { type FollowUpGround, groundsIn } from './follow-up-grounds.ts'
import { rollUp } from './roll-up.ts'
import type { NewReport } from './schemas.ts'
import type { EventState, LadderState } from './state.ts'
import type { AnswerRow } from './writes.ts'

/** What the judge says of an event as it now stands, and what of that is new. */
export interface Judgement {
  evaluation: Evaluation
  /** the facts that were judged, totals included: kept with the routing decision */
  facts: Facts
  /** answers that differ from the ladder's last one */
  answers: AnswerRow[]
  /** the answer that raised the standing severity, or of a new event the one that first said how grave it is */
  raisedBy: AnswerRow | null
  standing: SeverityLevel | null
  /** what in the reports asks for daily follow-ups now */
  grounds: FollowUpGround[]
}

/** An event with a new report in it. */
export interface ReportedEvent {
  event: EventState
  /** the event without this report */
  before: EventState
  /** the report that leads to it; where the event itself is corrected, the correction, in the place of one */
  report: Pick<NewReport, 'regionCode' | 'stage'>
  now: Date
}

interface Judged extends ReportedEvent {
  report: Pick<NewReport, 'id' | 'regionCode' | 'stage'>
  isNewEvent: boolean
  anyDeathDirectReport: boolean
  localRules: readonly LocalRule[]
}

/**
 * Judges the event by its totals. The most severe answer of any ladder stands: a lower one later is kept, but
 * lowers nothing. Once people have lowered it, what a ladder says again on the same grounds raises nothing.
 */
export function judgeEvent(judged: Judged): Judgement {
  const { event, report, isNewEvent, now, anyDeathDirectReport, localRules } = judged
  const facts = factsOf(judged)
  const evaluation = evaluate(facts, { routingRules: [], switches: { anyDeathDirectReport }, localRules })
  const answers = evaluation.ladders
    .filter((answer) => saysSomethingNew(answer, event.answers.get(answer.ladder)))
    .map(
      ({ ladder, level, because }): AnswerRow => ({
        id: uuidv7(),
        eventId: event.id,
        ladder,
        level,
        because,
        versionId: report.id,
        answeredAt: now,
      }),
    )
  const heard = event.course.isLowered ? gravestOf(answers) : evaluation.severity.level
  const standing = graver(event.severity, heard)
  const rose = severityRank(standing) > event.severityRank
  const deciding = answers.find(({ level }) => level === standing) ?? answers[0]
  return {
    evaluation,
    facts,
    answers,
    raisedBy: (rose || isNewEvent) && deciding ? deciding : null,
    standing,
    grounds: groundsIn(facts, standing, evaluation.relief),
  }
}

function gravestOf(answers: readonly AnswerRow[]): SeverityLevel | null {
  return answers.reduce<SeverityLevel | null>((found, { level }) => graver(found, level), null)
}

/** Another level, or the same one on other grounds: 9 dead are not the 3 of the night before. */
function saysSomethingNew({ level, because }: LadderAnswer, last: LadderState | undefined): boolean {
  return !last || last.level !== level || groundsOf(last.because) !== groundsOf(because)
}

function groundsOf(because: readonly Reason[]): string {
  return because.map(({ rule, figure, value }) => `${rule} ${figure ?? ''} ${value ?? ''}`).join('\n')
}

/** What the judge is given of an event: its totals, with the instant and the place of the report. */
export function factsOf({ event, before, report, now }: ReportedEvent): Facts {
  const received = firstReceived(event, report.regionCode, now)
  return {
    kind: 'natural_disaster',
    hazard: event.hazard as HazardCode,
    ...(event.subhazard === null ? {} : { subhazard: event.subhazard as SubhazardCode }),
    regionCode: report.regionCode,
    occurredAt: event.occurredAt,
    stage: report.stage,
    figures: totalsOf(event, report.regionCode),
    ...(before.latest.size > 0 ? { previous: totalsOf(before, report.regionCode) } : {}),
    facts: { ...(event.facts as Circumstances), ...event.course.decided },
    ...(received ? { received: { city: received } } : {}),
    reportedAt: now,
  }
}

function totalsOf(event: EventState, regionCode: string): Figures {
  const units = [...event.latest].map(([code, figures]) => ({ regionCode: code, figures }))
  return rollUp(units, cityOf(regionCode) ?? regionCode)
}

/** When the first report of a county arrived, the one being judged included: from then on the city owes its own. */
function firstReceived(event: EventState, regionCode: string, now: Date): Date | null {
  const earlier = [...event.chains.values()].map(
    (chain) => [chain.regionCode, +chain.firstReceivedAt] as const,
  )
  const instants = [...earlier, [regionCode, +now] as const]
    .filter(([code]) => tierOf(code) === 'county')
    .map(([, receivedMs]) => receivedMs)
  return instants.length === 0 ? null : new Date(Math.min(...instants))
}
