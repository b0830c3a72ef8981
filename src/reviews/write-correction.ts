import { v7 as uuidv7 } from 'uuid'
import { record } from '../audit/store.ts'
import type { Db } from '../db/client.ts'
import { insertDeadlines } from '../deadlines/store.ts'
import { openEscalations } from '../escalations/open-escalations.ts'
import { severityRank } from '../evaluations/severity-rank.ts'
import { settleFollowUps } from '../event-course/settle-follow-ups.ts'
import { enqueue } from '../outbox/store.ts'
import { cityOf } from '../regions/codes.ts'
import { groundChanges } from '../reports/follow-up-grounds.ts'
import type { Judgement } from '../reports/judge-event.ts'
import type { EventState } from '../reports/state.ts'
import { addDecision } from '../routing/forwarding-store.ts'
import { openForwardings } from '../routing/open-forwardings.ts'
import { shanghaiIso } from '../shanghai.ts'
import { endReplaced, insertCorrection, insertGrounds, updateEvent } from './correction-store.ts'
import type { Rejudged } from './rejudge-event.ts'
import type { eventCorrections } from './tables.ts'

export type CorrectionRow = typeof eventCorrections.$inferInsert

/**
 * Writes a correction (勘误) with all that follows from it: the event, the ladders' answers, deadlines in the place of
 * others, escalations, forwardings, their messages and their trail.
 *
 * @param event as corrected, with the severity that stood before
 */
export async function writeCorrection(
  db: Db,
  correction: CorrectionRow,
  event: EventState,
  rejudged: Rejudged,
): Promise<void> {
  const { judgement, replacements, escalations, directReports, routing } = rejudged
  const { correctedAt: now, correctedBy: accountId } = correction
  await writeEvent(db, event, rejudged, now)
  await insertCorrection(db, correction, judgement.answers)
  await endReplaced(db, replacements, `勘误:${correction.reason}`, now)
  await insertDeadlines(db, [...replacements.map(({ fresh }) => fresh), ...directReports])
  await openEscalations(db, escalations, now)
  if (routing.decision) {
    await addDecision(db, routing.decision)
    await openForwardings(db, routing.forwardings, cityOf(event.regionCode) ?? event.regionCode, now)
  }
  await writeGrounds(db, event, judgement, now)
  await settleFollowUps(db, [event.id], now)
  await tell(db, correction, event, rejudged, accountId)
}

/** What in the reports asks for daily follow-ups (零报告), by what the event is taken for now. */
async function writeGrounds(
  db: Db,
  { id: eventId, course }: EventState,
  { grounds }: Judgement,
  now: Date,
): Promise<void> {
  const changes = groundChanges(course.grounds, grounds)
  await insertGrounds(
    db,
    changes.map((one) => ({ ...one, id: uuidv7(), eventId, at: now })),
  )
}

async function writeEvent(db: Db, event: EventState, { judgement }: Rejudged, now: Date): Promise<void> {
  const { standing, answers, grounds } = judgement
  const { hazard, subhazard, occurredAt, regionCode, title } = event
  const rank = severityRank(standing)
  const last = { ...Object.fromEntries(event.answers) }
  for (const { ladder, level, because } of answers) last[ladder] = { level, because }
  await updateEvent(db, event.id, {
    ...{ hazard, subhazard, occurredAt, regionCode, title, answers: last },
    ...{ severity: standing, severityRank: rank },
    grounds: grounds.map(({ ground }) => ground),
    ...(rank > event.severityRank ? { severitySince: now } : {}),
  })
}

async function tell(
  db: Db,
  { id, correctedAt: now, before, after, reason }: CorrectionRow,
  { id: eventId, regionCode, regions }: EventState,
  { replacements, judgement }: Rejudged,
  accountId: string,
): Promise<void> {
  const what = { before, after, reason }
  const payload = { ...what, severity: judgement.standing }
  await enqueue(db, [
    // everybody who reports of it hears of it, wherever it was opened
    ...regions.map((covered) => ({
      topic: 'event.corrected',
      eventId,
      regionCode: covered,
      subjectId: id,
      payload,
      createdAt: now,
    })),
    ...replacements.map(({ old, fresh }) => ({
      topic: 'deadline.replaced',
      eventId,
      regionCode: old.regionCode,
      subjectId: old.id,
      payload: {
        duty: old.duty,
        wasDueAt: shanghaiIso(old.dueAt),
        replacedById: fresh.id,
        dueAt: shanghaiIso(fresh.dueAt),
        reason,
      },
      createdAt: now,
    })),
  ])
  const detail = { correctionId: id, ...what, replacedDeadlines: replacements.map(({ old }) => old.id) }
  const subject = { subjectKind: 'event', subjectId: eventId, regionCode }
  await record(db, [{ at: now, accountId, action: 'event.corrected', ...subject, detail }])
}
