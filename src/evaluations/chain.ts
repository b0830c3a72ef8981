/**
 * The reporting chain (报送链): who owes what to whom, and by which instant.
 */

import type { Day, Reason } from '../regulations/citation.ts'
import type { DutyEdition, ReportingDuty, SwitchName } from '../regulations/duty.ts'
import { DAILY_FOLLOW_UPS_ON } from '../regulations/follow-ups.ts'
import { NATIONAL_RULES, type RuleSet } from '../regulations/rule-set.ts'
import type { Limit } from '../regulations/vocabulary.ts'
import { type JudgedFacts, type Met, meets } from './conditions.ts'
import { calendarReasons, dueAt } from './due-at.ts'
import { inForce, reasonFor } from './editions.ts'
import type { ChainItem, Facts, ReliefAnswer } from './types.ts'

export type Switches = Partial<Record<SwitchName, boolean>>

type Judged = Facts & JudgedFacts

/** Owed once the disaster is stable. */
const VERIFIED = 'verified_report'
/** What counts from stability, or as a window from the accident, is not moved by what a report says. */
const NOT_BORN_LATER: ReadonlySet<string> = new Set([VERIFIED, 'casualty_supplement'])

/** What the chain rests on besides the facts. */
export interface Knowledge {
  /** why daily follow-ups are on, or null while they are not */
  daily: Reason[] | null
  /** what was judged by the report before; null where none is known */
  before: Judged | null
}

/**
 * Every duty that binds for these facts, by the editions in force on a day. A duty whose text has no edition in
 * force on that day is not in the answer.
 */
export function reportingChain(
  facts: Judged,
  onDay: Day,
  { daily, before }: Knowledge,
  rules: Pick<RuleSet, 'duties' | 'switches'> = NATIONAL_RULES,
): ChainItem[] {
  const chain: ChainItem[] = []
  for (const duty of rules.duties) {
    if (duty.switchedBy && !rules.switches[duty.switchedBy]) continue
    if (duty.onlyDaily && !daily) continue
    const verdict = meets(duty.when, facts)
    if (!verdict.matched) continue
    const edition = inForce(duty.editions, onDay)
    if (!edition) continue
    const standing = itemFor(duty, edition, facts, verdict.triggers, daily ?? [])
    const isBorn = before !== null && !meets(duty.when, before).matched
    const item = isBorn ? fromReport(standing, facts) : standing
    if (!endedByStability(duty, item, facts)) chain.push(item)
  }
  return chain
}

/**
 * Why daily follow-ups (零报告) are on.
 *
 * @returns null while they are not
 */
export function dailyFollowUps(facts: Judged, relief: readonly ReliefAnswer[]): Reason[] | null {
  const { rule, when, citation } = DAILY_FOLLOW_UPS_ON
  if (facts.kind !== 'natural_disaster') return null
  const verdict = meets(when, facts)
  if (verdict.matched) {
    return verdict.triggers.map((met) => reasonFor(rule, citation, met))
  }
  const national = relief.find(({ plan, level }) => plan === 'national' && level !== null)
  return national ? [reasonFor(rule, citation), ...national.because] : null
}

function itemFor(
  duty: ReportingDuty,
  { citation, limit, countsFrom: editionCountsFrom, receiver = duty.receiver }: DutyEdition,
  facts: Judged,
  triggers: Met[],
  daily: Reason[],
): ChainItem {
  const countsFrom = editionCountsFrom ?? duty.countsFrom
  const because =
    triggers.length === 0
      ? [reasonFor(duty.rule, citation)]
      : triggers.map((trigger) => reasonFor(duty.rule, citation, trigger))
  const clocked = { limit, countsFrom, ...(receiver ? { receiver } : {}) }
  const due = dueAt(clocked, facts)
  const item: ChainItem = {
    duty: duty.duty,
    from: duty.from,
    to: [...duty.to],
    dueAt: due,
    limit,
    countsFrom,
    because: [...because, ...(duty.onlyDaily ? daily : []), ...calendarReasons(clocked, due, facts)],
  }
  if (duty.channel !== undefined) item.channel = duty.channel
  if (duty.content !== undefined) item.content = [...duty.content]
  return item
}

/**
 * Daily duties end with the stability that is declared before their cut-off; the one whose cut-off comes first is
 * still owed. Verified reports begin with it.
 */
function endedByStability(duty: ReportingDuty, { dueAt: due }: ChainItem, { stableAt }: Judged): boolean {
  if (duty.duty === VERIFIED) return stableAt === undefined
  if (!stableAt || !endsWithStability(duty)) return false
  return due === null || stableAt < due
}

/** Whether a duty binds no more once the disaster is stable. */
export function endsWithStability({ onlyDaily, untilStable }: ReportingDuty): boolean {
  return Boolean(onlyDaily || untilStable)
}

/**
 * A duty that no report before called for cannot have bound before this one: its limit counts from the report, where
 * that gives it longer. Rows of duties look for their next instant anyway. (Inferred: the texts speak of the first
 * report.)
 *
 * @returns the item itself where nothing changes
 */
export function fromReport(item: ChainItem, facts: Facts): ChainItem {
  const { duty, limit, countsFrom, dueAt: due } = item
  if (due === null || NOT_BORN_LATER.has(duty) || !isCountedOnce(limit)) return item
  if (countsFrom !== 'occurrence' && countsFrom !== 'receipt') return item
  const later = dueAt({ limit, countsFrom: 'crossing' }, facts)
  if (!later || later <= due) return item
  const because = [
    ...item.because.filter(({ rule }) => !rule.startsWith('calendar.')),
    ...calendarReasons({ limit, countsFrom: 'crossing' }, later, facts),
  ]
  return { ...item, dueAt: later, countsFrom: 'crossing', because }
}

function isCountedOnce(limit: Limit): boolean {
  return 'minutes' in limit || 'days' in limit || 'workingDays' in limit
}
