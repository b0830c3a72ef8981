/** Brings the follow-ups on record (续报时限) into line with what the course of an event says was owed. */
import { v5 as uuidv5, v7 as uuidv7 } from 'uuid'
import { record } from '../audit/store.ts'
import type { Db } from '../db/client.ts'
import { announceMissed } from '../deadlines/announce-missed.ts'
import { isLate, isStatutory, type NewDeadline } from '../deadlines/rules.ts'
import { endDeadlines, insertDeadlines } from '../deadlines/store.ts'
import { openEscalations } from '../escalations/open-escalations.ts'
import { passMissedDuty } from '../escalations/rules.ts'
import { enqueue } from '../outbox/store.ts'
import { isOpenOn } from '../regions/rules.ts'
import { readNodes } from '../regions/store.ts'
import { addDays, shanghaiDay, shanghaiInstant } from '../shanghai.ts'
import { type ReadCourse, readCourses } from './course-store.ts'
import { followUpsOwed, isAskedFor, type OwedFollowUp, whyNotOwed } from './rules/follow-ups.ts'
import { writeSettled } from './store.ts'

interface Changes {
  course: ReadCourse
  opened: NewDeadline[]
  ended: { id: string; regionCode: string; reason: string }[]
  lookAt: Date | null
}

/**
 * Opens the follow-ups that fell due since the last time or fall due today, marks those that a report has met already,
 * and ends those that are owed no longer. What is on record already stays, so that it may run twice or on two machines.
 *
 * The caller holds the lock of the events' cities, and has read `now` after it: no report comes in between.
 *
 * @param from looks back to this instant, where that lies before what was settled last
 */
export async function settleFollowUps(
  db: Db,
  eventIds: readonly string[],
  now: Date,
  from: Date | null = null,
): Promise<void> {
  const courses = await readCourses(db, eventIds, from)
  const tomorrow = shanghaiInstant(addDays(shanghaiDay(now), 1))
  const owed = await ofOpenUnits(
    db,
    courses.map((course) => followUpsOwed(course, course.from, tomorrow)),
  )
  const changes = courses.map((course, i) => changesOf(course, owed[i] ?? [], { now, tomorrow }))
  const opened = changes.flatMap((one) => one.opened)
  await insertDeadlines(db, opened)
  const ended = changes.flatMap((one) => one.ended)
  await endDeadlines(db, ended, now)
  for (const one of changes) await passOnLate(db, one, now)
  await tell(db, changes, now)
  await writeSettled(
    db,
    changes.map(({ course, lookAt }) => ({ eventId: course.eventId, lookAt })),
    now,
  )
}

function changesOf(
  course: ReadCourse,
  owed: readonly OwedFollowUp[],
  { now, tomorrow }: { now: Date; tomorrow: Date },
): Changes {
  const subjects = new Set(owed.map((one) => subjectOf(course.eventId, one)))
  const known = new Set(course.recorded.map(({ subjectId }) => subjectId))
  const isGoing = course.state === 'open' || course.state === 'reopened'
  return {
    course,
    opened: owed
      .filter((one) => !known.has(subjectOf(course.eventId, one)))
      .map((one) => deadlineFrom(one, course.eventId, now)),
    ended: course.recorded
      .filter(({ isMet, subjectId }) => !isMet && !subjects.has(subjectId))
      .map(({ id, regionCode, dueAt }) => ({
        id,
        regionCode,
        reason: whyNotOwed(course, regionCode, dueAt),
      })),
    lookAt: isGoing && isAskedFor(course, now) ? tomorrow : null,
  }
}

/** Units that do not exist, or were closed by then, owe nothing. */
async function ofOpenUnits(db: Db, owed: readonly OwedFollowUp[][]): Promise<OwedFollowUp[][]> {
  const codes = new Set(owed.flat().map(({ regionCode }) => regionCode))
  const nodes = new Map((await readNodes(db, [...codes])).map((node) => [node.regionCode, node]))
  return owed.map((list) =>
    list.filter(({ regionCode, dueAt }) => {
      const node = nodes.get(regionCode)
      return node !== undefined && isOpenOn(node, shanghaiDay(dueAt))
    }),
  )
}

/** One subject for each unit, duty and day: the database lets no second one stand beside it. */
function subjectOf(
  eventId: string,
  { regionCode, duty, dueAt }: Pick<OwedFollowUp, 'regionCode' | 'duty' | 'dueAt'>,
): string {
  return uuidv5(`${regionCode} ${duty} ${shanghaiDay(dueAt)}`, eventId)
}

function deadlineFrom(owed: OwedFollowUp, eventId: string, now: Date): NewDeadline {
  const { regionCode, duty, setAt, dueAt, limit, because, met } = owed
  return {
    id: uuidv7(),
    eventId,
    regionCode,
    duty,
    subjectId: subjectOf(eventId, owed),
    setAt,
    dueAt,
    limit: limit as NewDeadline['limit'],
    because,
    metAt: met?.at ?? null,
    metById: met?.versionId ?? null,
    missedAt: met && isLate(met.at, dueAt) ? now : null,
  }
}

/**
 * What was met late before its duty was on record is announced and passed upward here, as it would have been had the
 * engine been there. What is not met yet is left to the step that looks for misses.
 */
async function passOnLate(db: Db, { course, opened }: Changes, now: Date): Promise<void> {
  const { severityRank } = course
  const late = opened.filter(({ missedAt }) => missedAt !== null)
  const { messages, entries } = announceMissed(
    late.map((one) => ({ ...one, severityRank })),
    now,
  )
  await enqueue(db, messages)
  await record(db, entries)
  const escalations = late.map(({ id, eventId, regionCode, duty, because }) =>
    passMissedDuty(isStatutory(duty), {
      eventId,
      severityRank,
      fromCode: regionCode,
      cause: { kind: 'deadline_missed', id, because },
      now,
    }),
  )
  await openEscalations(
    db,
    escalations.filter((one) => one !== null),
    now,
  )
}

/** A message and a line of the trail for each event and kind of change, not one for each unit. */
async function tell(db: Db, changes: readonly Changes[], now: Date): Promise<void> {
  const said = changes.flatMap(({ course, opened, ended }) => [
    ...saying('follow_ups.opened', course, opened),
    ...saying('follow_ups.ended', course, ended),
  ])
  await enqueue(
    db,
    said.map((one) => ({ ...one, subjectId: one.eventId, createdAt: now })),
  )
  await record(
    db,
    said.map(({ topic, eventId, regionCode, payload }) => ({
      at: now,
      accountId: null,
      action: topic,
      subjectKind: 'event',
      subjectId: eventId,
      regionCode,
      detail: payload,
    })),
  )
}

function saying(
  topic: string,
  { eventId, regionCode }: ReadCourse,
  duties: readonly { id: string; regionCode: string }[],
) {
  if (duties.length === 0) return []
  const payload = { duties: duties.map((one) => ({ deadlineId: one.id, regionCode: one.regionCode })) }
  return [{ topic, eventId, regionCode, payload }]
}
