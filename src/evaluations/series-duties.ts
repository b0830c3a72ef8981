/** The duties of a timeline: set once with the limit frozen, met by the report that answers them. */

import type { ReportingDuty } from '../regulations/duty.ts'
import type { IndicatorKey } from '../regulations/indicators.ts'
import type { CountsFrom, Limit, Party } from '../regulations/vocabulary.ts'
import { shanghaiDay } from '../shanghai.ts'
import { DAY_MS } from '../units.ts'
import { fromReport } from './chain.ts'
import type { Sent } from './series-known.ts'
import { severityRank } from './severity-rank.ts'
import type { ChainItem, Facts, Reason, SeverityLevel } from './types.ts'

/**
 * - `open`: not done, and its instant has not come by the end of the timeline, or it has none
 * - `met`, `met_late`: done by its instant, or after it
 * - `missed`: its instant passed and it was not done
 * - `lapsed`: a window that closed without anything to report, or a duty that a graver one replaced in time
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

/** Answered by a verified report alone. */
const BY_VERIFIED = 'verified_report'
/** A window: answered within it by a report of casualties that changed, and lapsed where none did. */
const WINDOW = 'casualty_supplement'
const CASUALTIES = ['dead', 'missing', 'injured', 'seriously_injured'] as const satisfies IndicatorKey[]

/** Whether a duty comes again and again: each instant is a duty of its own. */
export function recurs(limit: Limit): boolean {
  return 'dailyAt' in limit || 'timesDaily' in limit || 'everyDays' in limit
}

/** The row that a recurring duty belongs to, or the duty itself. */
export function rowOf({ duty, from, because }: Pick<ChainItem, 'duty' | 'from' | 'because'>): string {
  return `${because[0]?.rule ?? duty} ${from}`
}

/**
 * Adds the duties of a chain that are new and do not recur. One that waits for a receipt is set with the edition that
 * judges when the receipt comes; any other keeps what was set first.
 *
 * @param born the facts of the report that calls for them, where others came before it that did not: then what is new
 *   counts from it
 */
export function setDuties(
  duties: Map<string, SeriesDuty>,
  chain: readonly ChainItem[],
  at: Date,
  born: Facts | null,
): void {
  for (const called of chain) {
    if (recurs(called.limit)) continue
    const isBorn = born !== null && !duties.has(rowOf(called))
    const item = isBorn ? fromReport(called, { ...born, reportedAt: at }) : called
    const { dueAt, limit, countsFrom, because } = item
    const known = duties.get(rowOf(item))
    if (!known) duties.set(rowOf(item), dutyFrom(item, at))
    else if (known.state === 'open' && known.dueAt === null && dueAt !== null) {
      Object.assign(known, { dueAt, limit, countsFrom, because })
    }
  }
}

/**
 * Ends what binds below a severity only, once that is reached before the duty falls due: a graver one is owed instead.
 */
export function endReplaced(
  duties: ReadonlyMap<string, SeriesDuty>,
  severity: SeverityLevel | null,
  at: Date,
  rules: readonly ReportingDuty[],
): void {
  for (const { rule, from, when } of rules) {
    const { belowSeverity } = when
    if (!belowSeverity || severityRank(severity) < severityRank(belowSeverity)) continue
    const duty = duties.get(`${rule} ${from}`)
    if (duty?.state !== 'open' || recurs(duty.limit)) continue
    if (duty.dueAt === null || duty.dueAt >= at) duty.state = 'lapsed'
  }
}

/**
 * Adds one duty of a row, unless it is there.
 *
 * @returns its key
 */
export function addOfRow(duties: Map<string, SeriesDuty>, item: ChainItem, dueAt: Date, at: Date): string {
  const key = `${rowOf(item)} ${dueAt.getTime()}`
  if (!duties.has(key)) duties.set(key, dutyFrom({ ...item, dueAt }, at))
  return key
}

/**
 * Marks what a report answers. Of each row that is one duty at most.
 *
 * @param answered rows that this report has answered already; it grows
 */
export function settle(duties: Map<string, SeriesDuty>, sent: Sent, answered: Set<string>): void {
  for (const duty of duties.values()) {
    if (duty.state !== 'open' || duty.from !== sent.from || !answers(sent, duty)) continue
    if (recurs(duty.limit)) {
      if (answered.has(rowOf(duty))) continue
      answered.add(rowOf(duty))
    }
    const { to, reached } = duty
    duty.reached = to.filter((party) => !sent.to || sent.to.includes(party) || reached.includes(party))
    if (duty.reached.length < to.length) continue
    duty.metAt = sent.at
    duty.state = duty.dueAt !== null && sent.at > duty.dueAt ? 'met_late' : 'met'
  }
}

/** A duty as it stands at the end. One whose instant has passed is missed; one that is only a window lapses. */
export function closedAt(duty: SeriesDuty, end: Date): SeriesDuty {
  if (duty.state !== 'open' || duty.dueAt === null || duty.dueAt >= end) return duty
  return { ...duty, state: duty.duty === WINDOW ? 'lapsed' : 'missed' }
}

function answers(sent: Sent, { duty, dueAt, limit }: SeriesDuty): boolean {
  const { at, facts } = sent
  if (duty === BY_VERIFIED) return facts.stage === 'verified'
  if (duty === WINDOW) return casualtiesChanged(sent) && (dueAt === null || at <= dueAt)
  if (!recurs(limit)) return true
  return isLater(sent) && dueAt !== null && fits(at, dueAt, limit)
}

function casualtiesChanged(sent: Sent): boolean {
  const { figures, previous } = sent.facts
  const changed = CASUALTIES.some((key) => {
    const before = previous?.[key] ?? 0
    return (figures[key] ?? before) !== before
  })
  return changed && isLater(sent)
}

/** First reports begin a row, and answer nothing in it. */
function isLater({ facts: { stage = 'first' } }: Sent): boolean {
  return stage !== 'first'
}

/**
 * Which of a row of duties a report answers. A daily one gives the figures up to 24:00 of the day before: it is sent
 * on its own day, in time or late. One of several a day is sent within its part of the day. One every so many days is
 * sent before its instant, or late until the next.
 */
function fits(at: Date, dueAt: Date, limit: Limit): boolean {
  const beforeMs = dueAt.getTime() - at.getTime()
  if ('dailyAt' in limit) {
    return Math.abs(beforeMs) < DAY_MS && shanghaiDay(at) === shanghaiDay(dueAt)
  }
  if ('timesDaily' in limit) return beforeMs >= 0 && beforeMs < DAY_MS / limit.timesDaily
  return 'everyDays' in limit && Math.abs(beforeMs) < limit.everyDays * DAY_MS
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
