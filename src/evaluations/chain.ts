/**
 * The reporting chain (报送链): who owes what to whom, and by which instant.
 */

import type { Day, Reason } from '../regulations/citation.ts'
import type { DutyEdition, ReportingDuty, SwitchName } from '../regulations/duty.ts'
import { DAILY_FOLLOW_UPS_ON } from '../regulations/follow-ups.ts'
import { NATIONAL_RULES, type RuleSet } from '../regulations/rule-set.ts'
import { type JudgedFacts, type Met, meets } from './conditions.ts'
import { dueAt } from './due-at.ts'
import { inForce, reasonFor } from './editions.ts'
import type { ChainItem, Facts, ReliefAnswer } from './types.ts'

export type Switches = Partial<Record<SwitchName, boolean>>

type Judged = Facts & JudgedFacts

/** The duty that a later report may bring about by crossing a threshold. Each ground for it is an item of its own. */
const DIRECT = 'direct_report'
/** Owed once the disaster is stable. */
const VERIFIED = 'verified_report'

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
    if (duty.onlyDaily && !daily) continue
    const verdict = meets(duty.when, facts)
    if (!verdict.matched) continue
    const edition = inForce(duty.editions, onDay)
    if (!edition) continue
    const item = itemFor(duty, edition, facts, verdict.triggers, daily ?? [])
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
  const crosses = duty.duty === DIRECT && crossesLater(duty, facts)
  const countsFrom = crosses ? 'crossing' : (editionCountsFrom ?? duty.countsFrom)
  const because =
    triggers.length === 0
      ? [reasonFor(duty.rule, citation)]
      : triggers.map((trigger) => reasonFor(duty.rule, citation, trigger))
  const item: ChainItem = {
    duty: duty.duty,
    from: duty.from,
    to: [...duty.to],
    dueAt: dueAt({ limit, countsFrom, ...(receiver ? { receiver } : {}) }, facts),
    limit,
    countsFrom,
    because: duty.onlyDaily ? [...because, ...daily] : because,
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
 * A threshold that the previous report did not reach and this one does cannot have bound from the occurrence: its
 * limit counts from this report. (Inferred: the texts speak of the first report.)
 */
function crossesLater(duty: ReportingDuty, facts: Judged): boolean {
  if (!facts.previous || !facts.reportedAt) return false
  return !meets(duty.when, { ...facts, figures: facts.previous }).matched
}
