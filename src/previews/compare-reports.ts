import type { Db } from '../db/client.ts'
import { checkFigures, checksOf } from '../evaluations/checks.ts'
import { dayOfJudgement } from '../evaluations/editions.ts'
import { evaluate, UnjudgeableError } from '../evaluations/evaluate.ts'
import type { Evaluation, Facts } from '../evaluations/types.ts'
import { covers } from '../regions/codes.ts'
import type { RuleSet } from '../regulations/rule-set.ts'
import type { ChainState } from '../reports/state.ts'
import { readPastDecisions } from './decision-store.ts'
import type { BothRules, Compared, Reach } from './reach.ts'
import { eventBefore, replay } from './replay.ts'
import { type PastEvent, type PastVersion, readPastEvents, readPastVersions } from './store.ts'
import { type Counts, count, nothingSeen, type Seen, see, without } from './tally.ts'

const EVENTS_AT_ONCE = 50
const VERSIONS_AT_ONCE = 300

/**
 * Judges the reports of a time both ways, event by event, and counts what differs. Events are put together from their
 * first report on; judged are the reports of the time and of the places.
 */
export async function compareReports(
  db: Db,
  both: BothRules,
  reach: Reach,
  counts: Counts,
): Promise<Compared> {
  const progress = { read: 0, versions: 0 }
  for (let beforeId: string | null = null; ; ) {
    const events = await readPastEvents(db, reach.since, reach.regionCodes, beforeId, EVENTS_AT_ONCE)
    if (!(await compareEvents(db, events, both, reach, counts, progress))) {
      return { versions: progress.versions, isCut: true }
    }
    beforeId = events.at(-1)?.id ?? null
    if (events.length < EVENTS_AT_ONCE) return { versions: progress.versions, isCut: false }
  }
}

/** @returns false where there were more reports than may be read */
async function compareEvents(
  db: Db,
  events: readonly PastEvent[],
  both: BothRules,
  reach: Reach,
  counts: Counts,
  progress: { read: number; versions: number },
): Promise<boolean> {
  const past = new Map(
    events.map((event) => [event.id, { event: eventBefore(event), seen: nothingSeen(event.id) }]),
  )
  const ids = [...past.keys()]
  const decisions = Map.groupBy(await readPastDecisions(db, ids), ({ eventId }) => eventId)
  for (let after: PastVersion['position'] | null = null; ; ) {
    const versions = await readPastVersions(db, ids, after, VERSIONS_AT_ONCE)
    for (const version of versions) {
      const one = past.get(version.eventId)
      if (!one) continue
      if (progress.read === reach.mostRows) {
        for (const { seen } of past.values()) count(counts, seen)
        return false
      }
      progress.read += 1
      const { event, facts } = replay(one.event, version, decisions.get(version.eventId))
      if (isReached(version, reach)) {
        progress.versions += 1
        const head = one.event.chains.get(version.regionCode)
        compareVersion({ version, facts, head }, both, reach.since, one.seen, counts)
      }
      one.event = event
      await reach.pause()
    }
    after = versions.at(-1)?.position ?? null
    if (versions.length < VERSIONS_AT_ONCE) break
  }
  for (const { seen } of past.values()) count(counts, seen)
  return true
}

function isReached({ judgedAt, regionCode }: PastVersion, { since, regionCodes }: Reach): boolean {
  return judgedAt >= since && regionCodes.some((code) => covers(code, regionCode))
}

function compareVersion(
  { version, facts, head }: { version: PastVersion; facts: Facts; head: ChainState | undefined },
  both: BothRules,
  since: Date,
  seen: Seen,
  counts: Counts,
): void {
  const onDay = dayOfJudgement(facts)
  const rules = { before: both.before(onDay, facts.regionCode), after: both.after(onDay, facts.regionCode) }
  const before = judged(facts, rules.before)
  const after = rules.after === rules.before ? before : judged(facts, rules.after)
  if (!before || !after) return
  see(seen, version, { before, after }, since)
  if (rules.before.sharpRises === rules.after.sharpRises || !head) return
  const then = explained(version, head, rules.before)
  const now = explained(version, head, rules.after)
  counts.explanations.added += without(now, then).length
  counts.explanations.removed += without(then, now).length
}

/** Null for facts that the judge of today does not take: what was stored by an earlier release, say. */
function judged(facts: Facts, rules: RuleSet): Evaluation | null {
  try {
    return evaluate(facts, { rules, routingRules: [] })
  } catch (error) {
    if (error instanceof UnjudgeableError) return null
    throw error
  }
}

/** The figures of a unit's report whose rise is to be explained. */
function explained({ figures, isWithdrawal }: PastVersion, head: ChainState, rules: RuleSet): Set<string> {
  if (isWithdrawal) return new Set()
  const found = checkFigures({ figures, previous: head.figures }, checksOf(rules))
  return new Set(found.filter(({ rule }) => rule === 'C18').flatMap(({ pointers }) => pointers))
}
