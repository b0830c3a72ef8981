/** Counts what differs between two ways of judging the same reports, with some examples of each. */
import { graver } from '../evaluations/severity-rank.ts'
import type { ChainItem, Evaluation } from '../evaluations/types.ts'
import { EXAMPLES_SHOWN, type Preview } from '../local-rules/preview-schemas.ts'
import { ancestorAt, tierOf } from '../regions/codes.ts'
import { type SeverityLevel, TIERS, type Tier } from '../regulations/vocabulary.ts'
import { shanghaiDay, shanghaiIso } from '../shanghai.ts'

export type Counts = Pick<Preview, 'deadlines' | 'severities' | 'directReports' | 'explanations'>

type Both<Value> = { before: Value; after: Value }
type Side = keyof Both<unknown>
const SIDES: readonly Side[] = ['before', 'after']

/** What was seen of one event so far, on both sides. */
export interface Seen {
  eventId: string
  isJudged: boolean
  due: Both<Map<string, Due>>
  direct: Both<Set<string>>
  standing: Both<SeverityLevel | null>
  changed: Counts['severities']['examples'][number] | null
}

interface Due {
  owedBy: string
  duty: string
  rule: string
  dueAt: Date
}

export function nothingCounted(): Counts {
  return {
    deadlines: { compared: 0, moved: 0, added: 0, removed: 0, examples: [] },
    severities: { events: 0, changed: 0, examples: [] },
    directReports: { added: 0, removed: 0, examples: [] },
    explanations: { added: 0, removed: 0 },
  }
}

export function nothingSeen(eventId: string): Seen {
  return {
    eventId,
    isJudged: false,
    due: { before: new Map(), after: new Map() },
    direct: { before: new Set(), after: new Set() },
    standing: { before: null, after: null },
    changed: null,
  }
}

/**
 * Takes up what both sides say of one version. Duties count when they first bind, daily ones once a day.
 *
 * @param since what fell due before is no deadline of this time
 */
export function see(
  seen: Seen,
  { id, regionCode, judgedAt }: { id: string; regionCode: string; judgedAt: Date },
  said: Both<Pick<Evaluation, 'severity' | 'chain'>>,
  since: Date,
): void {
  seen.isJudged = true
  for (const side of SIDES) {
    const { severity, chain } = said[side]
    seen.standing[side] = graver(seen.standing[side], severity.level)
    for (const item of chain) {
      const due = dueOf(item, regionCode)
      if (!due || due.dueAt < since) continue
      if (item.duty === 'direct_report') seen.direct[side].add(due.rule)
      const again =
        'dailyAt' in item.limit || 'everyDays' in item.limit || 'timesDaily' in item.limit
          ? shanghaiDay(judgedAt)
          : ''
      const key = `${due.owedBy} ${due.rule} ${again}`
      if (!seen.due[side].has(key)) seen.due[side].set(key, due)
    }
  }
  const { before, after } = seen.standing
  if (before !== after) seen.changed ??= { eventId: seen.eventId, versionId: id, before, after }
}

/** Counts one event when all of it was seen; one of which nothing was judged is no event of the preview. */
export function count(counts: Counts, { eventId, isJudged, due, direct, changed }: Seen): void {
  if (!isJudged) return
  counts.severities.events += 1
  if (changed) {
    counts.severities.changed += 1
    show(counts.severities.examples, changed)
  }
  for (const key of new Set([...due.before.keys(), ...due.after.keys()])) {
    countDeadline(counts, eventId, due.before.get(key) ?? null, due.after.get(key) ?? null)
  }
  for (const rule of without(direct.after, direct.before)) countDirect(counts, eventId, rule, 'added')
  for (const rule of without(direct.before, direct.after)) countDirect(counts, eventId, rule, 'removed')
}

/** Counts one deadline, which may be owed on one side only. */
export function countDeadline(
  { deadlines }: Pick<Counts, 'deadlines'>,
  eventId: string,
  before: Due | null,
  after: Due | null,
): void {
  if (before) deadlines.compared += 1
  if (before && after && before.dueAt.getTime() === after.dueAt.getTime()) return
  const known = before ?? after
  if (!known) return
  if (before && after) deadlines.moved += 1
  else if (before) deadlines.removed += 1
  else deadlines.added += 1
  const { owedBy, duty, rule } = known
  const at = (due: Due | null) => due && shanghaiIso(due.dueAt)
  show(deadlines.examples, { eventId, owedBy, duty, rule, before: at(before), after: at(after) })
}

function countDirect(
  { directReports }: Counts,
  eventId: string,
  rule: string,
  change: 'added' | 'removed',
): void {
  directReports[change] += 1
  show(directReports.examples, { eventId, rule, change })
}

/** What is in one set and not in another. */
export function without<Item>(these: ReadonlySet<Item>, those: ReadonlySet<Item>): Item[] {
  return [...these].filter((one) => !those.has(one))
}

function show<Example>(examples: Example[], example: Example): void {
  if (examples.length < EXAMPLES_SHOWN) examples.push(example)
}

/** Null for what has no instant, and for a tier below the unit that reports: nobody is known to owe it. */
function dueOf({ from, duty, dueAt, because }: ChainItem, regionCode: string): Due | null {
  const isTier = (TIERS as readonly string[]).includes(from)
  const owedBy = isTier ? unitAt(regionCode, from as Tier) : from
  const rule = because[0]?.rule
  return dueAt && owedBy !== null && rule !== undefined ? { owedBy, duty, rule, dueAt } : null
}

function unitAt(regionCode: string, tier: Tier): string | null {
  return tierOf(regionCode) === tier ? regionCode : ancestorAt(regionCode, tier)
}
