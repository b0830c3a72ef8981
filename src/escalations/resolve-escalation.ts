import type { Caller } from '../accounts/caller.ts'
import { mustMay } from '../accounts/may.ts'
import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import { meetDeadline } from '../deadlines/store.ts'
import type { Deps } from '../deps.ts'
import { enqueue } from '../outbox/store.ts'
import { Problem } from '../problems/problem.ts'
import { shanghaiIso } from '../shanghai.ts'
import { mustSee } from './jurisdiction.ts'
import { passOnLateAct } from './late-act.ts'
import type { EscalationView } from './schemas.ts'
import { type EscalationRow, findEscalation, resolve } from './store.ts'
import { viewEscalation } from './view.ts'

/**
 * Closes an escalation (办结) that somebody has acknowledged, and says what was done. Who repeats their own
 * resolution word for word gets the same answer again.
 *
 * @throws Problem not-found, not-permitted or outside-jurisdiction
 * @throws Problem not-acknowledged; already-resolved with who was first and when
 */
export async function resolveEscalation(
  { db }: Pick<Deps, 'db'>,
  caller: Caller,
  id: string,
  resolution: string,
): Promise<EscalationView> {
  const { accountId } = caller
  return db.transaction(async (tx) => {
    const now = await readNow(tx)
    const row = mustSee(caller, await findEscalation(tx, id))
    mustMay(caller, 'escalation.resolve', { regionCode: row.escalation.ownerCode })
    const isFirst = await resolve(tx, id, { accountId, resolution, now })
    if (isFirst) await writeResolution(tx, row, { accountId, resolution, now })
    const view = await viewEscalation(tx, id, now)
    if (view.resolvedBy?.accountId === accountId && view.resolution === resolution) return view
    throw refusal(view)
  })
}

function refusal({ nextActUrl, resolvedBy, resolvedAt, acknowledgedAt }: EscalationView): Problem {
  return acknowledgedAt === null
    ? new Problem('not-acknowledged', `Acknowledge it first: POST ${nextActUrl}.`, { nextActUrl })
    : new Problem('already-resolved', `It was resolved at ${resolvedAt}.`, { resolvedBy, resolvedAt })
}

async function writeResolution(
  db: Db,
  { escalation, event }: EscalationRow,
  act: { accountId: string; resolution: string; now: Date },
): Promise<void> {
  const { accountId, resolution, now } = act
  const { id, eventId, ownerCode } = escalation
  // a direct report (直报) out of the house is made when its owner says that it was
  for (const duty of ['resolve_escalation', 'direct_report']) {
    const met = await meetDeadline(db, { duty, subjectId: id }, accountId, now)
    await passOnLateAct(db, met, event.severityRank, now)
  }
  const subject = { subjectId: id, regionCode: ownerCode }
  const payload = { accountId, resolvedAt: shanghaiIso(now), resolution }
  await enqueue(db, [{ topic: 'escalation.resolved', eventId, ...subject, payload, createdAt: now }])
  const done = { action: 'escalation.resolved', subjectKind: 'escalation', ...subject }
  await record(db, [{ at: now, accountId, ...done, detail: { eventId, resolution } }])
}
