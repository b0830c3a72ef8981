import { record } from '../audit/store.ts'
import type { Db } from '../db/client.ts'
import { enqueue } from '../outbox/store.ts'
import type { AttachmentRow } from './store.ts'

interface Act {
  action: 'attachment.opened' | 'attachment.completed' | 'attachment.refused' | 'attachment.original_read'
  at: Date
  /** null for what the engine did by itself */
  accountId: string | null
}

const ANNOUNCED = ['attachment.completed', 'attachment.refused']

/** Writes one act upon an attachment into the trail, and what others must hear of into the outbox. Names stay out of both. */
export async function recordAct(
  db: Db,
  attachment: AttachmentRow & { linkedEventId?: string | null },
  { action, at, accountId }: Act,
): Promise<void> {
  const { id, regionCode, eventId, versionId, kind, byteLength, sha256, refusal } = attachment
  const detail = { eventId, versionId, kind, byteLength, sha256, ...(refusal && { refusal }) }
  const subject = { subjectKind: 'attachment', subjectId: id, regionCode }
  await record(db, [{ at, accountId, action, ...subject, detail }])
  if (!ANNOUNCED.includes(action)) return
  await enqueue(db, [{ topic: action, eventId, regionCode, subjectId: id, payload: detail, createdAt: at }])
}
