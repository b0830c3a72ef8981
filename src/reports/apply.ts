import { announceMissed } from '../deadlines/announce-missed.ts'
import { consequencesOf } from '../escalations/open-escalations.ts'
import type { DeskLimits } from '../evaluations/desk.ts'
import { severityRank } from '../evaluations/severity-rank.ts'
import type { Violation } from '../evaluations/types.ts'
import { ancestorsOf, cityOf } from '../regions/codes.ts'
import { consequencesOf as forwardingConsequences } from '../routing/open-forwardings.ts'
import { shanghaiIso } from '../shanghai.ts'
import { applyGrounds, asksForALook, silence, verifiedSoFar } from './apply-course.ts'
import { withHead } from './chains-of-unit.ts'
import { askedFor } from './direct-reports.ts'
import type { Duties } from './duties.ts'
import type { Judgement } from './judge-event.ts'
import type { Placement } from './place-report.ts'
import { stoodBefore } from './previous-report.ts'
import type { Routing } from './route-report.ts'
import { type BatchState, type ChainState, type EventState, keyOf, type Replay } from './state.ts'
import type { Sender, Submission } from './submission.ts'
import type { BasisRow, EventUpdate, VersionRow, Writes } from './writes.ts'

/** An accepted submission with all that follows from it. */
export interface AcceptedSubmission {
  submission: Submission
  sender: Sender
  /** the event with this report in it */
  event: EventState
  placement: Placement
  judgement: Judgement
  duties: Duties
  routing: Routing
  deskLimits: DeskLimits
  version: VersionRow
  violations: readonly Violation[]
  /** what it rests on, where it is a tier's own report; else null */
  basis: BasisRow | null
  jws: string
  reply: string
}

/**
 * Puts an accepted submission into what the batch writes, and into its working model, for the items after it.
 */
export function applyAccepted(accepted: AcceptedSubmission, state: BatchState, writes: Writes): void {
  const event = applyEvent(accepted, state, writes)
  applyChain(accepted, event, state, writes)
  applyDuties(accepted, event, state.now, writes)
  applyRouting(accepted, event, writes)
  applyRecord(accepted, state, writes)
}

/** Makes a reply known to later items of the batch. */
export function remember(replay: Replay, state: BatchState): void {
  state.replaysByKey.set(keyOf(replay.accountId, replay.key), replay)
  state.replaysByVersion.set(replay.versionId, replay)
}

function applyEvent(
  { event, placement, judgement, version }: AcceptedSubmission,
  state: BatchState,
  writes: Writes,
): EventState {
  const { standing, answers } = judgement
  const { grounds, changes } = applyGrounds(event, judgement, version, state.now)
  const rank = severityRank(standing)
  const severitySince = rank > event.severityRank ? state.now : null
  const next: EventState = {
    ...event,
    severity: standing,
    severityRank: rank,
    answers: new Map(event.answers),
    course: { ...event.course, grounds },
  }
  for (const { ladder, level, because } of answers) next.answers.set(ladder, { level, because })
  writes.answers.push(...answers)
  writes.grounds.push(...changes)
  state.events.set(next.id, next)
  const update = {
    id: next.id,
    severity: standing,
    severityRank: rank,
    facts: next.facts,
    subhazard: next.subhazard,
    answers: Object.fromEntries(next.answers),
    grounds,
    followUpsLookAt: asksForALook(event, judgement, version, changes.length > 0) ? state.now : null,
  }
  if (placement.isNewEvent) openEvent(next, version, { ...update, severitySince }, state.now, writes)
  else writeUpdate({ ...update, severitySince }, writes)
  return next
}

type Update = Omit<EventUpdate, 'id'>

function openEvent(event: EventState, version: VersionRow, update: Update, now: Date, writes: Writes): void {
  const { id, hazard, title, regionCode, occurredAt, isExercise } = event
  writes.events.set(id, {
    ...update,
    id,
    hazard,
    title,
    regionCode,
    occurredAt,
    openedAt: now,
    openedByVersionId: version.id,
    state: 'open',
    isExercise,
  })
  for (const region of event.regions) {
    writes.eventRegions.push({ eventId: id, regionCode: region, addedAt: now, addedBy: null })
  }
  writes.outbox.push({
    topic: 'event.opened',
    eventId: id,
    regionCode,
    subjectId: id,
    payload: { hazard, occurredAt: shanghaiIso(occurredAt), severity: update.severity },
    createdAt: now,
  })
}

/** An event opened in this very batch is written once, as it ends. */
function writeUpdate(update: Update & { id: string }, writes: Writes): void {
  const opened = writes.events.get(update.id)
  const before = opened ?? writes.eventUpdates.get(update.id)
  const merged = {
    ...update,
    severitySince: update.severitySince ?? before?.severitySince ?? null,
    followUpsLookAt: update.followUpsLookAt ?? before?.followUpsLookAt ?? null,
  }
  if (opened) writes.events.set(update.id, { ...opened, ...merged })
  else writes.eventUpdates.set(update.id, merged)
}

