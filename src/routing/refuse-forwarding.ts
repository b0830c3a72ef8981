import type { Caller } from '../accounts/caller.ts'
import { mustMay } from '../accounts/may.ts'
import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import { meetDeadline } from '../deadlines/store.ts'
import type { Deps } from '../deps.ts'
import { passOnLateAct } from '../escalations/late-act.ts'
import { reasonFor } from '../evaluations/editions.ts'
import { lockCityOf } from '../events/store.ts'
import { enqueue } from '../outbox/store.ts'
import { Problem } from '../problems/problem.ts'
import { ROUTING_CITATION } from '../regulations/routing.ts'
import { shanghaiIso } from '../shanghai.ts'
import { answeredBefore } from './answered-before.ts'
import { type ForwardingRow, findForwarding, findReturn, refuse } from './forwarding-store.ts'
import { mustSee } from './jurisdiction.ts'
import { openForwardings } from './open-forwardings.ts'
import { mayRefuse, takenBack } from './rules.ts'
import type { ForwardingView } from './schemas.ts'
import { placeOf, viewForwarding } from './view.ts'

/**
 * Refuses a forwarding with a reason (退回): it goes back to the command centre as a forwarding of its own, never
 * ownerless. Where the command centre has it already, because nobody signed in time, it stays theirs.
 *
 * @throws Problem not-found, not-permitted or outside-jurisdiction; cannot-refuse-here at the command centre
 * @throws Problem already-acknowledged or already-refused, with who was first and when
 */
export async function refuseForwarding(
  { db }: Pick<Deps, 'db'>,
  caller: Caller,
  id: string,
  reason: string,
): Promise<ForwardingView> {
  const { accountId } = caller
  return db.transaction(async (tx) => {
    const seen = mustSee(caller, await findForwarding(tx, id))
    // a closing comes before the command centre owes a signature, or ends that
    await lockCityOf(tx, seen.event.regionCode)
    const now = await readNow(tx)
    const row = mustSee(caller, await findForwarding(tx, id))
    mustMay(caller, 'forwarding.sign', placeOf(row))
    if (!mayRefuse(row.forwarding)) {
      throw new Problem('cannot-refuse-here', 'The command centre hands it on by a reassignment instead.')
    }
    const isFirst = await refuse(tx, id, { accountId, reason, now })
    if (isFirst) await writeRefusal(tx, row, { accountId, reason, now })
    const view = await viewForwarding(tx, id, now)
    if (view.refusedBy?.accountId === accountId && view.refusalReason === reason) return view
    throw answeredBefore(view)
  })
}

async function writeRefusal(
  db: Db,
  row: ForwardingRow,
  { accountId, reason, now }: { accountId: string; reason: string; now: Date },
): Promise<void> {
  const { id, eventId } = row.forwarding
  const met = await meetDeadline(db, { duty: 'sign_for_forwarding', subjectId: id }, accountId, now)
  await passOnLateAct(db, met, row.event.severityRank, now)
  const { regionCode, sectionCode, departmentCode } = placeOf(row)
  const detail = { eventId, sectionCode, departmentCode, reason }
  const payload = { ...detail, accountId, refusedAt: shanghaiIso(now) }
  const subject = { subjectId: id, regionCode }
  await enqueue(db, [{ topic: 'forwarding.refused', eventId, ...subject, payload, createdAt: now }])
  const refused = { action: 'forwarding.refused', subjectKind: 'forwarding', ...subject }
  await record(db, [{ at: now, accountId, ...refused, detail }])
  if (await findReturn(db, id)) return
  const because = reasonFor('routing.refused', ROUTING_CITATION, { figure: 'reason', value: reason })
  await openForwardings(db, [takenBack(row.forwarding, [because], now)], regionCode, now, accountId)
}
