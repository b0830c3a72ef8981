/** First reports (初报) after what belongs to an event has changed: one disaster is first reported once. */
import { v7 as uuidv7 } from 'uuid'
import type { Db } from '../db/client.ts'
import { isLate, type NewDeadline } from '../deadlines/rules.ts'
import { endDeadlines, insertDeadlines, type Standin, standInFor } from '../deadlines/store.ts'
import { covers } from '../regions/codes.ts'
import {
  type DutyRow,
  lockOwedFirst,
  type OwedFirst,
  readFirstWords,
  readUnmade,
} from './first-report-store.ts'

const SAID = '已在汇拢的另一过程首报'
const ONCE = '两起过程已汇拢,同一单位只报一次初报'
const LEFT = '下级报送链已拆出,初报在拆出的过程中报送'
const BACK = '拆分已撤销,初报仍在原过程中报送'

/**
 * Two events are about to be one. Who has reported in one of them owes no first report in the other; who owes one in both
 * owes that which is due first. What was missed already was passed on, and stays so.
 *
 * @returns the duties that are owed no longer
 */
export async function reportOnce(
  db: Db,
  intoEventId: string,
  fromEventId: string,
  now: Date,
): Promise<string[]> {
  const both = [intoEventId, fromEventId]
  const owed = await lockOwedFirst(db, both)
  const words = await readFirstWords(db, both)
  const isSaid = (duty: OwedFirst) =>
    words.some(
      (word) => word.root !== duty.root && word.regionCode === duty.regionCode && wasMetBy(duty, word.at),
    )
  const said = owed.filter(isSaid)
  await endDeadlines(
    db,
    said.map(({ id }) => ({ id, reason: SAID })),
    now,
  )
  const standins = standinsOf(owed.filter((duty) => !said.includes(duty)))
  await standInFor(db, standins, now)
  return [...said, ...standins].map(({ id }) => id)
}

/**
 * Whether a report in the other event met a first report in substance: in time, or before anybody could be told that it was
 * owed. An event that is told of late asks for reports by instants that lie before it was opened.
 */
export function wasMetBy(
  { missedAt, dueAt, setAt }: Pick<DutyRow, 'missedAt' | 'dueAt' | 'setAt'>,
  saidAt: Date,
): boolean {
  return missedAt === null && (saidAt <= dueAt || saidAt <= setAt)
}

/** Of the duties of one unit in two events that which is due first stands for the others. */
function standinsOf(owed: readonly OwedFirst[]): Standin[] {
  return [...Map.groupBy(owed, ({ regionCode }) => regionCode).values()].flatMap((ofUnit) => {
    const [first, ...others] = ofUnit.toSorted(
      (one, other) => +one.dueAt - +other.dueAt || (one.id < other.id ? -1 : 1),
    )
    if (!first) return []
    return others
      .filter(({ root, missedAt }) => root !== first.root && missedAt === null)
      .map(({ id }) => ({ id, standsInId: first.id, reason: ONCE }))
  })
}

/** The events are two again: what was not first reported meanwhile is owed by its old instant. */
export async function reportEach(db: Db, deadlineIds: readonly string[]): Promise<void> {
  await insertDeadlines(db, (await readUnmade(db, deadlineIds)).map(again))
}

/**
 * First reports of units above the chains that have left an event leave with them, by the same instant, where no chain
 * below these units stays: nobody could tell them anything there. What has fallen due stays.
 *
 * @returns the duties that are owed in the new event instead
 */
export async function leaveWithChains(
  db: Db,
  { eventId, freshId, now }: { eventId: string; freshId: string; now: Date },
  left: readonly string[],
  stays: readonly string[],
): Promise<string[]> {
  const isAbove =
    ({ regionCode }: OwedFirst) =>
    (code: string) =>
      covers(regionCode, code)
  const leaving = (await lockOwedFirst(db, [eventId])).filter(
    (duty) => isOpen(duty, now) && left.some(isAbove(duty)) && !stays.some(isAbove(duty)),
  )
  const moved = leaving.map((old) => ({
    old,
    fresh: { ...again(old), eventId: freshId, subjectId: freshId },
  }))
  await replace(db, moved, LEFT, now)
  return leaving.map(({ id }) => id)
}

/** A split is about to be taken back: what left with its chains is owed where it was, unless it was made or missed there. */
export async function comeBack(
  db: Db,
  deadlineIds: readonly string[],
  freshId: string,
  now: Date,
): Promise<void> {
  const there = (await lockOwedFirst(db, [freshId])).filter((duty) => isOpen(duty, now))
  const unmade = await readUnmade(db, deadlineIds)
  const moved = unmade.flatMap((before) => {
    const old = there.find(({ regionCode }) => regionCode === before.regionCode)
    return old ? [{ old, fresh: again(before) }] : []
  })
  await replace(db, moved, BACK, now)
}

async function replace(
  db: Db,
  moved: readonly { old: DutyRow; fresh: NewDeadline }[],
  reason: string,
  now: Date,
): Promise<void> {
  await insertDeadlines(
    db,
    moved.map(({ fresh }) => fresh),
  )
  await standInFor(
    db,
    moved.map(({ old, fresh }) => ({ id: old.id, standsInId: fresh.id, reason })),
    now,
  )
}

function isOpen({ missedAt, dueAt }: DutyRow, now: Date): boolean {
  return missedAt === null && !isLate(now, dueAt)
}

/** The same duty, by the same instant, as one that nobody has met or missed. */
function again({ eventId, regionCode, duty, subjectId, setAt, dueAt, limit, because }: DutyRow): NewDeadline {
  return {
    id: uuidv7(),
    ...{ eventId, regionCode, duty, subjectId, setAt, dueAt },
    // what the database holds was written from a deadline
    limit: limit as { minutes: number },
    because: because as [],
    metAt: null,
    metById: null,
    missedAt: null,
  }
}
