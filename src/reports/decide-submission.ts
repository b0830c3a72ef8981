import { deskLimitsFor } from '../evaluations/desk.ts'
import { UnjudgeableError } from '../evaluations/evaluate.ts'
import type { Violation } from '../evaluations/types.ts'
import { Problem } from '../problems/problem.ts'

import type { LocalRule } from '../regulations/local-rule.ts'
import type { RoutingRule } from '../regulations/routing.ts'
import { shanghaiDay, shanghaiIso } from '../shanghai.ts'
import { admit, authenticate, mustHaveBeenSaidSince, replayOf } from './admit.ts'
import { applyAccepted, remember } from './apply.ts'
import { mustPass, violationsOf } from './check-report.ts'
import { dutiesOf } from './duties.ts'
import { eventWithReport } from './event-with-report.ts'
import { judgeEvent } from './judge-event.ts'
import { metClaims } from './met-view.ts'
import { withWhatStands } from './nil-report.ts'
import { type Placement, placeReport } from './place-report.ts'
import { pointedAtDraft, pointedAtReport } from './point-at.ts'
import { previousOf } from './previous-report.ts'
import { type ReceiptKey, signReceipt } from './receipt.ts'
import { acceptedReply, heldReply } from './reply.ts'
import { routeReport } from './route-report.ts'

import { basisRow } from './sign-draft.ts'
import type { BatchState } from './state.ts'
import type { Outcome, Sender, Submission } from './submission.ts'
import { unjudgeable } from './unjudgeable.ts'
import { mustComeInTurn } from './verification.ts'

import { versionRow } from './version-row.ts'
import type { BasisRow, Writes } from './writes.ts'

/** What decisions rest on besides the state: routing rules of the day, the bureau's own rules, receipt key, switches. */
export interface Grounds {
  routingRules: readonly RoutingRule[]
  /** whatever their days and places */
  localRules: readonly LocalRule[]
  receiptKey: ReceiptKey
  anyDeathDirectReport: boolean
}

/**
 * Decides one submission: no I/O. What it decides goes into `writes`, and into `state`, so that the next item of
 * the batch is decided as if this one had been committed before it.
 *
 * @returns the outcome; a refused item leaves `writes` and `state` as they were
 */
export function decideSubmission(
  submission: Submission,
  state: BatchState,
  writes: Writes,
  grounds: Grounds,
): Outcome {
  try {
    return decide(submission, state, writes, grounds)
  } catch (error) {
    if (error instanceof Problem) return { kind: 'refused', problem: error }
    if (error instanceof UnjudgeableError) return { kind: 'refused', problem: unjudgeable(error, '/event') }
    throw error
  }
}

function decide(submission: Submission, state: BatchState, writes: Writes, grounds: Grounds): Outcome {
  const caller = submission.heldSince ? null : authenticate(submission, state)
  const earlier = caller ? replayOf(submission, state) : settledBefore(submission, state)
  if (earlier) return earlier
  if (caller) admit(submission, caller, state)
  const sender = { accountId: submission.claims.sub }
  const whole = withWhatStands(submission, state)
  const placement = placeReport(whole, state)
  if (!placement) return hold(whole, sender, state, writes)
  mustHaveBeenSaidSince(whole.report, placement.event)
  mustComeInTurn(whole, placement.event, placement.chain)
  const violations = check(whole, placement, state, grounds)
  const { report, draft } = whole
  const basis = caller && draft ? basisRow(report.id, draft, caller, report.regionCode) : null
  return accept({ submission: whole, sender, placement, violations, basis }, state, writes, grounds)
}

/** Another engine was first with this held report. */
function settledBefore({ report }: Submission, state: BatchState): Outcome | null {
  if (!state.settled.has(report.id)) return null
  return { kind: 'held', status: 202, reply: '', versionId: report.id, isReplay: true }
}

