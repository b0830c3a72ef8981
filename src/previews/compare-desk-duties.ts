import type { Db } from '../db/client.ts'
import { deskLimit } from '../evaluations/desk.ts'
import { severityOfRank } from '../evaluations/severity-rank.ts'
import type { DeskAct } from '../regulations/desk-profiles.ts'
import type { RuleSet } from '../regulations/rule-set.ts'
import { shanghaiDay } from '../shanghai.ts'
import { MINUTE_MS } from '../units.ts'
import type { BothRules, Compared, Reach } from './reach.ts'
import { type PastDeskDuty, readPastDeskDuties } from './store.ts'
import { type Counts, countDeadline } from './tally.ts'

const DUTIES_AT_ONCE = 1_000

const ACTS: Readonly<Record<string, DeskAct>> = {
  acknowledge_escalation: 'acknowledge',
  resolve_escalation: 'resolve',
  correction: 'resolve',
  sign_for_forwarding: 'sign_for_forwarding',
}

/**
 * Gives the duties that desks had both limits, and counts which would have fallen due at another instant.
 */
export async function compareDeskDuties(
  db: Db,
  both: BothRules,
  reach: Reach,
  counts: Counts,
): Promise<Compared> {
  let read = 0
  for (let beforeId: string | null = null; ; ) {
    const limit = Math.min(DUTIES_AT_ONCE, reach.mostRows - read + 1)
    const duties = await readPastDeskDuties(db, reach.since, reach.regionCodes, beforeId, limit)
    for (const duty of duties) {
      if (read === reach.mostRows) return { versions: 0, isCut: true }
      read += 1
      const onDay = shanghaiDay(duty.occurredAt)
      const before = dueOf(duty, both.before(onDay, duty.regionCode))
      const after = dueOf(duty, both.after(onDay, duty.regionCode))
      countDeadline(counts, duty.eventId, before, after)
      await reach.pause()
    }
    beforeId = duties.at(-1)?.id ?? null
    if (duties.length < limit) return { versions: 0, isCut: false }
  }
}

function dueOf({ duty, regionCode, severityRank, setAt }: PastDeskDuty, rules: RuleSet) {
  const act = ACTS[duty]
  const limit = act && deskLimit(act, severityOfRank(severityRank), null, rules)
  if (!limit) return null
  const rule = limit.because[0]?.rule ?? duty
  return { owedBy: regionCode, duty, rule, dueAt: new Date(setAt.getTime() + limit.minutes * MINUTE_MS) }
}