function applyChain(
  { submission, event: judged, version, violations }: AcceptedSubmission,
  event: EventState,
  state: BatchState,
  writes: Writes,
): void {
  const before = event.chains.get(version.regionCode)
  const isWithdrawn = version.withdrawalReason !== null
  const chain: ChainState = {
    id: version.chainId,
    eventId: before?.eventId ?? event.id,
    regionCode: version.regionCode,
    headVersionId: version.id,
    headNumber: version.number,
    stage: version.stage,
    isWithdrawn,
    firstReceivedAt: before?.firstReceivedAt ?? state.now,
    headReceivedAt: version.receivedAt,
    isReturned: false,
    figures: submission.report.figures,
    unexplained: stoodBefore(violations),
  }
  Object.assign(event, withHead(judged, chain))
  event.course = verifiedSoFar(event, before, event.chains.get(version.regionCode) ?? chain, state)
  state.versions.set(version.id, { id: version.id, chainId: chain.id, eventId: event.id })
  const { figures: _, unexplained: __, isReturned: ___, headReceivedAt: ____, ...row } = chain
  writes.chains.set(chain.id, row)
  writes.versions.push(version)
  const place = { eventId: event.id, regionCode: version.regionCode }
  const key = `${place.eventId} ${place.regionCode}`
  if (isWithdrawn) {
    writes.latest.delete(key)
    writes.withdrawn.set(key, place)
    event.withdrawn = [...event.withdrawn, version.regionCode]
    // if a report of this very batch brings the event back, its duties have never ended
    if (event.latest.size === 0) writes.abandoned.set(event.id, { eventId: event.id, replacedAt: state.now })
    silence(event, version.regionCode, state.now, writes)
  } else {
    writes.withdrawn.delete(key)
    writes.abandoned.delete(event.id)
    for (const code of [version.regionCode, ...ancestorsOf(version.regionCode)]) {
      writes.silenced.delete(`${event.id} ${code}`)
    }
    const { id: versionId, receivedAt } = version
    writes.latest.set(key, { ...place, versionId, receivedAt, ...submission.report.figures })
  }
}

function applyDuties(
  { duties, deskLimits, version }: AcceptedSubmission,
  event: EventState,
  now: Date,
  writes: Writes,
): void {
  for (const deadline of duties.set) writes.deadlines.set(deadline.id, deadline)
  const met = new Map(duties.met.map((one) => [one.deadline.id, one]))
  for (const { deadline, metAt, missedAt } of duties.met) {
    const fresh = writes.deadlines.get(deadline.id)
    if (fresh) writes.deadlines.set(deadline.id, { ...fresh, metAt, missedAt, metById: version.id })
    else writes.met.set(deadline.id, { id: deadline.id, metAt, missedAt, metById: version.id })
  }
  event.deadlines = [
    ...event.deadlines.map((deadline) => {
      const one = met.get(deadline.id)
      return one ? { ...deadline, metAt: one.metAt, missedAt: one.missedAt } : deadline
    }),
    ...duties.set,
  ]
  const missed = duties.met
    .filter(({ deadline, missedAt }) => missedAt !== null && deadline.missedAt === null)
    .map(({ deadline }) => ({ ...deadline, eventId: event.id, severityRank: event.severityRank }))
  const said = [announceMissed(missed, now), consequencesOf(duties.escalations, now, deskLimits)]
  writes.escalations.push(...duties.escalations)
  writes.outbox.push(...said.flatMap(({ messages }) => messages))
  writes.audit.push(...said.flatMap(({ entries }) => entries))
  const direct = duties.escalations.filter(({ causeKind }) => causeKind === 'direct_report')
  event.directReports = new Set([
    ...event.directReports,
    ...direct.flatMap((one) => one.because.map(({ rule }) => askedFor(one, rule))),
  ])
}

function applyRouting({ routing, deskLimits }: AcceptedSubmission, event: EventState, writes: Writes): void {
  const { decision, forwardings } = routing
  if (!decision) return
  const { deadlines, messages, entries } = forwardingConsequences(
    forwardings,
    cityOf(event.regionCode) ?? event.regionCode,
    decision.decidedAt,
    deskLimits,
  )
  writes.decisions.push(decision)
  writes.forwardings.push(...forwardings)
  for (const deadline of deadlines) writes.deadlines.set(deadline.id, deadline)
  writes.outbox.push(...messages)
  writes.audit.push(...entries)
  event.forwarded = [
    ...event.forwarded,
    ...forwardings.map((one) => ({
      kind: one.recipientKind,
      code: one.recipientCode,
      severityRank: one.severityRank,
    })),
  ]
}

function applyRecord(accepted: AcceptedSubmission, state: BatchState, writes: Writes): void {
  const { submission, sender, event, placement, version, basis, jws } = accepted
  const { now } = state
  const { contentHash, withdrawalReason } = submission
  const { accountId } = sender
  const action = withdrawalReason === null ? 'report.submitted' : 'report.withdrawn'
  const subject = { eventId: event.id, regionCode: version.regionCode, subjectId: version.id }
  const detail = { number: version.number, stage: version.stage, foundBy: placement.foundBy, contentHash }
  const subjectOfTrail = { subjectKind: 'report', subjectId: version.id, regionCode: version.regionCode }
  if (basis) {
    writes.bases.push(basis)
    const { draftedBy, draftNumber } = basis
    writes.audit.push({
      at: now,
      accountId,
      action: 'report.signed',
      ...subjectOfTrail,
      detail: { eventId: event.id, draftedBy, draftNumber },
    })
  }
  writes.receipts.push({ versionId: version.id, jws, issuedAt: now })
  if (submission.heldSince) writes.released.push({ versionId: version.id, releasedAt: now })
  else answerForGood(accepted, state, writes)
  writes.outbox.push({ ...subject, topic: action, payload: detail, createdAt: now })
  writes.audit.push({
    at: now,
    accountId,
    action,
    ...subjectOfTrail,
    detail: { ...detail, eventId: event.id },
  })
}

/** The reply is kept, so that every retry hears the same. A released report was answered when it came. */
function answerForGood(
  { submission, sender, version, reply }: AcceptedSubmission,
  state: BatchState,
  writes: Writes,
): void {
  const { key, contentHash, bodyHash = contentHash } = submission
  const { accountId } = sender
  const answered = { accountId, bodyHash, versionId: version.id, status: 201 as const, reply }
  writes.submissions.push({ ...answered, idempotencyKey: key, receivedAt: state.now })
  remember({ ...answered, key }, state)
}
