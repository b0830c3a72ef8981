import { v7 as uuidv7 } from 'uuid'
import { dueWithin, isLate, isStatutory, type NewDeadline } from '../deadlines/rules.ts'
import { consequencesOf } from '../escalations/open-escalations.ts'
import { isTargetTier, type NewEscalation, passMissedDuty, passUpTo } from '../escalations/rules.ts'
import { fromReport } from '../evaluations/chain.ts'
import { type DeskLimits, passesTo } from '../evaluations/desk.ts'
import { severityRank } from '../evaluations/severity-rank.ts'
import type { ChainItem } from '../evaluations/types.ts'
import type { Reason } from '../regulations/citation.ts'
import type { Stage } from '../regulations/vocabulary.ts'
import { directReports, nodeOf } from './direct-reports.ts'
import type { Judgement } from './judge-event.ts'
import { isLateReport, type MetDuty, meetOwn } from './meet-duties.ts'
import type { EventState } from './state.ts'
import { verifiedReportsSet } from './verified-duties.ts'

/** What a report does to duties and to the tiers above. */
export interface Duties {
  set: NewDeadline[]
  met: MetDuty[]
  escalations: NewEscalation[]
  isLate: boolean
}

interface Passing {
  event: EventState
  /** the event without the word that led to the judgement */
  before: EventState
  regionCode: string
  /** the report, or the correction of the event, that led to the judgement */
  versionId: string
  now: Date
  judgement: Judgement
  /** circumstances that the word itself ticks */
  stated: readonly string[]
}

export interface Reported extends Passing {
  /** when the word reached whoever entered it: the instant of a telephone call, else the receipt */
  toldAt: Date
  stage: Stage
  isWithdrawal: boolean
  /** the day that a nil report confirms; null for every other report */
  nilReportFor: string | null
  deskLimits: DeskLimits
  /** stored although its figures contradict each other, since people are dead or missing */
  needsCorrection: boolean
  /** reasons of those contradictions */
  because: readonly Reason[]
}

/**
 * Duties that a report meets and sets (时限), and the escalations that follow (升级). Limits are frozen as the
 * judge gave them.
 */
export function dutiesOf(reported: Reported): Duties {
  const ownMet = meetOwn(reported)
  const verified = verifiedReportsSet(reported)
  const firstReports = firstReportsOwed(reported)
  const own = [...ownMet.map(({ deadline, metAt }) => ({ ...deadline, metAt })), ...firstReports].find(
    ({ duty, regionCode }) => duty === 'first_report' && regionCode === reported.regionCode,
  )
  const upward = passedUpward(reported)
  const escalations = [...upward.escalations, ...ownMet.flatMap((met) => byMiss(reported, met))]
  return {
    set: [
      ...firstReports,
      ...correctionOwed(reported),
      ...verified,
      ...upward.owed,
      ...consequencesOf(escalations, reported.now, reported.deskLimits).deadlines,
    ],
    met: ownMet,
    escalations,
    isLate: (own?.metAt ? isLate(own.metAt, own.dueAt) : false) || ownMet.some(isLateReport),
  }
}

/**
 * What a judgement alone passes upward, whether a report or a correction of the event led to it: by severity and as
 * direct reports, with the duties to make these.
 *
 * @returns `owed` without the duties to acknowledge, which follow from the escalations
 */
export function passedUpward(judged: Passing): { escalations: NewEscalation[]; owed: NewDeadline[] } {
  const direct = directReports({ ...judged, causeId: judged.versionId })
  return { escalations: [...bySeverity(judged), ...direct.escalations], owed: direct.owed }
}

/** First reports owed by the unit and those above it, that nobody has set or made yet. */
function firstReportsOwed({ event, regionCode, versionId, now, toldAt, judgement }: Reported): NewDeadline[] {
  return judgement.evaluation.chain.flatMap((item): NewDeadline[] => {
    const node = item.duty === 'first_report' ? nodeOf(item, regionCode) : null
    if (node === null) return []
    const isSet = event.deadlines.some((one) => one.duty === 'first_report' && one.regionCode === node)
    const isOwn = node === regionCode
    const chain = event.chains.get(node)
    // who has a chain here has reported first, if in the event that it was split off from; unless all of it was withdrawn
    if (isSet || (chain && !(isOwn && chain.isWithdrawn))) return []
    const clock = clockOf(item, node, event, judgement)
    if (clock === null) return []
    const late = isOwn && isLate(toldAt, clock.dueAt)
    return [
      {
        id: uuidv7(),
        eventId: event.id,
        regionCode: node,
        duty: 'first_report',
        subjectId: event.id,
        setAt: now,
        ...clock,
        metAt: isOwn ? toldAt : null,
        metById: isOwn ? versionId : null,
        missedAt: clock.missedAt ?? (late ? now : null),
      },
    ]
  })
}

type Clock = Pick<NewDeadline, 'dueAt' | 'limit' | 'because' | 'missedAt'>

/**
 * By when a first report is owed. One that ended because everything was withdrawn counts from the word that brings the
 * event back; where it had been missed before it stays so, and is not missed a second time.
 *
 * @returns null where no limit in minutes binds, or where it ended with the closing of the event: that does not come back
 */
function clockOf(item: ChainItem, node: string, { ended }: EventState, { facts }: Judgement): Clock | null {
  const before = ended.filter((one) => one.duty === 'first_report' && one.regionCode === node)
  if (before.some(({ isClosed }) => isClosed)) return null
  const [last] = before
  if (last?.missedAt) {
    const { dueAt, limit, because, missedAt } = last
    return { dueAt, limit, because, missedAt }
  }
  const { dueAt, limit, because } = last ? fromReport(item, facts) : item
  return dueAt === null || !('minutes' in limit) ? null : { dueAt, limit, because, missedAt: null }
}

/** A graver event goes at once to every tier that must know of that gravity. */
function bySeverity({ event, regionCode, now, judgement: { raisedBy, standing } }: Passing): NewEscalation[] {
  if (!raisedBy) return []
  const { tier, because } = passesTo('natural_disaster', standing)
  if (!isTargetTier(tier)) return []
  return passUpTo(tier, {
    eventId: event.id,
    severityRank: severityRank(standing),
    fromCode: regionCode,
    cause: { kind: 'severity', id: raisedBy.id, because: [...raisedBy.because, ...because] },
    now,
  })
}

/**
 * A duty that was open when it fell due and is met only now was missed, whether or not the engine has seen it:
 * the same escalation follows.
 */
function byMiss({ event, now, judgement }: Reported, { deadline, missedAt }: MetDuty): NewEscalation[] {
  if (missedAt === null || deadline.missedAt !== null) return []
  const escalation = passMissedDuty(isStatutory(deadline.duty), {
    eventId: event.id,
    severityRank: severityRank(judgement.standing),
    fromCode: deadline.regionCode,
    cause: { kind: 'deadline_missed', id: deadline.id, because: deadline.because as Reason[] },
    now,
  })
  return escalation ? [escalation] : []
}

/** Contradicting figures of a report that could not wait are to be put right. */
function correctionOwed({
  event,
  regionCode,
  versionId,
  now,
  needsCorrection,
  because,
  judgement,
  deskLimits,
}: Reported): NewDeadline[] {
  const limit = deskLimits('resolve', judgement.standing, { eventId: event.id, regionCode })
  if (!needsCorrection || !limit) return []
  return [
    dueWithin({
      eventId: event.id,
      regionCode,
      duty: 'correction',
      subjectId: versionId,
      setAt: now,
      minutes: limit.minutes,
      because: [...because, ...limit.because],
    }),
  ]
}
