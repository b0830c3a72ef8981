import type { NewDeadline } from '../deadlines/rules.ts'
import type { Violation } from '../evaluations/types.ts'
import type { NewForwarding } from '../routing/rules.ts'
import { shanghaiIso } from '../shanghai.ts'
import type { Duties } from './duties.ts'
import type { Judgement } from './judge-event.ts'
import { type MetClaim, metView } from './met-view.ts'
import { nilReportWarnings } from './nil-report.ts'
import type { Placement } from './place-report.ts'
import type { PreviousReport } from './previous-report.ts'
import { receiptView } from './receipt.ts'
import type { VersionRow } from './writes.ts'

interface Accepted {
  version: VersionRow
  placement: Placement
  /** of a first report that is its unit's second one, the one before it */
  previous: PreviousReport | null
  judgement: Judgement
  duties: Duties
  forwardings: readonly NewForwarding[]
  violations: readonly Violation[]
  /** what the report met */
  met: readonly MetClaim[]
  jws: string
}

const FOUND_BECAUSE = {
  event_id: 'The report named its event.',
  parent: 'The report follows a version of this event.',
  match: 'An open event of the same hazard covers this unit and happened close enough in time.',
  opened: 'No open event of this hazard covers this unit at that time, so the report opened one.',
} as const

const SAID_ANOTHER =
  'The report says that it is another disaster than those that run, so it opened an event. An officer above merges it with one of the suggestions if they are one.'

/**
 * The reply to an accepted report, as text: stored as it is, and repeated to the letter at every retry.
 */
export function acceptedReply(accepted: Accepted): string {
  const { version, placement, previous, judgement, duties, forwardings, violations, met, jws } = accepted
  return JSON.stringify({
    status: 'accepted',
    versionId: version.id,
    eventId: version.eventId,
    regionCode: version.regionCode,
    number: version.number,
    stage: version.stage,
    joinedChain: version.joinedChain,
    ...(previous ? { previous } : {}),
    isLate: version.isLate,
    receivedAt: shanghaiIso(version.receivedAt),
    event: {
      foundBy: placement.foundBy,
      because: placement.isSaidAnother ? SAID_ANOTHER : FOUND_BECAUSE[placement.foundBy],
      severity: judgement.standing,
      suggestions: placement.suggestions,
    },
    severity: judgement.evaluation.severity,
    deadlines: duties.set.filter(({ duty }) => duty !== 'acknowledge_escalation').map(deadlineView),
    met: met.map(metView),
    escalations: duties.escalations.map(({ id, toTier, toCode, causeKind }) => ({
      id,
      toTier,
      toCode,
      causeKind,
    })),
    forwardings: forwardings.map(({ recipientKind, recipientCode, role }) => ({
      recipientKind,
      recipientCode,
      role,
    })),
    violations,
    ...nilReportWarnings(version.nilReportFor, violations),
    receipt: receiptView({ ...version, versionId: version.id }, jws),
  })
}

/** The reply to a report whose parent has not arrived: it is safe here, and waits. */
export function heldReply(
  versionId: string,
  missingParentId: string,
  regionCode: string,
  receivedAt: Date,
): string {
  return JSON.stringify({
    status: 'held',
    versionId,
    regionCode,
    missingParentId,
    receivedAt: shanghaiIso(receivedAt),
    because: 'The version that this one follows has not arrived; it is applied as soon as that one is here.',
  })
}

function deadlineView(deadline: NewDeadline) {
  return {
    regionCode: deadline.regionCode,
    duty: deadline.duty,
    dueAt: shanghaiIso(deadline.dueAt),
    metAt: deadline.metAt === null ? null : shanghaiIso(deadline.metAt),
    isLate: deadline.missedAt !== null,
    because: deadline.because,
  }
}
