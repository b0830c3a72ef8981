/**
 * Rows of duties (续报): what falls due again and again while the reports stand as they are. What the latest report of
 * each unit calls for is owed; another unit's report does not end it. Stability ends a row, and so does the verified
 * report of whoever owes it.
 */

import type { ReportingDuty } from '../regulations/duty.ts'
import type { Party } from '../regulations/vocabulary.ts'
import { endsWithStability } from './chain.ts'
import { dueAt } from './due-at.ts'
import { addOfRow, recurs, rowOf, type SeriesDuty } from './series-duties.ts'
import { type Sent, unitOf } from './series-known.ts'
import type { ChainItem, Facts } from './types.ts'

interface Called {
  item: ChainItem
  facts: Facts
}

export interface Rows {
  /** what the latest report of each unit calls for, the newest report last */
  calls: Map<string, Called[]>
  sent: Sent[]
}

interface Span {
  from: Date
  to: Date
  stableAt: Date | undefined
}

/** No report has come yet. */
export function noRows(): Rows {
  return { calls: new Map(), sent: [] }
}

/** Takes what a report calls for, in the place of what its unit's report before it did. */
export function callRows({ calls, sent }: Rows, report: Sent, chain: readonly ChainItem[]): void {
  const unit = unitOf(report)
  const { facts } = report
  calls.delete(unit)
  calls.set(
    unit,
    chain.filter(({ limit }) => recurs(limit)).map((item) => ({ item, facts })),
  )
  sent.push(report)
}

/** Takes back what is said to have fallen due after stability. What was done before that was told stays done. */
export function endRows(
  duties: Map<string, SeriesDuty>,
  stableAt: Date | undefined,
  rules: readonly ReportingDuty[],
): void {
  for (const [key, duty] of duties) {
    const { state, dueAt: due, limit } = duty
    if (state === 'open' && due && recurs(limit) && hasEnded(duty, due, stableAt, rules)) duties.delete(key)
  }
}

/**
 * Sets the duties of every row that fall due from one instant to another, and of each row the next one after that.
 * What is still to come and not called for any more is taken back.
 */
export function setRows(
  duties: Map<string, SeriesDuty>,
  { calls, sent }: Rows,
  span: Span,
  rules: readonly ReportingDuty[],
): void {
  const closed = new Set(sent.filter(({ facts }) => facts.stage === 'verified').map(({ from }) => from))
  const rows = new Map([...calls.values()].flat().map((call) => [rowOf(call.item), call]))
  const wanted = new Set<string>()
  for (const { item, facts } of rows.values()) {
    if (closed.has(item.from)) continue
    for (const due of instantsOf(item, facts, sent, span)) {
      if (!hasEnded(item, due, span.stableAt, rules)) wanted.add(addOfRow(duties, item, due, span.from))
    }
  }
  for (const [key, { state, dueAt: due, limit }] of duties) {
    if (state === 'open' && due && due > span.from && recurs(limit) && !wanted.has(key)) duties.delete(key)
  }
}

/** The instants of a row within a span, and the next one after it. */
function instantsOf(item: ChainItem, facts: Facts, sent: readonly Sent[], { from, to }: Span): Date[] {
  const { limit, countsFrom } = item
  const counted = 'everyDays' in limit ? { ...facts, reportedAt: lastReport(sent, item) } : facts
  const instants: Date[] = []
  let now = from
  let next = dueAt({ limit, countsFrom }, { ...counted, now })
  // an interval that does not go on would never reach the end
  while (next && next >= now) {
    instants.push(next)
    if (next > to) break
    now = new Date(next.getTime() + 1)
    next = dueAt({ limit, countsFrom }, { ...counted, now })
  }
  return instants
}

/** When the party that owes a row last reported to everybody in it: intervals count from then. */
function lastReport(sent: readonly Sent[], { from, to }: ChainItem): Date | undefined {
  const isToAll = (reached: readonly Party[] | null) =>
    to.every((party) => !reached || reached.includes(party))
  return sent.findLast((report) => report.from === from && isToAll(report.to))?.at
}

function hasEnded(
  { from, because }: Pick<ChainItem, 'from' | 'because'>,
  due: Date,
  stableAt: Date | undefined,
  rules: readonly ReportingDuty[],
): boolean {
  if (!stableAt || due <= stableAt) return false
  const rule = because[0]?.rule
  return rules.some((duty) => duty.rule === rule && duty.from === from && endsWithStability(duty))
}
