/** The duties of a timeline: set once with the limit frozen, met by the report that answers them. */

import type { CountsFrom, Limit, Party, Stage } from '../regulations/vocabulary.ts'
import { shanghaiDay } from '../shanghai.ts'
import { DAY_MS } from '../units.ts'
import { type EvaluateOptions, evaluate } from './evaluate.ts'
import type { ChainItem, Facts, Reason } from './types.ts'

/**
 * - `open`: not done, and its instant has not come by the end of the timeline, or it has none
 * - `met`, `met_late`: done by its instant, or after it
 * - `missed`: its instant passed and it was not done
 * - `lapsed`: a window that closed without anything to report
 */
type DutyState = 'open' | 'met' | 'met_late' | 'missed' | 'lapsed'

export interface SeriesDuty {
  duty: string
  from: Party
  to: Party[]
  setAt: Date
  dueAt: Date | null
  limit: Limit
  countsFrom: CountsFrom
  state: DutyState
  metAt: Date | null
  /** who of `to` has it so far */
  reached: Party[]
  because: Reason[]
}

interface Sent {
  at: Date
  from: Party | null
  stage: Stage
  /** null: everybody whom the reporter owed it */
  to: readonly Party[] | null
}

/** Owed again and again: each instant is a duty of its own. */
const RECURRING: ReadonlySet<string> = new Set(['daily_follow_up', 'drought_follow_up', 'accident_follow_up'])
/** Answered by a verified report alone. */
const BY_VERIFIED = 'verified_report'
/**
 * Adds the duties of a chain that are new. One that waited for a receipt gets its instant when that comes; any other
 * keeps what was set first. Of a recurring duty the next one is added, in the place of one that is still to come.
 */
export function setDuties(duties: Map<string, SeriesDuty>, chain: readonly ChainItem[], at: Date): void {
  for (const [key, { state, duty, dueAt }] of duties) {
    if (RECURRING.has(duty) && state === 'open' && dueAt !== null && dueAt > at) duties.delete(key)
  }
  for (const item of chain) {
    const key = keyOf(item)
    const known = duties.get(key)
    if (!known) duties.set(key, dutyFrom(item, at))
    else if (known.dueAt === null && item.dueAt !== null) known.dueAt = item.dueAt
  }
}

/** Marks what a report answers. */
export function settle(duties: Map<string, SeriesDuty>, sent: Sent): void {
  for (const duty of duties.values()) {
    if (duty.state !== 'open' || duty.from !== sent.from || !answers(sent, duty)) continue
    const { to, reached } = duty
    duty.reached = to.filter((party) => !sent.to || sent.to.includes(party) || reached.includes(party))
    if (duty.reached.length < to.length) continue
    duty.metAt = sent.at
    duty.state = duty.dueAt !== null && sent.at > duty.dueAt ? 'met_late' : 'met'
  }
}

/**
 * Adds the recurring duties that fall due after one instant and up to another while the facts stay as they are, and
 * the next of each after that.
 */
export function dueBetween(
  duties: Map<string, SeriesDuty>,
  facts: Facts,
  from: Date,
  to: Date,
  options: EvaluateOptions,
): void {
  for (let cursor = from; cursor <= to; ) {
    const now = new Date(cursor.getTime() + 1)
    const { chain } = evaluate({ ...facts, now, reportedAt: cursor }, options)
    const next = chain.filter(({ duty, dueAt }) => RECURRING.has(duty) && dueAt !== null)
    const soonest = Math.min(...next.map(({ dueAt }) => Number(dueAt)))
    if (!Number.isFinite(soonest)) return
    for (const item of next) {
      const key = keyOf(item)
      if (Number(item.dueAt) === soonest && !duties.has(key)) duties.set(key, dutyFrom(item, from))
    }
    cursor = new Date(soonest)
  }
}

function answers({ stage, at }: Sent, { duty, dueAt, limit }: SeriesDuty): boolean {
  if (duty === BY_VERIFIED) return stage === 'verified'
  if (duty === 'casualty_supplement') return stage !== 'first'
  if (!RECURRING.has(duty)) return true
  return stage !== 'first' && dueAt !== null && fits(at, dueAt, limit)
}

/**
 * Which of a row of duties a report answers. A daily one gives the figures up to 24:00 of the day before: it is sent
 * on its own day, in time or late. One of several a day is sent within its part of the day.
 */
function fits(at: Date, dueAt: Date, limit: Limit): boolean {
  const beforeMs = dueAt.getTime() - at.getTime()
  if ('dailyAt' in limit) return shanghaiDay(at) === shanghaiDay(dueAt)
  if ('timesDaily' in limit) return beforeMs >= 0 && beforeMs < DAY_MS / limit.timesDaily
  return !('everyDays' in limit) || Math.abs(beforeMs) < limit.everyDays * DAY_MS
}

function keyOf({ duty, from, because, dueAt }: ChainItem): string {
  const rule = because[0]?.rule ?? duty
  return RECURRING.has(duty) ? `${rule} ${from} ${dueAt?.getTime()}` : `${rule} ${from}`
}

function dutyFrom({ duty, from, to, dueAt, limit, countsFrom, because }: ChainItem, setAt: Date): SeriesDuty {
  return {
    duty,
    from,
    to,
    setAt,
    dueAt,
    limit,
    countsFrom,
    state: 'open',
    metAt: null,
    reached: [],
    because,
  }
}
