import { record } from '../audit/store.ts'
import type { Db } from '../db/client.ts'
import { announceMissed } from '../deadlines/announce-missed.ts'
import { isStatutory } from '../deadlines/rules.ts'
import type { MetDeadline } from '../deadlines/store.ts'
import { enqueue } from '../outbox/store.ts'
import type { Reason } from '../regulations/citation.ts'
import { openEscalations } from './open-escalations.ts'
import { passMissedDuty } from './rules.ts'

/**
 * What a late act still owes: where no engine has seen the miss yet, it is announced and passed to the node above
 * here, exactly as the engine would have done. Lateness never depends on who came first.
 *
 * @param severityRank how grave the event is now
 */
export async function passOnLateAct(
  db: Db,
  met: MetDeadline | null,
  severityRank: number,
  now: Date,
): Promise<void> {
  if (!met?.isNewlyMissed) return
  const { id, eventId, regionCode, duty, because } = met.deadline
  const { messages, entries } = announceMissed([{ ...met.deadline, severityRank }], now)
  await enqueue(db, messages)
  await record(db, entries)
  const cause = { kind: 'deadline_missed', id, because: because as Reason[] } as const
  const above = passMissedDuty(isStatutory(duty), { eventId, severityRank, fromCode: regionCode, cause, now })
  if (above) await openEscalations(db, [above], now)
}
