import { v7 as uuidv7 } from 'uuid'
import type { Caller } from '../accounts/caller.ts'
import { may, mustHold, scopeOf } from '../accounts/may.ts'
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import type { Deps } from '../deps.ts'
import { mustFindEvent } from '../events/read-event.ts'
import { lockCityOf, readEventRegions } from '../events/store.ts'
import { type Because, type EventRow, eventBrief } from '../events/views.ts'
import { readApprovedRules } from '../local-rules/store.ts'
import { Problem } from '../problems/problem.ts'
import { readNames } from '../regions/names.ts'
import { readNode } from '../regions/store.ts'
import { readEventState } from '../reports/event-state.ts'
import type { RuleBook } from '../routing/rule-book.ts'
import { shanghaiIso } from '../shanghai.ts'
import {
  answersForPart,
  correctedFacts,
  mustDiffer,
  mustHaveHappened,
  mustLieWithin,
  namesSubhazardAlone,
} from './corrected-facts.ts'
import { lockOwedReports, readReporters } from './correction-store.ts'
import { type Rejudged, rejudge } from './rejudge-event.ts'
import type { CorrectionView, NewCorrection } from './schemas.ts'
import { type CorrectionRow, writeCorrection } from './write-correction.ts'

/** What correcting stands on. */
export interface CorrectingDeps extends Pick<Deps, 'db' | 'config'> {
  ruleBook: RuleBook
}

/**
 * Corrects what an event is taken for (勘误): time, place or hazard, never the figures of those below. The event is
 * judged anew by its totals, in the same transaction: its severity only rises, and time limits that counted from
 * another instant are replaced.
 *
 * @throws Problem not-found, not-permitted; outside-jurisdiction where the event covers what is not the caller's, unless
 *   all that is said is a sub-hazard that nobody has named
 * @throws Problem event-closed; state-conflict when nothing is changed
 * @throws Problem occurred-in-future, rules-violated (C20), unjudgeable-facts
 * @throws Problem unknown-region, invalid-request for a place that the event does not cover
 */
export async function correctEvent(
  { db, config, ruleBook }: CorrectingDeps,
  caller: Caller,
  eventId: string,
  given: NewCorrection,
): Promise<CorrectionView> {
  return db.transaction(async (tx) => {
    const { event: seen } = await mustFindEvent(tx, caller, eventId)
    await mustAnswerFor(tx, caller, seen, given)
    await lockCityOf(tx, seen.regionCode)
    // a merge that held the lock has taken the reports with it
    const { event: locked } = await mustFindEvent(tx, caller, eventId)
    mustNotBeMerged(locked)
    // and another county may have named the sub-hazard
    if (seen.subhazard !== locked.subhazard) await mustAnswerFor(tx, caller, locked, given)
    // behind the lock: what is settled by this instant has no report before it that is not seen
    const now = await readNow(tx)
    const owed = await lockOwedReports(tx, eventId)
    const { regionCodes, firstReceivedAt } = await readReporters(tx, eventId)
    const units = new Set([seen.regionCode, ...regionCodes, ...owed.map(({ regionCode }) => regionCode)])
    const { state, event } = await readEventState(tx, eventId, [...units])
    if (event.state === 'closed') {
      throw new Problem(
        'event-closed',
        'The event is closed: it stays as it is until a duty leader of the city opens it again.',
      )
    }
    const facts = correctedFacts(event, given)
    const { before, after } = mustDiffer(event, facts)
    if (facts.regionCode !== event.regionCode) {
      mustLieWithin(event, await readNode(tx, facts.regionCode), facts.regionCode, now)
    }
    mustHaveHappened(facts, { firstReceivedAt, stableAt: event.course.stableAt }, now)
    const correction = {
      ...{ id: uuidv7(), eventId, correctedAt: now, correctedBy: caller.accountId },
      ...{ reason: given.reason, before, after },
    }
    const corrected = { ...event, ...facts }
    const rejudged = rejudge({
      event: corrected,
      correctionId: correction.id,
      owed,
      routingRules: await ruleBook.rulesFor(state.routingStamp, now),
      localRules: await readApprovedRules(tx),
      anyDeathDirectReport: config.ANY_DEATH_DIRECT_REPORT,
      now,
    })
    await writeCorrection(tx, correction, corrected, rejudged)
    return viewCorrection(tx, caller, correction, rejudged)
  })
}

function mustNotBeMerged({ mergedIntoId }: EventRow): void {
  if (mergedIntoId === null) return
  throw new Problem('state-conflict', `The event was merged into ${mergedIntoId}; correct that one.`, {
    eventId: mergedIntoId,
  })
}

/**
 * Whoever corrects an event answers for all of it. To name a sub-hazard that nobody has named takes nothing from
 * anybody: each county that the event covers may.
 */
async function mustAnswerFor(
  db: Db,
  caller: Caller,
  { id, regionCode, subhazard }: EventRow,
  given: NewCorrection,
): Promise<void> {
  mustHold(caller, 'event.correct')
  const regions = await readEventRegions(db, id)
  const isNaming = namesSubhazardAlone(given)
  if (isNaming && subhazard === null && answersForPart(scopeOf(caller, 'event.correct'), regions)) return
  const foreign = [{ regionCode }, ...regions].find((place) => !may(caller, 'event.correct', place))
  if (!foreign) return
  throw new Problem(
    'outside-jurisdiction',
    isNaming && subhazard !== null
      ? `The event has a sub-hazard already (${subhazard}): a unit above all that the event covers changes it.`
      : 'The event covers more than this account answers for: a unit above all of it corrects it.',
    { action: 'event.correct', regionCode: foreign.regionCode },
  )
}

async function viewCorrection(
  db: Db,
  caller: Caller,
  { id, eventId, correctedAt, correctedBy, reason, before, after }: CorrectionRow,
  { judgement, replacements, escalations, routing }: Rejudged,
): Promise<CorrectionView> {
  const { event } = await mustFindEvent(db, caller, eventId)
  return {
    id,
    event: eventBrief(event, await readNames(db, [event.regionCode])),
    correctedAt: shanghaiIso(correctedAt),
    correctedBy,
    reason,
    before: before as CorrectionView['before'],
    after: after as CorrectionView['after'],
    severityBecause: judgement.evaluation.severity.because as Because,
    replacedDeadlines: replacements.map(({ old, fresh }) => ({
      regionCode: old.regionCode,
      duty: old.duty,
      deadlineId: old.id,
      wasDueAt: shanghaiIso(old.dueAt),
      replacedById: fresh.id,
      dueAt: shanghaiIso(fresh.dueAt),
    })),
    escalations: escalations.length,
    forwardings: routing.forwardings.length,
  }
}
