/** The trail and the news of what is said beside totals, in the transaction of the fact. */
import { record } from '../audit/store.ts'
import type { Db } from '../db/client.ts'
import { enqueue } from '../outbox/store.ts'

interface Told {
  action: string
  subjectKind: 'outside_loss' | 'claim' | 'joint_decision'
  subjectId: string
  eventId: string
  regionCode: string
  accountId: string
  now: Date
  detail: object
}

/** Writes the entry and the message of one act. */
export async function tell(db: Db, told: Told): Promise<void> {
  const { action, subjectKind, subjectId, eventId, regionCode, accountId, now, detail } = told
  const payload = { ...detail, accountId }
  await enqueue(db, [{ topic: action, eventId, regionCode, subjectId, payload, createdAt: now }])
  await record(db, [
    { at: now, accountId, action, subjectKind, subjectId, regionCode, detail: { ...detail, eventId } },
  ])
}

/** The same for a word about a loss outside. */
export async function tellOutsideLoss(
  db: Db,
  action: string,
  row: {
    id: string
    lossId: string
    number: number
    eventId: string
    regionCode: string
    figures: object
    notedAt: Date
    notedBy: string
    withdrawalReason?: string | null
  },
): Promise<void> {
  const { id, eventId, regionCode, notedAt, notedBy, lossId, number, figures, withdrawalReason = null } = row
  await tell(db, {
    action,
    subjectKind: 'outside_loss',
    subjectId: id,
    eventId,
    regionCode,
    accountId: notedBy,
    now: notedAt,
    detail: withdrawalReason === null ? { lossId, number, figures } : { lossId, number, withdrawalReason },
  })
}
