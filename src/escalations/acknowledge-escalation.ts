import type { Caller } from '../accounts/caller.ts'
import { mustMay } from '../accounts/may.ts'
import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import { dueWithin, hasDesk } from '../deadlines/rules.ts'
import { insertDeadlines, meetDeadline } from '../deadlines/store.ts'
import type { Deps } from '../deps.ts'
import { severityOfRank } from '../evaluations/severity-rank.ts'
import { lockCityOf } from '../events/store.ts'
import { readDeskLimits } from '../local-rules/desk-limits.ts'
import { enqueue } from '../outbox/store.ts'
import { Problem } from '../problems/problem.ts'
import { shanghaiIso } from '../shanghai.ts'
import { mustSee } from './jurisdiction.ts'
import { passOnLateAct } from './late-act.ts'
import type { EscalationView } from './schemas.ts'
import { acknowledge, type EscalationRow, findEscalation } from './store.ts'
import { viewEscalation } from './view.ts'

/**
 * Acknowledges an escalation (签收): the first one gets it, and a second clock starts, since acknowledged is not done.
 * Who repeats their own acknowledgement gets the same answer again.
 *
 * @throws Problem not-found, not-permitted or outside-jurisdiction
 * @throws Problem already-acknowledged with who was first and when
 */
export async function acknowledgeEscalation(
  { db }: Pick<Deps, 'db'>,
  caller: Caller,
  id: string,
): Promise<EscalationView> {
  return db.transaction(async (tx) => {
    const seen = mustSee(caller, await findEscalation(tx, id))
    // a closing comes before the second clock is set, or finds it
    await lockCityOf(tx, seen.event.regionCode)
    const now = await readNow(tx)
    const row = mustSee(caller, await findEscalation(tx, id))
    mustMay(caller, 'escalation.acknowledge', { regionCode: row.escalation.ownerCode })
    const isFirst = await acknowledge(tx, id, caller.accountId, now)
    if (isFirst) await writeAcknowledgement(tx, row, caller.accountId, now)
    const view = await viewEscalation(tx, id, now)
    if (view.acknowledgedBy?.accountId === caller.accountId) return view
    throw new Problem('already-acknowledged', `It was acknowledged at ${view.acknowledgedAt}.`, {
      acknowledgedBy: view.acknowledgedBy,
      acknowledgedAt: view.acknowledgedAt,
    })
  })
}

async function writeAcknowledgement(
  db: Db,
  { escalation, event }: EscalationRow,
  accountId: string,
  now: Date,
): Promise<void> {
  const { id, eventId, ownerCode } = escalation
  const met = await meetDeadline(db, { duty: 'acknowledge_escalation', subjectId: id }, accountId, now)
  await passOnLateAct(db, met, event.severityRank, now)
  const owed = { eventId, regionCode: ownerCode, duty: 'resolve_escalation', subjectId: id, setAt: now }
  if (hasDesk(ownerCode)) {
    const limits = await readDeskLimits(db, [eventId])
    const limit = limits('resolve', severityOfRank(event.severityRank), owed)
    if (limit) await insertDeadlines(db, [dueWithin({ ...owed, ...limit })])
  }
  const detail = { accountId, acknowledgedAt: shanghaiIso(now) }
  const subject = { subjectId: id, regionCode: ownerCode }
  await enqueue(db, [
    { topic: 'escalation.acknowledged', eventId, ...subject, payload: detail, createdAt: now },
  ])
  await record(db, [
    {
      at: now,
      accountId,
      action: 'escalation.acknowledged',
      subjectKind: 'escalation',
      ...subject,
      detail: { eventId },
    },
  ])
}
