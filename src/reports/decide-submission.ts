import { addsDeathsOrMissing, checkFigures, checksOf } from '../evaluations/checks.ts'
import { deskLimitsFor } from '../evaluations/desk.ts'
import { UnjudgeableError } from '../evaluations/evaluate.ts'
import { rulesFor } from '../evaluations/local-rules.ts'
import type { Violation } from '../evaluations/types.ts'
import { Problem } from '../problems/problem.ts'
import { tierOf } from '../regions/codes.ts'
import type { HazardCode, SubhazardCode } from '../regulations/hazards.ts'
import type { Figures } from '../regulations/indicators.ts'
import type { LocalRule } from '../regulations/local-rule.ts'
import type { RoutingRule } from '../regulations/routing.ts'
import { NATIONAL_RULES } from '../regulations/rule-set.ts'
import { shanghaiDay, shanghaiIso } from '../shanghai.ts'
import { admit, authenticate, replayOf } from './admit.ts'
import { applyAccepted, remember } from './apply.ts'
import { dutiesOf } from './duties.ts'
import { eventWithReport } from './event-with-report.ts'
import { judgeEvent } from './judge-event.ts'
import { type Placement, placeReport } from './place-report.ts'
import { type ReceiptKey, signReceipt } from './receipt.ts'
import { acceptedReply, heldReply } from './reply.ts'
import { routeReport } from './route-report.ts'
import type { BatchState } from './state.ts'
import type { Outcome, Sender, Submission } from './submission.ts'
import { versionRow } from './version-row.ts'
import type { Writes } from './writes.ts'

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
    if (error instanceof UnjudgeableError) return { kind: 'refused', problem: unjudgeable(error) }
    throw error
  }
}

/** The judge names the fact as it sees it; in a report it stands with the event or with the facts. */
function unjudgeable(error: UnjudgeableError): Problem {
  const pointer = /^\/(hazard|subhazard|occurredAt)$/.test(error.fact) ? `/event${error.fact}` : error.fact
  return new Problem('unjudgeable-facts', `${error.message}.`, {
    errors: [{ pointer, code: error.rule, detail: error.message }],
    rule: error.rule,
    textZh: error.textZh,
  })
}

function decide(submission: Submission, state: BatchState, writes: Writes, grounds: Grounds): Outcome {
  const caller = submission.heldSince ? null : authenticate(submission, state)
  const earlier = caller ? replayOf(submission, state) : settledBefore(submission, state)
  if (earlier) return earlier
  if (caller) admit(submission, caller, state)
  const sender = { accountId: submission.claims.sub }
  const placement = placeReport(submission, state)
  if (!placement) return hold(submission, sender, state, writes)
  const violations = check(submission, placement, state, grounds)
  return accept(submission, sender, placement, violations, state, writes, grounds)
}

/** Another engine was first with this held report. */
function settledBefore({ report }: Submission, state: BatchState): Outcome | null {
  if (!state.settled.has(report.id)) return null
  return { kind: 'held', status: 202, reply: '', versionId: report.id, isReplay: true }
}

/**
 * The hard checks. Figures that contradict each other are let through, with a duty to correct them, when more
 * people are dead or missing than before: that word does not wait.
 */
function check(
  { report, withdrawalReason }: Submission,
  { event, chain }: Placement,
  state: BatchState,
  { localRules }: Grounds,
): Violation[] {
  if (withdrawalReason !== null) return []
  const onDay = shanghaiDay(event.occurredAt)
  const facts = {
    kind: 'natural_disaster',
    hazard: event.hazard as HazardCode,
    ...subhazardOf(report.regionCode, report.event?.subhazard ?? event.subhazard),
    regionCode: report.regionCode,
    occurredAt: event.occurredAt,
    stage: report.stage,
    figures: report.figures as Figures,
    ...(report.facts ? { facts: report.facts } : {}),
    ...(chain ? { previous: chain.figures, previousStage: chain.stage } : {}),
    ...(report.explanation ? { explanation: report.explanation } : {}),
    reportedAt: state.now,
  } as const
  const violations = checkFigures(
    facts,
    checksOf(rulesFor(NATIONAL_RULES, localRules, onDay, report.regionCode)),
  )
  const hard = violations.filter(({ kind }) => kind === 'hard')
  const cannotWait =
    report.stage !== 'verified' && addsDeathsOrMissing(report.figures as Figures, chain?.figures)
  if (hard.length === 0 || cannotWait) return violations
  const first = hard[0]
  throw new Problem(
    'rules-violated',
    first ? `${first.rule}: ${first.textEn}` : 'The figures contradict each other.',
    {
      errors: hard.flatMap(({ rule, pointers, textEn }) =>
        pointers.map((pointer) => ({ pointer, code: rule, detail: textEn })),
      ),
      violations: hard,
    },
  )
}

/** The city reports the hazard of the first level (C22): that a county named the sub-hazard is no remark on its report. */
function subhazardOf(regionCode: string, subhazard: string | null): { subhazard?: SubhazardCode } {
  if (subhazard === null || tierOf(regionCode) === 'city') return {}
  return { subhazard: subhazard as SubhazardCode }
}

function accept(
  submission: Submission,
  sender: Sender,
  placement: Placement,
  violations: readonly Violation[],
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
    regionCode: report.regionCode,
    versionId: report.id,
    now,
    toldAt: report.onBehalfOf ? new Date(report.onBehalfOf.saidAt) : receivedAt,
    judgement,
    deskLimits,
    needsCorrection: hard.length > 0,
    because: hard.flatMap(({ because }) => because),
  })
  const routing = routeReport(event, report.id, judgement, now, grounds.routingRules)
  const version = versionRow(submission, sender, placement, violations, duties.isLate, receivedAt)
  const jws = signReceipt(
    {
      iss: 'fengsui',
      versionId: version.id,
      eventId: event.id,
      regionCode: version.regionCode,
      number: version.number,
      contentHash: version.contentHash,
      receivedAt: shanghaiIso(receivedAt),
    },
    grounds.receiptKey,
  )
  const { forwardings } = routing
  const reply = acceptedReply({ version, placement, judgement, duties, forwardings, violations, jws })
  applyAccepted(
    { submission, sender, event, placement, judgement, duties, routing, deskLimits, version, jws, reply },
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
