import { record } from '../audit/store.ts'
import type { Db } from '../db/client.ts'
import { enqueue } from '../outbox/store.ts'
import type { LocalRuleRow } from './store.ts'

interface Act {
  /** `local_rule.approved` */
  action: string
  accountId: string
  now: Date
  detail?: object
}

/** Writes the message and the line of the trail of an act upon a local rule, in its transaction. */
export async function writeAct(
  db: Db,
  { id, regionCode, target, value, places, inForceFrom, inForceTo, endsId, edition }: LocalRuleRow,
  { action, accountId, now, detail = {} }: Act,
): Promise<void> {
  const what = { target, value, places, inForceFrom, inForceTo, endsId, edition, ...detail }
  const subject = { subjectId: id, regionCode }
  await enqueue(db, [
    { topic: action, eventId: null, ...subject, payload: { accountId, ...what }, createdAt: now },
  ])
  await record(db, [{ at: now, accountId, action, subjectKind: 'local_rule', ...subject, detail: what }])
}
