import type { Caller } from '../accounts/caller.ts'
import { mustMay } from '../accounts/may.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problems/problem.ts'
import { groundsIn } from '../reports/follow-up-grounds.ts'
import { type Act, actOn, mustNotBeClosed, placeOf, tellAct } from './act.ts'
import { mustBeAnother } from './another-person.ts'
import {
  endSeverityGround,
  findReduction,
  lowerSeverity,
  type ReductionRow,
  writeReductionAnswer,
} from './reduction-store.ts'
import { isWaiting } from './rules/reductions.ts'
import type { SeverityReductionView } from './schemas.ts'
import { settleFollowUps } from './settle-follow-ups.ts'
import { viewReduction } from './views.ts'

/**
 * Confirms or refuses to lower a severity (确认、否决降级), by another person than proposed it. A later report raises it
 * again where it says something new.
 *
 * @throws Problem not-found, not-permitted or outside-jurisdiction; event-closed
 * @throws Problem needs-another-person for whoever proposed it and confirms it
 * @throws Problem state-conflict where it was answered, or the severity is another one since
 */
export async function answerSeverityReduction(
  deps: Pick<Deps, 'db'>,
  caller: Caller,
  id: string,
  { isConfirmed, reason }: { isConfirmed: boolean; reason: string | null },
): Promise<SeverityReductionView> {
  const asked = await findReduction(deps.db, id)
  if (!asked) throw noSuchProposal()
  return actOn(deps, caller, asked.reduction.eventId, async (act) => {
    const { db, now } = act
    mustMay(caller, 'severity.confirm', { regionCode: placeOf(act) })
    mustNotBeClosed(act)
    const row = await findReduction(db, id)
    if (!row) throw noSuchProposal()
    const { reduction } = row
    if (isConfirmed) mustBeAnother(caller, reduction.proposedBy)
    mustWait(row, act)
    const answer = {
      reductionId: id,
      proposedBy: reduction.proposedBy,
      isConfirmed,
      reason,
      answeredAt: now,
      answeredBy: caller.accountId,
    }
    await writeReductionAnswer(db, answer)
    if (isConfirmed) await lower(act, row)
    await tellAct(act, {
      action: isConfirmed ? 'severity.reduced' : 'severity.reduction_refused',
      subjectKind: 'severity_reduction',
      subjectId: id,
      regionCode: placeOf(act),
      detail: { from: reduction.fromLevel, to: reduction.toLevel, reason },
    })
    return viewReduction({ reduction, answer }, act.event)
  })
}

function mustWait(row: ReductionRow, { event }: Act): void {
  if (isWaiting(row, event)) return
  const detail = row.answer
    ? 'This proposal was answered before.'
    : `The severity is ${event.severity ?? 'below any grade'} since then: propose anew.`
  throw new Problem('state-conflict', detail, {
    severity: event.severity,
    answeredBy: row.answer?.answeredBy ?? null,
  })
}

async function lower({ db, event, now }: Act, { reduction }: ReductionRow): Promise<void> {
  await lowerSeverity(db, reduction, now)
  const grounds = event.grounds as string[]
  const { regionCode, occurredAt } = event
  const facts = { kind: 'natural_disaster' as const, regionCode, occurredAt, figures: {} }
  const stillAsks = groundsIn(facts, reduction.toLevel, []).length > 0
  if (stillAsks || !grounds.includes('severity')) return
  await endSeverityGround(
    db,
    event.id,
    grounds.filter((one) => one !== 'severity'),
    now,
  )
  await settleFollowUps(db, [event.id], now)
}

function noSuchProposal(): Problem {
  return new Problem('not-found', 'There is no such proposal in your jurisdiction.')
}
