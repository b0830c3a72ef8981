import { record } from '../audit/store.ts'
import type { Db } from '../db/client.ts'
import { meetDeadline } from '../deadlines/store.ts'
import { passOnLateAct } from '../escalations/late-act.ts'
import { enqueue } from '../outbox/store.ts'
import { shanghaiIso } from '../shanghai.ts'
import { lockSignedWith } from './family-store.ts'
import { type ForwardingRow, findForwarding, sign } from './forwarding-store.ts'
import { placeOf } from './view.ts'

/**
 * Signs for a forwarding that is still open, and with it for what the recipient was handed of the same disaster in events
 * that are one with it.
 */
export async function signFor(db: Db, row: ForwardingRow, accountId: string, now: Date): Promise<void> {
  const others = await lockSignedWith(db, row)
  if (!(await sign(db, row.forwarding.id, accountId, now))) return
  await writeSignature(db, row, accountId, now)
  for (const { id } of others) {
    const other = await findForwarding(db, id)
    if (other && (await sign(db, id, accountId, now))) await writeSignature(db, other, accountId, now)
  }
}

/** What follows from a signature: the duty is met, and the act is told and recorded. */
async function writeSignature(db: Db, row: ForwardingRow, accountId: string, now: Date): Promise<void> {
  const { id, eventId } = row.forwarding
  const met = await meetDeadline(db, { duty: 'sign_for_forwarding', subjectId: id }, accountId, now)
  await passOnLateAct(db, met, row.event.severityRank, now)
  const { regionCode, sectionCode, departmentCode } = placeOf(row)
  const detail = { eventId, sectionCode, departmentCode }
  const payload = { ...detail, accountId, acknowledgedAt: shanghaiIso(now) }
  const subject = { subjectId: id, regionCode }
  await enqueue(db, [{ topic: 'forwarding.acknowledged', eventId, ...subject, payload, createdAt: now }])
  const signed = { action: 'forwarding.acknowledged', subjectKind: 'forwarding', ...subject }
  await record(db, [{ at: now, accountId, ...signed, detail }])
}