function check(
  submission: Submission,
  { event, chain }: Placement,
  state: BatchState,
  { localRules }: Grounds,
): Violation[] {
  const { report, withdrawalReason, draft } = submission
  if (withdrawalReason !== null) return []
  const ownAdditional = draft ? { ownAdditional: draft.additional } : {}
  const checked = { report, event, chain, localRules, now: state.now, ...ownAdditional }
  const violations = pointedAtReport(violationsOf(checked), report)
  mustPass(draft ? pointedAtDraft(violations) : violations, checked)
  return violations
}

interface Acceptable {
  submission: Submission
  sender: Sender
  placement: Placement
  violations: readonly Violation[]
  basis: BasisRow | null
}

function accept(
  { submission, sender, placement, violations, basis }: Acceptable,
  state: BatchState,
  writes: Writes,
  grounds: Grounds,
): Outcome {
  const { report } = submission
  const { now } = state
  const receivedAt = submission.heldSince ?? now
  const { localRules, anyDeathDirectReport } = grounds
  const event = eventWithReport(placement.event, report, submission.withdrawalReason !== null)
  const deskLimits = deskLimitsFor(localRules, () => shanghaiDay(event.occurredAt))
  const judgement = judgeEvent({
    event,
    before: placement.event,
    report,
    isNewEvent: placement.isNewEvent,
    now,
    anyDeathDirectReport,
    localRules,
  })
  const hard = violations.filter(({ kind }) => kind === 'hard')
  const duties = dutiesOf({
    event,
    before: placement.event,
    regionCode: report.regionCode,
    versionId: report.id,
    now,
    toldAt: report.onBehalfOf ? new Date(report.onBehalfOf.saidAt) : receivedAt,
    judgement,
    stated: report.facts?.criteria ?? [],
    stage: placement.joinsChain ? 'follow_up' : report.stage,
    isWithdrawal: submission.withdrawalReason !== null,
    nilReportFor: submission.nilReport?.day ?? null,
    deskLimits,
    needsCorrection: hard.length > 0,
    because: hard.flatMap(({ because }) => because),
  })
  const routing = routeReport(event, report.id, judgement, now, grounds.routingRules)
  const version = versionRow(submission, sender, placement, violations, duties.isLate, receivedAt)
  const met = metClaims(duties)
  const jws = signReceipt(
    {
      iss: 'fengsui',
      versionId: version.id,
      eventId: event.id,
      regionCode: version.regionCode,
      number: version.number,
      contentHash: version.contentHash,
      receivedAt: shanghaiIso(receivedAt),
      met,
    },
    grounds.receiptKey,
  )
  const { forwardings } = routing
  const previous = previousOf({ ...placement, report })
  const told = { version, placement, previous, judgement, duties, forwardings, violations, met, jws }
  const reply = acceptedReply(told)
  applyAccepted(
    {
      ...{ submission, sender, event, placement, judgement, duties, routing, deskLimits },
      ...{ version, violations, basis, jws, reply },
    },
    state,
    writes,
  )
  return { kind: 'accepted', status: 201, reply, versionId: version.id, isReplay: false }
}

/** A version that arrived before its parent is kept and answered 202; the engine tries it again. */
function hold(submission: Submission, sender: Sender, state: BatchState, writes: Writes): Outcome {
  const { report, key, content, contentHash, sentAt } = submission
  const missingParentId = report.parentVersionId
  if (missingParentId === null) throw new Error('only a version with a parent can wait for it')
  const { now } = state
  const reply = heldReply(report.id, missingParentId, report.regionCode, now)
  const { accountId } = sender
  const common = { accountId, idempotencyKey: key, versionId: report.id, receivedAt: now }
  writes.held.push({
    ...common,
    missingParentId,
    regionCode: report.regionCode,
    content,
    contentHash,
    sentAt,
  })
  writes.submissions.push({ ...common, bodyHash: contentHash, status: 202, reply })
  remember({ accountId, key, bodyHash: contentHash, versionId: report.id, status: 202, reply }, state)
  writes.audit.push({
    at: now,
    accountId,
    action: 'report.held',
    subjectKind: 'report',
    subjectId: report.id,
    regionCode: report.regionCode,
    detail: { missingParentId },
  })
  return { kind: 'held', status: 202, reply, versionId: report.id, isReplay: false }
}
