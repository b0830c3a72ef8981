/**
 * The reporting chain (报送链): who owes what to whom, and by which instant.
 */

import type { Day, Reason } from '../regulations/citation.ts'
import type { ReportingDuty, SwitchName } from '../regulations/duty.ts'
import { DAILY_FOLLOW_UPS_ON } from '../regulations/follow-ups.ts'
import { NATIONAL_RULES, type RuleSet } from '../regulations/rule-set.ts'
import { addDays, nextClockTime, shanghaiDay, shanghaiInstant } from '../shanghai.ts'
import { DAY_MS, MINUTE_MS } from '../units.ts'
import { type JudgedFacts, type Met, meets } from './conditions.ts'
import { inForce, reasonFor } from './editions.ts'
import type { ChainItem, CountsFrom, Facts, Limit, ReliefAnswer } from './types.ts'

export type Switches = Partial<Record<SwitchName, boolean>>

type Judged = Facts & JudgedFacts

/** The duty that a later report may bring about by crossing a threshold. Each ground for it is an item of its own. */
const DIRECT = 'direct_report'

/**
 * Every duty that binds for these facts, by the editions in force on a day. A duty whose text has no edition in
 * force on that day is not in the answer.
 *
 * @param daily why daily follow-ups are on, or null while they are not
 */
export function reportingChain(
  facts: Judged,
  onDay: Day,
  daily: Reason[] | null,
  rules: Pick<RuleSet, 'duties' | 'switches'> = NATIONAL_RULES,
): ChainItem[] {
  const chain: ChainItem[] = []
  for (const duty of rules.duties) {
    if (duty.switchedBy && !rules.switches[duty.switchedBy]) continue
    if (duty.onlyDaily && (!daily || facts.stableAt)) continue
    const verdict = meets(duty.when, facts)
    if (!verdict.matched) continue
    const edition = inForce(duty.editions, onDay)
    if (!edition) continue
    chain.push(itemFor(duty, edition, facts, verdict.triggers, daily ?? []))
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
  { citation, limit }: ReportingDuty['editions'][number],
  facts: Judged,
  triggers: Met[],
  daily: Reason[],
): ChainItem {
  const countsFrom = duty.duty === DIRECT && crossesLater(duty, facts) ? 'crossing' : duty.countsFrom
  const because =
    triggers.length === 0
      ? [reasonFor(duty.rule, citation)]
      : triggers.map((trigger) => reasonFor(duty.rule, citation, trigger))
  const item: ChainItem = {
    duty: duty.duty,
    from: duty.from,
    to: [...duty.to],
    dueAt: dueAt(limit, countsFrom, duty, facts),
    limit,
    countsFrom,
    because: duty.onlyDaily ? [...because, ...daily] : because,
  }
  if (duty.channel !== undefined) item.channel = duty.channel
  if (duty.content !== undefined) item.content = [...duty.content]
  return item
}

function dueAt(limit: Limit, countsFrom: CountsFrom, duty: ReportingDuty, facts: Judged): Date | null {
  if ('atOnce' in limit) return null
  const start = startOf(countsFrom, duty, facts)
  if (!start) return null
  if ('minutes' in limit) return new Date(start.getTime() + limit.minutes * MINUTE_MS)
  if ('days' in limit) return shanghaiInstant(addDays(shanghaiDay(start), limit.days), '24:00')
  if ('everyDays' in limit) return new Date((facts.reportedAt ?? start).getTime() + limit.everyDays * DAY_MS)
  return nextDaily(limit.dailyAt, start, facts.asOf)
}

/** The first daily report gives the figures as of 24:00 of the day of the occurrence: it falls due the day after. */
function nextDaily(clock: string, occurredAt: Date, asOf: Date | undefined): Date {
  const earliest = shanghaiInstant(addDays(shanghaiDay(occurredAt), 1), '00:00')
  return nextClockTime(asOf && asOf > earliest ? asOf : earliest, clock)
}

function startOf(countsFrom: CountsFrom, { receiver }: ReportingDuty, facts: Judged): Date | null {
  switch (countsFrom) {
    case 'occurrence':
    case 'day':
      return facts.occurredAt
    case 'crossing':
      return facts.reportedAt ?? facts.occurredAt
    case 'receipt':
      return (receiver && facts.received?.[receiver]) ?? null
    case 'stability':
      return facts.stableAt ?? null
  }
}

/**
 * A threshold that the previous report did not reach and this one does cannot have bound from the occurrence: its
 * limit counts from this report. (Inferred: the texts speak of the first report.)
 */
function crossesLater(duty: ReportingDuty, facts: Judged): boolean {
  if (!facts.previous || !facts.reportedAt) return false
  return !meets(duty.when, { ...facts, figures: facts.previous }).matched
}
